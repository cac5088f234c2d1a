#include "checks/common/how_copied.h"

#include <algorithm>
#include <array>
#include <set>

namespace nfsready::checks {

namespace {

constexpr std::uint8_t kFile = 1;
constexpr std::uint8_t kDirectory = 2;
constexpr std::uint8_t kLink = 5;

// The directory of the copy that holds what is missing above it; empty: none does.
std::string holder_of(const CopyDifference& missing, const CopyDifference& extra) {
  for (const CopyExample& lacks : missing.examples) {
    for (const CopyExample& has : extra.examples) {
      const std::size_t slash = has.path.find('/');
      if (slash == std::string::npos || slash == 0) continue;
      if (has.path.compare(slash + 1, std::string::npos, lacks.path) != 0) continue;
      return has.path.substr(0, slash);
    }
  }
  return {};
}

bool is_too_deep(const CountedDifferences& missing, const CountedDifferences& extra) {
  std::string holder;
  for (const CopyDifference& lacks : missing.differences) {
    if (lacks.type != kFile) continue;
    for (const CopyDifference& has : extra.differences) {
      if (has.type == kFile) holder = holder_of(lacks, has);
    }
  }
  return !holder.empty();
}

struct Owners {
  std::set<std::string> source;
  std::set<std::string> copy;
};

Owners owners_of(const CountedDifferences& changed) {
  Owners owners;
  for (const CopyDifference& difference : changed.differences) {
    if (difference.of_pair != 0) {
      owners.source.insert(difference.source);
      owners.copy.insert(difference.copy);
    }
    for (const CopyExample& example : difference.examples) {
      owners.source.insert(example.source);
      owners.copy.insert(example.copy);
    }
  }
  return owners;
}

bool is_nobody(const std::string& owner) {
  constexpr std::array<std::string_view, 2> kNobody = {"65534:", "4294967294:"};
  return std::any_of(kNobody.begin(), kNobody.end(),
                     [&](std::string_view nobody) { return owner.starts_with(nobody); });
}

// By name root stays root, and different owners do not become one.
CopyMistake mistake_of_owners(const Owners& owners) {
  if (owners.copy.size() != 1) return CopyMistake::kNone;
  const std::string& owner = *owners.copy.begin();
  if (is_nobody(owner)) return CopyMistake::kSquashed;
  if (owner == "0:0") return CopyMistake::kPlain;
  const bool was_root = std::any_of(owners.source.begin(), owners.source.end(),
                                    [](const std::string& one) { return one.starts_with("0:"); });
  const bool is_root = owner.starts_with("0:");
  return (was_root || owners.source.size() > 1) && !is_root ? CopyMistake::kNotAsRoot
                                                            : CopyMistake::kNone;
}

bool are_all(const CountedDifferences& counted, bool (*is_one)(std::uint8_t type)) {
  return counted.count != 0 &&
         std::all_of(counted.differences.begin(), counted.differences.end(),
                     [&](const CopyDifference& one) { return is_one(one.type); });
}

bool is_special(std::uint8_t type) { return type != kFile && type != kDirectory && type != kLink; }
bool is_no_content(std::uint8_t type) { return type != kFile && type != kDirectory; }
bool is_link(std::uint8_t type) { return type == kLink; }

class Diagnosis {
 public:
  explicit Diagnosis(const CopiedTrees& group)
      : group_(group), missing_(of(CopyAspect::kMissing)), extra_(of(CopyAspect::kExtra)) {}

  HowCopied made() const {
    if (is_too_deep(missing_, extra_)) {
      return {CopyMistake::kTooDeep, CopyAspect::kMissing, {CopyAspect::kExtra}};
    }
    const CountedDifferences owners = of(CopyAspect::kOwner);
    const CopyMistake by_owners = mistake_of_owners(owners_of(owners));
    if (by_owners == CopyMistake::kSquashed) return as_somebody(by_owners);
    if (by_owners == CopyMistake::kNotAsRoot && is_most(owners)) return as_somebody(by_owners);
    const bool lost_modes = of(CopyAspect::kSetId).count != 0;
    const bool lost_owners = by_owners == CopyMistake::kPlain;
    if (lost_times() && (lost_owners || lost_modes) && (lost_owners || owners.count == 0)) {
      return plain(lost_owners);
    }
    if (has_linked_type() && (missing_.count == 0 || are_all(missing_, is_link))) {
      return {CopyMistake::kLinksFollowed, CopyAspect::kType, {CopyAspect::kMissing}};
    }
    return other_version();
  }

