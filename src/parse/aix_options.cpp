#include "parse/aix_options.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

constexpr std::size_t kMostRootNames = 256;
constexpr std::size_t kMostFaults = 16;  // of one entry that are reported

constexpr std::array<std::string_view, 15> kOptionNames = {
    "ro",     "rw",     "access", "root",     "anon",   "vers",    "sec",  "secure",
    "public", "exname", "refer",  "replicas", "noauto", "scatter", "deleg"};

// Words of Linux exports(5) that AIX does not have.
constexpr std::array<std::string_view, 31> kLinuxWords = {"insecure",
                                                          "no_root_squash",
                                                          "root_squash",
                                                          "all_squash",
                                                          "no_all_squash",
                                                          "sync",
                                                          "async",
                                                          "subtree_check",
                                                          "no_subtree_check",
                                                          "wdelay",
                                                          "no_wdelay",
                                                          "hide",
                                                          "nohide",
                                                          "crossmnt",
                                                          "nocrossmnt",
                                                          "fsid",
                                                          "anonuid",
                                                          "anongid",
                                                          "mp",
                                                          "mountpoint",
                                                          "secure_locks",
                                                          "insecure_locks",
                                                          "auth_nlm",
                                                          "no_auth_nlm",
                                                          "acl",
                                                          "no_acl",
                                                          "pnfs",
                                                          "no_pnfs",
                                                          "security_label",
                                                          "xprtsec",
                                                          "nordirplus"};

template <typename Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<Flavour> flavour_named(std::string_view name) {
  const auto found = std::find(kFlavourNames.begin(), kFlavourNames.end(), name);
  if (found == kFlavourNames.end()) return std::nullopt;
  return static_cast<Flavour>(found - kFlavourNames.begin());
}

bool is_user_name(std::string_view text) {
  if (text.empty() || is_digit(text.front()) || text.front() == '-') return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return is_space(c) || c == ':' || c == ',' || c == '=' || c == '(' || c == ')';
  });
}

bool has_rights(const AixSection& section) {
  return section.read_only || section.access || section.ro || section.rw || section.root;
}

class OptionReader {
 public:
  OptionReader(const SourceFile& file, AixExport& entry, AixFaults& faults)
      : file_(file), entry_(entry), faults_(faults) {}

  void read(std::string_view options);

 private:
  struct Word {
    Token whole;
    std::string_view name;
    Token value;
    bool has_value = false;
  };

  [[nodiscard]] Word split_word(std::string_view text) const;
  void take(const Word& word);
  [[nodiscard]] bool take_right(const Word& word);
  [[nodiscard]] bool take_global(const Word& word);
  void take_plain_right(const Word& word);
  void take_list(const Word& word, std::optional<AixList>& list);
  void take_anon(const Word& word);
  void take_versions(const Word& word);
  void take_flavours(const Word& word);
  void take_unknown(const Word& word);
  void start_section(const Word& word);
  void finish();
  void check(const AixSection& section);
  void doubt(ProblemKind kind, const Token& where, std::string message, std::string hint = {});
  void once(bool repeated, const Word& word);
  AixSection& section() { return entry_.sections.back(); }

  const SourceFile& file_;
  AixExport& entry_;
  AixFaults& faults_;
  FlavourSet used_;
  bool sectioned_ = false;     // a sec= was seen
  bool plain_rw_ = false;      // of the current section
  bool contradicted_ = false;  // reported for the current section
  bool list_before_ = false;   // the word before was a list of clients
};

void OptionReader::read(std::string_view options) {
  entry_.sections.emplace_back();
  section().span = file_.span_of(options);
  while (!options.empty()) {
    const std::size_t comma = std::min(options.find(','), options.size() - 1);
    take(split_word(options.substr(0, options[comma] == ',' ? comma : comma + 1)));
    options.remove_prefix(comma + 1);
  }
  finish();
}

OptionReader::Word OptionReader::split_word(std::string_view text) const {
  Word word;
  word.whole = token_of(file_, text);
  const std::size_t equals = text.find('=');
  word.name = text.substr(0, equals);
  word.has_value = equals != std::string_view::npos;
  word.value = token_of(file_, word.has_value ? text.substr(equals + 1) : text.substr(text.size()));
  return word;
}

