#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/remedies.h"
#include "checks/common/world_root.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Who becomes uid 0, and where that is said.
struct Disguise {
  std::string_view path;
  Span where;
  bool all_users = false;  // not only root
};

using Visit = std::function<void(const Disguise&)>;

// Where every host may write as root, NR114 says so.
void visit_linux(const LinuxExports& exports, const Visit& visit) {
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to) continue;
    for (const LinuxRule& rule : entry.rules) {
      const LinuxSection* const section = sys_section(rule);
      if (section == nullptr || !disguises_root(rule, *section) || is_world_root(rule)) continue;
      visit({entry.path.text, rule.span, section->all_squash});
    }
  }
}

void visit_aix(const AixExports& exports, const Visit& visit) {
  for (const AixExport& entry : exports.exports) {
    const bool disguised = !entry.lost_to && entry.anon == 0;
    if (disguised && !is_world_root(entry)) visit({entry.path.text, entry.anon_text.span, false});
  }
}

// Where the uid is given: in the block, in its EXPORT or in EXPORT_DEFAULTS.
Span uid_at(const GaneshaExports& exports, const GaneshaExport& from,
            const GaneshaClientBlock* block) {
  if (block != nullptr && block->permissions.anon_uid) return block->permissions.anon_uid_span;
  if (from.permissions.anon_uid) return from.permissions.anon_uid_span;
  const Span by_default = exports.defaults.anon_uid_span;
  return by_default.is_set() ? by_default : from.span;
}

void visit_ganesha(const GaneshaExports& exports, const Visit& visit) {
  const auto look_at = [&](const GaneshaExport& from, const GaneshaClientBlock* block) {
    const GaneshaRights rights = rights_of(exports, from, block);
    const bool everyone = block == nullptr && rights.access == GaneshaAccess::kReadWrite;
    if (rights.access == GaneshaAccess::kNone || !disguises_root(rights) || everyone) return;
    visit({from.path.text, uid_at(exports, from, block), rights.squash == GaneshaSquash::kAll});
  };
  for (const GaneshaExport& from : exports.exports) {
    if (from.lost_to) continue;
    look_at(from, nullptr);
    for (const GaneshaClientBlock& block : from.clients) {
      if (!block.lost_to) look_at(from, &block);
    }
  }
}

void visit_disguises(const ExportsTable& table, const Visit& visit) {
  if (const auto* const exports = std::get_if<LinuxExports>(&table.content)) {
    visit_linux(*exports, visit);
  } else if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    visit_aix(*aix, visit);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    if (!ganesha->fatal) visit_ganesha(*ganesha, visit);
  }
}

std::string message_of(const Server& server, const Disguise& disguise) {
  const std::string path = quoted(disguise.path);
  if (disguise.all_users) {
    return "every user of the clients of " + path +
           " is turned into uid 0, which is root: all of "
           "them may do everything there";
  }
  if (server.kind == ServerKind::kAix) {
    return path +
           " has anon=0: root of every host that it admits is root there, whatever root= "
           "lists, and so is every unknown user";
  }
  return "root of the clients of " + path + " is squashed to uid 0, which is root again";
}

std::string remedy_aix(const Context& context, const Server& server, const Disguise& disguise) {
  const auto* const aix = std::get_if<AixExports>(&table_of(server)->content);
  if (aix == nullptr) return {};
  const auto entry =
      std::find_if(aix->exports.begin(), aix->exports.end(),
                   [&](const AixExport& each) { return each.anon_text.span == disguise.where; });
  if (entry == aix->exports.end()) return {};
  AixLine line(*entry);
  line.drop("anon");
  const std::vector<const Node*> nodes = nodes_to_admit(context, server, entry->span);
  if (!nodes.empty()) line.add("root", host_list(server, nodes, ":"));
  const std::string more = nodes.empty() ? "\nwith the hosts that need root in root=" : "";
  return remedy_aix_line(context, server, entry->span, line) + more;
}

std::string remedy_of(const Context& context, const Server& server, const Disguise& disguise) {
  const std::string path(disguise.path);
  const std::string at =
      on(server) + ", at " + place_on_server(context, server, disguise.where) + ": ";
  const std::string reload = "; then: " + std::string(reload_command(server));
  switch (server.kind) {
    case ServerKind::kAix:
      return remedy_aix(context, server, disguise);
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": mmnfs export change " + path +
               " --nfschange \"<client>(Anonymous_uid=-2)\", with Squash=no_root_squash if root "
               "is meant";
      }
      return at + "set Anonymous_uid = -2, or Squash = No_Root_Squash if root is meant" + reload;
    default:
      return at + "leave anonuid=0 out, or write no_root_squash if root is meant" + reload;
  }
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const ExportsTable* const table = table_of(*server);
    if (table == nullptr) continue;
    visit_disguises(*table, [&](const Disguise& disguise) {
      Draft& draft =
          sink.cause(std::string(server->name) + (disguise.all_users ? "|all" : "|root"));
      draft.add_location(disguise.where);
      if (!draft.fresh) {
        add_likewise(draft);
        return;
      }
      Finding& finding = draft.finding;
      // It is how AIX, and NIM for a global export, spell root for everybody.
      const bool usual = server->kind == ServerKind::kAix;
      finding.severity = usual ? Severity::kNote : Severity::kWarning;
      finding.server = server->name;
      finding.message = message_of(*server, disguise);
      finding.evidence = context.line(disguise.where);
      finding.remedy = remedy_of(context, *server, disguise);
    });
  }
}

}  // namespace

Check nr121_root_in_disguise() {
  return {{"NR121", "root-in-disguise", "users are squashed to uid 0, which is root",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
