#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What is wrong with `/` and `/usr` in the file that mkdsklsnode should have edited.
struct Missed {
  std::string mount_points;  // "/ and /usr"
  std::string reason;        // why the edit missed them
  bool any_gone = false;     // a stanza is not there
  bool all_gone = true;      // there is no such stanza at all
  std::vector<Span> places;
  bool names_service_node = false;
  std::string named;  // the server that is named
};

constexpr std::string_view kNotRun =
    "the lines could be edited, so NIM made the file again after mkdsklsnode, or mkdsklsnode has "
    "not run since nfsserver was set";

void add(std::string& list, std::string_view item, std::string_view separator) {
  if (list.find(item) != std::string::npos && separator != " and ") return;
  if (!list.empty()) list += separator;
  list += item;
}

Missed look_at(const Context& context, BootEdits& edits, const Node& node, const BootFiles& files,
               const CollectedStanzas& filesystems) {
  Missed missed;
  for (const MountStanza& mount : mount_stanzas(filesystems)) {
    const Target target = mount.nodename == nullptr
                              ? Target::kNone
                              : edits.target(node, files.service_node, mount.nodename->value.text);
    if (target == Target::kMeant || target == Target::kOther) continue;
    add(missed.mount_points, mount.mount_point, " and ");
    const std::string why = why_not_edited(context, mount);
    add(missed.reason, why.empty() ? kNotRun : why, "; ");
    missed.places.push_back(place_of(filesystems, mount));
    if (mount.stanza == nullptr) missed.any_gone = true;
    if (mount.stanza != nullptr) missed.all_gone = false;
    if (mount.nodename != nullptr) missed.names_service_node = true;
  }
  return missed;
}

std::string remedy(const Context& context, const Node& node, const BootFiles& files,
                   const EditStates& states, const Missed& missed) {
  const std::string meant(files.redirection->host);
  if (!states.uneditable) return remedy_mkdsklsnode();
  const std::string file = etc_path(node, files, "filesystems");
  if (missed.any_gone) {
    return remedy_mkdsklsnode() + ", for NIM to make " + file +
           " again\nthen see that it has the stanzas of / and /usr with nodename = " + meant +
           ", and copy it to " + meant;
  }
  return on(context.site().servers[files.service_node]) + ": {for each}in " + file +
         " write\n\tnodename\t=\t" + meant +
         "\nas the first line of the stanza, with a blank on both sides of the '='\nthen copy the "
         "file to " +
         meant;
}

void describe(const Context& context, const Node& node, const BootFiles& files,
              const EditStates& states, const Missed& missed, Draft& draft) {
  Finding& finding = draft.finding;
  finding.effect = effect_on(node, files.service_node);
  // A private root without such a stanza stays mounted as the niminfo file said.
  const bool harmless = missed.all_gone && node.kind == NodeKind::kStateless;
  if (harmless) {
    finding.effect = Effect::kNone;
    finding.severity = Severity::kNote;
  }
  finding.message =
      "mkdsklsnode did not redirect " + missed.mount_points + " in the filesystems file of {nodes}";
  if (missed.names_service_node) finding.message += ", which mounts from the service node";
  finding.message += ": " + missed.reason;
  finding.evidence = context.line(missed.places.front());
  finding.remedy = remedy(context, node, files, states, missed);
  if (harmless) {
    finding.remedy = "nothing, as long as / and /usr stay mounted as the niminfo file says; else " +
                     finding.remedy;
  }
}

void report(const Context& context, BootEdits& edits, const RedirectedNode& redirected,
            Sink& sink) {
  const auto& [plan, files, states] = redirected;
  const Node& node = context.node(*plan);
  const bool has_source = files.source != nullptr && files.source->filesystems;
  const CollectedStanzas& file = has_source ? *files.source->filesystems : *files.copy->filesystems;
  const Missed missed = look_at(context, edits, node, files, file);
  const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
  Draft& draft = sink.cause(std::string(boots ? "" : "backup|") + std::string(word(node.kind)) +
                            missed.mount_points + missed.reason);
  add_server(context.site().servers[files.service_node].name, draft);
  draft.add_subject(context.subject(*plan));
  for (const Span& place : missed.places) draft.add_location(place);
  if (!draft.fresh) return;
  draft.add_location(node.nfsserver.where);
  describe(context, node, files, states, missed, draft);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const RedirectedNode& redirected : context.shared<RedirectedNodes>()) {
    const EditStates& states = redirected.states;
    if (!states.uneditable && missed_edit(states) != MissedEdit::kFilesystems) continue;
    report(context, edits, redirected, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr307_filesystems_not_redirected() {
  return {{"NR307", "filesystems-not-redirected",
           "/ or /usr in the filesystems file of a redirected node is on a service node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
