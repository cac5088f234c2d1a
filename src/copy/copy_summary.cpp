#include "copy/copy_summary.h"

#include <cstdio>

#include "base/utc_time.h"

namespace nfsready {

namespace {

constexpr std::size_t kMostPairs = 1000;  // that are counted; owners and modes are few

std::string type_word(EntryType type) {
  switch (type) {
    case EntryType::kFile:
      return "file";
    case EntryType::kDirectory:
      return "directory";
    case EntryType::kBlockDevice:
      return "block device";
    case EntryType::kCharacterDevice:
      return "character device";
    case EntryType::kLink:
      return "link";
    case EntryType::kSocket:
      return "socket";
    default:
      return "fifo";
  }
}

std::string octal(std::uint32_t mode) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04o", mode & 07777U);
  return text.data();
}

template <typename Value>
std::string number(const std::optional<Value>& value) {
  return value ? std::to_string(*value) : std::string("?");
}

std::string value_of(const Entry& entry, CopyAspect aspect) {
  switch (aspect) {
    case CopyAspect::kSetId:
    case CopyAspect::kMode:
      return octal(entry.mode.value_or(0));
    case CopyAspect::kOwner:
      return number(entry.uid) + ":" + number(entry.gid);
    case CopyAspect::kSize:
      return number(entry.size);
    case CopyAspect::kTime:
      return entry.mtime ? utc_text(*entry.mtime) : "?";
    case CopyAspect::kTarget:
      return entry.target.value_or("");
    case CopyAspect::kHardLinks:
      return number(entry.links);
    case CopyAspect::kDevice:
      return entry.device
                 ? std::to_string(entry.device->major) + "," + std::to_string(entry.device->minor)
                 : "";
    case CopyAspect::kDense:
    case CopyAspect::kContents:
    case CopyAspect::kChanging:
      return number(entry.size);
    default:
      return type_word(entry.type);
  }
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

}  // namespace

std::pair<std::string, std::string> values_of(const Difference& difference, CopyAspect aspect) {
  if (!difference.words.empty()) return {difference.words, {}};
  return {difference.source ? value_of(*difference.source, aspect) : std::string(),
          difference.copy ? value_of(*difference.copy, aspect) : std::string()};
}

void CopySummary::add(const Difference& difference) {
  const auto& one = difference.source ? difference.source : difference.copy;
  const auto type = static_cast<std::uint8_t>(one ? one->type : EntryType::kDirectory);
  for (const CopyAspect aspect : difference.aspects) {
    Group& group = groups_[{aspect, type}];
    CopyDifference& told = group.difference;
    told.aspect = aspect;
    told.type = type;
    // The entries of one directory come one after the other.
    const std::string directory = directory_of(difference.path);
    if (told.count == 0 || directory != group.directory) group.in_directory = 0;
    group.directory = directory;
    if (++group.in_directory > told.in_directory) {
      told.in_directory = group.in_directory;
      told.directory = directory;
    }
    ++told.count;
    auto values = values_of(difference, aspect);
    if (told.examples.size() < kCopyExamples) {
      told.examples.push_back({difference.path, values.first, values.second});
    }
    const auto found = group.pairs.find(values);
    if (found != group.pairs.end()) {
      ++found->second;
    } else if (group.pairs.size() < kMostPairs) {
      group.pairs.emplace(std::move(values), 1);
    }
  }
}

std::vector<CopyDifference> CopySummary::differences() const {
  std::vector<CopyDifference> all;
  for (const auto& [key, group] : groups_) {
    CopyDifference& told = all.emplace_back(group.difference);
    for (const auto& [values, count] : group.pairs) {
      if (count <= told.of_pair) continue;
      told.of_pair = count;
      told.source = values.first;
      told.copy = values.second;
    }
  }
  return all;
}

}  // namespace nfsready
