#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Inheritance goes by column: a node takes each one from the first row that has a value there. A
// row with nothing but options is meant to be shared.
bool is_mixed(const XcatTable& table, const LiteMount& area) {
  if (area.mount_options.empty()) return false;
  const auto row = row_at(table, area.where);
  const auto options_row = row_at(table, area.options_where);
  return row && options_row && *row != *options_row &&
         !table.cell(*options_row, "statemnt").token.empty();
}

void describe(const Context& context, const XcatTable& table, const LiteSubject& subject,
              Draft& draft) {
  const LiteMount& area = subject.mount;
  const std::size_t row = *row_at(table, area.where);
  const std::size_t options_row = *row_at(table, area.options_where);
  Finding& finding = draft.finding;
  rate(Effect::kNone, Certainty::kCertain, finding);
  draft.add_location(area.options_where);
  draft.add_location(area.where);
  finding.message = "{nodes} take{s} statemnt " + quoted(area.text) + " from the row " +
                    row_key(table, row) + " of the statelite table, but the mount options " +
                    quoted(area.mount_options) + " from the row " + row_key(table, options_row) +
                    ", which has another area";
  finding.evidence = context.line(area.where) + "\n" + context.line(area.options_where);
  finding.remedy = remedy_cell(context, "statelite", area.where, "mntopts", "<options>") +
                   ", so that both come from one row";
}

void run(const Context& context, Sink& sink) {
  const XcatTable* const table = context.site().table("statelite");
  if (table == nullptr) return;
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (subject.purpose != Purpose::kPersistent || !is_mixed(*table, subject.mount)) return;
    Draft& draft = sink.cause(context.where(subject.mount.where) + "|" +
                              context.where(subject.mount.options_where));
    draft.add_subject(context.subject(subject.plan));
    if (draft.fresh) describe(context, *table, subject, draft);
  });
}

}  // namespace

Check nr423_mixed_mount_options() {
  return {{"NR423", "mixed-mount-options",
           "a persistent area and its mount options come from different rows", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
