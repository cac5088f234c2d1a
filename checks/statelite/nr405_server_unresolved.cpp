#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/table_rows.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

enum class Proof : std::uint8_t {
  kNone,     // a name server that was not collected may know the name
  kLine,     // the generated line names no server
  kEarlier,  // the generated line still has an address
  kBackup,   // only a service node that does not boot the node now
};

// One name that some machines do not resolve.
struct Cause {
  std::vector<const Server*> machines;
  std::vector<LiteSubject> subjects;
};

using Causes = std::map<std::pair<std::string_view, Proof>, Cause>;

void add(const LiteSubject& subject, const Server& machine, Proof proof, Causes& causes) {
  Cause& cause = causes[{subject.mount.server, proof}];
  if (std::find(cause.machines.begin(), cause.machines.end(), &machine) == cause.machines.end()) {
    cause.machines.push_back(&machine);
  }
  cause.subjects.push_back(subject);
}

Proof proof_of(const LiteSubject& subject, LineGenerator& lines) {
  switch (line_state(subject, lines)) {
    case LineState::kNow:
      return Proof::kLine;
    case LineState::kEarlier:
      return Proof::kEarlier;
    default:
      return Proof::kNone;
  }
}

// NR302 tells of an nfsserver that does not resolve, as long as the node loses nothing by it.
bool is_told_as_nfsserver(BootEdits& edits, const LiteSubject& subject,
                          std::uint32_t service_node) {
  return is_from_nfsserver(subject) && is_nfsserver_unresolved(edits, subject.node, service_node);
}

void judge(const LiteSubject& subject, BootEdits& edits, LineGenerator& lines, Causes& causes) {
  const auto& service_nodes = subject.node.service_nodes;
  const Server* first = nullptr;
  for (std::size_t i = 0; i < service_nodes.size(); ++i) {
    const Server* const machine = lines.machine(service_nodes[i]);
    if (machine == nullptr || machine == first) continue;
    if (i == 0) first = machine;
    const ServerField& field = lines.server_field(*machine, subject.mount.server);
    const bool is_unknown = field.known && field.text.empty();
    if (i == 0 ? !is_left_out(subject, *machine, lines) : !is_unknown) continue;
    const Proof proof = i > 0 ? Proof::kBackup : proof_of(subject, lines);
    const bool loses = proof == Proof::kLine || proof == Proof::kNone;
    if (loses || !is_told_as_nfsserver(edits, subject, service_nodes[i])) {
      add(subject, *machine, proof, causes);
    }
    if (i == 0) return;  // the cause is the same on its backups
  }
}

std::string what_follows(const LiteSubject& subject, Proof proof, LineGenerator& lines) {
  const std::string consequence(consequence_of(subject, lines));
  switch (proof) {
    case Proof::kBackup:
      return "when a node boots from there, its generated line likely names no server";
    case Proof::kEarlier:
      return "the generated line still has an address, which the next run of mkdsklsnode loses";
    case Proof::kLine:
      return "the generated line names no server, and " + consequence;
    default:
      return "mkdsklsnode likely leaves the server out of the generated line, and " + consequence;
  }
}

std::string names_of(const std::vector<const Server*>& machines) {
  std::vector<std::string_view> names;
  names.reserve(machines.size());
  for (const Server* machine : machines) names.push_back(machine->name);
  std::sort(names.begin(), names.end(), natural_less);
  return fold_names(names);
}

// ", when nas is meant: chtab node=elm statelite.statemnt='nas:/state'"
std::string another_server(const Context& context, const Cause& cause, const LiteSubject& subject) {
  const std::string meant(server_meant(context.site(), subject.mount.server));
  const std::string value = written_value(context, subject.mount);
  const std::size_t at = value.find(subject.mount.server);
  if (meant.empty() || at == std::string::npos) {
    return " write another server at the rows named here";
  }
  const std::string cell = remedy_cell(
      context, table_of(subject.purpose), subject.mount.where, column_of(subject.purpose),
      std::string(value).replace(at, subject.mount.server.size(), meant));
  const bool one_row = std::all_of(
      cause.subjects.begin(), cause.subjects.end(),
      [&](const LiteSubject& other) { return other.mount.where == subject.mount.where; });
  return ", when " + meant + " is meant: " + cell.substr(cell.find(": ") + 2) +
         (one_row ? "" : "; likewise at the other rows named here");
}

void describe(const Context& context, const Cause& cause, const LiteSubject& subject, Proof proof,
              LineGenerator& lines, Finding& finding) {
  const std::string machines = names_of(cause.machines);
  finding.message = machines + (cause.machines.size() > 1 ? " do" : " does") + " not resolve " +
                    quoted(subject.mount.server) + ", the server of " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " for {nodes}: " + what_follows(subject, proof, lines);
  finding.evidence = context.line(subject.mount.where);
  const GeneratedLine* const line = proof == Proof::kBackup ? nullptr : line_read(subject);
  if (line != nullptr) finding.evidence += "\n" + context.line(line->line.span);
  finding.remedy = is_from_nfsserver(subject)
                       ? remedy_unknown_nfsserver(context, subject.node.nfsserver.text)
                       : remedy_unknown_name(context, subject.mount.server,
                                             another_server(context, cause, subject));
}

void report(const Context& context, const Cause& cause, Proof proof, LineGenerator& lines,
            Draft& draft) {
  Finding& finding = draft.finding;
  for (const LiteSubject& subject : cause.subjects) {
    if (add_to_worst(context, subject, lines, draft)) {
      describe(context, cause, subject, proof, lines, finding);
    }
    draft.fresh = false;
  }
  for (const Server* machine : cause.machines) {
    if (machine->hosts) draft.add_location(machine->hosts->start());
  }
  if (proof != Proof::kLine) rate(finding.effect, Certainty::kLikely, finding);
  if (proof == Proof::kBackup) rate(Effect::kFailoverLoss, Certainty::kLikely, finding);
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  BootEdits edits(context);
  Causes causes;
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) == LiteFault::kNone) judge(subject, edits, lines, causes);
  });
  for (const auto& [name, cause] : causes) {
    const auto& [server, proof] = name;
    report(context, cause, proof, lines,
           sink.cause(std::string(server) + std::to_string(static_cast<int>(proof))));
  }
  add_copies(context, sink);
}

}  // namespace

Check nr405_server_unresolved() {
  return {
      {"NR405", "server-unresolved",
       "a service node cannot resolve the server of a persistent area or a tree", Severity::kError},
      run};
}

}  // namespace nfsready::checks
