#include <optional>
#include <string>

#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_squash.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The files tell it themselves (NR203), or do not admit whoever asked.
bool is_told_by_files(const Grant& grant) {
  return grant.access == Access::kNone || grant.root == Root::kSquashed ||
         grant.root == Root::kRefused;
}

bool is_promised(const Grant& grant) {
  return grant.access != Access::kUnknown && grant.root == Root::kKept;
}

std::string becomes(const SquashSeen& squash) {
  if (!squash.uid) return "is not root there";
  return "becomes uid " + std::to_string(*squash.uid) + " there";
}

void describe(const Context& context, const SeenMount& mount, const SeenFault& fault,
              Draft& draft) {
  const SquashSeen& squash = *context.shared<SeenSquashes>().of(mount.seen);
  const Mount& planned = *mount.judged.mount;
  const Grant grant = promised(context, mount).now;
  const std::string server(server_name(context, planned));
  Finding& finding = draft.finding;
  finding.message = "{nodes} may mount {path} from " + server + ", " +
                    std::string(noun(planned.purpose)) + ", but root " + becomes(squash);
  if (is_promised(grant)) {
    finding.message += ", although its exports files keep root";
    draft.finding.locations.insert(draft.finding.locations.begin(), grant.rule);
  }
  finding.message += asked_by(mount, fault);
  finding.evidence = source_of(mount.seen) + ": " + squash.evidence;
  const Server* const known = server_of(context, planned);
  finding.remedy =
      known == nullptr
          ? "on " + server + ", keep root for the nodes: no_root_squash on Linux, root= on AIX"
          : "on " + server + ", put the files in force: " + std::string(reload_command(*known)) +
                "\nand see that the server takes the client for the one that the files name: "
                "getent hosts " +
                mount.seen.vantage.source.text();
}

void run(const Context& context, Sink& sink) {
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        if (!is_squashed(context, mount)) return std::nullopt;
        if (is_told_by_files(promised(context, mount).now)) return std::nullopt;
        SeenFault fault;
        fault.variant = "squash";
        fault.effect = effect_when_squashed(*mount.judged.mount);
        return fault;
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        describe(context, mount, fault, draft);
      });
}

}  // namespace

Check nr604_root_squashed_live() {
  return {{"NR604", "root-squashed-live",
           "a server takes root for another user although its exports files do not say so",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
