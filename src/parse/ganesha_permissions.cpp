#include "parse/ganesha_permissions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parse/ganesha_value.h"

namespace nfsready {

namespace {

// Access_Type = None and Squash = None are the absence of bits.
enum Bit : std::uint32_t {
  kRootIdSquash = 1U << 0U,
  kRootSquash = 1U << 1U,
  kAllSquash = 1U << 2U,
  kRead = 1U << 3U,
  kWrite = 1U << 4U,
  kReadMetadata = 1U << 5U,
  kWriteMetadata = 1U << 6U,
  kAuthNone = 1U << 7U,
  kAuthSys = 1U << 8U,
  kKrb5 = 1U << 9U,
  kKrb5i = 1U << 10U,
  kKrb5p = 1U << 11U,
  kNfs3 = 1U << 12U,
  kNfs4 = 1U << 13U,
  k9p = 1U << 14U,
  kUdp = 1U << 15U,
  kTcp = 1U << 16U,
  kReadDelegation = 1U << 17U,
  kWriteDelegation = 1U << 18U,
  kPrivilegedPort = 1U << 19U,
  kManageGids = 1U << 20U,
  kCommit = 1U << 21U,
  kOtherTransports = 1U << 22U,
};

constexpr std::uint32_t kAccessBits = kRead | kWrite | kReadMetadata | kWriteMetadata;
constexpr std::uint32_t kSquashBits = kRootIdSquash | kRootSquash | kAllSquash;
constexpr std::uint32_t kFlavourBits = kAuthNone | kAuthSys | kKrb5 | kKrb5i | kKrb5p;
constexpr std::uint32_t kVersionBits = kNfs3 | kNfs4 | k9p;
constexpr std::uint32_t kTransportBits = kUdp | kTcp;
constexpr std::uint32_t kDelegationBits = kReadDelegation | kWriteDelegation;

struct Word {
  std::string_view text;
  std::uint32_t bits;
};

// An option whose values are words. `initial` are the bits of the built-in value.
struct WordOption {
  std::string_view name;
  std::uint32_t mask;
  std::uint32_t initial;
  bool list;
  std::span<const Word> words;
};

constexpr std::array<Word, 5> kAccessWords = {{{"None", 0},
                                               {"RW", kAccessBits},
                                               {"RO", kRead | kReadMetadata},
                                               {"MDONLY", kReadMetadata | kWriteMetadata},
                                               {"MDONLY_RO", kReadMetadata}}};

constexpr std::array<Word, 9> kProtocolWords = {{{"3", kNfs3},
                                                 {"4", kNfs4},
                                                 {"NFS3", kNfs3},
                                                 {"NFS4", kNfs4},
                                                 {"V3", kNfs3},
                                                 {"V4", kNfs4},
                                                 {"NFSv3", kNfs3},
                                                 {"NFSv4", kNfs4},
                                                 {"9P", k9p}}};

constexpr std::array<Word, 2> kTransportWords = {{{"UDP", kUdp}, {"TCP", kTcp}}};

constexpr std::array<Word, 5> kFlavourWords = {{{"none", kAuthNone},
                                                {"sys", kAuthSys},
                                                {"krb5", kKrb5},
                                                {"krb5i", kKrb5i},
                                                {"krb5p", kKrb5p}}};

constexpr std::array<Word, 14> kSquashWords = {{{"Root_Squash", kRootSquash},
                                                {"Root", kRootSquash},
                                                {"RootSquash", kRootSquash},
                                                {"All", kAllSquash},
                                                {"All_Squash", kAllSquash},
                                                {"AllSquash", kAllSquash},
                                                {"All_Anonymous", kAllSquash},
                                                {"AllAnonymous", kAllSquash},
                                                {"No_Root_Squash", 0},
                                                {"None", 0},
                                                {"NoIdSquash", 0},
                                                {"RootId", kRootIdSquash},
                                                {"Root_Id_Squash", kRootIdSquash},
                                                {"RootIdSquash", kRootIdSquash}}};

constexpr std::array<Word, 7> kDelegationWords = {{{"None", 0},
                                                   {"Read", kReadDelegation},
                                                   {"Write", kWriteDelegation},
                                                   {"Readwrite", kDelegationBits},
                                                   {"R", kReadDelegation},
                                                   {"W", kWriteDelegation},
                                                   {"RW", kDelegationBits}}};

constexpr std::array<Word, 12> kCoreWords = {{{"none", 0},
                                              {"3", kNfs3},
                                              {"v3", kNfs3},
                                              {"nfs3", kNfs3},
                                              {"nfsv3", kNfs3},
                                              {"4", kNfs4},
                                              {"v4", kNfs4},
                                              {"nfs4", kNfs4},
                                              {"nfsv4", kNfs4},
                                              {"9p", k9p},
                                              {"nfsrdma", kOtherTransports},
                                              {"nfsvsock", kOtherTransports}}};

constexpr std::array<WordOption, 6> kWordOptions = {
    {{"Access_Type", kAccessBits, 0, false, kAccessWords},
     {"Protocols", kVersionBits, kNfs3 | kNfs4, true, kProtocolWords},
     {"Transports", kTransportBits, kTransportBits, true, kTransportWords},
     {"SecType", kFlavourBits, kAuthNone | kAuthSys, true, kFlavourWords},
     {"Squash", kSquashBits, kRootSquash, true, kSquashWords},
     {"Delegations", kDelegationBits, 0, false, kDelegationWords}}};

constexpr WordOption kCoreProtocols = {"Protocols", std::numeric_limits<std::uint32_t>::max(),
                                       kNfs3 | kNfs4, true, kCoreWords};

struct FlagOption {
  std::string_view name;
  std::uint32_t bit;
};

constexpr std::array<FlagOption, 3> kFlagOptions = {
    {{"PrivilegedPort", kPrivilegedPort}, {"Manage_Gids", kManageGids}, {"NFS_Commit", kCommit}}};

template <typename Options>
const typename Options::value_type* find_option(const Options& options, std::string_view name) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const auto& option) {
    return equals_ignoring_case(option.name, name);
  });
  return found == options.end() ? nullptr : &*found;
}