void OptionReader::take(const Word& word) {
  if (word.whole.empty()) {
    doubt(ProblemKind::kSyntax, word.whole, "two commas without an option between them");
    return;
  }
  entry_.words.push_back(word.whole);
  if (word.name == "sec") {
    start_section(word);
  } else {
    section().span = join(section().span, word.whole.span);
    if (!take_right(word) && !take_global(word)) take_unknown(word);
  }
  list_before_ = word.has_value && (word.name == "ro" || word.name == "rw" ||
                                    word.name == "access" || word.name == "root");
}

bool OptionReader::take_right(const Word& word) {
  if ((word.name == "ro" || word.name == "rw") && !word.has_value) {
    take_plain_right(word);
  } else if (word.name == "ro") {
    take_list(word, section().ro);
  } else if (word.name == "rw") {
    take_list(word, section().rw);
  } else if (word.name == "access") {
    take_list(word, section().access);
  } else if (word.name == "root") {
    take_list(word, section().root);
  } else {
    return false;
  }
  check(section());
  return true;
}

void OptionReader::take_plain_right(const Word& word) {
  if (word.name == "ro") {
    section().read_only = true;
  } else {
    plain_rw_ = true;
  }
}

void OptionReader::take_list(const Word& word, std::optional<AixList>& list) {
  const bool repeated = list.has_value();
  AixList read;
  read.span = word.whole.span;
  for (std::string_view rest = word.value.text; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(':'));
    if (!name.empty()) read.clients.push_back(token_of(file_, name));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
  }
  if (read.clients.empty()) {
    doubt(ProblemKind::kSyntax, word.whole, quoted(word.name) + " must name clients",
          "write " + std::string(word.name) + "=client:client");
  }
  if (word.name == "root" && read.clients.size() > kMostRootNames) {
    faults_.refuse(ProblemKind::kTooLong, word.whole.span,
                   "root= has " + plural(read.clients.size(), "name") +
                       ", exportfs takes no more than 256: the entry is not exported",
                   "use a netgroup", entry_);
  }
  once(repeated, word);
  if (!repeated) list = std::move(read);
}

bool OptionReader::take_global(const Word& word) {
  if (word.name == "anon") {
    take_anon(word);
  } else if (word.name == "vers") {
    take_versions(word);
  } else if (word.name == "secure") {
    entry_.secure = true;
  } else if (word.name == "exname") {
    entry_.exname = word.value;
  } else if (word.name == "replicas") {
    entry_.replicas = word.value;
  } else {
    return contains(kOptionNames, word.name);
  }
  return true;
}

void OptionReader::take_anon(const Word& word) {
  once(!entry_.anon_text.empty(), word);
  entry_.anon_text = word.value;
  const bool negative = word.value.text.starts_with('-');
  const auto number = parse_decimal(word.value.text.substr(negative ? 1 : 0));
  if (number && *number <= std::numeric_limits<std::uint32_t>::max()) {
    const auto id = static_cast<std::int64_t>(*number);
    entry_.anon = negative ? -id : id;
  } else if (!is_user_name(word.value.text)) {
    doubt(ProblemKind::kSyntax, word.whole,
          "anon= must be a user id, -1, -2 or a user name, not " + quoted(word.value.text));
  }
}

// Versions 2 and 3 cannot be told apart.
void OptionReader::take_versions(const Word& word) {
  once(!entry_.versions_text.empty(), word);
  VersionSet versions;
  for (const std::string_view version : split(word.value.text, ':')) {
    if (version == "2" || version == "3") {
      versions.add(2);
      versions.add(3);
    } else if (version == "4") {
      versions.add(4);
    } else {
      doubt(ProblemKind::kSyntax, word.whole,
            "vers= must be made of 2, 3 and 4, not " + quoted(version), "write vers=3 or vers=3:4");
    }
  }
  entry_.versions_text = word.value;
  if (!versions.empty()) entry_.versions = versions;
}

// Options before the first sec= are a section of their own only when they give rights.
void OptionReader::start_section(const Word& word) {
  if (sectioned_ || has_rights(section()) || plain_rw_) {
    if (!sectioned_) {
      doubt(ProblemKind::kContradiction, word.whole,
            "rights before the first sec= belong to no security method",
            "start the options with sec=");
    }
    entry_.sections.emplace_back();
  }
  sectioned_ = true;
  plain_rw_ = false;
  contradicted_ = false;
  section().span = word.whole.span;
  take_flavours(word);
}

