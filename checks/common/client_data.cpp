#include "checks/common/client_data.h"

#include <algorithm>

namespace nfsready::checks {

namespace {

constexpr std::size_t kSigns = 11;

}  // namespace

ListedFile::ListedFile(std::string_view line)
    : signs_(line.substr(0, kSigns)), name_(line.substr(std::min(kSigns + 1, line.size()))) {}

bool ListedFile::differs_in(CopyAspect aspect) const {
  const bool is_new = signs_.ends_with('+');
  const auto has = [&](std::size_t place, char sign) {
    return signs_.size() == kSigns && !signs_.starts_with('*') && !is_new && signs_[place] == sign;
  };
  switch (aspect) {
    case CopyAspect::kMissing:
    case CopyAspect::kType:
      return is_new;
    case CopyAspect::kContents:
    case CopyAspect::kTarget:
    case CopyAspect::kDevice:
      return has(2, 'c');
    case CopyAspect::kSize:
      return has(3, 's');
    case CopyAspect::kTime:
      return has(4, 't');
    case CopyAspect::kMode:
    case CopyAspect::kSetId:
      return has(5, 'p');
    case CopyAspect::kOwner:
      return has(6, 'o') || has(7, 'g');
    case CopyAspect::kHardLinks:
      return has(0, 'h');
    default:
      return signs_.starts_with('*' + std::string(word(aspect))) ||
             (aspect == CopyAspect::kExtra && signs_.starts_with("*deleting"));
  }
}

std::string ListedFile::without_data() const {
  constexpr std::size_t kChanges = 2;  // where they begin
  constexpr std::size_t kData = 3;     // contents, size, time
  std::string signs(signs_);
  const bool has_data = signs.size() == kSigns && signs.front() == '>' && !signs.ends_with('+');
  if (has_data) signs.replace(kChanges, kData, kData, '.');
  if (has_data && signs.find_first_not_of('.', kChanges) == std::string::npos) return {};
  return signs + " " + std::string(name_);
}

void ListedFile::add_node_names(std::set<std::string_view>& names) const {
  for (std::size_t dot = name_.find('.'); dot != std::string_view::npos;
       dot = name_.find('.', dot + 1)) {
    names.insert(name_.substr(dot + 1));
  }
}

}  // namespace nfsready::checks