std::string_view nearest_word(std::string_view text, std::span<const Word> words) {
  std::vector<std::string_view> known;
  for (const Word& word : words) known.push_back(word.text);
  return nearest(text, known);
}

std::optional<std::uint32_t> bits_of_word(const GaneshaNode& node, const GaneshaTerm& term,
                                          const WordOption& option, GaneshaFaults& faults) {
  const auto found = std::find_if(option.words.begin(), option.words.end(), [&](const Word& word) {
    return equals_ignoring_case(word.text, term.text.text);
  });
  if (found != option.words.end()) return found->bits;
  const std::string_view near = nearest_word(term.text.text, option.words);
  faults.minor(ProblemKind::kUnknownOption, term.text.span,
               "unknown value " + quoted(term.text.text) + " of " + quoted(node.name.text) +
                   "; the option counts as not given",
               near.empty() ? "" : "write " + std::string(near));
  return std::nullopt;
}

bool is_word_of(std::string_view text, const WordOption& option) {
  return std::any_of(option.words.begin(), option.words.end(),
                     [&](const Word& word) { return equals_ignoring_case(word.text, text); });
}

// A statement with its unknown words as they were most likely meant.
struct Corrected {
  GaneshaNode statement;
  Span where;  // of the first unknown word
};

// Nothing when one of the unknown words is like none that is known.
std::optional<Corrected> corrected(const GaneshaNode& node, const WordOption& option) {
  Corrected result{node, {}};
  for (GaneshaTerm& term : result.statement.terms) {
    if (is_word_of(term.text.text, option)) continue;
    if (!result.where.is_set()) result.where = term.text.span;
    term.text.text = nearest_word(term.text.text, option.words);
    if (term.text.empty()) return std::nullopt;
  }
  return result.where.is_set() ? std::optional(std::move(result)) : std::nullopt;
}

// The words of a statement as bits; nothing, with a fault, when one of them is unknown.
std::optional<std::uint32_t> bits_of(const GaneshaNode& node, const WordOption& option,
                                     GaneshaFaults& faults) {
  std::uint32_t bits = 0;
  bool known = !node.is_block;
  if (node.is_block) {
    faults.minor(ProblemKind::kUnknownOption, node.name.span,
                 quoted(node.name.text) + " is an option, not a block; it counts as not given",
                 "write " + std::string(option.name) + " = value;");
  }
  for (const GaneshaTerm& term : node.terms) {
    const auto word = bits_of_word(node, term, option, faults);
    known = known && word.has_value();
    bits |= word.value_or(0);
  }
  return known ? std::optional(bits) : std::nullopt;
}

