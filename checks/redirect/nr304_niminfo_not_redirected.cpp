#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// SPOT and ROOT, as far as they name a service node.
struct Variables {
  std::string names;
  std::vector<const NiminfoVariable*> found;
};

Variables unedited(BootEdits& edits, const Node& node, const BootFiles& files) {
  Variables variables;
  for (const std::string_view name : {"SPOT", "ROOT"}) {
    const std::string_view host = files.niminfo->content.mount(name).server.text;
    if (edits.target(node, files.service_node, host) != Target::kServiceNode) continue;
    if (!variables.names.empty()) variables.names += " and ";
    variables.names += name;
    variables.found.push_back(files.niminfo->content.find(name));
  }
  return variables;
}

void add_etc_places(const EditStates& states, const BootFiles& files, Draft& draft) {
  if (files.source == nullptr) return;
  if (states.filesystems == Edit::kMissed && files.source->filesystems) {
    const auto& filesystems = *files.source->filesystems;
    draft.add_location(place_of(filesystems, mount_stanzas(filesystems).front()));
  }
}

void describe(const Context& context, const BootFiles& files, const EditStates& states,
              const Variables& variables, Draft& draft) {
  Finding& finding = draft.finding;
  finding.message = variables.names + " of {nodes} " +
                    (variables.found.size() == 1 ? "is" : "are") +
                    " on a service node in the niminfo file, but nfsserver is " +
                    std::string(files.redirection->host);
  if (states.filesystems == Edit::kMissed) {
    finding.message += "; the filesystems file is not redirected either";
  }
  for (const NiminfoVariable* variable : variables.found) {
    if (!finding.evidence.empty()) finding.evidence += '\n';
    finding.evidence += context.line(variable->value.span);
  }
  finding.remedy = remedy_mkdsklsnode();
}

void report(const Context& context, BootEdits& edits, const RedirectedNode& redirected,
            Sink& sink) {
  const auto& [plan, files, states] = redirected;
  const Node& node = context.node(*plan);
  const Variables variables = unedited(edits, node, files);
  const Effect effect = effect_on(node, files.service_node);
  Draft& draft = sink.cause(std::string(files.redirection->host) + variables.names +
                            (states.filesystems == Edit::kMissed ? "|both" : "|niminfo") +
                            std::string(word(effect)));
  add_server(context.site().servers[files.service_node].name, draft);
  draft.add_subject(context.subject(*plan));
  for (const auto* variable : variables.found) draft.add_location(variable->value.span);
  if (!draft.fresh) return;
  add_etc_places(states, files, draft);
  draft.add_location(node.nfsserver.where);
  draft.finding.effect = effect;
  describe(context, files, states, variables, draft);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const RedirectedNode& redirected : context.shared<RedirectedNodes>()) {
    if (context.node(*redirected.plan).kind != NodeKind::kStateless) continue;
    if (missed_edit(redirected.states) != MissedEdit::kNiminfo) continue;
    report(context, edits, redirected, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr304_niminfo_not_redirected() {
  return {
      {"NR304", "niminfo-not-redirected",
       "SPOT or ROOT of a redirected node's niminfo file is on a service node", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
