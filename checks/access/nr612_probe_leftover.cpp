#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;

std::string evidence(const MountObservation& seen) {
  std::string text = source_of(seen) + ": READDIRPLUS " + printable(seen.path) + ": ";
  for (std::size_t i = 0; i < seen.leftovers.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + printable(seen.leftovers[i]);
  }
  if (seen.leftovers.size() > kShown) text += ", ...";
  return text;
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (mount.seen.leftovers.empty()) return;
    const std::string server(server_name(context, *mount.judged.mount));
    Draft& draft = sink.cause(server + "|" + mount.seen.path);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    draft.add_location(mount.judged.mount->origin);
    finding.server = server;
    finding.path = mount.seen.path;
    finding.message = plural(mount.seen.leftovers.size(), "probe file") +
                      " of an earlier run of nfsready that was killed" +
                      (mount.seen.leftovers.size() == 1 ? " is" : " are") + " left in " +
                      printable(mount.seen.path) + " on " + server;
    finding.evidence = evidence(mount.seen);
    finding.remedy = "nfsready clean SITE";
  });
}

}  // namespace

Check nr612_probe_leftover() {
  return {{"NR612", "probe-leftover", "files of a killed run of nfsready are left on a server",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
