#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

struct GroupUse {
  std::string_view group;
  std::string_view path;
  Span where;
};

using Visit = std::function<void(const GroupUse&)>;

void visit_aix_lists(const AixExport& entry, const AixSection& section, const Visit& visit) {
  for (const auto* const list : {&section.access, &section.ro, &section.rw, &section.root}) {
    if (!*list) continue;
    for (const AixClient& client : (*list)->clients) {
      visit({client.text, entry.path.text, client.span});
    }
  }
}

void visit_linux(const LinuxExports& exports, const Visit& visit) {
  for (const LinuxExport& entry : exports.exports) {
    for (const LinuxRule& rule : entry.rules) {
      if (rule.client.kind != LinuxClientKind::kNetgroup) continue;
      visit({rule.client.text.text.substr(1), entry.path.text, rule.span});
    }
  }
}

void visit_block(const GaneshaExport& from, const GaneshaClientBlock& block, const Visit& visit) {
  for (const GaneshaClient& client : block.clients) {
    if (client.kind != GaneshaClientKind::kNetgroup) continue;
    visit({client.text.text.substr(1), from.path.text, client.text.span});
  }
}

// Every client that may be a netgroup.
void visit_groups(const ExportsTable& table, const Visit& visit) {
  if (const auto* const linux_exports = std::get_if<LinuxExports>(&table.content)) {
    visit_linux(*linux_exports, visit);
  } else if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    for (const AixExport& entry : aix->exports) {
      for (const AixSection& section : entry.sections) visit_aix_lists(entry, section, visit);
    }
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    for (const GaneshaExport& from : ganesha->exports) {
      for (const GaneshaClientBlock& block : from.clients) visit_block(from, block, visit);
    }
  }
}

// The triple that lets everybody in; not set when there is none.
Span open_triple(const Names& names, std::string_view group) {
  Span found;
  names.visit_netgroup(group, [&](const NetgroupMember& member) {
    if (!member.host.empty()) return false;
    found = member.text.span;
    return true;
  });
  return found;
}

void report(const Context& context, const Server& server, const GroupUse& use, const Span& triple,
            Sink& sink) {
  Draft& draft = sink.cause(std::string(server.name) + "|" + std::string(use.group));
  if (!draft.fresh) return draft.add_location(use.where);
  MistakeText text;
  text.message = "a triple of the netgroup " + quoted(use.group) + " names no host, so " +
                 quoted(use.path) + " is exported to every host that has a name";
  text.evidence = context.line(triple) + "\n" + context.line(use.where);
  text.hint = on(server) + ", at " + place_on_server(context, server, triple) +
              ": write the host as the first field of the triple, or '-' for none; then: " +
              std::string(reload_command(server));
  fill_in_mistake(context, server, triple, {}, std::move(text), draft);
  draft.add_location(use.where);
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    if (!server->exports || !server->names->any_netgroups()) continue;
    std::unordered_map<std::string_view, Span> known;
    visit_groups(*server->exports, [&](const GroupUse& use) {
      const auto [group, is_new] = known.try_emplace(use.group);
      if (is_new) group->second = open_triple(*server->names, use.group);
      if (group->second.is_set()) report(context, *server, use, group->second, sink);
    });
  }
}

}  // namespace

Check nr127_netgroup_of_everyone() {
  return {{"NR127", "netgroup-of-everyone", "a netgroup that stands for every host",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
