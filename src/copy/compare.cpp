#include "copy/compare.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "copy/hard_links.h"
#include "copy/untold.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kSetBits = 07000;

std::string joined(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

bool is_below(const std::string& path, const std::string& directory) {
  return directory.empty() || path == directory ||
         (path.size() > directory.size() && path[directory.size()] == '/' &&
          path.starts_with(directory));
}

// What one side does not say is not compared.
template <typename Value>
bool differ(const std::optional<Value>& left, const std::optional<Value>& right) {
  return left && right && *left != *right;
}

bool times_differ(const Entry& source, const Entry& copy, const CompareRules& rules) {
  if (!rules.times || !source.mtime || !copy.mtime) return false;
  const std::int64_t later = std::max(*source.mtime, *copy.mtime);
  const std::int64_t earlier = std::min(*source.mtime, *copy.mtime);
  // Unsigned: a server may tell any time.
  return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier) >
         static_cast<std::uint64_t>(rules.time_tolerance);
}

// The mode of a link is the whim of its system.
void compare_rights(const Entry& source, const Entry& copy, std::vector<CopyAspect>& aspects) {
  if (source.type != EntryType::kLink && source.mode && copy.mode) {
    const std::uint32_t changed = *source.mode ^ *copy.mode;
    if ((changed & kSetBits) != 0) aspects.push_back(CopyAspect::kSetId);
    if ((changed & ~kSetBits) != 0) aspects.push_back(CopyAspect::kMode);
  }
  if (differ(source.uid, copy.uid) || differ(source.gid, copy.gid)) {
    aspects.push_back(CopyAspect::kOwner);
  }
}

// Times only of files: those of directories follow what is done in them.
void compare_data(const Entry& source, const Entry& copy, const CompareRules& rules,
                  std::vector<CopyAspect>& aspects) {
  if (differ(source.size, copy.size)) {
    aspects.push_back(CopyAspect::kSize);
  } else {
    if (times_differ(source, copy, rules)) aspects.push_back(CopyAspect::kTime);
    if (!source.digest.empty() && !copy.digest.empty() && source.digest != copy.digest) {
      aspects.push_back(CopyAspect::kContents);
    }
  }
  if (source.sparse && *source.sparse && copy.sparse && !*copy.sparse) {
    aspects.push_back(CopyAspect::kDense);
  }
}

std::vector<CopyAspect> aspects_of(const Entry& source, const Entry& copy,
                                   const CompareRules& rules) {
  if (source.type != copy.type) return {CopyAspect::kType};
  std::vector<CopyAspect> aspects;
  compare_rights(source, copy, aspects);
  if (source.type == EntryType::kFile) compare_data(source, copy, rules, aspects);
  if (differ(source.target, copy.target)) aspects.push_back(CopyAspect::kTarget);
  if (differ(source.device, copy.device)) aspects.push_back(CopyAspect::kDevice);
  return aspects;
}

// Directories of which something holds, and everything below them. They are told before the trees
// come to them, and forgotten behind.
class Regions {
 public:
  void add(const std::string& directory) {
    if (!hold(directory)) directories_.insert(directory);
  }
  // None lies in another, so the last one before a path is the only one that may hold it.
  [[nodiscard]] bool hold(const std::string& path) const {
    const auto behind = directories_.upper_bound(path);
    return behind != directories_.begin() && is_below(path, *std::prev(behind));
  }
  // The trees have come to this directory.
  void come_to(const std::string& directory) {
    while (!directories_.empty() && comes_before(*directories_.begin(), directory) &&
           !is_below(directory, *directories_.begin())) {
      directories_.erase(directories_.begin());
    }
  }

 private:
  struct ComesBefore {
    bool operator()(const std::string& left, const std::string& right) const {
      return comes_before(left, right);
    }
  };
  std::set<std::string, ComesBefore> directories_;
};

class Comparison {
 public:
  Comparison(Tree& source, Tree& copy, const CompareRules& rules, const CompareEvents& events,
             const std::atomic<bool>* stop)
      : source_(source), copy_(copy), rules_(rules), events_(events), stop_(stop) {}

  CompareCounts run() {
    compare_pair({}, source_.root(), copy_.root());
    auto left = source_.next();
    auto right = copy_.next();
    while (left || right) {
      const bool both = left && right && left->path == right->path;
      const bool take_left = both || !right || (left && comes_before(left->path, right->path));
      const bool take_right = both || !take_left;
      compare_listings(take_left ? &*left : nullptr, take_right ? &*right : nullptr);
      if (is_stopped()) return counts_;
      counts_.left = source_.left();
      if (events_.progress) events_.progress(counts_);
      if (take_left) left = source_.next();
      if (take_right) right = copy_.next();
    }
    tell_untold("source", source_untold_);
    tell_untold("copy", copy_untold_);
    links_.tell([this](Difference difference) { events_.differs(std::move(difference)); });
    return counts_;
  }

 private:
  [[nodiscard]] bool is_stopped() const {
    return stop_ != nullptr && stop_->load(std::memory_order_relaxed);
  }

