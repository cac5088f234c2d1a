#include "copy/untold.h"

#include <string_view>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::array<std::string_view, 6> kWords = {"mode", "owner",  "size",
                                                    "time", "target", "device number"};

}  // namespace

void Untold::add(const std::string& path, const Entry& entry, bool times) {
  const bool is_file = entry.type == EntryType::kFile;
  const bool is_link = entry.type == EntryType::kLink;
  const bool is_device =
      entry.type == EntryType::kBlockDevice || entry.type == EntryType::kCharacterDevice;
  const std::array<bool, kKinds> lacks = {
      !is_link && !entry.mode,          !entry.uid || !entry.gid, is_file && !entry.size,
      is_file && times && !entry.mtime, is_link && !entry.target, is_device && !entry.device};
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (!lacks[kind]) continue;
    ++counts_[kind];
    if (!has_any_) path_ = path;
    has_any_ = true;
  }
}

std::string Untold::words() const {
  std::string text;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (counts_[kind] == 0) continue;
    text += (text.empty() ? "it does not tell the " : ", the ") + std::string(kWords[kind]) +
            " of " + plural(counts_[kind], "entry");
  }
  return text;
}

}  // namespace nfsready
