#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string what_follows(const LiteSubject& subject, LineGenerator& lines) {
  const std::string consequence(consequence_of(subject, lines));
  switch (line_state(subject, lines)) {
    case LineState::kEarlier:
      return "the generated line still has an address, which the next run of mkdsklsnode loses";
    case LineState::kNow:
      return "the generated line names no server, and " + consequence;
    default:
      return "mkdsklsnode likely leaves the server out of the generated line, and " + consequence;
  }
}

void describe(const Context& context, const LiteSubject& subject, const Server& machine,
              const std::string& follows, Draft& draft) {
  Finding& finding = draft.finding;
  if (machine.hosts) draft.add_location(machine.hosts->start());
  finding.message = std::string(machine.name) + " does not resolve " +
                    quoted(subject.mount.server) + ", the server of " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " for {nodes}: " + follows;
  finding.evidence = context.line(subject.mount.where);
  finding.remedy = on(machine) + ": add '<address> " + std::string(subject.mount.server) +
                   "' to /etc/hosts\n" + remedy_mkdsklsnode();
}

// A name server that was not collected may know the name: only a line without it is proof.
void report(const Context& context, const LiteSubject& subject, const Server& machine,
            LineGenerator& lines, Sink& sink) {
  const LineState state = line_state(subject, lines);
  const std::string variant = std::string(subject.mount.server) + "|" + std::string(machine.name) +
                              std::to_string(static_cast<int>(state));
  Draft& draft = add_lite_mount(context, subject, variant, lines, sink);
  if (!draft.fresh) return;
  if (state != LineState::kNow) rate(draft.finding.effect, Certainty::kLikely, draft.finding);
  describe(context, subject, machine, what_follows(subject, lines), draft);
  const GeneratedLine* const line = line_read(subject);
  if (line == nullptr) return;
  draft.add_location(line->line.span);
  draft.finding.evidence += "\n" + context.line(line->line.span);
}

void report_backup(const Context& context, const LiteSubject& subject, const Server& machine,
                   LineGenerator& lines, Sink& sink) {
  const std::string variant =
      std::string(subject.mount.server) + "|" + std::string(machine.name) + "|backup";
  Draft& draft = add_lite_mount(context, subject, variant, lines, sink);
  rate(Effect::kFailoverLoss, Certainty::kLikely, draft.finding);
  if (!draft.fresh) return;
  describe(context, subject, machine,
           "when it boots them, the generated line there likely names no server", draft);
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
      i == 0 ? report(context, subject, *machine, lines, sink)
             : report_backup(context, subject, *machine, lines, sink);
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
