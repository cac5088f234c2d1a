#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "checks/common/how_copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::uint8_t kFile = 1;
constexpr std::uint8_t kDirectory = 2;
constexpr std::uint8_t kLink = 5;

// What all of the missing entries are, when that tells how the copy was made.
std::string why(const HowCopied& how, const CountedDifferences& missing) {
  if (how.mistake == CopyMistake::kTooDeep) {
    return "; it lies one level too deep: a slash behind the source is missing";
  }
  bool are_special = true;
  bool are_directories = true;
  bool are_hidden = true;
  for (const CopyDifference& difference : missing.differences) {
    are_special = are_special && difference.type != kFile && difference.type != kDirectory &&
                  difference.type != kLink;
    are_directories = are_directories && difference.type == kDirectory;
    for (const CopyExample& example : difference.examples) {
      const std::size_t slash = example.path.rfind('/');
      const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
      are_hidden = are_hidden && example.path.compare(begin, 1, ".") == 0;
    }
  }
  if (are_special) return "; all are devices, sockets or fifos: it was copied without them";
  if (are_directories) return "; all are empty directories: it was copied without them";
  if (are_hidden) return "; every name begins with a dot: it was copied by '*'";
  return {};
}

// What lies too deep is in the way; only a SPOT is nobody else's.
std::string remedy(const CopiedTrees& group, const HowCopied& how) {
  const bool is_too_deep = how.mistake == CopyMistake::kTooDeep;
  std::string text = remedy_rsync(group, "-aHS --numeric-ids", is_too_deep);
  if (is_too_deep && group.first().purpose != "spot") {
    text += "\nthen remove what lies one level too deep";
  }
  return text;
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const HowCopied how = how_copied(group);
    const CountedDifferences missing = count_untold(group, how, {CopyAspect::kMissing});
    if (missing.count == 0) continue;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, missing, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = std::string(noun_of(seen)) + " on " + name_of(seen.copy) + " lacks " +
                      plural(missing.count, "entry") + " that " + name_of(seen.source) + " has" +
                      where(missing) + why(how, missing);
    finding.remedy = remedy(group, how);
  }
}

}  // namespace

Check nr702_entries_missing() {
  return {{"NR702", "entries-missing", "files of a tree are not in its copy", Severity::kError},
          run};
}

}  // namespace nfsready::checks
