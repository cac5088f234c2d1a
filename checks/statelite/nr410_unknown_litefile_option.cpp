#include <algorithm>

#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

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

void describe(const Context& context, const Litefile& entry, bool from_database, Finding& finding) {
  rate(effect_of(entry), Certainty::kCertain, finding);
  finding.message =
      "aixlitesetup handles rw, ro and persistent only: it passes over the entries of {nodes} "
      "with the option " +
      quoted(entry.option) + " without a message";
  if (is_left_blank(entry)) {
    finding.message += "; a Linux management node writes it where the option is left blank";
  }
  finding.evidence = context.line(entry.where);
  finding.remedy = from_database ? remedy_cell(context, "litefile", entry.where, "options",
                                               option_meant(entry)) +
                                       "; likewise at every place named here"
                                 : "on the management node: write " +
                                       std::string(option_meant(entry)) + " in the litefile table";
  finding.remedy += "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const Litefile& entry : group.entries) {
      if (is_handled_option(entry.option) || is_con_on_directory(entry)) continue;
      if (entry.path == "/etc/mtab") continue;  // xCAT's own option, for Linux
      Draft& draft = sink.cause(std::string(entry.option) + (is_left_blank(entry) ? "|blank" : ""));
      draft.add_location(entry.option_where);
      add_group(context, group, entry.path, draft);
      if (draft.fresh) describe(context, entry, group.from_database, draft.finding);
    }
  }
}

}  // namespace

Check nr410_unknown_litefile_option() {
  return {{"NR410", "unknown-litefile-option", "a litefile option that AIX does not handle",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