// Adds the words of a statement to `bits`. True when the option is set by it. Bits that equal the
// built-in value are cleared first, even when no word follows.
bool add_words(const WordOption& option, const GaneshaNode& node, std::uint32_t& bits,
               GaneshaFaults& faults) {
  if (!has_content(node, faults)) return false;
  if (!option.list && !node.is_block && single_term(node, faults) == nullptr) return false;
  const std::uint32_t before = bits & option.mask;
  if (before == option.initial) bits &= ~option.mask;
  const auto words = bits_of(node, option, faults);
  if (words) bits |= *words;
  return words.has_value();
}

VersionSet versions_in(std::uint32_t bits) {
  VersionSet versions;
  if ((bits & kNfs3) != 0) versions.add(3);
  if ((bits & kNfs4) != 0) versions.add(4);
  return versions;
}

std::uint32_t bits_of_versions(const VersionSet& versions) {
  return (versions.has(3) ? kNfs3 : 0U) | (versions.has(4) ? kNfs4 : 0U);
}

FlavourSet flavours_in(std::uint32_t bits) {
  FlavourSet flavours;
  if ((bits & kAuthNone) != 0) flavours.add(Flavour::kNone);
  if ((bits & kAuthSys) != 0) flavours.add(Flavour::kSys);
  if ((bits & kKrb5) != 0) flavours.add(Flavour::kKrb5);
  if ((bits & kKrb5i) != 0) flavours.add(Flavour::kKrb5i);
  if ((bits & kKrb5p) != 0) flavours.add(Flavour::kKrb5p);
  return flavours;
}

// Any right on data lets data calls pass, any right to write lets writing calls pass
// (nfs_worker_thread.c): RO and MDONLY together are RW.
GaneshaAccess access_in(std::uint32_t bits) {
  const bool data = (bits & (kRead | kWrite)) != 0;
  const bool write = (bits & (kWrite | kWriteMetadata)) != 0;
  if (data) return write ? GaneshaAccess::kReadWrite : GaneshaAccess::kReadOnly;
  if ((bits & kReadMetadata) == 0) return GaneshaAccess::kNone;
  return write ? GaneshaAccess::kMetadata : GaneshaAccess::kMetadataReadOnly;
}

GaneshaSquash squash_in(std::uint32_t bits) {
  if ((bits & kAllSquash) != 0) return GaneshaSquash::kAll;
  if ((bits & kRootSquash) != 0) return GaneshaSquash::kRoot;
  return (bits & kRootIdSquash) != 0 ? GaneshaSquash::kRootId : GaneshaSquash::kNone;
}

}  // namespace

void GaneshaOptionBits::begin_block() {
  given_ = 0;
  for (const WordOption& option : kWordOptions) options_ |= option.initial;
  for (const FlagOption& option : kFlagOptions) options_ &= ~option.bit;
  if (anon_uid_) anon_uid_ = static_cast<std::uint32_t>(-2);
}

bool GaneshaOptionBits::take(const GaneshaNode& node, GaneshaFaults& faults) {
  return take_words(node, faults) || take_flag(node, faults) || take_anonymous(node, faults);
}

bool GaneshaOptionBits::take_words(const GaneshaNode& node, GaneshaFaults& faults) {
  const WordOption* const option = find_option(kWordOptions, node.name.text);
  if (option == nullptr) return false;
  note_repeated(node, option->mask, faults);
  if (!add_words(*option, node, options_, faults)) {
    if (const auto meant = corrected(node, *option)) {
      note_slip(meant->statement, meant->where, false);
    }
    return true;
  }
  set_ |= option->mask;
  if (option->mask == kAccessBits) access_span_ = node.name.span;
  if (option->mask == kSquashBits) squash_span_ = node.name.span;
  if (option->mask == kFlavourBits) flavours_span_ = node.name.span;
  if (option->mask == kVersionBits) versions_span_ = node.name.span;
  return true;
}

// 4.3 takes one value of these; of lists, such as SecType, several statements may be meant.
void GaneshaOptionBits::note_repeated(const GaneshaNode& node, std::uint32_t mask,
                                      GaneshaFaults& faults) {
  if ((mask & (kAccessBits | kSquashBits)) == 0) return;
  if ((given_ & mask) != 0 && says_otherwise(node, mask)) {
    faults.note(ProblemKind::kContradiction, node.name.span,
                quoted(node.name.text) +
                    " is given more than once in one block: NFS-Ganesha 4.3 joins the values",
                "keep one of them");
    slips_.push_back({node.name.span, permissions(), true});
    note_slip(node, node.name.span, true);
  }
  given_ |= mask;
}

