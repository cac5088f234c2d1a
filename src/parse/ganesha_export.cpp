#include "parse/ganesha_export.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "parse/ganesha_client_block.h"
#include "parse/ganesha_value.h"

namespace nfsready {

namespace {

bool is_named(const GaneshaNode& node, std::string_view name) {
  return equals_ignoring_case(node.name.text, name);
}

// Options that have no say in who gets what, but of which a wrong value drops the EXPORT.
struct LimitOption {
  std::string_view name;
  GaneshaRange range;
};

constexpr std::uint64_t kMostIo = std::uint64_t{64} << 20U;
constexpr std::uint64_t kMost64 = std::numeric_limits<std::uint64_t>::max();

constexpr std::array<LimitOption, 8> kLimits = {
    {{"MaxRead", {512, kMostIo, 64}},
     {"MaxWrite", {512, kMostIo, 64}},
     {"PrefRead", {512, kMostIo, 64}},
     {"PrefWrite", {512, kMostIo, 64}},
     {"PrefReaddir", {512, kMostIo, 64}},
     {"MaxOffsetWrite", {512, kMost64, 64}},
     {"MaxOffsetRead", {512, kMost64, 64}},
     {"Attr_Expiration_Time", {-1, std::numeric_limits<std::int32_t>::max(), 0}}}};

constexpr std::array<std::string_view, 5> kFlags = {"UseCookieVerifier", "DisableReaddirPlus",
                                                    "Trust_Readdir_Negative_Cache", "Disable_ACL",
                                                    "Security_Label"};

// File system modules of NFS-Ganesha (src/FSAL). Whether one is installed is not known here.
constexpr std::array<std::string_view, 14> kFileSystems = {
    "VFS",      "GPFS",     "XFS",      "LUSTRE", "CEPH",  "RGW",  "GLUSTER",
    "LIZARDFS", "PROXY_V3", "PROXY_V4", "MEM",    "KVSFS", "NULL", "PSEUDO"};

constexpr std::array<std::string_view, 31> kExportOptions = {"Export_Id",
                                                             "Path",
                                                             "Pseudo",
                                                             "Tag",
                                                             "Filesystem_Id",
                                                             "Access_Type",
                                                             "Squash",
                                                             "Protocols",
                                                             "Transports",
                                                             "SecType",
                                                             "Anonymous_uid",
                                                             "Anonymous_gid",
                                                             "PrivilegedPort",
                                                             "Manage_Gids",
                                                             "Delegations",
                                                             "NFS_Commit",
                                                             "MaxRead",
                                                             "MaxWrite",
                                                             "PrefRead",
                                                             "PrefWrite",
                                                             "PrefReaddir",
                                                             "MaxOffsetRead",
                                                             "MaxOffsetWrite",
                                                             "UseCookieVerifier",
                                                             "Disable_ACL",
                                                             "Security_Label",
                                                             "FSAL",
                                                             "CLIENT",
                                                             "DisableReaddirPlus",
                                                             "Trust_Readdir_Negative_Cache",
                                                             "Attr_Expiration_Time"};

Token without_trailing_slashes(Token path) {
  while (path.text.size() > 1 && path.text.front() == '/' && path.text.back() == '/') {
    path.text.remove_suffix(1);
  }
  return path;
}

}  // namespace

// An EXPORT as it is being read.
struct GaneshaExportReader::Draft {
  const GaneshaNode& block;
  GaneshaExport result;
  GaneshaOptionBits bits;
  std::size_t export_ids = 0;  // how often it is given, with or without a value
  std::size_t paths = 0;
  std::size_t pseudos = 0;
  bool has_path = false;
  bool has_pseudo = false;
  bool has_tag = false;
  bool has_file_system = false;
  std::optional<std::uint32_t> no_file_system;  // the problem because of which it has none
  std::size_t unknown = 0;                      // errors that count for this block only

