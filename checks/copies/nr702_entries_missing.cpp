#include <string>

#include "base/text.h"
#include "checks/common/copied.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::uint8_t kFile = 1;
constexpr std::uint8_t kDirectory = 2;
constexpr std::uint8_t kLink = 5;

// The last part of the tree's path lies inside the copy: it was copied one level too deep.
bool is_too_deep(const CopiedTrees& group) {
  const std::string& path = group.first().copy.path;
  const std::string last = path.substr(path.rfind('/') + 1);
  const CountedDifferences extra = count(group, {CopyAspect::kExtra});
  for (const CopyDifference& difference : extra.differences) {
    for (const CopyExample& example : difference.examples) {
      if (example.path == last) return true;
    }
  }
  return false;
}

// What all of the missing entries are, when that tells how the copy was made.
std::string why(const CopiedTrees& group, const CountedDifferences& missing) {
  if (is_too_deep(group))
    return "; it lies one level too deep: a slash behind the source is missing";
  bool are_special = true;
  bool are_hidden = true;
  for (const CopyDifference& difference : missing.differences) {
    are_special = are_special && difference.type != kFile && difference.type != kDirectory &&
                  difference.type != kLink;
    for (const CopyExample& example : difference.examples) {
      const std::size_t slash = example.path.rfind('/');
      const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
      are_hidden = are_hidden && example.path.compare(begin, 1, ".") == 0;
    }
  }
  if (are_special) return "; all are devices, sockets or fifos: it was copied without them";
  if (are_hidden) return "; every name begins with a dot: it was copied by '*'";
  return {};
}

void run(const Context& context, Sink& sink) {
  for (const CopiedTrees& group : context.shared<CopyGroups>().all()) {
    const CountedDifferences missing = count(group, {CopyAspect::kMissing});
    if (missing.count == 0) continue;
    const CopyObservation& seen = group.first();
    Draft& draft = begin_copied(group, missing, sink);
    Finding& finding = draft.finding;
    finding.effect = Effect::kWrongData;
    finding.message = std::string(noun_of(seen)) + " on " + name_of(seen.copy) + " lacks " +
                      plural(missing.count, "entry") + " that " + name_of(seen.source) + " has" +
                      where(missing) + why(group, missing);
    finding.remedy = remedy_rsync(group, "-aHS --numeric-ids", false);
  }
}

}  // namespace

Check nr702_entries_missing() {
  return {{"NR702", "entries-missing", "files of a tree are not in its copy", Severity::kError},
          run};
}

}  // namespace nfsready::checks
