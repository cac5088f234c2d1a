#include <algorithm>

#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// What an earlier run of mkdsklsnode wrote for the mount.
enum class Generated : std::uint8_t { kUnread, kAddress, kNothing };

struct OwnLine {
  Generated state = Generated::kUnread;
  Span where;
};

// The line of the tables that the node reads; trees are told apart by their directory.
OwnLine own_line(const LiteSubject& subject) {
  const OverlayLines& overlay = subject.plan.overlay;
  const bool persistent = subject.purpose == Purpose::kPersistent;
  for (const GeneratedLine* line :
       own_lines(persistent ? overlay.statelite : overlay.litetree, subject.node.name)) {
    if (field_of(*line, 2).text != subject.mount.directory) continue;
    return {field_of(*line, 1).empty() ? Generated::kNothing : Generated::kAddress,
            line->line.span};
  }
  return {};
}

void describe(const Context& context, const LiteSubject& subject, const Server& machine,
              const OwnLine& line, Draft& draft) {
  Finding& finding = draft.finding;
  const std::string name(machine.name);
  const std::string server = quoted(subject.mount.server);
  if (machine.hosts) draft.add_location(machine.hosts->start());
  draft.add_location(line.where);
  finding.message = name + " does not resolve " + server + ", the server of " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " for {nodes}";
  if (line.state == Generated::kNothing) {
    finding.message +=
        ": the generated line names no server, and " + std::string(consequence_of(subject));
  } else if (line.state == Generated::kAddress) {
    finding.message +=
        ": the generated line still has an address, which the next run of mkdsklsnode loses";
  } else {
    finding.message += ": mkdsklsnode likely leaves the server out of the generated line, and " +
                       std::string(consequence_of(subject));
  }
  finding.evidence = context.line(line.where.is_set() ? line.where : subject.mount.where);
  finding.remedy = on(machine) + ": add '<address> " + std::string(subject.mount.server) +
                   "' to /etc/hosts\n" + remedy_mkdsklsnode();
}

void report(const Context& context, const LiteSubject& subject, const Server& machine,
            bool is_backup, Sink& sink) {
  const OwnLine line = is_backup ? OwnLine{} : own_line(subject);
  const std::string variant = std::string(subject.mount.server) + "|" + std::string(machine.name) +
                              (is_backup ? "|backup|" : "|") +
                              std::to_string(static_cast<int>(line.state));
  const bool seen = line.state == Generated::kNothing;
  Draft& draft = add_lite_mount(context, subject, variant,
                                seen ? Certainty::kCertain : Certainty::kLikely, sink);
  if (!draft.fresh) return;
  // A name server that was not collected may know the name: only a line without it is proof.
  if (is_backup) rate(Effect::kFailoverLoss, Certainty::kLikely, draft.finding);
  if (line.state == Generated::kAddress) {
    rate(Effect::kNone, Certainty::kLikely, draft.finding);
  }
  describe(context, subject, machine, line, draft);
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) != LiteFault::kNone) return;
    const auto& service_nodes = subject.node.service_nodes;
    const Server* last = nullptr;
    for (std::size_t i = 0; i < service_nodes.size(); ++i) {
      const Server* const machine = lines.machine(service_nodes[i]);
      if (machine == nullptr || machine == last) continue;
      last = machine;
      const ServerField& field = lines.server_field(*machine, subject.mount.server);
      if (!field.known || !field.text.empty()) continue;
      report(context, subject, *machine, i > 0, sink);
    }
  });
}

}  // namespace

Check nr405_server_unresolved() {
  return {
      {"NR405", "server-unresolved",
       "a service node cannot resolve the server of a persistent area or a tree", Severity::kError},
      run};
}

}  // namespace nfsready::checks
