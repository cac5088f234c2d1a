// NFS-Ganesha configurations as they were meant.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "grant/ganesha_rights.h"
#include "grant/ganesha_wildcard.h"
#include "grant/meant_dialects.h"

namespace nfsready {

namespace {

constexpr std::string_view kMappedAddress =
    "an IPv4 address in IPv6 form never matches an IPv4 client";
constexpr std::string_view kUpperCase =
    "patterns compare with case, and this one matches names in upper case only";
constexpr std::string_view kMappedPrefix = "::ffff:";

int bits_of(const Network& network) {
  const Address& mask = network.mask();
  int bits = 0;
  while (bits < mask.bits() && mask.masked(bits + 1) != mask.masked(bits)) ++bits;
  return bits;
}

// Of two clients the one with the lower number belongs first.
int breadth(const GaneshaClient& client) {
  constexpr int kNetworks = 1000;
  switch (client.kind) {
    case GaneshaClientKind::kAddress:
    case GaneshaClientKind::kName:
      return 0;
    case GaneshaClientKind::kNetwork:
      return client.network ? kNetworks - bits_of(*client.network) : kNetworks;
    case GaneshaClientKind::kWildcard:
    case GaneshaClientKind::kNetgroup:
      return kNetworks + 1;
    default:
      return kNetworks + 2;
  }
}

int freedom(GaneshaAccess access) {
  if (access == GaneshaAccess::kReadWrite) return 2;
  return access == GaneshaAccess::kReadOnly ? 1 : 0;
}

template <typename Value>
void set_if_unset(const std::optional<Value>& from, std::optional<Value>& to) {
  if (!to) to = from;
}

// Gives what a slip was meant to give; of values that are joined, the one that gives most.
void make_good(const std::vector<GaneshaSlip>& slips, GaneshaPermissions& permissions) {
  for (const GaneshaSlip& slip : slips) {
    const GaneshaPermissions& meant = slip.meant;
    if (meant.access &&
        (!permissions.access || freedom(*meant.access) > freedom(*permissions.access))) {
      permissions.access = meant.access;
    }
    if (meant.squash && (!permissions.squash || *meant.squash == GaneshaSquash::kNone)) {
      permissions.squash = meant.squash;
    }
    set_if_unset(meant.anon_uid, permissions.anon_uid);
    set_if_unset(meant.flavours, permissions.flavours);
    set_if_unset(meant.privileged_port, permissions.privileged_port);
    set_if_unset(meant.versions, permissions.versions);
    set_if_unset(meant.tcp, permissions.tcp);
  }
}

// An EXPORT in which every block says all that it gives.
void spell_out(GaneshaExport& from) {
  for (GaneshaClientBlock& block : from.clients) {
    GaneshaPermissions all = from.permissions;
    const GaneshaPermissions& own = block.permissions;
    if (own.access) all.access = own.access;
    if (own.squash) all.squash = own.squash;
    if (own.anon_uid) all.anon_uid = own.anon_uid;
    if (own.flavours) all.flavours = own.flavours;
    if (own.privileged_port) all.privileged_port = own.privileged_port;
    if (own.versions) all.versions = own.versions;
    if (own.tcp) all.tcp = own.tcp;
    block.permissions = all;
  }
}

// The blocks of one EXPORT, as they come by: which one takes a client first.
class EarlierBlocks {
 public:
  explicit EarlierBlocks(const Names& names) : names_(names) {}

  [[nodiscard]] std::optional<std::uint32_t> taker_of(const GaneshaClient& client) const;
  void add(const GaneshaClient& client, std::uint32_t block);

 private:
  struct Networks {
    int bits = 0;
    Address::Family family = Address::Family::kNone;
    std::unordered_map<Address, std::uint32_t> blocks;
  };

  [[nodiscard]] std::vector<Address> addresses_of(const GaneshaClient& client) const;
  [[nodiscard]] std::optional<std::uint32_t> taker_of(const Address& address, int bits) const;

