#include "parse/linux_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

using SetSwitch = void (*)(LinuxSection& rights);

// A word that stands alone. `set` is empty for words that change no right.
struct PlainWord {
  std::string_view name;
  SetSwitch set = nullptr;
};

void set_read_only(LinuxSection& rights) { rights.read_write = false; }
void set_read_write(LinuxSection& rights) { rights.read_write = true; }
void set_secure(LinuxSection& rights) { rights.insecure = false; }
void set_insecure(LinuxSection& rights) { rights.insecure = true; }
void set_root_squash(LinuxSection& rights) { rights.root_squash = true; }
void clear_root_squash(LinuxSection& rights) { rights.root_squash = false; }
void set_all_squash(LinuxSection& rights) { rights.all_squash = true; }
void clear_all_squash(LinuxSection& rights) { rights.all_squash = false; }

// exports(5), and support/nfs/exports.c for the ones it leaves out. Sorted by name.
constexpr std::array kPlainWords = {
    PlainWord{"acl"},
    PlainWord{"all_squash", set_all_squash},
    PlainWord{"async"},
    PlainWord{"auth_nlm"},
    PlainWord{"crossmnt"},
    PlainWord{"hide"},
    PlainWord{"insecure", set_insecure},
    PlainWord{"insecure_locks"},
    PlainWord{"mountpoint"},
    PlainWord{"mp"},
    PlainWord{"no_acl"},
    PlainWord{"no_all_squash", clear_all_squash},
    PlainWord{"no_auth_nlm"},
    PlainWord{"no_pnfs"},
    PlainWord{"no_root_squash", clear_root_squash},
    PlainWord{"no_subtree_check"},
    PlainWord{"no_wdelay"},
    PlainWord{"nocrossmnt"},
    PlainWord{"nohide"},
    PlainWord{"nordirplus"},
    PlainWord{"pnfs"},
    PlainWord{"ro", set_read_only},
    PlainWord{"root_squash", set_root_squash},
    PlainWord{"rw", set_read_write},
    PlainWord{"secure", set_secure},
    PlainWord{"secure_locks"},
    PlainWord{"security_label"},
    PlainWord{"subtree_check"},
    PlainWord{"sync"},
    PlainWord{"wdelay"},
};

using ApplyValue = std::optional<OptionFault> (*)(const OptionWord& word, LinuxOptions& options);

// A word with a value.
struct ValueWord {
  std::string_view name;
  ApplyValue apply;
};

OptionFault bad_value(const OptionWord& word, std::string_view expected) {
  return {ProblemKind::kSyntax,
          quoted(std::string(word.name.text) + "=" + std::string(word.value.text)) +
              " does not name " + std::string(expected),
          {}};
}

std::optional<OptionFault> apply_id(const OptionWord& word, std::uint32_t& id) {
  const auto number = c_number(word.value.text, 10);
  if (!number) return bad_value(word, "a decimal number");
  id = static_cast<std::uint32_t>(*number);
  return std::nullopt;
}

std::optional<OptionFault> apply_anon_uid(const OptionWord& word, LinuxOptions& options) {
  return apply_id(word, options.rule.anon_uid);
}

std::optional<OptionFault> apply_anon_gid(const OptionWord& word, LinuxOptions& options) {
  return apply_id(word, options.rule.anon_gid);
}

