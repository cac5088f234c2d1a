#include "grant/linux_words.h"

#include <vector>

#include "base/path.h"
#include "base/text.h"

namespace nfsready {

namespace {

struct KindWords {
  std::string_view one;
  std::string_view many;
};

KindWords words_of(LinuxClientKind kind) {
  switch (kind) {
    case LinuxClientKind::kHost:
      return {"host", "hosts"};
    case LinuxClientKind::kNetwork:
      return {"network", "networks"};
    case LinuxClientKind::kWildcard:
      return {"wildcard", "wildcards"};
    case LinuxClientKind::kNetgroup:
      return {"netgroup", "netgroups"};
    default:
      return {"world", "'*'"};
  }
}

std::string precedence(LinuxClientKind winner, LinuxClientKind passed) {
  const std::string many(words_of(winner).many);
  if (winner != passed) {
    return many + " come before " + std::string(words_of(passed).many) + " whatever their order";
  }
  const bool networks = winner == LinuxClientKind::kNetwork;
  return "of several " + many + " the first one listed counts" +
         (networks ? ", whatever their length" : "");
}

}  // namespace

std::string entry_name(const LinuxRule& rule) {
  const LinuxClient& client = rule.client;
  if (client.kind == LinuxClientKind::kEveryone) return "the entry for everyone";
  return "the " + std::string(words_of(client.kind).one) + " entry " + quoted(client.text.text);
}

std::string why_it_matches(const LinuxCandidate& by, std::string_view asked) {
  std::string why = entry_name(*by.rule);
  if (by.path != asked) why += " of " + quoted(by.path);
  why += " matches";
  if (by.passed != nullptr) why += "; " + precedence(by.rule->client.kind, by.passed->kind);
  return why;
}

std::string networks_missed(const LinuxExport& entry, const Address& address) {
  constexpr std::size_t kMostNetworks = 3;
  std::vector<std::string> missed;
  for (const LinuxRule& rule : entry.rules) {
    const auto& network = rule.client.network;
    if (rule.client.kind != LinuxClientKind::kNetwork || !network) continue;
    if (!network->contains(address)) missed.emplace_back(rule.client.text.text);
  }
  if (missed.empty() || missed.size() > kMostNetworks) return {};
  return "; " + quoted(entry.path.text) + " is for " + join(missed, " and ") +
         ", and the address lies outside";
}

Missing missing_for(const LinuxCandidate& by, Caller& caller) {
  const bool by_name = by.rule->client.kind == LinuxClientKind::kHost && by.rule->also.empty();
  const bool by_netgroup = is_absolute(by.entry->path.text) && !by_name && caller.names_known();
  return by_netgroup ? Missing::kNetgroups : Missing::kTable;
}

std::string why_unsure(const LinuxCandidate& by, Caller& caller) {
  const std::string entry = entry_name(*by.rule);
  if (!is_absolute(by.entry->path.text)) {
    return entry + " may match: its path counts from the directory where exportfs runs";
  }
  if (by.rule->client.kind == LinuxClientKind::kHost && by.rule->also.empty()) {
    return entry + " may match: the addresses of that name are not known";
  }
  if (!caller.names_known()) {
    return entry + " may match: the names of " + caller.text() + " are not known";
  }
  return entry + " may match: the members of that netgroup are not known";
}

}  // namespace nfsready