  const Names& names_;
  std::optional<std::uint32_t> everyone_;
  std::vector<Networks> networks_;  // single addresses too
  GaneshaWildcards patterns_;
};

std::vector<Address> EarlierBlocks::addresses_of(const GaneshaClient& client) const {
  std::vector<Address> addresses;
  if (client.address) addresses.push_back(*client.address);
  if (client.kind != GaneshaClientKind::kName) return addresses;
  for (const NameAnswer& answer : names_.addresses(client.text.text)) {
    addresses.push_back(answer.address);
  }
  return addresses;
}

std::optional<std::uint32_t> EarlierBlocks::taker_of(const Address& address, int bits) const {
  for (const Networks& networks : networks_) {
    if (networks.family != address.family() || networks.bits > bits) continue;
    const auto found = networks.blocks.find(address.masked(networks.bits));
    if (found != networks.blocks.end()) return found->second;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> EarlierBlocks::taker_of(const GaneshaClient& client) const {
  if (everyone_) return everyone_;
  if (client.network) return taker_of(client.network->address(), bits_of(*client.network));
  for (const Address& address : addresses_of(client)) {
    if (const auto taker = taker_of(address, address.bits())) return taker;
    if (const auto taker = patterns_.find(address.text())) return taker;
    const ReverseAnswer reverse = names_.names(address);
    if (reverse.names.empty()) continue;
    if (const auto taker = patterns_.find(reverse.names.front())) return taker;
  }
  if (client.kind == GaneshaClientKind::kWildcard) return patterns_.find(client.text.text);
  return std::nullopt;
}

void EarlierBlocks::add(const GaneshaClient& client, std::uint32_t block) {
  if (client.kind == GaneshaClientKind::kEveryone && !everyone_) everyone_ = block;
  if (client.kind == GaneshaClientKind::kWildcard) patterns_.add(client.text.text, block);
  const auto add_network = [&](const Address& address, int bits) {
    auto found = std::find_if(networks_.begin(), networks_.end(), [&](const Networks& networks) {
      return networks.bits == bits && networks.family == address.family();
    });
    if (found == networks_.end()) {
      found = networks_.insert(networks_.end(), Networks{bits, address.family(), {}});
    }
    found->blocks.emplace(address, block);
  };
  if (client.network) add_network(client.network->address(), bits_of(*client.network));
  for (const Address& address : addresses_of(client)) add_network(address, address.bits());
}

class GaneshaMender {
 public:
  GaneshaMender(const GaneshaExports& exports, const MeantContext& context, MeantTable& meant)
      : exports_(exports), context_(context), meant_(meant), misspelt_(context) {}

  void mend();

 private:
  void mend_export(const GaneshaExport& from);
  void mend_client(const GaneshaExport& from, const GaneshaClientBlock& block,
                   GaneshaClient& client);
  void mend_slips(const GaneshaExport& from, GaneshaExport& mended);
  void mark(const Span& rule, const GaneshaSlip& slip);
  void find_repeated_path(const GaneshaExport& from);
  [[nodiscard]] bool find_shadowed(const GaneshaExport& from);
  static void order_by_breadth(GaneshaExport& mended);

  const GaneshaExports& exports_;
  const MeantContext& context_;
  MeantTable& meant_;
  MisspeltNames misspelt_;
  GaneshaExports mended_;
  std::unordered_map<std::string_view, std::size_t> by_path_;  // what NFSv3 clients are given
};

void GaneshaMender::mark(const Span& rule, const GaneshaSlip& slip) {
  const Mistake kind = slip.repeated ? Mistake::kContradiction : Mistake::kUnknownOption;
  meant_.by_rule.emplace(rule, Mended{kind, slip.where});
}

void GaneshaMender::mend_slips(const GaneshaExport& from, GaneshaExport& mended) {
  const auto& defaults = exports_.default_slips;
  make_good(from.slips, mended.permissions);
  for (GaneshaClientBlock& block : mended.clients) {
    make_good(block.slips, block.permissions);
    for (const auto* const slips : {&std::as_const(block).slips, &from.slips, &defaults}) {
      if (!slips->empty()) mark(block.span, slips->front());
    }
  }
  if (!from.slips.empty()) mark(from.span, from.slips.front());
  if (!defaults.empty()) mark(from.span, defaults.front());
}

// A second EXPORT of a path: an NFSv3 client that asks for the path gets the first one, whoever is
// listed in the second.
void GaneshaMender::find_repeated_path(const GaneshaExport& from) {
  if (from.path.empty() || exports_.mount_path_pseudo) return;
  if (!rights_of(exports_, from, nullptr).versions.has(3)) return;
  const auto [found, is_new] = by_path_.try_emplace(from.path.text, mended_.exports.size() - 1);
  if (is_new) return;
  GaneshaExport& first = mended_.exports[found->second];
  meant_.mistakes.push_back({Mistake::kDuplicate,
                             from.path.span,
                             first.path.span,
                             from.path.text,
                             from.path.text,
                             {},
                             {}});
  spell_out(first);
  GaneshaExport second = mended_.exports.back();
  spell_out(second);
  for (const GaneshaClientBlock& block : second.clients) {
    if (block.lost_to) continue;
    meant_.by_rule.emplace(block.span, Mended{Mistake::kDuplicate, from.path.span});
    first.clients.push_back(block);
  }
}

void GaneshaMender::mend_client(const GaneshaExport& from, const GaneshaClientBlock& block,
                                GaneshaClient& client) {
  const std::string_view text = client.text.text;
  TableMistake mistake{Mistake::kDeadClient, client.text.span, {}, from.path.text, text, {}, {}};
  GaneshaClient meant = client;
  if (client.kind == GaneshaClientKind::kAddress &&
      to_lower(text.substr(0, kMappedPrefix.size())) == kMappedPrefix) {
    meant.text.text = text.substr(kMappedPrefix.size());
    meant.address = Address::parse(meant.text.text);
    mistake.why = kMappedAddress;
  } else if (client.kind == GaneshaClientKind::kWildcard && to_lower(text) != text) {
    meant.text.text = meant_.texts.emplace_back(to_lower(text));
    mistake.why = kUpperCase;
    mistake.certain = false;
  } else if (client.kind == GaneshaClientKind::kName && context_.names.any_source() &&
             context_.names.addresses(text).empty()) {
    mistake.kind = Mistake::kUnresolvedClient;
    meant.text.text = misspelt_.meant_by(text);
  } else {
    return;
  }
  mistake.meant = meant.text.text;
  meant_.mistakes.push_back(mistake);
  if (mistake.meant.empty()) return;
  meant_.by_rule.emplace(block.span, Mended{mistake.kind, mistake.where});
  client = meant;
}

// Blocks with a client that an earlier block takes, and gives something else.
bool GaneshaMender::find_shadowed(const GaneshaExport& from) {
  EarlierBlocks earlier(context_.names);
  bool found = false;
  for (std::uint32_t i = 0; i < from.clients.size(); ++i) {
    const GaneshaClientBlock& block = from.clients[i];
    if (block.lost_to) continue;
    bool reported = false;
    for (const GaneshaClient& client : block.clients) {
      const auto taker = earlier.taker_of(client);
      if (!taker || reported) continue;
      const GaneshaClientBlock& by = from.clients[*taker];
      if (rights_of(exports_, from, &by) == rights_of(exports_, from, &block)) continue;
      reported = true;
      meant_.mistakes.push_back({Mistake::kShadowed,
                                 client.text.span,
                                 by.span,
                                 from.path.text,
                                 client.text.text,
                                 by.clients.empty() ? "" : by.clients.front().text.text,
                                 {}});
      meant_.by_rule.emplace(block.span, Mended{Mistake::kShadowed, client.text.span});
    }
    for (const GaneshaClient& client : block.clients) earlier.add(client, i);
    found = found || reported;
  }
  return found;
}

// One block per client, the narrowest client first.
void GaneshaMender::order_by_breadth(GaneshaExport& mended) {
  std::vector<GaneshaClientBlock> blocks;
  for (const GaneshaClientBlock& block : mended.clients) {
    for (const GaneshaClient& client : block.clients) {
      blocks.push_back(block);
      blocks.back().clients = {client};
    }
  }
  std::stable_sort(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) {
    return breadth(a.clients.front()) < breadth(b.clients.front());
  });
  mended.clients = std::move(blocks);
}

void GaneshaMender::mend_export(const GaneshaExport& from) {
  GaneshaExport mended = from;
  for (GaneshaClientBlock& block : mended.clients) {
    if (block.lost_to) continue;
    for (GaneshaClient& client : block.clients) mend_client(from, block, client);
  }
  mend_slips(from, mended);
  if (find_shadowed(from)) order_by_breadth(mended);
  mended_.exports.push_back(std::move(mended));
  find_repeated_path(from);
}

void GaneshaMender::mend() {
  if (exports_.fatal) return;
  mended_.defaults = exports_.defaults;
  make_good(exports_.default_slips, mended_.defaults);
  for (const GaneshaSlip& slip : exports_.default_slips) mark(mended_.defaults.access_span, slip);
  mended_.core_versions = exports_.core_versions;
  mended_.mount_path_pseudo = exports_.mount_path_pseudo;
  mended_.incomplete = exports_.incomplete;
  for (const GaneshaExport& from : exports_.exports) {
    if (from.lost_to) {
      mended_.exports.push_back(from);
    } else {
      mend_export(from);
    }
  }
  if (!meant_.by_rule.empty()) meant_.table.content = std::move(mended_);
}

}  // namespace

void mend_ganesha(const GaneshaExports& exports, const MeantContext& context, MeantTable& meant) {
  GaneshaMender(exports, context, meant).mend();
}

}  // namespace nfsready
