// NFS-Ganesha configurations, as 4.3 reads them.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "parse/exports_dialects.h"
#include "parse/ganesha_client_block.h"
#include "parse/ganesha_export.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_permissions.h"
#include "parse/ganesha_tree.h"
#include "parse/ganesha_value.h"

namespace nfsready {

namespace {

constexpr std::array<std::string_view, 23> kBlocks = {"EXPORT",
                                                      "EXPORT_DEFAULTS",
                                                      "NFS_CORE_PARAM",
                                                      "NFS_IP_NAME",
                                                      "NFS_KRB5",
                                                      "NFSv4",
                                                      "LOG",
                                                      "MDCACHE",
                                                      "CACHEINODE",
                                                      "DS",
                                                      "VFS",
                                                      "GPFS",
                                                      "XFS",
                                                      "CEPH",
                                                      "RGW",
                                                      "GLUSTER",
                                                      "MEM",
                                                      "PROXY_V3",
                                                      "PROXY_V4",
                                                      "LizardFS",
                                                      "RADOS_KV",
                                                      "RADOS_URLS",
                                                      "_9P"};

// Booleans of NFS_CORE_PARAM (support/nfs_read_conf.c), where a wrong value stops the server.
constexpr std::array<std::string_view, 23> kCoreBooleans = {"Drop_IO_Errors",
                                                            "Drop_Inval_Errors",
                                                            "Drop_Delay_Errors",
                                                            "DRC_Disabled",
                                                            "DRC_TCP_Checksum",
                                                            "DRC_UDP_Checksum",
                                                            "Clustered",
                                                            "Enable_NLM",
                                                            "NSM_Use_Caller_Name",
                                                            "Enable_RQUOTA",
                                                            "Enable_NFSACL",
                                                            "Enable_TCP_keepalive",
                                                            "Enable_NFS_Stats",
                                                            "Enable_Fast_Stats",
                                                            "Enable_FSAL_Stats",
                                                            "Enable_FULLV3_Stats",
                                                            "Enable_FULLV4_Stats",
                                                            "Enable_AUTH_Stats",
                                                            "Enable_CLNT_AllOps_Stats",
                                                            "Short_File_Handle",
                                                            "fsid_device",
                                                            "Enable_V3fh_Validation_For_V4",
                                                            "Getattrs_In_Complete_Read"};

constexpr std::array<std::string_view, 11> kDefaultOptions = {
    "Access_Type",   "Squash",         "Protocols",   "Transports", "SecType",    "Anonymous_uid",
    "Anonymous_gid", "PrivilegedPort", "Manage_Gids", "NFS_Commit", "Delegations"};

constexpr std::array<std::string_view, 4> kCorePorts = {"NFS_Port", "MNT_Port", "NLM_Port",
                                                        "Rquota_Port"};

bool is_named(const GaneshaNode& node, std::string_view name) {
  return equals_ignoring_case(node.name.text, name);
}

template <typename Names>
bool is_any_of(const GaneshaNode& node, const Names& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return is_named(node, name); });
}

template <typename Read>
void for_each_block(const GaneshaTree& tree, std::string_view name, const Read& read) {
  for (const GaneshaNode& node : tree.nodes) {
    if (node.is_block && is_named(node, name)) read(node);
  }
}

class ConfigurationReader {
 public:
  ConfigurationReader(GaneshaTree tree, GaneshaExports& exports, Problems& problems)
      : tree_(std::move(tree)), exports_(exports), faults_(problems, tree_.fatal) {}

  void read() {
    exports_.fatal = tree_.fatal;
    exports_.incomplete = tree_.incomplete;
    read_core();
    read_defaults();
    read_exports();
    note_unknown_blocks();
  }

 private:
  void read_core();
  void read_core_option(const GaneshaNode& node, GaneshaCoreProtocols& protocols);
  void read_defaults();
  void read_exports();
  void note_unknown_blocks();
  void fail(std::optional<std::uint32_t> problem) {
    if (!exports_.fatal) exports_.fatal = problem;
  }

