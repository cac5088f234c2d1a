#include "copy/call_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nfsready {

namespace {

struct Status {
  std::uint32_t number;
  std::string_view words;
};

constexpr std::array<Status, 16> kStatuses = {{
    {1, "not owner"},
    {2, "no such file or directory"},
    {5, "input/output error"},
    {6, "no such device"},
    {13, "permission denied"},
    {20, "not a directory"},
    {22, "invalid argument"},
    {63, "name too long"},
    {70, "stale handle: it went away while it was read"},
    {71, "too many levels of remote"},
    {10001, "bad handle"},
    {10003, "bad cookie: it changed while it was read"},
    {10004, "not supported"},
    {10005, "too small"},
    {10006, "server fault"},
    {10008, "put off until later, and later again"},
}};

}  // namespace

std::string words_of(const CallEnd& end) {
  if (end.reach != Reach::kAnswered) return std::string(word(end.reach));
  const auto found = std::find_if(kStatuses.begin(), kStatuses.end(), [&](const Status& status) {
    return status.number == end.status;
  });
  const std::string number = std::to_string(end.status);
  if (found == kStatuses.end()) return "status " + number;
  return number + " " + std::string(found->words);
}

}  // namespace nfsready
