#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

bool is_con(std::string_view option) {
  for (const std::string_view word : split(option, ',')) {
    if (word == "con") return true;
  }
  return false;
}

void describe(const Context& context, const Litefile& entry, bool from_database, Finding& finding) {
  rate(Effect::kDegraded, Certainty::kCertain, finding);
  finding.message = quoted(entry.path) +
                    " is a directory, but con appends one file to another: xCAT for Linux refuses "
                    "the entry, and on {nodes} aixlitesetup passes over it without a message";
  finding.evidence = context.line(entry.where);
  finding.remedy = from_database ? remedy_cell(context, "litefile", entry.where, "options", "rw")
                                 : "on the management node: write rw in the litefile table";
  finding.remedy += ", or an entry for each file in it\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const Litefile& entry : group.entries) {
      if (!entry.path.ends_with('/') || !is_con(entry.option)) continue;
      Draft& draft = sink.cause(std::string(entry.path));
      draft.add_location(entry.option_where);
      add_group(context, group, entry.path, draft);
      if (draft.fresh) describe(context, entry, group.from_database, draft.finding);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr412_con_on_directory() {
  return {
      {"NR412", "con-on-directory", "a directory with the litefile option con", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