bool is_hex_digit(char c) {
  const char lower = to_lower(c);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

std::optional<OptionFault> apply_fsid(const OptionWord& word, LinuxOptions& options) {
  constexpr std::ptrdiff_t kUuidDigits = 32;
  const std::string_view text = word.value.text;
  if (text != "root" && !c_number(text, 0) &&
      std::count_if(text.begin(), text.end(), is_hex_digit) != kUuidDigits) {
    return bad_value(word, "a number, 'root', or a UUID of 32 hexadecimal digits");
  }
  options.rule.fsid = word.value;
  return std::nullopt;
}

std::optional<OptionFault> apply_mountpoint(const OptionWord& word, LinuxOptions& options) {
  options.rule.has_mountpoint = true;
  options.rule.mountpoint = word.value;
  return std::nullopt;
}

std::optional<OptionFault> accept_any(const OptionWord&, LinuxOptions&) { return std::nullopt; }

// The end of the number at `start`: an optional sign and digits, possibly none.
std::size_t number_end(std::string_view text, std::size_t start) {
  std::size_t end = start;
  if (end < text.size() && text[end] == '-') ++end;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

// squash_uids= and squash_gids=: N or A-B, of which no end may be -1. A comma ends the word, so a
// list of ranges cannot be written.
std::optional<OptionFault> apply_squash_range(const OptionWord& word, LinuxOptions&) {
  const std::string_view text = word.value.text;
  const std::size_t first_end = number_end(text, 0);
  std::size_t last_end = first_end;
  std::string_view last = text.substr(0, first_end);
  if (first_end < text.size() && text[first_end] == '-') {
    last_end = number_end(text, first_end + 1);
    last = text.substr(first_end + 1, last_end - first_end - 1);
  }
  if (last_end != text.size() || last == "-1" || text.substr(0, first_end) == "-1") {
    return bad_value(word, "one range of numbers");
  }
  return std::nullopt;
}

std::optional<Flavour> flavour_named(std::string_view name) {
  if (name == "sys" || name == "unix") return Flavour::kSys;
  if (name == "none" || name == "null") return Flavour::kNone;
  if (name == "krb5") return Flavour::kKrb5;
  if (name == "krb5i") return Flavour::kKrb5i;
  if (name == "krb5p") return Flavour::kKrb5p;
  return std::nullopt;
}

// The index of a flavour; a new one starts with what has been said so far.
std::size_t flavour_index(Flavour flavour, LinuxOptions& options) {
  auto& known = options.flavours;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].flavour == flavour) return i;
  }
  known.push_back({flavour, options.running});
  return known.size() - 1;
}

std::optional<OptionFault> apply_sec(const OptionWord& word, LinuxOptions& options) {
  std::uint32_t active = 0;
  for (const std::string_view name : split(word.value.text, ':')) {
    const auto flavour = flavour_named(name);
    if (!flavour) return bad_value(word, "security flavours: sys, krb5, krb5i, krb5p or none");
    active |= 1U << flavour_index(*flavour, options);
  }
  options.active = active;
  return std::nullopt;
}

constexpr std::array kValueWords = {
    ValueWord{"anongid", apply_anon_gid},
    ValueWord{"anonuid", apply_anon_uid},
    ValueWord{"fsid", apply_fsid},
    ValueWord{"mountpoint", apply_mountpoint},
    ValueWord{"mp", apply_mountpoint},
    ValueWord{"refer", accept_any},
    ValueWord{"replicas", accept_any},
    ValueWord{"sec", apply_sec},
    ValueWord{"squash_gids", apply_squash_range},
    ValueWord{"squash_uids", apply_squash_range},
};

template <typename Words>
auto find_word(const Words& words, std::string_view name) -> decltype(words.data()) {
  const auto found = std::lower_bound(
      words.begin(), words.end(), name,
      [](const auto& word, std::string_view wanted) { return word.name < wanted; });
  return found != words.end() && found->name == name ? &*found : nullptr;
}

void apply_plain(const PlainWord& word, LinuxOptions& options) {
  LinuxRule& rule = options.rule;
  if (word.name == "async") rule.async = true;
  if (word.name == "sync") rule.async = false;
  if (word.name == "crossmnt") rule.crossmnt = true;
  if (word.name == "nocrossmnt") rule.crossmnt = false;
  if (word.name == "nohide") rule.nohide = true;
  if (word.name == "hide") rule.nohide = false;
  if (word.name == "mp" || word.name == "mountpoint") {
    rule.has_mountpoint = true;
    rule.mountpoint = {};
  }
  if (word.set == nullptr) return;
  word.set(options.running);
  for (std::size_t i = 0; i < options.flavours.size(); ++i) {
    if ((options.active & (1U << i)) != 0) word.set(options.flavours[i].rights);
  }
}

// Words of the AIX exports file, and what says the same on Linux.
struct ForeignWord {
  std::string_view name;
  std::string_view hint;
};

