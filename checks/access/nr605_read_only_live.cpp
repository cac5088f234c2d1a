#include <optional>
#include <string>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_squash.h"
#include "engine/check.h"
#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kMayModify = 0x04;  // ACCESS3_MODIFY
constexpr std::uint32_t kMayExtend = 0x08;  // ACCESS3_EXTEND

enum class Shown : std::uint8_t { kNothing, kByCreate, kByAccess };

Shown shown(const MountObservation& seen) {
  if (seen.write) {
    return is_status(seen.write->create, nfs_status::kReadOnly) ? Shown::kByCreate
                                                                : Shown::kNothing;
  }
  const bool is_directory = seen.root && seen.root->type == kTypeDirectory;
  const bool may_write = (seen.access_bits & (kMayModify | kMayExtend)) != 0;
  if (!is_directory || !seen.access.ok() || may_write) return Shown::kNothing;
  return Shown::kByAccess;
}

// The files tell it themselves (NR204), or do not admit whoever asked.
bool is_told_by_files(const Grant& grant) {
  return grant.access == Access::kNone || grant.access == Access::kReadOnly;
}

void describe(const Context& context, const SeenMount& mount, const SeenFault& fault,
              Draft& draft) {
  const Mount& planned = *mount.judged.mount;
  const Grant grant = promised(context, mount).now;
  const std::string server(server_name(context, planned));
  const bool by_create = shown(mount.seen) == Shown::kByCreate;
  Finding& finding = draft.finding;
  finding.message = "{nodes} write{s} to {path}, ";
  finding.message += std::string(noun(planned.purpose)) +
                     (by_create ? ", but " + server + " says that it is read-only"
                                : ", but " + server + " likely does not let root write there");
  if (grant.access == Access::kReadWrite) {
    finding.message += ", although its exports files allow writing";
    finding.locations.insert(finding.locations.begin(), grant.rule);
  }
  finding.message += asked_by(mount, fault);
  finding.evidence =
      source_of(mount.seen) + ": " +
      (by_create ? told("CREATE in " + written_directory(mount.seen), mount.seen.write->create)
                 : "ACCESS " + printable(mount.seen.path) + " without MODIFY and EXTEND");
  finding.remedy = "on " + server +
                   ", see whether the file system itself is read-only: findmnt -T " +
                   printable(mount.seen.path);
  const Server* const known = server_of(context, planned);
  if (known != nullptr) {
    finding.remedy +=
        "\nif it is not, put the files in force: " + std::string(reload_command(*known));
  }
}

void run(const Context& context, Sink& sink) {
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        if (!mount.judged.mount->needs.write || !mount.seen.getattr.ok()) return std::nullopt;
        const Shown how = shown(mount.seen);
        if (how == Shown::kNothing || is_squashed(context, mount)) return std::nullopt;
        if (is_told_by_files(promised(context, mount).now)) return std::nullopt;
        SeenFault fault;
        fault.variant = how == Shown::kByCreate ? "create" : "access";
        fault.effect = effect_when_read_only(mount.judged.mount->purpose);
        if (how == Shown::kByAccess) fault.certainty = Certainty::kLikely;
        return fault;
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        describe(context, mount, fault, draft);
      });
}

}  // namespace

Check nr605_read_only_live() {
  return {{"NR605", "read-only-live",
           "a server does not let nodes write although its exports files do not say so",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
