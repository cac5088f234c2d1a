#include "copy/tree_in_memory.h"

#include <algorithm>
#include <sstream>

namespace nfsready::testing {

namespace {

EntryType type_of(char letter) {
  constexpr std::string_view kLetters = " fdbclsp";
  return static_cast<EntryType>(kLetters.find(letter));
}

void take_word(const std::string& word, Entry& entry) {
  const std::size_t equals = word.find('=');
  const std::string key = word.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (key == "size") entry.size = std::stoull(value);
  if (key == "time") entry.mtime = std::stoll(value);
  if (key == "links") entry.links = static_cast<std::uint32_t>(std::stoul(value));
  if (key == "id") entry.id = std::stoull(value);
  if (key == "target") entry.target = value;
  if (key == "digest") entry.digest = value;
  if (key == "untold") {
    entry.size.reset();
    entry.uid.reset();
  }
  if (key == "sparse") entry.sparse = true;
  if (key == "dense") entry.sparse = false;
  if (key == "device") {
    const std::size_t comma = value.find(',');
    entry.device = DeviceNumber{static_cast<std::uint32_t>(std::stoul(value.substr(0, comma))),
                                static_cast<std::uint32_t>(std::stoul(value.substr(comma + 1)))};
  }
}

}  // namespace

TreeInMemory::TreeInMemory(std::initializer_list<const char*> lines) {
  root_.type = EntryType::kDirectory;
  root_.mode = 0755;
  root_.uid = 0;
  root_.gid = 0;
  listings_.push_back({});
  for (const char* const line : lines) {
    std::istringstream words(line);
    std::string type;
    std::string mode;
    std::string owner;
    std::string path;
    words >> type >> mode >> owner >> path;
    Entry entry;
    entry.type = type_of(type.front());
    entry.mode = static_cast<std::uint32_t>(std::stoul(mode, nullptr, 8));
    entry.uid = static_cast<std::uint32_t>(std::stoul(owner));
    entry.gid = static_cast<std::uint32_t>(std::stoul(owner.substr(owner.find(':') + 1)));
    if (entry.type == EntryType::kFile) {
      entry.size = 0;
      entry.mtime = 0;
    }
    for (std::string word; words >> word;) take_word(word, entry);
    const std::size_t slash = path.rfind('/');
    const std::string above = slash == std::string::npos ? "" : path.substr(0, slash);
    entry.name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (entry.type == EntryType::kDirectory) listings_.push_back({path, {}, {}});
    const auto listing = std::find_if(listings_.begin(), listings_.end(),
                                      [&](const Listing& one) { return one.path == above; });
    listing->entries.push_back(std::move(entry));
  }
  std::sort(listings_.begin(), listings_.end(), [](const Listing& left, const Listing& right) {
    return comes_before(left.path, right.path);
  });
  for (Listing& listing : listings_) {
    std::sort(listing.entries.begin(), listing.entries.end(),
              [](const Entry& left, const Entry& right) { return left.name < right.name; });
  }
}

void TreeInMemory::trouble(const std::string& path, const std::string& words) {
  for (Listing& listing : listings_) {
    if (listing.path == path) listing.trouble = words;
  }
}

std::optional<Listing> TreeInMemory::next() {
  if (next_ == listings_.size()) return std::nullopt;
  return listings_[next_++];
}

}  // namespace nfsready::testing
