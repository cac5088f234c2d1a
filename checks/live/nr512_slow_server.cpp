#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// GETATTR costs a server little more than NULL as long as its file system answers from memory:
// 1.3 times on a Linux server. AIX asks again after 0.7 seconds, its default of timeo.
constexpr std::uint32_t kFewTimes = 10;
constexpr std::uint32_t kSlowMicroseconds = 100'000;

bool is_slow(std::uint32_t getattr_us, std::uint32_t null_us) {
  return null_us != 0 && getattr_us >= kSlowMicroseconds && getattr_us / kFewTimes >= null_us;
}

std::string milliseconds(std::uint32_t microseconds) {
  constexpr std::uint32_t kThousand = 1000;
  if (microseconds >= kThousand) return std::to_string(microseconds / kThousand) + " ms";
  return std::to_string(microseconds) + " us";
}

using Place = std::pair<Address, std::string_view>;  // of a server, and who asked it

std::map<Place, std::uint32_t> null_times(const Context& context) {
  std::map<Place, std::uint32_t> times;
  for (const ServerObservation& seen : context.observations().servers) {
    if (seen.null_us != 0) times.try_emplace({seen.address, seen.vantage.name}, seen.null_us);
  }
  return times;
}

void tell(const Context& context, const SeenMount& mount, std::uint32_t null_us, Sink& sink) {
  const MountObservation& seen = mount.seen;
  const JudgedMount& judged = mount.judged;
  Draft& draft = sink.cause(seen.address.text());
  draft.add_subject(judged.subject, judged.mount->asked);
  if (!draft.fresh) return;
  draft.path_pattern = path_pattern(*judged.node, judged.mount->asked);
  draft.add_location(judged.mount->origin);
  Finding& finding = draft.finding;
  finding.severity = Severity::kWarning;
  finding.server = head_name(context, mount);
  finding.message = finding.server + " answers, but its file system under " + printable(seen.path) +
                    " keeps callers waiting: {nodes} boot{s} slowly, or run{s} into time limits";
  finding.evidence = place_of(seen.server, seen.address) + " told " + told(seen.vantage) +
                     ": GETATTR " + printable(seen.path) + " took " +
                     milliseconds(seen.getattr_us) + ", NULL " + milliseconds(null_us);
  finding.remedy = "on " + finding.server +
                   ", look what the disks wait for: iostat -x 5 (Linux), iostat -D 5 (AIX), and "
                   "whether all NFS threads are busy: /proc/fs/nfsd/pool_stats";
}

void run(const Context& context, Sink& sink) {
  const auto times = null_times(context);
  if (times.empty()) return;
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (mount.seen.getattr_us < kSlowMicroseconds) return;
    const auto found = times.find({mount.seen.address, mount.seen.vantage.name});
    if (found == times.end() || !is_slow(mount.seen.getattr_us, found->second)) return;
    tell(context, mount, found->second, sink);
  });
}

}  // namespace

Check nr512_slow_server() {
  return {{"NR512", "slow-server", "a server's file system answers much later than the server",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
