#include "model/names.h"

#include <algorithm>
#include <bit>
#include <unordered_set>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

std::size_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a over the lower-case bytes
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(to_lower(c))) * 0x100000001B3U;
  }
  return static_cast<std::size_t>(hash ^ (hash >> 29U));
}

std::size_t slot_count(std::size_t entries) { return std::bit_ceil(entries * 2 + 1); }

// Walks the slots of a hash until an empty one; `visit` gets each index found and returns true to
// stop. Returns the slot at which the walk ended.
template <typename Visit>
std::size_t probe(std::span<const std::uint32_t> slots, std::size_t hash, const Visit& visit) {
  std::size_t slot = hash & (slots.size() - 1);
  while (slots[slot] != 0 && !visit(slots[slot] - 1)) slot = (slot + 1) & (slots.size() - 1);
  return slot;
}

}  // namespace

HostsIndex::HostsIndex(std::shared_ptr<const HostsTable> table) : table_(std::move(table)) {}

// A name has one slot, however many lines carry it. Behind the slots there is one more number for
// every name: the index of the next one that is the same, plus 1, or 0.
void HostsIndex::build() const {
  const auto& names = table_->names;
  const std::size_t slots = slot_count(names.size());
  name_slots_.assign(slots + names.size(), 0);
  std::vector<std::uint32_t> last(names.size());  // of a name, by its first
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const std::size_t slot =
        probe(std::span(name_slots_).first(slots), hash_name(names[i]),
              [&](std::uint32_t other) { return equals_ignoring_case(names[other], names[i]); });
    const std::uint32_t first = name_slots_[slot] == 0 ? i : name_slots_[slot] - 1;
    if (first == i) {
      name_slots_[slot] = i + 1;
    } else {
      name_slots_[slots + last[first]] = i + 1;
    }
    last[first] = i;
  }
  address_slots_.assign(slot_count(table_->entries.size()), 0);
  for (std::uint32_t i = 0; i < table_->entries.size(); ++i) {
    const Address& address = table_->entries[i].address;
    const std::size_t slot = probe(address_slots_, address.hash(), [&](std::uint32_t other) {
      return table_->entries[other].address == address;
    });
    if (address_slots_[slot] == 0) address_slots_[slot] = i + 1;
  }
}

std::vector<const HostsEntry*> HostsIndex::with_name(std::string_view name) const {
  std::call_once(once_, [this] { build(); });
  const std::size_t slots = slot_count(table_->names.size());
  const std::size_t slot =
      probe(std::span(name_slots_).first(slots), hash_name(name),
            [&](std::uint32_t index) { return equals_ignoring_case(table_->names[index], name); });
  std::vector<const HostsEntry*> found;
  for (std::uint32_t next = name_slots_[slot]; next != 0; next = name_slots_[slots + next - 1]) {
    const auto after = std::upper_bound(
        table_->entries.begin(), table_->entries.end(), next - 1,
        [](std::uint32_t i, const HostsEntry& entry) { return i < entry.first_name; });
    const HostsEntry* const entry = &*(after - 1);
    if (found.empty() || found.back() != entry) found.push_back(entry);
  }
  return found;
}

const HostsEntry* HostsIndex::with_address(const Address& address) const {
  std::call_once(once_, [this] { build(); });
  const std::size_t slot = probe(address_slots_, address.hash(), [&](std::uint32_t index) {
    return table_->entries[index].address == address;
  });
  return address_slots_[slot] == 0 ? nullptr : &table_->entries[address_slots_[slot] - 1];
}

std::span<const std::string_view> HostsIndex::names_of(const HostsEntry& entry) const {
  return std::span(table_->names).subspan(entry.first_name, entry.name_count);
}

Names::Names(std::vector<HostsSource> hosts, std::vector<const Netgroups*> netgroups,
             const SystemResolver* system)
    : hosts_(std::move(hosts)), netgroups_(std::move(netgroups)), system_(system) {}

namespace {

Span place_of(const HostsSource& source, const HostsEntry& entry) {
  return Span{source.file, entry.offset, 1};
}

}  // namespace

std::vector<NameAnswer> Names::addresses(std::string_view name) const {
  if (const auto literal = Address::parse(name)) return {NameAnswer{*literal, {}}};
  std::vector<NameAnswer> answers;
  for (const HostsSource& source : hosts_) {
    for (const HostsEntry* entry : source.index->with_name(name)) {
      answers.push_back({entry->address, place_of(source, *entry)});
    }
    if (!answers.empty()) return answers;
  }
  if (system_ != nullptr) {
    for (const Address& address : system_->addresses(name)) answers.push_back({address, {}});
  }
  return answers;
}

bool Names::resolves_to(std::string_view name, const Address& address) const {
  const auto answers = addresses(name);
  return std::any_of(answers.begin(), answers.end(),
                     [&](const NameAnswer& answer) { return answer.address == address; });
}

ReverseAnswer Names::names(const Address& address) const {
  for (const HostsSource& source : hosts_) {
    if (const HostsEntry* entry = source.index->with_address(address)) {
      return {true, source.index->names_of(*entry), place_of(source, *entry)};
    }
  }
  if (system_ != nullptr) return {true, system_->names(address), {}};
  return {!hosts_.empty(), {}, {}};
}

const Netgroup* Names::netgroup(std::string_view name) const {
  for (const Netgroups* groups : netgroups_) {
    if (const auto found = groups->find(name); found != groups->end()) return found->second;
  }
  return nullptr;
}

bool Names::visit_netgroup(std::string_view name,
                           const std::function<bool(const NetgroupMember&)>& visit) const {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> waiting = {name};
  while (!waiting.empty()) {
    const std::string_view next = waiting.back();
    waiting.pop_back();
    const Netgroup* const group = netgroup(next);
    if (group == nullptr || !seen.insert(next).second) continue;
    for (const NetgroupMember& member : group->members) {
      if (member.is_group) {
        waiting.push_back(member.text.text);
      } else if (visit(member)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace nfsready