bool GaneshaOptionBits::says_otherwise(const GaneshaNode& node, std::uint32_t mask) const {
  Problems unheard;
  GaneshaFaults silent(unheard);
  GaneshaOptionBits alone;
  alone.begin_block();
  if (!alone.take(node, silent) || (alone.set_ & mask) == 0) return false;
  return (alone.options_ & mask) != (options_ & mask);
}

void GaneshaOptionBits::note_slip(const GaneshaNode& meant, const Span& where, bool repeated) {
  Problems unheard;
  GaneshaFaults silent(unheard);
  GaneshaOptionBits alone;
  alone.begin_block();
  if (alone.take(meant, silent)) slips_.push_back({where, alone.permissions(), repeated});
}

void GaneshaOptionBits::note_misspelt(const GaneshaNode& node, std::string_view name) {
  if (name.empty()) return;
  GaneshaNode meant = node;
  meant.name.text = name;
  note_slip(meant, node.name.span, false);
}

bool GaneshaOptionBits::take_flag(const GaneshaNode& node, GaneshaFaults& faults) {
  const FlagOption* const option = find_option(kFlagOptions, node.name.text);
  if (option == nullptr) return false;
  const auto value = boolean_of(node, faults);
  if (!value) return true;
  options_ = *value ? options_ | option->bit : options_ & ~option->bit;
  set_ |= option->bit;
  if (option->bit == kPrivilegedPort) privileged_port_span_ = node.name.span;
  return true;
}

bool GaneshaOptionBits::take_anonymous(const GaneshaNode& node, GaneshaFaults& faults) {
  const bool is_uid = equals_ignoring_case(node.name.text, "Anonymous_uid");
  if (!is_uid && !equals_ignoring_case(node.name.text, "Anonymous_gid")) return false;
  constexpr GaneshaRange kIds = {std::numeric_limits<std::int32_t>::min(),
                                 std::numeric_limits<std::uint32_t>::max(), 0};
  const auto id = number_of(node, kIds, faults);
  if (!id || !is_uid) return true;
  anon_uid_ = static_cast<std::uint32_t>(*id);
  anon_uid_span_ = node.name.span;
  return true;
}

std::optional<VersionSet> GaneshaOptionBits::versions() const {
  return (set_ & kVersionBits) == 0 ? std::nullopt : std::optional(versions_in(options_));
}

void GaneshaOptionBits::set_versions(const VersionSet& versions) {
  options_ = (options_ & ~kVersionBits) | bits_of_versions(versions);
  set_ |= kVersionBits;
}

GaneshaPermissions GaneshaOptionBits::permissions() const {
  GaneshaPermissions permissions;
  const auto is_set = [&](std::uint32_t bits) { return (set_ & bits) != 0; };
  if (is_set(kAccessBits)) permissions.access = access_in(options_);
  if (is_set(kSquashBits)) permissions.squash = squash_in(options_);
  if (is_set(kFlavourBits)) permissions.flavours = flavours_in(options_);
  if (is_set(kPrivilegedPort)) permissions.privileged_port = has(kPrivilegedPort);
  if (is_set(kTransportBits)) permissions.tcp = has(kTcp);
  permissions.versions = versions();
  permissions.anon_uid = anon_uid_;
  permissions.access_span = access_span_;
  permissions.squash_span = squash_span_;
  permissions.flavours_span = flavours_span_;
  permissions.privileged_port_span = privileged_port_span_;
  permissions.versions_span = versions_span_;
  permissions.anon_uid_span = anon_uid_span_;
  return permissions;
}

void GaneshaCoreProtocols::begin_block() { bits_ |= kCoreProtocols.initial; }

bool GaneshaCoreProtocols::take(const GaneshaNode& node, GaneshaFaults& faults) {
  const bool named = equals_ignoring_case(node.name.text, "Protocols") ||
                     equals_ignoring_case(node.name.text, "NFS_Protocols");
  if (named) static_cast<void>(add_words(kCoreProtocols, node, bits_, faults));
  return named;
}

VersionSet GaneshaCoreProtocols::versions() const { return versions_in(bits_); }

}  // namespace nfsready