 private:
  CountedDifferences of(CopyAspect aspect) const { return count(group_, {aspect}); }

  // A new file has the time of its copy: that of most files then differs.
  bool lost_times() const { return is_most(of(CopyAspect::kTime)); }

  // Directories and links have no times that count, and some files are root's anyway.
  bool is_most(const CountedDifferences& counted) const {
    std::uint64_t entries = 0;
    for (const CopiedTree& tree : group_.trees) entries += tree.seen->source.entries;
    return counted.count != 0 && counted.count >= entries / 4;
  }

  bool has_linked_type() const {
    const CountedDifferences types = of(CopyAspect::kType);
    return are_all(types, is_link);
  }

  HowCopied as_somebody(CopyMistake mistake) const {
    HowCopied how{mistake, CopyAspect::kOwner, {CopyAspect::kSetId, CopyAspect::kMode}};
    if (lost_times()) how.also.push_back(CopyAspect::kTime);
    if (are_all(missing_, is_special)) how.also.push_back(CopyAspect::kMissing);
    return how;
  }

  HowCopied plain(bool lost_owners) const {
    HowCopied how{CopyMistake::kPlain,
                  lost_owners ? CopyAspect::kOwner : CopyAspect::kSetId,
                  {CopyAspect::kTime, CopyAspect::kHardLinks, CopyAspect::kDense}};
    if (lost_owners) how.also.insert(how.also.end(), {CopyAspect::kSetId, CopyAspect::kMode});
    if (are_all(missing_, is_no_content)) how.also.push_back(CopyAspect::kMissing);
    return how;
  }

  HowCopied other_version() const {
    const bool has_sizes = of(CopyAspect::kSize).count != 0;
    const bool has_names = missing_.count + extra_.count != 0;
    const bool has_times = of(CopyAspect::kTime).count != 0 && !lost_times();
    if (!has_sizes && !(has_names && has_times)) return {};
    HowCopied how{CopyMistake::kOtherVersion, CopyAspect::kSize, {}};
    // Devices are not what an update brings; elsewhere than in a SPOT, extra files are nobody's.
    if (!are_all(missing_, is_special)) how.also.push_back(CopyAspect::kMissing);
    if (group_.first().purpose == "spot") how.also.push_back(CopyAspect::kExtra);
    // Of those that were read, the ones with another time.
    const std::uint64_t contents = of(CopyAspect::kContents).count;
    if (contents <= of(CopyAspect::kTime).count) how.also.push_back(CopyAspect::kContents);
    return how;
  }

  const CopiedTrees& group_;
  CountedDifferences missing_;
  CountedDifferences extra_;
};

std::string_view what_is_wrong(CopyAspect aspect) {
  switch (aspect) {
    case CopyAspect::kMissing:
      return "missing";
    case CopyAspect::kExtra:
      return "that the source does not have";
    case CopyAspect::kSetId:
      return "with other setuid, setgid or sticky bits";
    case CopyAspect::kMode:
      return "with another mode";
    case CopyAspect::kTime:
      return "with another time";
    case CopyAspect::kContents:
      return "with other bytes in the same size";
    case CopyAspect::kHardLinks:
      return "with broken hard links";
    default:
      return "without their holes";
  }
}

}  // namespace

HowCopied how_copied(const CopiedTrees& group) { return Diagnosis(group).made(); }

CountedDifferences count_untold(const CopiedTrees& group, const HowCopied& how,
                                const std::vector<CopyAspect>& aspects) {
  std::vector<CopyAspect> untold;
  for (const CopyAspect aspect : aspects) {
    const bool is_told = std::find(how.also.begin(), how.also.end(), aspect) != how.also.end();
    if (!is_told) untold.push_back(aspect);
  }
  return count(group, untold);
}

std::string also_explained(const CopiedTrees& group, const HowCopied& how) {
  std::string text;
  for (const CopyAspect aspect : how.also) {
    const CountedDifferences more = count(group, {aspect});
    if (more.count == 0) continue;
    text += text.empty() ? "; from the same cause: " : ", ";
    text += std::to_string(more.count) + " " + std::string(what_is_wrong(aspect));
  }
  return text;
}

}  // namespace nfsready::checks