  GaneshaTree tree_;
  GaneshaExports& exports_;
  GaneshaFaults faults_;
};

// The last of several blocks counts, also with the built-in values of what it does not give.
void ConfigurationReader::read_core() {
  GaneshaCoreProtocols protocols;
  faults_.set_consequence("NFS-Ganesha does not start");
  for_each_block(tree_, "NFS_CORE_PARAM", [&](const GaneshaNode& block) {
    protocols.begin_block();
    exports_.mount_path_pseudo = false;
    exports_.core_versions_span = {};
    for (const GaneshaNode& node : block.children) read_core_option(node, protocols);
    exports_.core_versions = protocols.versions();
  });
  fail(faults_.first_severe());
}

void ConfigurationReader::read_core_option(const GaneshaNode& node,
                                           GaneshaCoreProtocols& protocols) {
  if (protocols.take(node, faults_)) {
    exports_.core_versions_span = node.name.span;
    return;
  }
  if (is_named(node, "Mount_Path_Pseudo")) {
    exports_.mount_path_pseudo = boolean_of(node, faults_).value_or(exports_.mount_path_pseudo);
  } else if (is_any_of(node, kCoreBooleans)) {
    static_cast<void>(boolean_of(node, faults_));
  } else if (is_any_of(node, kCorePorts)) {
    static_cast<void>(number_of(node, {0, UINT16_MAX, 16}, faults_));
  }
}

// All blocks share one set of bits; a block with an error leaves what was in force before.
void ConfigurationReader::read_defaults() {
  GaneshaOptionBits bits;
  faults_.set_consequence("the EXPORT_DEFAULTS block is not applied");
  for_each_block(tree_, "EXPORT_DEFAULTS", [&](const GaneshaNode& block) {
    const std::size_t errors_before = faults_.count();
    std::size_t unknown = 0;
    bits.begin_block();
    for (const GaneshaNode& node : block.children) {
      if (bits.take(node, faults_)) continue;
      if (is_named(node, "Attr_Expiration_Time")) {
        static_cast<void>(number_of(node, {-1, INT32_MAX, 0}, faults_));
        continue;
      }
      bits.note_misspelt(node, note_unknown_option(node, kDefaultOptions, faults_));
      ++unknown;
    }
    const bool errors = faults_.count() > errors_before || unknown > 0;
    if (!errors || !faults_.first_severe()) exports_.defaults = bits.permissions();
  });
  exports_.default_slips = bits.slips();
}

void ConfigurationReader::read_exports() {
  const GaneshaSurroundings surroundings{exports_.core_versions.value_or(VersionSet{3, 4}),
                                         exports_.defaults.versions, exports_.mount_path_pseudo};
  GaneshaExportReader reader(surroundings, faults_);
  for_each_block(tree_, "EXPORT",
                 [&](const GaneshaNode& block) { exports_.exports.push_back(reader.read(block)); });
  fail(reader.crash());
}

void ConfigurationReader::note_unknown_blocks() {
  for (const GaneshaNode& node : tree_.nodes) {
    if (node.name.empty() || (node.is_block && is_any_of(node, kBlocks))) continue;
    if (!node.is_block) {
      faults_.note(ProblemKind::kUnknownOption, node.name.span,
                   "the option " + quoted(node.name.text) + " outside of any block is ignored");
      continue;
    }
    const std::string_view near = nearest(node.name.text, {kBlocks.begin(), kBlocks.end()});
    faults_.note(ProblemKind::kUnknownOption, node.name.span,
                 "the unknown block " + quoted(node.name.text) + " is ignored",
                 near.empty() ? "" : "write " + std::string(near));
  }
}

}  // namespace

void parse_ganesha(const SourceFile& file, const FindIncluded& find_included,
                   GaneshaExports& exports, std::vector<SourceId>& files, Problems& problems) {
  ConfigurationReader(read_ganesha_tree(file, find_included, files, problems), exports, problems)
      .read();
}

}  // namespace nfsready