  // Either may be null, not both.
  void compare_listings(const Listing* source, const Listing* copy) {
    const std::string& path = source != nullptr ? source->path : copy->path;
    for (Regions* regions : {&passed_over_, &merged_, &source_doubtful_, &copy_doubtful_}) {
      regions->come_to(path);
    }
    if (passed_over_.hold(path)) return;
    if (source != nullptr && !source->trouble.empty()) doubt(path, source->trouble, "source");
    if (copy != nullptr && !copy->trouble.empty()) doubt(path, copy->trouble, "copy");
    static const std::vector<Entry> nothing;
    merge(path, source != nullptr ? source->entries : nothing,
          copy != nullptr ? copy->entries : nothing);
  }

  void doubt(const std::string& path, const std::string& trouble, const std::string& side) {
    (side == "source" ? source_doubtful_ : copy_doubtful_).add(path);
    tell_unread(path, trouble, side);
  }

  void tell_untold(const std::string& side, const Untold& untold) {
    if (!untold.is_empty()) tell_unread(untold.path(), untold.words(), side);
  }

  void tell_unread(const std::string& path, const std::string& trouble, const std::string& side) {
    Difference difference;
    difference.path = path;
    difference.aspects = {CopyAspect::kUnread};
    difference.words = "the " + side + ": " + trouble;
    events_.differs(std::move(difference));
  }

  void merge(const std::string& directory, const std::vector<Entry>& source,
             const std::vector<Entry>& copy) {
    counts_.source_entries += source.size();
    counts_.copy_entries += copy.size();
    auto left = source.begin();
    auto right = copy.begin();
    while ((left != source.end() || right != copy.end()) && !is_stopped()) {
      const int order = left == source.end()  ? 1
                        : right == copy.end() ? -1
                                              : left->name.compare(right->name);
      const std::string path = joined(directory, order <= 0 ? left->name : right->name);
      if (order == 0) {
        compare_pair(path, *left, *right);
      } else if (order < 0) {
        miss(path, directory, *left);
      } else {
        find_extra(path, directory, *right);
      }
      if (order <= 0) ++left;
      if (order >= 0) ++right;
    }
  }

  void compare_pair(const std::string& path, const Entry& source, const Entry& copy) {
    const bool is_directory =
        source.type == EntryType::kDirectory || copy.type == EntryType::kDirectory;
    if (pass_over(path, is_directory, source.type == copy.type)) return;
    if (source.type == EntryType::kFile && copy.type == EntryType::kFile) {
      counts_.bytes += source.size.value_or(0);
      links_.add(path, source, copy);
    }
    if (events_.same_size && source.type == EntryType::kFile && copy.type == EntryType::kFile &&
        source.size && source.size == copy.size) {
      events_.same_size(path, source, copy);
    }
    if (source.type == copy.type) {
      source_untold_.add(path, source, rules_.times);
      copy_untold_.add(path, copy, rules_.times);
    }
    std::vector<CopyAspect> aspects = aspects_of(source, copy, rules_);
    if (!aspects.empty()) events_.differs({path, source, copy, std::move(aspects), {}});
  }

  // A name that the copy does not show is missing, unless its directory could not be read there.
  void miss(const std::string& path, const std::string& directory, const Entry& source) {
    if (rules_.only_common) return;
    if (pass_over(path, source.type == EntryType::kDirectory, false) ||
        copy_doubtful_.hold(directory))
      return;
    events_.differs({path, source, std::nullopt, {CopyAspect::kMissing}, {}});
  }

  void find_extra(const std::string& path, const std::string& directory, const Entry& copy) {
    if (rules_.only_common) return;
    if (pass_over(path, copy.type == EntryType::kDirectory, true) ||
        source_doubtful_.hold(directory))
      return;
    if (merged_.hold(path)) return;
    if (rules_.is_merged && rules_.is_merged(path)) {
      if (copy.type == EntryType::kDirectory) merged_.add(path);
      return;
    }
    events_.differs({path, std::nullopt, copy, {CopyAspect::kExtra}, {}});
  }

  // `is_there`: the copy has it, and it is what it is in the source.
  bool pass_over(const std::string& path, bool is_directory, bool is_there) {
    const Running running = rules_.running ? rules_.running(path) : Running::kNothing;
    if (running == Running::kNothing || (running == Running::kChanges && !is_there)) return false;
    ++counts_.passed_over;
    if (running == Running::kAnything && is_directory) passed_over_.add(path);
    return true;
  }

  Tree& source_;
  Tree& copy_;
  const CompareRules& rules_;
  const CompareEvents& events_;
  const std::atomic<bool>* stop_;
  CompareCounts counts_;
  HardLinks links_;
  Untold source_untold_;
  Untold copy_untold_;
  Regions passed_over_;
  Regions merged_;
  Regions source_doubtful_;
  Regions copy_doubtful_;
};

}  // namespace

CompareCounts compare(Tree& source, Tree& copy, const CompareRules& rules,
                      const CompareEvents& events, const std::atomic<bool>* stop) {
  return Comparison(source, copy, rules, events, stop).run();
}

}  // namespace nfsready
