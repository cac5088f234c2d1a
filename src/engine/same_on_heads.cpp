#include "engine/same_on_heads.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace nfsready {

namespace {

// The server that stands for all its heads; kNoIndex for a name that is no head of several.
std::uint32_t family_of(const Site& site, std::string_view name) {
  const auto named = std::find_if(site.servers.begin(), site.servers.end(),
                                  [&](const Server& server) { return server.name == name; });
  if (named == site.servers.end()) return kNoIndex;
  if (named->head_of != kNoIndex) return named->head_of;
  const auto index = static_cast<std::uint32_t>(named - site.servers.begin());
  return site.heads_of(index).size() > 1 ? index : kNoIndex;
}

std::string_view alike(const Finding& finding) {
  return finding.alike.empty() ? finding.evidence : finding.alike;
}

bool concerns_no_others(const Finding& joined, const Finding& kept) {
  return std::includes(kept.subjects.begin(), kept.subjects.end(), joined.subjects.begin(),
                       joined.subjects.end());
}

void join(Finding& joined, Finding& kept) {
  for (const Span& place : joined.locations) {
    const auto end = kept.locations.end();
    if (std::find(kept.locations.begin(), end, place) == end) kept.locations.push_back(place);
  }
  kept.remedy += "; likewise on " + joined.server;
}

}  // namespace

void join_same_on_heads(const Site& site, std::vector<Finding>& findings) {
  const bool any_heads = std::any_of(site.servers.begin(), site.servers.end(),
                                     [](const Server& each) { return each.head_of != kNoIndex; });
  if (!any_heads || findings.size() < 2) return;
  // The head that serves comes first: the others only matter when it does not.
  std::vector<std::pair<std::uint32_t, Finding*>> by_family;
  for (Finding& finding : findings) {
    if (finding.evidence.empty() || finding.server.empty()) continue;
    const std::uint32_t family = family_of(site, finding.server);
    if (family != kNoIndex) by_family.emplace_back(family, &finding);
  }
  std::stable_sort(by_family.begin(), by_family.end(), [&](const auto& a, const auto& b) {
    const auto key = [&](const auto& each) {
      return std::tuple(each.first, each.second->server != site.servers[each.first].name);
    };
    return key(a) < key(b);
  });

  // The same lines may be shown by several findings of one head: the first is the other's first.
  std::map<std::tuple<std::uint32_t, std::string_view, std::size_t>, Finding*> kept;
  std::map<std::tuple<std::string_view, std::string_view>, std::size_t> shown;
  std::vector<const Finding*> joined;
  for (const auto& [family, finding] : by_family) {
    const std::size_t nth = shown[{finding->server, alike(*finding)}]++;
    const auto [found, is_new] = kept.try_emplace({family, alike(*finding), nth}, finding);
    if (is_new || !concerns_no_others(*finding, *found->second)) continue;
    join(*finding, *found->second);
    joined.push_back(finding);
  }
  std::erase_if(findings, [&](const Finding& finding) {
    return std::find(joined.begin(), joined.end(), &finding) != joined.end();
  });
}

}  // namespace nfsready
