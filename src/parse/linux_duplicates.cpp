#include "parse/linux_duplicates.h"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/path.h"
#include "base/text.h"

namespace nfsready {

namespace {

// A path and a client, told apart as exportfs does: clients compare without case.
struct Entry {
  std::string_view path;
  std::string_view client;

  friend bool operator==(const Entry& a, const Entry& b) {
    return a.path == b.path && equals_ignoring_case(a.client, b.client);
  }
};

struct EntryHash {
  std::size_t operator()(const Entry& entry) const {
    constexpr std::size_t kPrime = 0x100000001B3U;
    std::size_t hash = std::hash<std::string_view>()(entry.path);
    for (const char c : entry.client) {
      hash = (hash ^ static_cast<unsigned char>(to_lower(c))) * kPrime;
    }
    return hash;
  }
};

bool is_normal(std::string_view path) {
  return path.find("//") == std::string_view::npos && path.find("/.") == std::string_view::npos &&
         (path.size() < 2 || !path.ends_with('/'));
}

std::string_view client_text(const LinuxClient& client) {
  return client.kind == LinuxClientKind::kEveryone ? "*" : client.text.text;
}

}  // namespace

void report_linux_duplicates(const LinuxExports& exports, Problems& problems) {
  std::unordered_set<Entry, EntryHash> seen;
  seen.reserve(exports.exports.size());
  std::deque<std::string> normalised;
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to) continue;
    std::string_view path = entry.path.text;
    if (!is_normal(path)) path = normalised.emplace_back(normalise_path(path));
    for (const LinuxRule& rule : entry.rules) {
      if (rule.client.kind == LinuxClientKind::kDead) continue;
      if (seen.insert({path, client_text(rule.client)}).second) continue;
      problems.push_back({ProblemKind::kDuplicate,
                          rule.span,
                          quoted(client_text(rule.client)) + " is listed for " + quoted(path) +
                              " before; the first entry counts, this one is ignored",
                          "remove one of the two entries",
                          {}});
    }
  }
}

}  // namespace nfsready
