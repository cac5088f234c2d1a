#include "observe/nfs_status.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nfsready {

namespace nfs_status {

namespace {

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 18> kWords = {{
    {0, "ok"},
    {kNotOwner, "not permitted"},
    {kNoEntry, "no such file or directory"},
    {kInputOutput, "input/output error"},
    {kAccessDenied, "access denied"},
    {kExists, "exists"},
    {kNotADirectory, "not a directory"},
    {kInvalid, "invalid argument"},
    {kNoSpace, "no space left"},
    {kReadOnly, "read-only file system"},
    {kNameTooLong, "name too long"},
    {kQuota, "quota exceeded"},
    {kStale, "stale handle"},
    {kBadHandle, "bad handle"},
    {kBadCookie, "bad cookie"},
    {kNotSupported, "not supported"},
    {kServerFault, "server fault"},
    {kTryLater, "put off until later"},
}};

}  // namespace

std::string_view words(std::uint32_t status) {
  const auto found = std::find_if(kWords.begin(), kWords.end(),
                                  [&](const auto& entry) { return entry.first == status; });
  return found == kWords.end() ? "an error" : found->second;
}

}  // namespace nfs_status

bool is_status(const CallEnd& end, std::uint32_t status) {
  return end.reach == Reach::kAnswered && end.status == status;
}

bool is_refusal(const CallEnd& end) {
  return end.reach == Reach::kDenied || is_status(end, nfs_status::kNotOwner) ||
         is_status(end, nfs_status::kAccessDenied);
}

}  // namespace nfsready
