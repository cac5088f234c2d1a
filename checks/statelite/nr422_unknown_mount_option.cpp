#include <algorithm>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/mount_options.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

struct Judged {
  std::vector<std::string> unknown;
  std::vector<std::string> instead;  // all options, as AIX would take them
};

Judged judge(std::string_view options) {
  Judged judged;
  for (const std::string_view part : split(options, ',')) {
    const std::string_view option = trim(part);
    if (!is_unknown_option(option)) {
      if (!option.empty()) judged.instead.emplace_back(option);
      continue;
    }
    judged.unknown.push_back(quoted(option));
    if (std::string meant = option_meant(option); !meant.empty()) {
      judged.instead.push_back(std::move(meant));
    }
  }
  return judged;
}

void describe(const Context& context, const LiteSubject& subject, const Judged& judged,
              LineGenerator& lines, Finding& finding) {
  const Span& where = subject.mount.options_where;
  finding.message = "the mount options " + quoted(subject.mount.mount_options) + " of " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " for {nodes} hold " + join(judged.unknown, ", ") +
                    ", unknown to AIX, where the mount likely fails: " +
                    std::string(consequence_of(subject, lines));
  finding.evidence = context.line(where);
  finding.remedy =
      remedy_cell(context, table_of(subject.purpose), where, "mntopts", join(judged.instead, ",")) +
      "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (subject.mount.mount_options.empty()) return;
    const Judged judged = judge(subject.mount.mount_options);
    if (judged.unknown.empty() || fault_of(context, subject) != LiteFault::kNone) return;
    Draft& draft = sink.cause(context.where(subject.mount.options_where));
    draft.add_location(subject.mount.options_where);
    if (!add_to_worst(context, subject, lines, draft)) return;
    rate(draft.finding.effect, Certainty::kLikely, draft.finding);
    describe(context, subject, judged, lines, draft.finding);
  });
  add_copies(context, sink);
}

}  // namespace

Check nr422_unknown_mount_option() {
  return {
      {"NR422", "unknown-mount-option",
       "a persistent area or a tree has mount options that AIX does not know", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
