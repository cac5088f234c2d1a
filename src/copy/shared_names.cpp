#include "copy/shared_names.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace nfsready {

namespace {

struct Holder {
  std::size_t tree = 0;
  const Entry* entry = nullptr;
};

struct ComesBefore {
  bool operator()(const std::string& left, const std::string& right) const {
    return comes_before(left, right);
  }
};

// By directory, in the order of Tree; then by name.
using Names = std::map<std::string, std::map<std::string, std::vector<Holder>>, ComesBefore>;

class Sharing {
 public:
  explicit Sharing(const std::vector<HeldNames>& trees) : trees_(trees) {
    for (std::size_t tree = 0; tree < trees.size(); ++tree) {
      for (const std::string& suffix : trees[tree].own_suffixes) owners_.emplace(suffix, tree);
    }
  }

  std::vector<SharedByTwo> all() {
    for (std::size_t tree = 1; tree < trees_.size(); ++tree) add_troubles(0, tree);
    for (const auto& [directory, names] : names_by_directory()) {
      for (const auto& [name, holders] : names) {
        if (holders.size() > 1) share(directory, name, holders);
      }
    }
    std::vector<SharedByTwo> shared;
    for (auto& [trees, one] : shared_) shared.push_back(std::move(one));
    return shared;
  }

 private:
  [[nodiscard]] Names names_by_directory() const {
    Names names;
    for (std::size_t tree = 0; tree < trees_.size(); ++tree) {
      for (const Listing& listing : trees_[tree].listings) {
        auto& in_directory = names[listing.path];
        for (const Entry& entry : listing.entries) {
          in_directory[entry.name].push_back({tree, &entry});
        }
      }
    }
    return names;
  }

  SharedByTwo& between(std::size_t one, std::size_t other) {
    const auto [first, second] = std::minmax(one, other);
    SharedByTwo& shared = shared_[{first, second}];
    shared.first = first;
    shared.second = second;
    return shared;
  }

  static Listing& listing_of(const std::string& directory, std::vector<Listing>& listings) {
    const auto found = std::lower_bound(
        listings.begin(), listings.end(), directory,
        [](const Listing& one, const std::string& path) { return comes_before(one.path, path); });
    if (found != listings.end() && found->path == directory) return *found;
    return *listings.insert(found, Listing{directory, {}, {}});
  }

  void add_troubles(std::size_t one, std::size_t other) {
    SharedByTwo& shared = between(one, other);
    const auto add = [](const HeldNames& tree, std::vector<Listing>& listings) {
      for (const Listing& listing : tree.listings) {
        if (!listing.trouble.empty()) {
          listing_of(listing.path, listings).trouble = listing.trouble;
        }
      }
    };
    add(trees_[shared.first], shared.of_first);
    add(trees_[shared.second], shared.of_second);
  }

  void share(const std::string& directory, const std::string& name,
             const std::vector<Holder>& holders) {
    const Holder& chosen = chosen_of(name, holders);
    for (const Holder& other : holders) {
      if (other.tree == chosen.tree) continue;
      SharedByTwo& shared = between(chosen.tree, other.tree);
      const bool is_first = chosen.tree == shared.first;
      listing_of(directory, shared.of_first)
          .entries.push_back(is_first ? *chosen.entry : *other.entry);
      listing_of(directory, shared.of_second)
          .entries.push_back(is_first ? *other.entry : *chosen.entry);
    }
  }

  [[nodiscard]] const Holder& chosen_of(const std::string& name,
                                        const std::vector<Holder>& holders) const {
    for (std::size_t dot = name.find('.'); dot != std::string::npos;
         dot = name.find('.', dot + 1)) {
      const auto owner = owners_.find(std::string_view(name).substr(dot + 1));
      if (owner == owners_.end()) continue;
      const auto found = std::find_if(holders.begin(), holders.end(), [&](const Holder& holder) {
        return holder.tree == owner->second;
      });
      if (found != holders.end()) return *found;
    }
    return holders.front();
  }

  const std::vector<HeldNames>& trees_;
  std::unordered_map<std::string_view, std::size_t> owners_;  // trees, by suffix
  std::map<std::pair<std::size_t, std::size_t>, SharedByTwo> shared_;
};

}  // namespace

std::optional<Listing> ListedTree::next() {
  if (next_ == listings_.size()) return std::nullopt;
  return std::move(listings_[next_++]);
}

std::vector<SharedByTwo> shared_names(const std::vector<HeldNames>& trees) {
  return Sharing(trees).all();
}

}  // namespace nfsready
