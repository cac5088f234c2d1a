#include <array>

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

struct Danger {
  std::string_view path;
  bool only_persistent = false;
  Certainty certainty = Certainty::kLikely;
  std::string_view harm;  // what an entry does, a clause with {nodes}
  std::string_view cure;  // instead of the entry
};

constexpr std::string_view kHiddenOdm =
    "hides the ODM while the boot works with it, and {nodes} hang{s} in {their} boot";
constexpr std::string_view kConsoleLog =
    "puts the log of the console on an NFS server, and {nodes} likely come{s} to a deadlock when "
    "that "
    "does not answer";

// The first one that fits counts. The ODM: xCAT's manual of AIX statelite nodes. The console's log:
// the warning of mkdsklsnode (InstUtils.pm). The others hide what the boot needs in the same way,
// but nobody has tried.
constexpr std::array<Danger, 7> kDangers = {{
    {"/etc/objrepos/", true, Certainty::kCertain, kHiddenOdm,
     "keep /etc/basecust instead, from which the boot restores the ODM"},
    {"/etc/objrepos/", false, Certainty::kLikely,
     "hides the ODM while the boot works with it, and {nodes} likely hang{s} in {their} boot",
     "keep /etc/basecust instead, from which the boot restores the ODM"},
    {"/etc/", false, Certainty::kLikely,
     "hides /etc with the ODM while the boot works with it, and {nodes} likely hang{s} in {their} "
     "boot",
     "write entries for single files of /etc"},
    {"/dev/", false, Certainty::kLikely,
     "hides the devices that the boot has made, and {nodes} likely hang{s} in {their} boot",
     "delete the entry"},
    {"/", false, Certainty::kLikely,
     "hides the whole root, and {nodes} likely hang{s} in {their} boot",
     "write entries for single files and directories"},
    {"/var/adm/ras/", true, Certainty::kLikely, kConsoleLog,
     "move the log first: xdsh {nodes} /usr/sbin/swcons -p /tmp/conslog"},
    {"/var/adm/ras/conslog", true, Certainty::kLikely, kConsoleLog,
     "move the log first: xdsh {nodes} /usr/sbin/swcons -p /tmp/conslog"},
}};

const Danger* danger_of(const Litefile& entry) {
  for (const Danger& danger : kDangers) {
    if (danger.only_persistent && entry.option != "persistent") continue;
    if (entry.path == danger.path) return &danger;
  }
  return nullptr;
}

void report(const Context& context, const LitefileGroup& group, const Litefile& entry,
            const Danger& danger, Sink& sink) {
  Draft& draft = sink.cause(std::string(entry.path) + "|" + std::string(entry.option));
  draft.add_location(entry.where);
  add_group(context, group, entry.path, draft);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  rate(Effect::kNoBoot, danger.certainty, finding);
  finding.message = "the litefile entry " + quoted(entry.path) + " (" + std::string(entry.option) +
                    ") " + std::string(danger.harm);
  finding.evidence = context.line(entry.where);
  finding.remedy =
      std::string(danger.cure) + "\n" +
      (group.from_database ? remedy_delete_row(context, "litefile", entry.where)
                           : "on the management node: delete the entry from the litefile table") +
      "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const Litefile& entry : group.entries) {
      if (!is_handled_option(entry.option)) continue;  // NR410
      const Danger* const danger = danger_of(entry);
      if (danger != nullptr) report(context, group, entry, *danger, sink);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr420_dangerous_path() {
  return {{"NR420", "dangerous-path", "a litefile entry covers what the boot itself needs",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
