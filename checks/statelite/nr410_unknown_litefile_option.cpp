#include <algorithm>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// What a Linux management node fills in for a blank option (litefile.pm).
constexpr std::string_view kLinuxDefault = "tmpfs,rw";

bool has_word(std::string_view option, std::string_view word) {
  const auto words = split(option, ',');
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_con_on_directory(const Litefile& entry) {  // NR412
  return entry.path.ends_with('/') && has_word(entry.option, "con");
}

// An entry that was meant to survive a reboot; any other is kept in memory as it is, but the tree's
// own file is not shown.
Effect effect_of(const Litefile& entry) {
  const bool keeps = to_lower(entry.option).find("persistent") != std::string::npos;
  return keeps ? Effect::kDataLoss : Effect::kDegraded;
}

bool is_left_blank(const Litefile& entry) {
  return entry.option_where == entry.where || entry.option_where.length == 0;
}

std::string_view option_meant(const Litefile& entry) {
  const std::string option = to_lower(entry.option);
  if (option.find("persistent") != std::string::npos) return "persistent";
  return option.find("ro") != std::string::npos ? "ro" : "rw";
}

// An entry as the boot script gets it, for one of its nodes.
struct Passed {
  const Litefile& entry;
  std::string_view option;
  const GeneratedLine* line = nullptr;  // that shows it, where the row does not
};

// A row that leaves the option blank does not show which one the management node fills in: its
// generated line does.
const GeneratedLine* line_filled_in(const Context& context, const NodePlan& plan,
                                    const Litefile& entry) {
  for (const GeneratedLine* line : own_lines(plan.overlay.litefile, context.node(plan).name)) {
    if (field_of(*line, 2).text == entry.path) return line;
  }
  return nullptr;
}

void describe(const Context& context, const Passed& passed, bool from_database, Finding& finding) {
  const Litefile& entry = passed.entry;
  rate(effect_of(entry), Certainty::kCertain, finding);
  finding.message =
      "aixlitesetup handles rw, ro and persistent only: it passes over the entries of {nodes} "
      "with the option " +
      quoted(passed.option) + " without a message";
  if (is_left_blank(entry)) {
    finding.message += "; a Linux management node writes it where the option is left blank";
  }
  finding.evidence = context.line(entry.where);
  if (passed.line != nullptr) finding.evidence += "\n" + context.line(passed.line->line.span);
  finding.remedy = from_database ? remedy_cell(context, "litefile", entry.where, "options",
                                               option_meant(entry)) +
                                       "; likewise at every place named here"
                                 : "on the management node: write " +
                                       std::string(option_meant(entry)) + " in the litefile table";
  finding.remedy += "\n" + remedy_mkdsklsnode();
}

// One place in each service node's table.
void add_place(const Span& option, Draft& draft) {
  const auto& places = draft.finding.locations;
  const bool has_one = std::any_of(places.begin(), places.end(), [&](const Span& place) {
    return place.source == option.source;
  });
  if (!has_one) draft.add_location(option);
}

Draft& draft_of(const Context& context, const LitefileGroup& group, const Passed& passed,
                Sink& sink) {
  const Litefile& entry = passed.entry;
  Draft& draft = sink.cause(std::string(passed.option) + (is_left_blank(entry) ? "|blank" : ""));
  draft.add_location(entry.option_where);
  if (passed.line != nullptr) add_place(passed.line->fields[1].span, draft);
  if (draft.fresh) describe(context, passed, group.from_database, draft.finding);
  return draft;
}

// Nodes for which the management node filled in what only Linux nodes handle.
void judge_blank(const Context& context, const LitefileGroup& group, const Litefile& entry,
                 Sink& sink) {
  for (const NodePlan* plan : group.plans) {
    const GeneratedLine* const line = line_filled_in(context, *plan, entry);
    if (line == nullptr || field_of(*line, 1).text != kLinuxDefault) continue;
    draft_of(context, group, {entry, kLinuxDefault, line}, sink)
        .add_subject(context.subject(*plan), entry.path);
  }
}

void judge(const Context& context, const LitefileGroup& group, const Litefile& entry, Sink& sink) {
  if (entry.path == "/etc/mtab") return;  // xCAT's own option, for Linux
  if (is_con_on_directory(entry)) return;
  if (!is_handled_option(entry.option)) {
    add_group(context, group, entry.path, draft_of(context, group, {entry, entry.option}, sink));
  } else if (group.from_database && is_left_blank(entry)) {
    judge_blank(context, group, entry, sink);
  }
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const Litefile& entry : group.entries) judge(context, group, entry, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr410_unknown_litefile_option() {
  return {{"NR410", "unknown-litefile-option", "a litefile option that AIX does not handle",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
