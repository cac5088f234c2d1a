#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;

// The files of the runs that are judged: one vantage may have met what another was writing.
class OwnFiles {
 public:
  explicit OwnFiles(const Context& context) {
    for (const MountObservation& seen : context.observations().mounts) {
      if (seen.write) names_.insert(seen.write->file);
    }
  }

  [[nodiscard]] bool has(std::string_view leftover) const {
    return names_.count(leftover.substr(leftover.rfind('/') + 1)) > 0;
  }

 private:
  std::unordered_set<std::string_view> names_;
};

std::vector<std::string_view> leftovers_of(const Context& context, const MountObservation& seen) {
  std::vector<std::string_view> leftovers;
  const auto& own = context.shared<OwnFiles>();
  for (const std::string& name : seen.leftovers) {
    if (!own.has(name)) leftovers.push_back(name);
  }
  return leftovers;
}

std::string evidence(const MountObservation& seen, const std::vector<std::string_view>& leftovers) {
  std::string text = source_of(seen) + ": READDIRPLUS " + printable(seen.path) + ": ";
  for (std::size_t i = 0; i < leftovers.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + printable(leftovers[i]);
  }
  if (leftovers.size() > kShown) text += ", ...";
  return text;
}

void run(const Context& context, Sink& sink) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    const auto leftovers = leftovers_of(context, mount.seen);
    if (leftovers.empty()) return;
    const std::string server(server_name(context, *mount.judged.mount));
    Draft& draft = sink.cause(server + "|" + mount.seen.path);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    draft.add_location(mount.judged.mount->origin);
    finding.server = server;
    finding.path = mount.seen.path;
    finding.message = plural(leftovers.size(), "probe file") +
                      " of an earlier run of nfsready that was killed" +
                      (leftovers.size() == 1 ? " is" : " are") + " left in " +
                      printable(mount.seen.path) + " on " + server;
    finding.evidence = evidence(mount.seen, leftovers);
    finding.remedy =
        "nfsready clean SITE, with the --netns or --as-node of this run\n"
        "what it leaves alone does not begin with nfsready's mark: look at it, and remove it by "
        "hand";
  });
}

}  // namespace

Check nr612_probe_leftover() {
  return {{"NR612", "probe-leftover", "files of a killed run of nfsready are left on a server",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
