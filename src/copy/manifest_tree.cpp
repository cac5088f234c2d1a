#include "copy/manifest_tree.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "copy/manifest_lines.h"

namespace nfsready {

namespace {

constexpr std::size_t kLongestText = std::numeric_limits<std::uint16_t>::max();
constexpr std::size_t kDigestBytes = 32;

std::pair<std::string_view, std::string_view> directory_and_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {{}, path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

bool is_device(EntryType type) {
  return type == EntryType::kBlockDevice || type == EntryType::kCharacterDevice;
}

}  // namespace

ManifestTree::ManifestTree() : directories_(1) { root_.type = EntryType::kDirectory; }

std::uint32_t ManifestTree::directory_in(std::uint32_t above, std::string_view name) {
  ++lookups_;
  const auto found = below_.find({above, name});
  if (found != below_.end()) return found->second;
  const std::string_view kept(texts_.keep({name}), name.size());
  const auto directory = static_cast<std::uint32_t>(directories_.size());
  directories_.push_back({above, kept, false});
  below_.emplace(std::pair(above, kept), directory);
  return directory;
}

// What is told together often lies together: only the names behind those that the last path had too
// are looked up.
std::uint32_t ManifestTree::directory_at(std::string_view path) {
  const auto [differs, end] =
      std::mismatch(path.begin(), path.end(), told_path_.begin(), told_path_.end());
  const auto same = static_cast<std::size_t>(differs - path.begin());
  const auto is_on_path = [&](const Step& step) {
    return step.end <= same && (step.end == path.size() || path[step.end] == '/');
  };
  while (!told_steps_.empty() && !is_on_path(told_steps_.back())) told_steps_.pop_back();
  Step last = told_steps_.empty() ? Step() : told_steps_.back();
  while (last.end < path.size()) {
    const std::size_t begin = last.end == 0 ? 0 : last.end + 1;
    last.end = std::min(path.find('/', begin), path.size());
    last.directory = directory_in(last.directory, path.substr(begin, last.end - begin));
    told_steps_.push_back(last);
  }
  told_path_ = path;
  return last.directory;
}

void ManifestTree::add(std::string_view path, const Entry& entry) {
  const auto [directory, name] = directory_and_name(path);
  const std::string target = entry.target.value_or("");
  if (name.size() > kLongestText || target.size() > kLongestText) {
    add_trouble(directory, "it holds a name or a link target that is too long");
    return;
  }
  Record record;
  record.text = texts_.keep({name, target, entry.digest});
  record.name_length = static_cast<std::uint16_t>(name.size());
  record.target_length = static_cast<std::uint16_t>(target.size());
  record.has_digest = !entry.digest.empty();
  record.type = entry.type;
  record.mode = static_cast<std::uint16_t>(entry.mode.value_or(0) & 07777U);
  record.uid = entry.uid.value_or(0);
  record.gid = entry.gid.value_or(0);
  record.links = entry.links.value_or(0);
  record.id = entry.id;
  record.has_mtime = entry.mtime.has_value();
  record.mtime = entry.mtime.value_or(0);
  record.has_sparse = entry.sparse.has_value();
  record.is_sparse = entry.sparse.value_or(false);
  record.has_size = entry.size || entry.device;
  record.size_or_device = entry.size.value_or(0);
  if (entry.device) {
    record.size_or_device = std::uint64_t{entry.device->major} << 32U | entry.device->minor;
  }
  if (!path.empty()) {
    record.directory = directory_at(directory);
    records_.push_back(record);
  } else if (!has_own_) {
    has_own_ = true;
    own_ = record;
  }
}

void ManifestTree::add_trouble(std::string_view path, std::string words) {
  troubles_.emplace(directory_at(path), std::move(words));
}

void ManifestTree::finish(unsigned keywords) {
  keywords_ = keywords;
  if (has_own_) root_ = to_entry(own_);
  imply_directories();
  put_in_order();
}

// A manifest may leave directories out: what lies below them shows that they are there.
void ManifestTree::imply_directories() {
  for (const Record& record : records_) {
    if (record.type != EntryType::kDirectory) continue;
    const auto found = below_.find({record.directory, record.name()});
    if (found != below_.end()) directories_[found->second].is_told = true;
  }
  for (std::size_t i = 1; i < directories_.size(); ++i) {
    const Directory& directory = directories_[i];
    if (directory.is_told) continue;
    Record record;
    record.text = directory.name.data();
    record.name_length = static_cast<std::uint16_t>(directory.name.size());
    record.directory = directory.above;
    record.type = EntryType::kDirectory;
    record.is_implied = true;
    records_.push_back(record);
  }
}

// Pre-order: `below_` has the directories in one by their names.
void ManifestTree::put_in_order() {
  std::vector<std::uint32_t> places(directories_.size());
  std::vector<std::uint32_t> waiting = {0};
  while (!waiting.empty()) {
    const std::uint32_t directory = waiting.back();
    waiting.pop_back();
    places[directory] = static_cast<std::uint32_t>(order_.size());
    order_.push_back(directory);
    const std::size_t begin = waiting.size();
    for (auto below = below_.lower_bound({directory, {}});
         below != below_.end() && below->first.first == directory; ++below) {
      waiting.push_back(below->second);
    }
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(begin), waiting.end());
  }
  for (Record& record : records_) record.directory = places[record.directory];
  std::sort(records_.begin(), records_.end(), [](const Record& left, const Record& right) {
    if (left.directory != right.directory) return left.directory < right.directory;
    return left.name() < right.name();
  });
}

// In the order in which they are handed out: the one above is among those above the last one.
const std::string& ManifestTree::come_to(std::uint32_t directory) {
  if (directory == 0) return path_;
  const Directory& one = directories_[directory];
  while (!steps_.empty() && steps_.back().directory != one.above) steps_.pop_back();
  path_.resize(steps_.empty() ? 0 : steps_.back().end);
  if (!path_.empty()) path_ += '/';
  path_ += one.name;
  steps_.push_back({directory, path_.size()});
  return path_;
}

std::optional<Listing> ManifestTree::next() {
  if (position_ == order_.size()) return std::nullopt;
  const std::size_t place = position_++;
  Listing listing;
  listing.path = come_to(order_[place]);
  for (; !records_.empty() && records_.front().directory == place; records_.pop_front()) {
    const Record& record = records_.front();
    if (!listing.entries.empty() && listing.entries.back().name == record.name()) {
      listing.trouble = "'" + printable(record.name()) + "' is told twice";
    } else {
      listing.entries.push_back(to_entry(record));
    }
  }
  const auto found = troubles_.find(order_[place]);
  if (found != troubles_.end()) listing.trouble = found->second;
  return listing;
}

Entry ManifestTree::to_entry(const Record& record) const {
  Entry entry;
  entry.name = record.name();
  entry.type = record.type;
  if (record.is_implied) return entry;
  if ((keywords_ & kModeKeyword) != 0) entry.mode = record.mode;
  if ((keywords_ & kUidKeyword) != 0) entry.uid = record.uid;
  if ((keywords_ & kGidKeyword) != 0) entry.gid = record.gid;
  if (record.links != 0) entry.links = record.links;
  if (record.has_mtime) entry.mtime = record.mtime;
  entry.id = record.id;
  const char* const behind = record.text + record.name_length;
  if (record.type == EntryType::kLink) entry.target = std::string(behind, record.target_length);
  if (is_device(record.type) && record.has_size && (keywords_ & kHexDeviceKeyword) == 0) {
    entry.device = DeviceNumber{static_cast<std::uint32_t>(record.size_or_device >> 32U),
                                static_cast<std::uint32_t>(record.size_or_device)};
  }
  if (record.type != EntryType::kFile) return entry;
  if (record.has_size && (keywords_ & kSizeKeyword) != 0) entry.size = record.size_or_device;
  if (record.has_sparse) entry.sparse = record.is_sparse;
  if (record.has_digest) entry.digest = std::string(behind + record.target_length, kDigestBytes);
  return entry;
}

}  // namespace nfsready
