// What NFS-Ganesha 4.3 answers to MNT and to the first calls after it (Protocols/NFS/mnt_Mnt.c,
// support/exports.c export_check_access, MainNFSD/nfs_worker_thread.c).
#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "grant/dialects.h"
#include "grant/ganesha_clients.h"
#include "grant/ganesha_reason.h"
#include "grant/ganesha_rights.h"
#include "grant/ganesha_table.h"
#include "grant/outcome.h"

namespace nfsready {

namespace {

// The server opens a path component by component, without following links, and refuses "..".
bool is_reachable(const FileTree& tree, std::string_view path) {
  for (const std::string_view part : split(path, '/')) {
    if (part == "..") return false;
  }
  if (tree.links.empty()) return true;
  const std::string normal = normalise_path(path);
  for (std::string_view at = normal; !at.empty(); at = parent_of(at)) {
    if (tree.links.find(std::string(at)) != tree.links.end()) return false;
  }
  return true;
}

std::string with_rest(std::string_view path, std::string_view rest) {
  return path == "/" ? std::string(rest) : std::string(path) + std::string(rest);
}

bool is_known(const Grant& grant) {
  if (grant.access == Access::kNone) return true;
  return grant.access != Access::kUnknown && grant.root != Root::kUnknown &&
         grant.port != PortRule::kUnknown;
}

class GaneshaGrants : public Grants {
 public:
  GaneshaGrants(const GaneshaExports& exports, const Problems& problems,
                const ServerContext& context);

  [[nodiscard]] Grant grant(std::string_view path, const Client& client) const override;

 private:
  // The clients of one EXPORT, indexed at the first question about it.
  struct Clients {
    std::once_flag once;
    std::unique_ptr<GaneshaClientIndex> index;
  };
  struct Asking {
    std::string_view path;
    const Client& client;
    GaneshaCaller caller;
  };
  enum class View : std::uint8_t { kInForce, kIntended };
  // EXPORTs by the names under which clients may ask for them.
  struct Table {
    GaneshaNames paths;
    GaneshaNames pseudos;
    GaneshaNames tags;
  };

  void add(std::uint32_t index, Table& table) const;
  [[nodiscard]] bool is_dropped_for_names(const GaneshaExport& from) const;
  [[nodiscard]] std::optional<GaneshaFound> find(const Table& table, const Asking& asking) const;
  [[nodiscard]] Grant answer(const Asking& asking) const;
  [[nodiscard]] Grant answer_below(const GaneshaFound& found, const Asking& asking) const;
  [[nodiscard]] std::optional<Grant> denied_on_the_way(const GaneshaFound& found,
                                                       const Asking& asking) const;
  [[nodiscard]] Grant unanswered(const Asking& asking) const;
  [[nodiscard]] Grant judge(std::uint32_t index, const Asking& asking, View view) const;
  void explain_unknown(const GaneshaClientBlock& block, const Asking& asking, Grant& grant) const;
  [[nodiscard]] Grant judge_block(const GaneshaExport& from, std::optional<std::uint32_t> block,
                                  const Asking& asking) const;
  [[nodiscard]] const Span& rule_of(const GaneshaExport& from,
                                    std::optional<std::uint32_t> block) const;
  [[nodiscard]] std::optional<Grant> refuse(const GaneshaExport& from,
                                            std::optional<std::uint32_t> block,
                                            const GaneshaRights& permissions,
                                            const Asking& asking) const;
  void explain(const Asking& asking, Grant& grant) const;
  [[nodiscard]] Span fault_of(std::uint32_t index, const Asking& asking) const;
  [[nodiscard]] bool garbled_block_gives(const GaneshaExport& from, const Asking& asking) const;
  [[nodiscard]] const GaneshaClientIndex& clients_of(std::uint32_t index, View view) const;
  [[nodiscard]] const Problem& problem_of(std::uint32_t index) const;

