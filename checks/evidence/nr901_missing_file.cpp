#include "checks/common/collecting.h"
#include "checks/common/missing_evidence.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

void report(const Context& context, const MissingEvidence& missing, Sink& sink) {
  const bool decides = missing.weight == Weight::kVerdict;
  Draft& draft = sink.cause(missing.pattern + (decides ? "" : "|detail"));
  if (missing.subject) draft.finding.subjects.push_back(*missing.subject);
  if (!draft.fresh) return;
  draft.add_location(missing.wanted_by);
  Finding& finding = draft.finding;
  finding.severity = decides ? Severity::kWarning : Severity::kNote;
  finding.effect = decides ? Effect::kUnjudged : Effect::kNone;
  finding.server = missing.server;
  finding.message = missing.pattern + " is missing: it would tell " +
                    with_server(missing.unknown, missing.server);
  finding.evidence = context.line(missing.wanted_by);
  finding.remedy = how_to_collect(missing.pattern);
}

void run(const Context& context, Sink& sink) {
  const UnreadableFiles unreadable(context.site());
  visit_missing_evidence(context, [&](const MissingEvidence& missing) {
    if (unreadable.gap_of(missing.path) == nullptr) report(context, missing, sink);
  });
}

}  // namespace

Check nr901_missing_file() {
  return {{"NR901", "missing-file", "a file that the audit needs is not in the snapshot",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
