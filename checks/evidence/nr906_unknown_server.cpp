#include <string>
#include <vector>

#include "base/address.h"
#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/missing_evidence.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The name that the site has for a server, however a node is told it; else as it is told.
std::string_view known_name(const Site& site, std::string_view told) {
  const auto answers = site.names->addresses(told);
  if (answers.empty()) return told;
  const ReverseAnswer reverse = site.names->names(answers.front().address);
  return reverse.names.empty() ? told : reverse.names.front();
}

// A path where a server should be named.
bool is_path(std::string_view name) { return name.find('/') != std::string_view::npos; }

// A line of a generated table that lacks its server is told by its row (NR402) or against it
// (NR417).
bool is_told_by_its_table(const Context& context, const UnknownServer& server) {
  if (!is_path(server.name) || server.subject.mount == Subject::kWholeNode) return false;
  const Mount& mount = context.plans()[server.subject.node].mounts[server.subject.mount];
  const bool of_table =
      mount.purpose == Purpose::kPersistent || mount.purpose == Purpose::kLitetree;
  return of_table && context.site().table(table_of(mount.purpose)) != nullptr;
}

void report_path(const Context& context, const UnknownServer& server, Sink& sink) {
  const bool boots = server.subject.mount == Subject::kWholeNode;
  Draft& draft = sink.cause("path|" + std::string(server.name) + (boots ? "|boots" : ""));
  draft.finding.subjects.push_back(server.subject);
  draft.add_location(server.wanted_by);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.effect = Effect::kUnjudged;
  finding.message =
      quoted(server.name) + " stands where " +
      (boots ? "the service node of {nodes}" : "a server from which {nodes} mount{s}") +
      " should be named: it is a path, and no name of a server";
  finding.evidence = context.line(server.wanted_by);
  finding.remedy = boots ? "on the management node: chdef -t node -o {nodes} servicenode=<host>"
                         : std::string("on the management node, to have the file written again: ") +
                               "mkdsklsnode -f {nodes} (stops nodes that run)";
}

std::string message_of(const UnknownServer& server, const std::string& name) {
  const std::string absent = " has no folder in the snapshot: ";
  if (server.weight == Weight::kDetail) {
    return name + ", a backup service node of {nodes}," + absent +
           "whether {nodes} could boot from it is not known";
  }
  if (server.subject.mount == Subject::kWholeNode) {
    return name + ", the service node of {nodes}," + absent +
           "neither its exports nor the boot files of {nodes} are known";
  }
  return name + ", from which {nodes} mount{s}," + absent + "what it grants is not known";
}

std::string remedy_of(const Site& site, const std::string& name) {
  std::string collect = "collect the files of " + name + " into servers/" + name +
                        ": etc/exports, what is in force (exportfs, or exportfs -v), " +
                        "etc/hosts";
  if (Address::parse(name)) {
    return collect +
           "; or, if it is an address of a server that is there, add it to etc/hosts of the "
           "snapshot";
  }
  if (!site.names->addresses(name).empty()) return collect;
  std::vector<std::string_view> known;
  for (const Server& one : site.servers) known.push_back(one.name);
  const std::string_view meant = nearest(name, known);
  return collect + (meant.empty()
                        ? "; or, if a server that is there is meant, give it this name "
                          "in etc/hosts of the snapshot"
                        : "; or, if " + std::string(meant) + " is meant, write that instead");
}

void report(const Context& context, const UnknownServer& server, Sink& sink) {
  if (is_told_by_its_table(context, server)) return;
  if (is_path(server.name)) return report_path(context, server, sink);
  const bool decides = server.weight == Weight::kVerdict;
  const std::string name(known_name(context.site(), server.name));
  Draft& draft = sink.cause(name + (decides ? "" : "|backup"));
  draft.finding.subjects.push_back(server.subject);
  if (!draft.fresh) return;
  draft.add_location(server.wanted_by);
  Finding& finding = draft.finding;
  finding.severity = decides ? Severity::kWarning : Severity::kNote;
  finding.effect = decides ? Effect::kUnjudged : Effect::kNone;
  finding.server = name;
  finding.message = message_of(server, name);
  finding.evidence = context.line(server.wanted_by);
  finding.remedy = remedy_of(context.site(), name);
}

void run(const Context& context, Sink& sink) {
  const UnreadableFiles unreadable(context.site());
  visit_unknown_servers(context, [&](const UnknownServer& server) {
    const std::string folder = "servers/" + std::string(server.name);
    if (unreadable.gap_of(folder) == nullptr) report(context, server, sink);
  });
}

}  // namespace

Check nr906_unknown_server() {
  return {{"NR906", "unknown-server",
           "nodes boot or mount from a server that is not in the snapshot", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
