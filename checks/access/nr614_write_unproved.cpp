#include <set>
#include <string>

#include "base/text.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_squash.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kMayModify = 0x04;  // ACCESS3_MODIFY

bool is_looked_at(const SeenMount& mount) {
  return mount.judged.mount->needs.write && mount.seen.getattr.ok();
}

// Where ACCESS has told that the node cannot write, others say so (NR204, NR604, NR605).
bool is_open_question(const Context& context, const SeenMount& mount) {
  return !mount.seen.write && (mount.seen.access_bits & kMayModify) != 0 &&
         !is_squashed(context, mount);
}

void run(const Context& context, Sink& sink) {
  std::set<Subject> tried;
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (is_looked_at(mount) && mount.seen.write) tried.insert(mount.judged.subject);
  });
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!is_looked_at(mount) || !is_open_question(context, mount)) return;
    if (tried.count(mount.judged.subject) != 0) return;
    Draft& draft = sink.cause("");
    draft.add_subject(mount.judged.subject);
    if (!draft.fresh) return;
    draft.add_location(mount.judged.mount->origin);
    draft.finding.message = "that {nodes} can write is not proved: no file was created";
    draft.finding.evidence = source_of(mount.seen) + ": ACCESS " + printable(mount.seen.path) +
                             " with MODIFY; nothing was written";
    draft.finding.remedy = "nfsready check SITE --live, without --no-write";
  });
}

}  // namespace

Check nr614_write_unproved() {
  return {{"NR614", "write-unproved", "whether nodes can write was asked, but not tried",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
