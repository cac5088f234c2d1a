#include <algorithm>
#include <string>

#include "base/text.h"
#include "checks/common/claim_conflicts.h"
#include "checks/common/client_data.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::ptrdiff_t kMostLines = 6;  // of evidence

void add_evidence(const std::string& line, Finding& finding) {
  if (std::count(finding.evidence.begin(), finding.evidence.end(), '\n') + 1 >= kMostLines) return;
  if (finding.evidence.find(line) != std::string::npos) return;
  finding.evidence += (finding.evidence.empty() ? "" : "\n") + line;
}

void describe(const Context& context, const ClaimConflict& conflict, Draft& draft) {
  const BootFiles& files = *conflict.files;
  const bool backup = conflict.is_backup;
  const std::string here(context.site().servers[files.service_node].name);
  const std::string there(context.site().servers[conflict.other].name);
  const std::string host(files.redirection->host);
  const std::string folder = files.root + std::string(kClientData) + "/";
  Finding& finding = draft.finding;
  finding.server = there;
  finding.path = files.root + std::string(kClientData);
  finding.effect = conflict.on_copy;
  if (finding.effect == Effect::kWrongData) {
    finding.severity = Severity::kError;
  } else if (backup && finding.effect == Effect::kNone) {
    finding.severity = Severity::kNote;
  }
  finding.message = here + ", which boots {nodes}, and " + there +
                    (backup ? ", {their} backup," : ", which does not,") +
                    " have different files of {them} in etc/.client_data: " + host +
                    " can hold only one of them, that of the last copy";
  if (finding.effect != Effect::kNone) finding.message += "; it has another one than " + here;
  finding.remedy = "on " + here + ": {for each}rsync -ac --numeric-ids " + folder + "*.{node} " +
                   host + ":" + folder;
  finding.remedy += backup ? "\nand from " + there +
                                 " copy the files of the nodes that it boots, not the directory"
                           : "\nthen, on " + there + ": {for each}rm " + folder + "*.{node}";
}

void tell(const Context& context, const ClaimConflict& conflict, Sink& sink) {
  const BootFiles& files = *conflict.files;
  Draft& draft =
      sink.cause(std::to_string(files.service_node) + "|" + std::to_string(conflict.other) + "|" +
                 files.root + "|" + std::string(files.redirection->host) + "|" +
                 std::string(word(conflict.on_copy)) + (conflict.is_backup ? "|backup" : ""));
  draft.add_subject(context.subject(*conflict.plan));
  draft.add_location(context.node(*conflict.plan).servicenode.where);
  for (const Span& span : conflict.locations) draft.add_location(span);
  if (draft.fresh) describe(context, conflict, draft);
  for (const std::string& line : conflict.evidence) add_evidence(line, draft.finding);
}

// Not compared is no verdict on the nodes: what they mount is compared with its own source.
void tell_of_none(const CopyObservation& seen, Sink& sink) {
  Finding& finding = sink.cause("none|" + seen.copy.path).finding;
  finding.severity = Severity::kNote;
  finding.server = seen.copy.server;
  finding.path = seen.copy.path;
  finding.message = "nobody has seen whether service nodes have different files of one node here";
  finding.evidence =
      seen.source.server + ", " + seen.copy.server + ": " +
      printable(seen.source.trouble.empty() ? seen.copy.trouble : seen.source.trouble);
  finding.remedy =
      "let this host mount the shared_roots of both service nodes, or list etc/.client_data on "
      "both";
}

void run(const Context& context, Sink& sink) {
  for (const ClaimConflict& conflict : context.shared<ClaimConflicts>().all()) {
    tell(context, conflict, sink);
  }
  for (const CopyObservation& seen : context.observations().copies) {
    if (!is_claims(seen) || seen.source.silent || seen.copy.silent) continue;  // NR712
    if (!seen.whole && !seen.source.missing && !seen.copy.missing) tell_of_none(seen, sink);
  }
}

}  // namespace

Check nr713_client_data_conflict() {
  return {{"NR713", "client-data-conflict",
           "two service nodes have different files of one node, which are merged on one server",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