  const GaneshaExports& exports_;
  const Problems& problems_;
  const Names& names_;
  const FileTree& tree_;
  GaneshaRights defaults_;
  std::unique_ptr<Clients[]> in_force_clients_;
  std::unique_ptr<Clients[]> intended_clients_;
  Table in_force_;
  Table lost_;
  Table unreachable_;  // their Path leads through a link
};

GaneshaGrants::GaneshaGrants(const GaneshaExports& exports, const Problems& problems,
                             const ServerContext& context)
    : exports_(exports),
      problems_(problems),
      names_(context.names),
      tree_(context.tree),
      in_force_clients_(std::make_unique<Clients[]>(exports.exports.size())),
      intended_clients_(std::make_unique<Clients[]>(exports.exports.size())) {
  defaults_.versions = exports.core_versions.value_or(VersionSet{3, 4});
  defaults_.override_with(exports.defaults);
  for (std::uint32_t i = 0; i < exports.exports.size(); ++i) {
    const GaneshaExport& from = exports.exports[i];
    const bool dropped = from.lost_to || exports.fatal || is_dropped_for_names(from);
    add(i, dropped ? lost_ : is_reachable(tree_, from.path.text) ? in_force_ : unreachable_);
  }
}

void GaneshaGrants::add(std::uint32_t index, Table& table) const {
  const GaneshaExport& from = exports_.exports[index];
  if (!from.path.empty()) table.paths.add(from.path.text, index);
  if (!from.pseudo.empty()) table.pseudos.add(from.pseudo.text, index);
  if (!from.tag.empty()) table.tags.add(from.tag.text, index);
}

bool GaneshaGrants::is_dropped_for_names(const GaneshaExport& from) const {
  return from.strict && names_.any_source() &&
         std::any_of(from.strict_names.begin(), from.strict_names.end(),
                     [&](const Token& name) { return names_.addresses(name.text).empty(); });
}

Grant GaneshaGrants::grant(std::string_view path, const Client& client) const {
  constexpr std::size_t kLongestPath = 1024;  // MNTPATHLEN of RFC 1813
  if (path.empty() || path.size() > kLongestPath) {
    return denied(Denial::kNotExported, {}, "no server takes this path");
  }
  const Asking asking{path, client, GaneshaCaller(names_, client.address)};
  Grant grant = answer(asking);
  if (grant.access == Access::kNone) explain(asking, grant);
  return grant;
}

std::optional<GaneshaFound> GaneshaGrants::find(const Table& table, const Asking& asking) const {
  if (asking.client.version == 4) return table.pseudos.find(asking.path);
  if (is_absolute(asking.path)) {
    return (exports_.mount_path_pseudo ? table.pseudos : table.paths).find(asking.path);
  }
  std::string_view tag = asking.path;
  if (tag.size() > 1 && tag.ends_with('/')) tag.remove_suffix(1);
  const auto found = table.tags.find_exactly(tag);
  return found ? std::optional(GaneshaFound{*found, tag, {}}) : std::nullopt;
}

Grant GaneshaGrants::answer(const Asking& asking) const {
  const auto found = find(in_force_, asking);
  if (!found) return unanswered(asking);
  if (auto denial = denied_on_the_way(*found, asking)) return std::move(*denial);
  return answer_below(*found, asking);
}

Grant GaneshaGrants::answer_below(const GaneshaFound& found, const Asking& asking) const {
  const GaneshaExport& from = exports_.exports[found.index];
  if (!is_reachable(tree_, with_rest(from.path.text, found.rest))) {
    Grant grant =
        denied(Denial::kNotExported, from.span,
               "the path leads through a symbolic link or '..', which the server does not follow");
    grant.entry = from.span;
    return grant;
  }
  return judge(found.index, asking, View::kInForce);
}

// NFSv4 walks down from the root: every EXPORT above must let the caller pass.
std::optional<Grant> GaneshaGrants::denied_on_the_way(const GaneshaFound& found,
                                                      const Asking& asking) const {
  if (asking.client.version != 4) return std::nullopt;
  std::optional<Grant> denial;
  for (std::string_view at = parent_of(found.prefix); !at.empty(); at = parent_of(at)) {
    const auto above = in_force_.pseudos.find_exactly(at);
    if (!above) continue;
    Grant grant = judge(*above, asking, View::kInForce);
    if (grant.access == Access::kNone) denial = std::move(grant);
  }
  return denial;
}

Grant GaneshaGrants::unanswered(const Asking& asking) const {
  if (exports_.incomplete && !exports_.fatal) {
    Grant unknown;
    unknown.why = "a part of the configuration could not be read";
    return unknown;
  }
  if (const auto found = find(unreachable_, asking)) {
    const GaneshaExport& from = exports_.exports[found->index];
    Grant grant = denied(Denial::kNotExported, from.span,
                         "the Path " + quoted(from.path.text) +
                             " leads through a symbolic link, which the server does not follow");
    grant.entry = from.span;
    return grant;
  }
  return denied(Denial::kNotExported, {},
                "neither " + quoted(asking.path) + " nor a directory above it is exported");
}

Grant GaneshaGrants::judge(std::uint32_t index, const Asking& asking, View view) const {
  const GaneshaExport& from = exports_.exports[index];
  const GaneshaMatch match = clients_of(index, view).find(asking.caller);
  Grant grant = judge_block(from, match.block, asking);
  for (const std::uint32_t block : match.maybe) {
    const bool was_known = is_known(grant);
    keep_common(judge_block(from, block, asking), grant);
    if (was_known && !is_known(grant)) explain_unknown(from.clients[block], asking, grant);
  }
  return grant;
}

void GaneshaGrants::explain_unknown(const GaneshaClientBlock& block, const Asking& asking,
                                    Grant& grant) const {
  const auto netgroup = std::find_if(
      block.clients.begin(), block.clients.end(),
      [](const GaneshaClient& client) { return client.kind == GaneshaClientKind::kNetgroup; });
  if (netgroup == block.clients.end() || names_.any_netgroups()) {
    grant.why = "the names of " + asking.caller.address_text + " are not known";
    return;
  }
  grant.missing = Missing::kNetgroups;
  grant.why = "the client " + quoted(netgroup->text.text) +
              " may match: the members of that netgroup are not known";
}

Grant GaneshaGrants::judge_block(const GaneshaExport& from, std::optional<std::uint32_t> block,
                                 const Asking& asking) const {
  GaneshaRights permissions = defaults_;
  permissions.override_with(from.permissions);
  if (block) permissions.override_with(from.clients[*block].permissions);
  if (auto refusal = refuse(from, block, permissions, asking)) return std::move(*refusal);
  Grant grant;
  grant.access =
      permissions.access == GaneshaAccess::kReadWrite ? Access::kReadWrite : Access::kReadOnly;
  grant.root = permissions.squash == GaneshaSquash::kNone ? Root::kKept : Root::kSquashed;
  if (grant.root == Root::kSquashed) grant.anon_uid = permissions.anon_uid;
  set_port_rule(permissions.privileged_port, asking.client, grant);
  grant.flavours = permissions.flavours;
  grant.versions = permissions.versions;
  grant.rule = rule_of(from, block);
  grant.entry = from.span;
  grant.why = why_given(from, block, permissions, asking.caller.address_text);
  return grant;
}

// The block whose Access_Type counts, or the CLIENT block that matched.
const Span& GaneshaGrants::rule_of(const GaneshaExport& from,
                                   std::optional<std::uint32_t> block) const {
  if (block) return from.clients[*block].span;
  const bool inherited = !from.permissions.access && exports_.defaults.access;
  return inherited ? exports_.defaults.access_span : from.span;
}

std::optional<Grant> GaneshaGrants::refuse(const GaneshaExport& from,
                                           std::optional<std::uint32_t> block,
                                           const GaneshaRights& permissions,
                                           const Asking& asking) const {
  const Client& client = asking.client;
  const Span& rule = rule_of(from, block);
  std::optional<Grant> refusal;
  if (exports_.core_versions && !exports_.core_versions->has(client.version)) {
    refusal =
        denied(Denial::kVersion, rule,
               "NFS_CORE_PARAM does not enable NFS version " + std::to_string(client.version));
  } else if (!permissions.versions.has(client.version)) {
    refusal =
        denied(Denial::kVersion, rule,
               "NFS version " + std::to_string(client.version) + " is not among its Protocols");
  } else if (permissions.access == GaneshaAccess::kNone) {
    refusal =
        denied(Denial::kNotListed, rule, why_nothing(from, block, asking.caller.address_text));
  } else if (!permissions.tcp) {
    refusal = denied(Denial::kNotListed, rule, "TCP is not among its Transports");
  } else if (!permissions.flavours.has(client.flavour)) {
    refusal = denied(Denial::kFlavour, rule,
                     std::string(kFlavourNames[static_cast<std::size_t>(client.flavour)]) +
                         " is not among its SecType");
  } else if (permissions.access == GaneshaAccess::kMetadata ||
             permissions.access == GaneshaAccess::kMetadataReadOnly) {
    refusal = denied(Denial::kNotListed, rule,
                     "its Access_Type is for metadata only: no data can be read or written");
  }
  if (refusal) {
    refusal->entry = from.span;
    refusal->flavours = permissions.flavours;
    refusal->versions = permissions.versions;
  }
  return refusal;
}

// Which fault keeps the caller from what the configuration was meant to give.
void GaneshaGrants::explain(const Asking& asking, Grant& grant) const {
  const auto found = find(in_force_, asking);
  const auto lost = find(lost_, asking);
  if (lost && (!found || lost->prefix.size() > found->prefix.size())) {
    const Problem& problem = problem_of(lost->index);
    if (!found) {
      grant.rule =
          exports_.fatal ? problem.where : judge(lost->index, asking, View::kIntended).rule;
      grant.why = problem.message;
      grant.entry = exports_.exports[lost->index].span;
    }
    grant.blame = fault_of(lost->index, asking);
  } else if (exports_.fatal) {
    grant.rule = problems_[*exports_.fatal].where;
    grant.why = problems_[*exports_.fatal].message;
  } else if (found) {
    const GaneshaExport& from = exports_.exports[found->index];
    const auto meant = clients_of(found->index, View::kIntended).find(asking.caller).block;
    if (meant && from.clients[*meant].lost_to && gives_access(judge_block(from, meant, asking))) {
      grant.blame = problems_[*from.clients[*meant].lost_to].where;
    }
  }
}

// The place of the fault that costs an EXPORT, when that EXPORT would give access.
Span GaneshaGrants::fault_of(std::uint32_t index, const Asking& asking) const {
  const Grant meant = judge(index, asking, View::kIntended);
  const bool gives = gives_access(meant) || garbled_block_gives(exports_.exports[index], asking);
  return gives ? problem_of(index).where : Span{};
}

// Whom a block means whose clients cannot be made out is not known: it may be the caller.
bool GaneshaGrants::garbled_block_gives(const GaneshaExport& from, const Asking& asking) const {
  for (std::uint32_t i = 0; i < from.clients.size(); ++i) {
    if (from.clients[i].garbled && gives_access(judge_block(from, i, asking))) return true;
  }
  return false;
}

const Problem& GaneshaGrants::problem_of(std::uint32_t index) const {
  const GaneshaExport& from = exports_.exports[index];
  if (exports_.fatal) return problems_[*exports_.fatal];
  return problems_[from.lost_to ? *from.lost_to : *from.strict];
}

const GaneshaClientIndex& GaneshaGrants::clients_of(std::uint32_t index, View view) const {
  const bool intended = view == View::kIntended;
  Clients& clients = (intended ? intended_clients_ : in_force_clients_)[index];
  std::call_once(clients.once, [&] {
    clients.index = std::make_unique<GaneshaClientIndex>(exports_.exports[index], intended, names_);
  });
  return *clients.index;
}

}  // namespace

std::unique_ptr<Grants> make_ganesha_grants(const GaneshaExports& exports, const Problems& problems,
                                            const ServerContext& context) {
  return std::make_unique<GaneshaGrants>(exports, problems, context);
}

}  // namespace nfsready
