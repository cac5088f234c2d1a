#include "grant/linux_order.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "grant/server_path.h"
#include "grant/wildmat.h"

namespace nfsready {

namespace {

bool same_section(const LinuxSection& a, const LinuxSection& b) {
  return a.flavours == b.flavours && a.read_write == b.read_write &&
         a.root_squash == b.root_squash && a.all_squash == b.all_squash && a.insecure == b.insecure;
}

int bits_of(const Address& mask) {
  int bits = 0;
  while (bits < mask.bits() && mask.masked(bits + 1) != mask.masked(bits)) ++bits;
  return bits;
}

// An entry, and its place in reading order.
struct Ref {
  std::size_t order = 0;
  const LinuxExport* entry = nullptr;
  const LinuxRule* rule = nullptr;
};

// The entries of one path, as they come by.
class PathEntries {
 public:
  explicit PathEntries(const Names& names) : names_(names) {}

  // The entry that hides this one; else this one is remembered.
  std::optional<std::pair<const LinuxRule*, bool>> hider_of(const LinuxRule& rule);

 private:
  const LinuxRule* same_text(const LinuxRule& rule);
  const LinuxRule* same_host(const LinuxRule& rule);
  const LinuxRule* wider_network(const LinuxRule& rule);
  const LinuxRule* wider_pattern(const LinuxRule& rule);

  struct Networks {
    Address mask;
    std::unordered_map<Address, const LinuxRule*> by_address;
  };

  const Names& names_;
  std::unordered_map<std::string, const LinuxRule*> by_text_;  // in lower case
  std::unordered_map<Address, const LinuxRule*> by_address_;
  std::vector<Networks> networks_;
  std::vector<const LinuxRule*> patterns_;
};

std::optional<std::pair<const LinuxRule*, bool>> PathEntries::hider_of(const LinuxRule& rule) {
  if (const LinuxRule* const same = same_text(rule)) return std::pair(same, true);
  const LinuxRule* by = nullptr;
  switch (rule.client.kind) {
    case LinuxClientKind::kHost:
      by = same_host(rule);
      if (by != nullptr) return std::pair(by, true);
      break;
    case LinuxClientKind::kNetwork:
      by = wider_network(rule);
      break;
    case LinuxClientKind::kWildcard:
      by = wider_pattern(rule);
      break;
    default:
      break;
  }
  return by == nullptr ? std::nullopt : std::optional(std::pair(by, false));
}

const LinuxRule* PathEntries::same_text(const LinuxRule& rule) {
  const bool world = rule.client.kind == LinuxClientKind::kEveryone;
  const auto [found, is_new] =
      by_text_.emplace(world ? std::string("*") : to_lower(rule.client.text.text), &rule);
  return is_new ? nullptr : found->second;
}

const LinuxRule* PathEntries::same_host(const LinuxRule& rule) {
  std::vector<NameAnswer> answers;
  if (rule.client.address) {
    answers.push_back({*rule.client.address, {}});
  } else {
    answers = names_.addresses(rule.client.text.text);
  }
  for (const NameAnswer& answer : answers) {
    const auto [found, is_new] = by_address_.emplace(answer.address, &rule);
    if (!is_new && found->second != &rule) return found->second;
  }
  return nullptr;
}

const LinuxRule* PathEntries::wider_network(const LinuxRule& rule) {
  const Network& network = *rule.client.network;
  for (const Networks& earlier : networks_) {
    if (earlier.mask.family() != network.mask().family()) continue;
    if (network.mask().masked(earlier.mask) != earlier.mask) continue;
    const auto found = earlier.by_address.find(network.address().masked(earlier.mask));
    if (found != earlier.by_address.end()) return found->second;
  }
  auto group = std::find_if(networks_.begin(), networks_.end(), [&](const Networks& networks) {
    return networks.mask == network.mask();
  });
  if (group == networks_.end()) {
    group = networks_.insert(networks_.end(), Networks{network.mask(), {}});
  }
  group->by_address.emplace(network.address(), &rule);
  return nullptr;
}

// A pattern that matches the text of another one matches whatever that one matches.
const LinuxRule* PathEntries::wider_pattern(const LinuxRule& rule) {
  constexpr std::size_t kMostPatterns = 256;
  const auto wider =
      std::find_if(patterns_.begin(), patterns_.end(), [&](const LinuxRule* earlier) {
        const std::string_view pattern = earlier->client.text.text;
        return pattern.find('[') == std::string_view::npos &&
               wildmat(rule.client.text.text, pattern);
      });
  if (wider != patterns_.end()) return *wider;
  if (patterns_.size() < kMostPatterns) patterns_.push_back(&rule);
  return nullptr;
}

}  // namespace

bool same_rights(const LinuxRule& a, const LinuxRule& b) {
  return std::equal(a.sections.begin(), a.sections.end(), b.sections.begin(), b.sections.end(),
                    same_section) &&
         a.anon_uid == b.anon_uid && a.crossmnt == b.crossmnt &&
         a.has_mountpoint == b.has_mountpoint && a.mountpoint.text == b.mountpoint.text;
}

std::vector<HiddenRule> hidden_rules(const LinuxExports& exports, const FileTree& tree,
                                     const Names& names,
                                     const std::unordered_set<const LinuxRule*>& passed_over) {
  std::unordered_map<std::string, std::vector<Ref>> by_path;
  std::size_t order = 0;
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to) continue;
    std::vector<Ref>& refs = by_path[real_path(tree, entry.path.text)];
    for (const LinuxRule& rule : entry.rules) {
      const bool counts = rule.client.kind != LinuxClientKind::kDead &&
                          rule.client.kind != LinuxClientKind::kGss &&
                          passed_over.count(&rule) == 0;
      if (counts) refs.push_back({order++, &entry, &rule});
    }
  }
  std::vector<std::pair<std::size_t, HiddenRule>> found;
  for (const auto& [path, refs] : by_path) {
    if (refs.size() < 2) continue;
    PathEntries entries(names);
    for (const Ref& ref : refs) {
      const auto hider = entries.hider_of(*ref.rule);
      if (hider) found.push_back({ref.order, {ref.entry, ref.rule, hider->first, hider->second}});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<HiddenRule> hidden;
  hidden.reserve(found.size());
  for (const auto& [place, rule] : found) hidden.push_back(rule);
  return hidden;
}

int narrowness(const LinuxClient& client) {
  if (client.network) return bits_of(client.network->mask());
  const std::string_view text = client.text.text;
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return c != '*' && c != '?'; }));
}

}  // namespace nfsready
