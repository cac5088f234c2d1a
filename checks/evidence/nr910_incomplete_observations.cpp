#include <algorithm>
#include <string>

#include "base/text.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;

std::string what_is_wrong(const ObservationPart& part) {
  const std::string file = quoted(part.file);
  if (!part.written) return file + " has no end record: it was cut short";
  if (part.is_cut()) {
    return file + " has " + plural(part.records, "record") + " where " +
           std::to_string(*part.written) + " were written";
  }
  return plural(part.broken_count, "line") + " of " + file +
         (part.broken_count == 1 ? " is no record" : " are no records");
}

std::string broken_lines(const ObservationPart& part) {
  std::string lines;
  const std::size_t shown = std::min(part.broken.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) {
    lines += (i == 0 ? "" : "\n") + part.broken[i].place + ": " + part.broken[i].message;
  }
  if (part.broken_count > shown) {
    lines += "\nand " + plural(part.broken_count - shown, "line") + " more";
  }
  return lines;
}

void report(const Context& context, const ObservationPart& part, Draft& draft) {
  for (const NodePlan& plan : context.plans()) draft.add_subject(context.subject(plan));
  Finding& finding = draft.finding;
  finding.effect = Effect::kUnjudged;
  finding.message = what_is_wrong(part) + "; what was lost may tell of {nodes}";
  finding.evidence = broken_lines(part);
  finding.remedy =
      "copy it whole from where it was written, or ask again: nfsready observe SITE -o " +
      part.file;
}

void run(const Context& context, Sink& sink) {
  std::size_t number = 0;
  for (const ObservationPart& part : context.observations().parts) {
    ++number;
    if (part.file.empty() || (!part.is_cut() && part.broken_count == 0)) continue;
    report(context, part, sink.cause(std::to_string(number)));
  }
}

}  // namespace

Check nr910_incomplete_observations() {
  return {
      {"NR910", "incomplete-observations",
       "a file of observations is cut short, or has lines that are no records", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
