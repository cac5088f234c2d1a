#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/export_lists.h"
#include "checks/common/ganesha_text.h"
#include "checks/common/remedies.h"
#include "checks/common/world_root.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

using Visit = std::function<void(std::string_view path, const Span& where)>;

void visit_linux(const LinuxExports& exports, bool is_file, const Visit& visit) {
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to) continue;
    for (const LinuxRule& rule : entry.rules) {
      // A rule without any client in a file is a slip: NR103 and NR118.
      const bool by_omission = is_file && rule.client.text.empty();
      if (!by_omission && is_world_root(rule)) visit(entry.path.text, rule.span);
    }
  }
}

void visit_aix(const AixExports& exports, const Visit& visit) {
  for (const AixExport& entry : exports.exports) {
    if (!entry.lost_to && is_world_root(entry)) visit(entry.path.text, entry.span);
  }
}

bool writes_as_root(const GaneshaRights& rights) {
  return rights.access == GaneshaAccess::kReadWrite && keeps_root(rights);
}

// What an EXPORT with a list of clients gives to others is NR128's.
void visit_ganesha(const GaneshaExports& exports, const Visit& visit) {
  for (const GaneshaExport& from : exports.exports) {
    if (from.lost_to) continue;
    if (from.clients.empty() && writes_as_root(rights_of(exports, from, nullptr))) {
      visit(from.path.text,
            from.permissions.access ? from.permissions.access_span : exports.defaults.access_span);
    }
    for (const GaneshaClientBlock& block : from.clients) {
      const bool everyone =
          std::any_of(block.clients.begin(), block.clients.end(),
                      [](const GaneshaClient& client) { return is_everyone(client); });
      if (!everyone || block.lost_to) continue;
      if (writes_as_root(rights_of(exports, from, &block))) visit(from.path.text, block.span);
    }
  }
}

void visit_world_root(const ExportsTable& table, const Visit& visit) {
  if (const auto* const exports = std::get_if<LinuxExports>(&table.content)) {
    visit_linux(*exports, !is_live(table.dialect), visit);
  } else if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    visit_aix(*aix, visit);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    if (!ganesha->fatal) visit_ganesha(*ganesha, visit);
  }
}

// Instead of everybody: the nodes that mount it, as far as they are planned.
std::string remedy_aix(const Context& context, const Server& server, const ExportsTable& table,
                       const Span& where) {
  const auto& exports = std::get<AixExports>(table.content).exports;
  const auto entry = std::find_if(exports.begin(), exports.end(),
                                  [&](const AixExport& each) { return each.span == where; });
  if (entry == exports.end()) return {};
  const std::vector<const Node*> nodes = nodes_of_entry(context, where);
  const std::string hosts =
      nodes.empty() ? "<the hosts that need it>" : host_list(server, nodes, ":");
  AixLine line(*entry);
  line.drop("anon");
  line.add("root", hosts);
  line.add("access", line.value("root"));
  return remedy_aix_line(context, server, where, line);
}

std::string mmnfs_options(const Server& server, const Span& where) {
  const GaneshaExports* const exports = ganesha_exports(server);
  if (exports == nullptr) return {};
  for (const GaneshaExport& from : exports->exports) {
    for (const GaneshaClientBlock& block : from.clients) {
      if (block.span == where) return mmnfs_options_of(block);
    }
  }
  return {};
}

std::string remedy_of(const Context& context, const Server& server, const ExportsTable& table,
                      std::string_view path, const Span& where) {
  const std::string change = "mmnfs export change " + std::string(path);
  switch (server.kind) {
    case ServerKind::kAix:
      return remedy_aix(context, server, table, where);
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": " + change + " --nfsadd \"<network of the nodes>" +
               mmnfs_options(server, where) + "\"; then: " + change + " --nfsremove \"*\"";
      }
      return on(server) + ", at " + place_on_server(context, server, where) +
             ": set Clients = <network of the nodes> in a CLIENT block, with Access_Type and "
             "Squash there; then: " +
             std::string(reload_command(server));
    default:
      return on(server) + ", at " + place_on_server(context, server, where) +
             ": write the network of the nodes in the place of everybody; then: " +
             std::string(reload_command(server));
  }
}

void look_at(const Context& context, const Server& server, const ExportsTable& table, Sink& sink) {
  std::size_t found = 0;
  std::string first;
  visit_world_root(table, [&](std::string_view path, const Span& where) {
    Draft& draft = sink.cause(std::string(server.name));
    draft.add_location(where);
    if (++found > 1) {
      add_likewise(draft);
      return;
    }
    first = path;
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.evidence = context.line(where);
    finding.remedy = remedy_of(context, server, table, path, where);
  });
  if (found == 0) return;
  std::string message = "every host that reaches " + std::string(server.name) + " may mount " +
                        quoted(first) + " and write to it as root";
  if (found > 1) message += "; likewise " + plural(found - 1, "other export");
  sink.cause(std::string(server.name)).finding.message = std::move(message);
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const ExportsTable* const table = table_of(*server);
    if (table != nullptr) look_at(context, *server, *table, sink);
  }
}

}  // namespace

Check nr114_world_root() {
  return {{"NR114", "world-root", "every host may write as root", Severity::kWarning}, run};
}

}  // namespace nfsready::checks