  explicit Draft(const GaneshaNode& from) : block(from) {
    result.span = from.name.span;
    result.export_id = 1;
    bits.begin_block();
  }
};

GaneshaExport GaneshaExportReader::read(const GaneshaNode& block) {
  Draft draft(block);
  faults_.set_consequence("the EXPORT is dropped");
  const std::uint32_t start = faults_.mark();
  const std::size_t errors_before = faults_.count();
  take_options(draft);
  check_mandatory(draft);
  take_clients(draft);
  take_file_system(draft);
  draft.result.strict = faults_.first_severe();
  if (!draft.result.strict) draft.result.strict_names.clear();
  const std::size_t errors = faults_.count() - errors_before + draft.unknown;
  if (errors == 0 || !faults_.first_severe()) {
    commit(draft);
  } else if (const auto severe = faults_.severe_since(start)) {
    draft.result.lost_to = severe;
  } else {
    draft.result.lost_to = faults_.note(
        ProblemKind::kDropped, block.name.span,
        "the EXPORT is dropped: after an earlier error, NFS-Ganesha 4.3 drops every block in which "
        "it finds anything to warn about",
        "correct the earlier error first");
  }
  draft.result.permissions = draft.bits.permissions();
  draft.result.slips = draft.bits.slips();
  return std::move(draft.result);
}

void GaneshaExportReader::take_options(Draft& draft) {
  for (const GaneshaNode& node : draft.block.children) {
    if (is_named(node, "CLIENT") || is_named(node, "FSAL")) continue;
    if (take_identity(node, draft) || draft.bits.take(node, faults_) || take_limit(node)) continue;
    ++draft.unknown;
    draft.bits.note_misspelt(node, note_unknown_option(node, kExportOptions, faults_));
  }
}

bool GaneshaExportReader::take_identity(const GaneshaNode& node, Draft& draft) {
  GaneshaExport& result = draft.result;
  if (is_named(node, "Export_Id")) {
    check_once(node, draft.export_ids);
    take_export_id(node, result);
  } else if (is_named(node, "Path")) {
    check_once(node, draft.paths);
    take_path(node, result.path, draft.has_path);
  } else if (is_named(node, "Pseudo")) {
    check_once(node, draft.pseudos);
    take_path(node, result.pseudo, draft.has_pseudo);
  } else if (is_named(node, "Tag")) {
    const auto tag = text_of(node, faults_);
    draft.has_tag = draft.has_tag || tag.has_value();
    result.tag = tag.value_or(result.tag);
  } else if (is_named(node, "Filesystem_Id")) {
    result.filesystem_id = fsid_of(node, faults_).value_or(Token{});
  } else {
    return false;
  }
  return true;
}

void GaneshaExportReader::check_once(const GaneshaNode& node, std::size_t& times) {
  if (times++ > 0) {
    faults_.severe(node.name.span, quoted(node.name.text) + " is given more than once");
  }
}

void GaneshaExportReader::take_export_id(const GaneshaNode& node, GaneshaExport& result) {
  const auto id = number_of(node, {0, std::numeric_limits<std::uint16_t>::max(), 16}, faults_);
  if (id) result.export_id = static_cast<std::uint32_t>(*id);
  if (!node.terms.empty()) result.export_id_text = node.terms.front().text;
}

void GaneshaExportReader::take_path(const GaneshaNode& node, Token& path, bool& given) {
  const auto text = text_of(node, faults_);
  if (!text) return;
  path = without_trailing_slashes(*text);
  given = true;
}

bool GaneshaExportReader::take_limit(const GaneshaNode& node) {
  for (const LimitOption& limit : kLimits) {
    if (!is_named(node, limit.name)) continue;
    static_cast<void>(number_of(node, limit.range, faults_));
    return true;
  }
  const bool flag = std::any_of(kFlags.begin(), kFlags.end(),
                                [&](std::string_view name) { return is_named(node, name); });
  if (flag) static_cast<void>(boolean_of(node, faults_));
  return flag;
}

void GaneshaExportReader::check_mandatory(const Draft& draft) {
  const Span& where = draft.block.name.span;
  if (draft.export_ids == 0) faults_.severe(where, "the EXPORT has no Export_Id");
  if (draft.paths == 0) faults_.severe(where, "the EXPORT has no Path");
}

// A block without content is passed over; a statement of that name is an error.
bool GaneshaExportReader::is_usable(const GaneshaNode& block, std::string_view name) {
  if (!is_named(block, name) || !has_content(block, faults_)) return false;
  if (!block.is_block) {
    faults_.severe(block.name.span, quoted(block.name.text) + " is a block, not an option",
                   "write " + std::string(name) + " { ... }");
  }
  return block.is_block;
}

void GaneshaExportReader::take_clients(Draft& draft) {
  for (const GaneshaNode& block : draft.block.children) {
    if (!is_usable(block, "CLIENT")) continue;
    draft.result.clients.push_back(read_ganesha_client_block(block, surroundings_.core_versions,
                                                             draft.result.strict_names, faults_));
  }
}

void GaneshaExportReader::take_file_system(Draft& draft) {
  for (const GaneshaNode& block : draft.block.children) {
    if (is_usable(block, "FSAL")) take_file_system_block(block, draft);
  }
}

void GaneshaExportReader::take_file_system_block(const GaneshaNode& block, Draft& draft) {
  const std::size_t errors_before = faults_.count();
  Token name;
  for (const GaneshaNode& node : block.children) {
    if (is_named(node, "Name")) name = text_of(node, faults_).value_or(name);
  }
  if (faults_.count() > errors_before && faults_.first_severe()) return;
  const bool known =
      std::any_of(kFileSystems.begin(), kFileSystems.end(),
                  [&](std::string_view module) { return equals_ignoring_case(module, name.text); });
  if (name.empty()) {
    draft.no_file_system = faults_.severe_uncounted(
        block.name.span, "the FSAL block has no Name; the EXPORT is dropped");
  } else if (!known) {
    draft.no_file_system = faults_.severe_uncounted(
        name.span, "there is no FSAL " + quoted(name.text) + "; the EXPORT is dropped");
  } else if (!draft.has_path) {
    const std::uint32_t problem = faults_.note(
        ProblemKind::kSyntax, draft.block.name.span,
        "the EXPORT has no usable Path: NFS-Ganesha 4.3 crashes when it starts", "give a Path");
    if (!crash_) crash_ = problem;
    draft.no_file_system = problem;
  } else if (!is_absolute(draft.result.path.text)) {
    draft.no_file_system = faults_.note(
        ProblemKind::kDropped, draft.result.path.span,
        "the Path " + quoted(draft.result.path.text) + " is not absolute; the EXPORT is dropped");
  } else {
    draft.has_file_system = true;
  }
}

// The checks of export_commit_common, in its order.
void GaneshaExportReader::commit(Draft& draft) {
  const VersionSet effective = effective_versions(draft);
  std::optional<std::uint32_t> problem = check_pseudo(draft);
  if (!problem && draft.result.export_id == 0U && !effective.has(4)) {
    problem = faults_.severe(draft.block.name.span, "Export_Id 0 must be exported over NFSv4");
  }
  if (!problem) {
    limit_ganesha_versions(draft.bits, draft.block.name, surroundings_.core_versions, faults_);
  }
  if (!problem) problem = check_id_zero(draft);
  if (!problem) problem = check_unique(draft);
  draft.result.lost_to = problem;
}

VersionSet GaneshaExportReader::effective_versions(const Draft& draft) const {
  if (const auto versions = draft.bits.versions()) return *versions;
  return surroundings_.default_versions.value_or(surroundings_.core_versions);
}

std::optional<std::uint32_t> GaneshaExportReader::check_pseudo(Draft& draft) {
  const Token& pseudo = draft.result.pseudo;
  if (draft.has_pseudo) {
    if (!is_absolute(pseudo.text)) {
      return faults_.severe(pseudo.span,
                            "the Pseudo path " + quoted(pseudo.text) + " is not absolute");
    }
    if (draft.result.export_id == 0U && pseudo.text != "/") {
      return faults_.severe(pseudo.span, "Export_Id 0 is for the Pseudo path '/' only");
    }
    return std::nullopt;
  }
  const auto explicit_versions = draft.bits.versions();
  if (explicit_versions && explicit_versions->has(4)) {
    return faults_.severe(draft.block.name.span,
                          "Protocols ask for NFSv4, but the EXPORT has no Pseudo path");
  }
  VersionSet versions = effective_versions(draft);
  if (!versions.has(4)) return std::nullopt;
  faults_.note(ProblemKind::kIgnored, draft.block.name.span,
               "without a Pseudo path the EXPORT is offered over NFSv3 only");
  draft.bits.set_versions(versions.has(3) ? VersionSet{3} : VersionSet{});
  return std::nullopt;
}

std::optional<std::uint32_t> GaneshaExportReader::check_id_zero(const Draft& draft) {
  const Span& where = draft.block.name.span;
  if (!draft.has_pseudo && surroundings_.mount_path_pseudo) {
    return faults_.severe(where, "Mount_Path_Pseudo is true, but the EXPORT has no Pseudo path");
  }
  if (draft.result.export_id != 0U) return std::nullopt;
  if (!draft.has_pseudo) return faults_.severe(where, "Export_Id 0 needs the Pseudo path '/'");
  const auto versions = draft.bits.versions();
  if (versions && versions->has(4)) return std::nullopt;
  return faults_.severe(where, "Export_Id 0 needs Protocols that name NFSv4",
                        "write Protocols = 3, 4;");
}

// Also adds what it has checked, when the EXPORT stays.
std::optional<std::uint32_t> GaneshaExportReader::check_unique(Draft& draft) {
  const GaneshaExport& result = draft.result;
  std::optional<std::uint32_t> problem;
  if (ids_.count(*result.export_id) > 0) {
    problem =
        faults_.severe(result.export_id_text.empty() ? result.span : result.export_id_text.span,
                       "an earlier EXPORT has the Export_Id " + std::to_string(*result.export_id),
                       "write a number that no other EXPORT has");
  }
  if (!draft.has_file_system) {
    if (draft.no_file_system) return draft.no_file_system;
    return problem
               ? problem
               : faults_.note(ProblemKind::kDropped, result.span,
                              "the EXPORT has no FSAL block that is read; the EXPORT is dropped",
                              "write FSAL { Name = ...; }");
  }
  if (draft.has_tag && tags_.count(result.tag.text) > 0) {
    problem =
        faults_.severe(result.tag.span, "an earlier EXPORT has the Tag " + quoted(result.tag.text),
                       "write a Tag of its own");
  }
  if (draft.has_pseudo && pseudos_.count(result.pseudo.text) > 0) {
    problem = faults_.severe(result.pseudo.span,
                             "an earlier EXPORT has the Pseudo path " + quoted(result.pseudo.text),
                             "write a Pseudo path of its own");
  }
  if (!draft.has_pseudo && !draft.has_tag && paths_.count(result.path.text) > 0) {
    problem = faults_.severe(result.path.span,
                             "an earlier EXPORT has the Path " + quoted(result.path.text) +
                                 ", and this one has neither Pseudo nor Tag",
                             "write a Pseudo path of its own");
  }
  if (problem) return problem;
  ids_.insert(*result.export_id);
  if (draft.has_tag) tags_.insert(result.tag.text);
  if (draft.has_pseudo) pseudos_.insert(result.pseudo.text);
  paths_.insert(result.path.text);
  return std::nullopt;
}

}  // namespace nfsready