void OptionReader::take_flavours(const Word& word) {
  FlavourSet flavours;
  for (const std::string_view name : split(word.value.text, ':')) {
    const auto flavour = flavour_named(name);
    if (!flavour) {
      const std::string_view near = nearest(name, {kFlavourNames.begin(), kFlavourNames.end()});
      doubt(ProblemKind::kUnknownOption, word.whole, "unknown security method " + quoted(name),
            near.empty() ? "" : "write sec=" + std::string(near));
      continue;
    }
    if (used_.has(*flavour)) {
      doubt(ProblemKind::kContradiction, word.whole,
            "the security method " + quoted(name) + " is given more than once");
    }
    used_.add(*flavour);
    flavours.add(*flavour);
  }
  section().flavours = flavours;
}

void OptionReader::take_unknown(const Word& word) {
  if (!faults_.reports_more()) return;
  if (contains(kLinuxWords, word.name)) {
    doubt(ProblemKind::kForeignSyntax, word.whole,
          quoted(word.whole.text) + " is an option of Linux exports; AIX has none of that name",
          "remove it");
    return;
  }
  const std::string_view near = nearest(word.name, {kOptionNames.begin(), kOptionNames.end()});
  const bool after_list = list_before_ && !word.has_value;
  std::string hint = near.empty() ? "" : "write " + std::string(near);
  if (after_list) hint = "separate the clients of a list by ':', not by ','";
  doubt(ProblemKind::kUnknownOption, word.whole, "unknown option " + quoted(word.whole.text),
        std::move(hint));
}

// Rights of one section that exclude each other.
void OptionReader::check(const AixSection& section) {
  if (contradicted_) return;
  if (section.ro && section.rw) {
    contradicted_ = true;
    faults_.refuse(ProblemKind::kContradiction, section.rw->span,
                   "rw= and ro= cannot be combined: the entry is not exported",
                   "remove ro=: whom rw= does not list may read only", entry_);
    return;
  }
  const char* both = nullptr;
  const char* hint = "remove 'ro' if clients are to write, else remove 'rw'";
  if (section.read_only && plain_rw_) both = "'ro' and 'rw'";
  if (section.read_only && section.rw) {
    both = "'ro' and 'rw='";
    hint = "remove 'ro': whom rw= does not list may read only";
  }
  if (section.read_only && section.ro) {
    both = "'ro' and 'ro='";
    hint = "remove 'ro' if others are to write, else remove ro=";
  }
  if (plain_rw_ && section.rw) {
    both = "'rw' and 'rw='";
    hint = "remove 'rw': rw= lists who may write";
  }
  if (both == nullptr) return;
  contradicted_ = true;
  doubt(ProblemKind::kContradiction, entry_.words.back(),
        std::string(both) + " contradict each other", hint);
}

void OptionReader::once(bool repeated, const Word& word) {
  if (repeated) {
    doubt(ProblemKind::kContradiction, word.whole, quoted(word.name) + " is given more than once",
          "give it once, with all its values");
  }
}

void OptionReader::finish() {
  if (!sectioned_ && entry_.secure) section().flavours = {Flavour::kDh};
}

void OptionReader::doubt(ProblemKind kind, const Token& where, std::string message,
                         std::string hint) {
  faults_.doubt(kind, where.span, std::move(message), std::move(hint), entry_);
}

}  // namespace

bool AixFaults::reports_more() const { return reported_ < kMostFaults; }

void AixFaults::doubt(ProblemKind kind, const Span& where, std::string message, std::string hint,
                      AixExport& entry) {
  if (!entry.doubt) entry.doubt = static_cast<std::uint32_t>(problems_.size());
  if (!reports_more()) return;
  ++reported_;
  message += "; what exportfs does with the entry is not documented";
  problems_.push_back({kind, where, std::move(message), std::move(hint), {}});
}

void AixFaults::refuse(ProblemKind kind, const Span& where, std::string message, std::string hint,
                       AixExport& entry) {
  if (live_) return;
  if (!entry.lost_to) entry.lost_to = static_cast<std::uint32_t>(problems_.size());
  problems_.push_back({kind, where, std::move(message), std::move(hint), entry.span});
}

void read_aix_options(const SourceFile& file, std::string_view options, AixExport& entry,
                      AixFaults& faults) {
  OptionReader(file, entry, faults).read(options);
}

}  // namespace nfsready
