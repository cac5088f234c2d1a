#include <optional>
#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_names.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The first file of the mount whose text the node reads, and the probe did not to its end.
const FileSeen* cut_file(const Context& context, const SeenMount& mount) {
  for (const FileSeen& file : mount.seen.files) {
    if (!file.end.ok() || !file.cut) continue;
    for (const ExpectedName& expected : expected_of(context, mount.judged)) {
      if (expected.name == file.name && expected.use == ExpectedUse::kBootText) return &file;
    }
  }
  return nullptr;
}

void run(const Context& context, Sink& sink) {
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        const FileSeen* const file = cut_file(context, mount);
        if (file == nullptr) return std::nullopt;
        return SeenFault{name_pattern(*mount.judged.node, file->name), Effect::kUnjudged,
                         Certainty::kCertain, false};
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        const FileSeen& file = *cut_file(context, mount);
        const std::string server(server_name(context, *mount.judged.mount));
        draft.finding.message = printable(fault.variant) + " in {path} on " + server +
                                ", which {nodes} read{s} at boot, is longer than what is read of "
                                "it: what it says is not known";
        draft.finding.evidence = source_of(mount.seen) + ": READ " + printable(file.name) + ": " +
                                 plural(file.text.size(), "byte") + ", and more follow";
        draft.finding.remedy = "on " + server + ": ls -l {path}/" + printable(file.name) +
                               "; a file of this kind has a few KiB: see what is in it";
      });
}

}  // namespace

Check nr912_partly_read_file() {
  return {{"NR912", "partly-read-file", "a file on a server is longer than what is read of it",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