constexpr std::array kAixWords = {
    ForeignWord{"access", "write each host as a client of its own: 'host1(rw) host2(rw)'"},
    ForeignWord{"anon", "write 'anonuid=N,anongid=N'"},
    ForeignWord{"deleg", "leave it out: delegations are not set per export"},
    ForeignWord{"exname", "leave it out: 'fsid=0' marks the root of the NFSv4 name space"},
    ForeignWord{"noauto", "leave it out"},
    ForeignWord{"public", "leave it out"},
    ForeignWord{"ro", "write each host as a client of its own: 'host1(ro) host2(ro)'"},
    ForeignWord{"root", "write 'no_root_squash' in the options of each of these hosts"},
    ForeignWord{"rw", "write each host as a client of its own: 'host1(rw) host2(rw)'"},
    ForeignWord{"scatter", "leave it out"},
    ForeignWord{"vers", "leave it out: the versions of a whole server are set in nfs.conf"},
};

// Words that only later versions know.
constexpr std::array kNewerWords = {
    ForeignWord{"reexport", "2.6.3"},
    ForeignWord{"sign_fh", "2.9"},
    ForeignWord{"xprtsec", "2.6.3"},
};

std::string_view nearest_option(std::string_view name) {
  std::vector<std::string_view> known;
  known.reserve(kPlainWords.size() + kValueWords.size());
  for (const PlainWord& word : kPlainWords) known.push_back(word.name);
  for (const ValueWord& word : kValueWords) known.push_back(word.name);
  return nearest(name, known);
}

OptionFault unknown_option(const OptionWord& word, bool has_value) {
  const std::string_view name = word.name.text;
  if (name.empty() && !has_value) {
    return {ProblemKind::kUnknownOption, "an option is empty", "remove the comma too many"};
  }
  const ForeignWord* const aix = find_word(kAixWords, name);
  if (aix != nullptr && (has_value || (name != "ro" && name != "rw"))) {
    return {ProblemKind::kForeignSyntax, quoted(name) + " is an option of AIX, not of Linux",
            std::string(aix->hint)};
  }
  OptionFault fault{
      ProblemKind::kUnknownOption, quoted(name) + " is not an option of exports(5)", {}};
  if (const ForeignWord* const newer = find_word(kNewerWords, name); newer != nullptr) {
    fault.message += " before nfs-utils " + std::string(newer->hint);
    fault.hint = "leave it out on servers with an older nfs-utils";
  } else if (const std::string_view meant = nearest_option(name); !meant.empty()) {
    fault.hint = "write " + quoted(meant);
  }
  return fault;
}

bool same_rights(const LinuxSection& a, const LinuxSection& b) {
  return a.read_write == b.read_write && a.root_squash == b.root_squash &&
         a.all_squash == b.all_squash && a.insecure == b.insecure;
}

std::optional<bool> insecure_for_both(std::optional<bool> kernel, std::optional<bool> mountd) {
  if (!kernel || !mountd) return kernel;
  return *kernel && *mountd;
}

}  // namespace

void LinuxOptions::finish() {
  if (flavours.empty()) {
    rule.sections.push_back(running);
    rule.sections.back().flavours.add(Flavour::kSys);
    return;
  }
  const std::optional<bool> mountd = flavours.back().rights.insecure;
  for (LinuxFlavourRights& entry : flavours) {
    entry.rights.insecure = insecure_for_both(entry.rights.insecure, mountd);
    auto& sections = rule.sections;
    if (sections.empty() || !same_rights(sections.back(), entry.rights)) {
      sections.push_back(entry.rights);
    }
    sections.back().flavours.add(entry.flavour);
  }
}

std::optional<OptionFault> apply_linux_option(const OptionWord& word, LinuxOptions& options) {
  const bool has_value = word.value.span.is_set();
  if (!has_value) {
    const PlainWord* const plain = find_word(kPlainWords, word.name.text);
    if (plain == nullptr) return unknown_option(word, has_value);
    apply_plain(*plain, options);
  } else {
    const ValueWord* const known = find_word(kValueWords, word.name.text);
    if (known == nullptr) return unknown_option(word, has_value);
    if (auto fault = known->apply(word, options)) return fault;
  }
  return std::nullopt;
}

std::optional<std::int64_t> c_number(std::string_view text, int base) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (base == 0) {
    base = 10;
    if (text.size() > 2 && text[0] == '0' && to_lower(text[1]) == 'x') {
      base = 16;
      text.remove_prefix(2);
    } else if (text.size() > 1 && text[0] == '0') {
      base = 8;
    }
  }
  if (text.empty() || text.front() == '-') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    return negative ? std::numeric_limits<std::int64_t>::min()
                    : std::numeric_limits<std::int64_t>::max();
  }
  return negative ? -value : value;
}

}  // namespace nfsready
