#include "copy/itemised.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace nfsready {

namespace {

bool has(const Difference& difference, CopyAspect aspect) {
  return std::find(difference.aspects.begin(), difference.aspects.end(), aspect) !=
         difference.aspects.end();
}

char type_letter(EntryType type) {
  switch (type) {
    case EntryType::kFile:
      return 'f';
    case EntryType::kDirectory:
      return 'd';
    case EntryType::kLink:
      return 'L';
    case EntryType::kBlockDevice:
    case EntryType::kCharacterDevice:
      return 'D';
    default:
      return 'S';
  }
}

std::string name_of(const Difference& difference, const Entry& entry) {
  std::string name = itemised_name(difference.path.empty() ? "." : difference.path);
  if (entry.type == EntryType::kDirectory) name += '/';
  if (entry.type == EntryType::kLink && entry.target) {
    name += " -> " + itemised_name(*entry.target);
  }
  return name;
}

// '>': the file's data is transferred; 'c': the entry is made; 'h': it becomes a name of another
// file; '.': only its attributes are set.
char update_letter(const Difference& difference, const Entry& source) {
  const bool is_new = !difference.copy || has(difference, CopyAspect::kType);
  if (source.type != EntryType::kFile) {
    const bool is_made =
        is_new || has(difference, CopyAspect::kTarget) || has(difference, CopyAspect::kDevice);
    return is_made ? 'c' : '.';
  }
  if (has(difference, CopyAspect::kHardLinks)) return 'h';
  const bool is_sent = is_new || has(difference, CopyAspect::kSize) ||
                       has(difference, CopyAspect::kTime) || has(difference, CopyAspect::kContents);
  return is_sent ? '>' : '.';
}

std::string changes(const Difference& difference, const Entry& source) {
  if (!difference.copy || has(difference, CopyAspect::kType)) return "+++++++++";
  std::string letters = ".........";
  const bool is_value = has(difference, CopyAspect::kContents) ||
                        has(difference, CopyAspect::kTarget) ||
                        has(difference, CopyAspect::kDevice);
  if (is_value) letters[0] = 'c';
  if (has(difference, CopyAspect::kSize)) letters[1] = 's';
  if (has(difference, CopyAspect::kTime)) letters[2] = 't';
  if (has(difference, CopyAspect::kMode) || has(difference, CopyAspect::kSetId)) letters[3] = 'p';
  if (has(difference, CopyAspect::kOwner)) {
    if (source.uid != difference.copy->uid) letters[4] = 'o';
    if (source.gid != difference.copy->gid) letters[5] = 'g';
  }
  return letters;
}

std::string message(std::string_view what, const std::string& name) {
  std::string line = "*" + std::string(what);
  line.resize(std::max<std::size_t>(line.size(), 11), ' ');
  return line + " " + name;
}

}  // namespace

std::string itemised_name(std::string_view name) {
  std::string shown;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char byte = name[i];
    // A name that looks like an escaped one is told from it.
    const bool is_plain = byte >= ' ' && byte <= '~' && !name.substr(i).starts_with("\\#");
    if (is_plain) {
      shown += byte;
      continue;
    }
    std::array<char, 8> escaped{};
    std::snprintf(escaped.data(), escaped.size(), "\\#%03o",
                  static_cast<unsigned>(static_cast<unsigned char>(byte)));
    shown += escaped.data();
  }
  return shown;
}

std::string itemised(const Difference& difference) {
  if (!difference.source && difference.copy) {
    return message("deleting", name_of(difference, *difference.copy));
  }
  if (!difference.words.empty()) {
    return message(has(difference, CopyAspect::kUnread) ? "unread" : "changing",
                   itemised_name(difference.path.empty() ? "." : difference.path) + ": " +
                       itemised_name(difference.words));
  }
  const Entry& source = *difference.source;
  if (difference.aspects == std::vector{CopyAspect::kDense}) {
    return message("dense", name_of(difference, source));
  }
  return std::string(1, update_letter(difference, source)) + type_letter(source.type) +
         changes(difference, source) + " " + name_of(difference, source);
}

}  // namespace nfsready
