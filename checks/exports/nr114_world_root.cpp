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

constexpr std::string_view kUnknownHosts = "<the hosts that need it>";

// Whom to name instead of everybody: the nodes that mount it, or that mount from there at all.
std::string hosts_for(const Context& context, const Server& server, const Span& entry,
                      std::string_view separator) {
  const std::vector<const Node*> nodes = nodes_to_admit(context, server, entry);
  return nodes.empty() ? std::string(kUnknownHosts) : host_list(server, nodes, separator);
}

std::string remedy_aix(const Context& context, const Server& server, const ExportsTable& table,
                       const Span& where) {
  const auto& exports = std::get<AixExports>(table.content).exports;
  const auto entry = std::find_if(exports.begin(), exports.end(),
                                  [&](const AixExport& each) { return each.span == where; });
  if (entry == exports.end()) return {};
  AixLine line(*entry);
  line.drop("anon");
  line.add("root", hosts_for(context, server, where, ":"));
  line.add("access", line.value("root"));
  return remedy_aix_line(context, server, where, line);
}

// The block of a place, and the export of it; of an open EXPORT there is no block.
struct OpenEntry {
  const GaneshaExport* from = nullptr;
  const GaneshaClientBlock* block = nullptr;
};

OpenEntry open_entry(const Server& server, std::string_view path, const Span& where) {
  OpenEntry found;
  const GaneshaExports* const exports = ganesha_exports(server);
  if (exports == nullptr) return found;
  for (const GaneshaExport& from : exports->exports) {
    for (const GaneshaClientBlock& block : from.clients) {
      if (block.span == where) return {&from, &block};
    }
    if (found.from == nullptr && from.path.text == path) found.from = &from;
  }
  return found;
}

std::string remedy_mmnfs(const Context& context, const Server& server, std::string_view path,
                         const OpenEntry& open) {
  const std::string change = "mmnfs export change " + std::string(path);
  const std::string options = open.block == nullptr ? "" : mmnfs_options_of(*open.block);
  const Span entry = open.from == nullptr ? Span{} : open.from->span;
  return on(server) + ": " + change + " --nfsadd \"" +
         hosts_for(context, server, entry, options + ";") + options + "\"; then: " + change +
         " --nfsremove \"*\"";
}

std::string remedy_ganesha(const Context& context, const Server& server, std::string_view path,
                           const Span& where) {
  const OpenEntry open = open_entry(server, path, where);
  if (is_mmnfs(server)) return remedy_mmnfs(context, server, path, open);
  const Span entry = open.from == nullptr ? Span{} : open.from->span;
  const std::string hosts = hosts_for(context, server, entry, ", ");
  const std::string at = on(server) + ", at " + place_on_server(context, server, where) + ": ";
  const std::string reload = "then: " + std::string(reload_command(server));
  if (open.block != nullptr) return at + "set Clients = " + hosts + "; " + reload;
  return at + "in the EXPORT of " + quoted(path) +
         ", in the place of its Access_Type, write:\nAccess_Type = None;\nCLIENT { Clients = " +
         hosts + "; Access_Type = RW; Squash = No_Root_Squash; }\n" + reload;
}

// "a(rw) b(rw)" for "*(rw)"; empty when the text cannot be given whole.
std::string linux_clients_for(const Context& context, const Server& server, const Span& rule) {
  if (!is_editable(server, rule)) return {};
  const SourceFile& file = context.site().sources->file(rule.source);
  const std::string_view text = file.text().substr(rule.offset, rule.length);
  if (text.find_first_of("\n\"\\ \t") != std::string_view::npos) return {};
  const std::string options(text.substr(std::min(text.find('('), text.size())));
  // A client is shorter than the entry that nodes meet: that one is looked for by its rule.
  std::vector<const Node*> nodes;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.answer->now.rule != rule) continue;
    if (nodes.empty() || nodes.back() != judged.node) nodes.push_back(judged.node);
  }
  if (nodes.empty()) nodes = nodes_to_admit(context, server, rule);
  return nodes.empty() ? std::string() : host_list(server, nodes, options + " ") + options;
}

std::string remedy_linux(const Context& context, const Server& server, const Span& rule) {
  const std::string clients = linux_clients_for(context, server, rule);
  return on(server) + ", at " + place_on_server(context, server, rule) +
         (clients.empty() ? ": write " + std::string(kUnknownHosts) + " in the place of everybody"
                          : ": the client becomes " + clients) +
         "; then: " + std::string(reload_command(server));
}

std::string remedy_of(const Context& context, const Server& server, const ExportsTable& table,
                      std::string_view path, const Span& where) {
  switch (server.kind) {
    case ServerKind::kAix:
      return remedy_aix(context, server, table, where);
    case ServerKind::kGanesha:
      return remedy_ganesha(context, server, path, where);
    default:
      return remedy_linux(context, server, where);
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
