// Tells the dialects of exports apart by the shape of their lines. Every entry has one vote.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "parse/exports.h"

namespace nfsready {

namespace {

struct Evidence {
  std::array<std::size_t, kDialectNames.size()> votes{};
  std::size_t bare_clients = 0;    // a path and names: Linux, unless something else is sure
  std::optional<Dialect> heading;  // of a heading that only one program prints
  bool continued = false;          // the line before ends with a backslash

  void vote(Dialect dialect) { ++votes[static_cast<std::size_t>(dialect)]; }
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Whether an option list has a word of that name, with or without a value.
template <typename Names>
bool has_word(std::string_view list, const Names& names) {
  const auto words = split(list, ',');
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(names.begin(), names.end(), word.substr(0, word.find('='))) != names.end();
  });
}

// --- headings

bool note_heading(std::string_view line, Evidence& evidence) {
  constexpr std::string_view kShowmountHeading = "export list for ";
  constexpr std::string_view kKernelHeading = "# Path Client(Flags)";
  if (equals_ignoring_case(line.substr(0, kShowmountHeading.size()), kShowmountHeading)) {
    evidence.heading = Dialect::kShowmount;
    return true;
  }
  if (line.starts_with(kKernelHeading)) evidence.heading = Dialect::kLinuxProc;
  return line.starts_with('#');
}

bool is_mmnfs(std::string_view line) {
  return line.starts_with("mm") && contains(line, ":nfsexports:");
}

bool is_ganesha(std::string_view line) {
  if (line.starts_with('%') || line.front() == '}' || line.front() == '{') return true;
  if (line.front() == '/' || line.front() == '"') return false;
  return line.ends_with('{') || line.ends_with('}') ||
         (contains(line, "=") && line.ends_with(';')) || contains(line, "{ ");
}

// --- entries

// The words of AIX and of Linux that the other one does not know.
constexpr std::array<std::string_view, 9> kAixWords = {
    "access", "root", "anon", "vers", "exname", "noauto", "scatter", "deleg", "public"};
constexpr std::array<std::string_view, 14> kLinuxWords = {
    "sync",       "async",         "insecure",         "no_root_squash", "root_squash",
    "all_squash", "no_all_squash", "no_subtree_check", "subtree_check",  "fsid",
    "crossmnt",   "anonuid",       "anongid",          "nohide"};

// `path -options`: one word is AIX unless it says something that only Linux knows.
Dialect dialect_of_dash(std::string_view rest) {
  const std::size_t end = rest.find_first_of(" \t");
  const std::string_view list = rest.substr(1, end == std::string_view::npos ? end : end - 1);
  if (has_word(list, kAixWords)) return Dialect::kAix;
  if (has_word(list, kLinuxWords)) return Dialect::kLinux;
  const std::string_view after = end == std::string_view::npos ? "" : trim(rest.substr(end));
  return after.empty() || after.starts_with('#') ? Dialect::kAix : Dialect::kLinux;
}

// `client(flags)`: the programs print the same flags in orders of their own.
Dialect dialect_of_flags(std::string_view separator, std::string_view flags) {
  const std::size_t sec = flags.find("sec=");
  const bool numbered =
      sec != std::string_view::npos && sec + 4 < flags.size() && is_digit(flags[sec + 4]);
  if (numbered || contains(flags, "uuid=") || contains(flags, "v4root")) return Dialect::kLinuxProc;
  const bool by_tab = contains(separator, "\t");
  const bool names_rights_first = flags.starts_with("rw,") || flags.starts_with("ro,");
  if (names_rights_first && by_tab && contains(flags, "crossmnt,") && contains(flags, "anonuid=")) {
    return Dialect::kLinuxEtab;
  }
  const bool names_sync_first = flags.starts_with("sync,") || flags.starts_with("async,");
  if (names_sync_first && contains(flags, "wdelay,") && contains(flags, "hide,") &&
      contains(flags, "sec=")) {
    return by_tab ? Dialect::kLinuxExportfsV : Dialect::kLinuxExportfsS;
  }
  return Dialect::kLinux;
}

std::string_view flags_in(std::string_view clients) {
  std::string_view flags = clients.substr(clients.find('(') + 1);
  return flags.substr(0, flags.find(')'));
}

// `path client`: exportfs pads the path to 14 columns and ends it with a tab.
bool is_padded_by_tab(std::string_view line, std::string_view clients) {
  constexpr std::size_t kPathColumns = 14;
  const std::size_t tab = line.find('\t');
  return tab != std::string_view::npos && tab >= kPathColumns && tab == line.rfind('\t') &&
         clients.find_first_of(" \t") == std::string_view::npos;
}

// What follows a path; nothing when it is names only, which Linux and showmount print alike.
std::optional<Dialect> dialect_of_clients(std::string_view line, std::string_view separator,
                                          std::string_view clients, const Evidence& evidence) {
  if (clients.ends_with("(everyone)")) return Dialect::kShowmount;
  if (clients.front() == '-') return dialect_of_dash(clients);
  if (contains(clients, "(")) return dialect_of_flags(separator, flags_in(clients));
  if (is_padded_by_tab(line, clients)) return Dialect::kLinuxExportfsV;
  if (evidence.heading == Dialect::kShowmount || contains(clients, ",")) return Dialect::kShowmount;
  return std::nullopt;
}

// The end of the path at the start of a line, which may hold quotes.
std::size_t path_end(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (!quoted && is_blank(line[i])) return i;
  }
  return line.size();
}

// A path with blanks, as exportfs -v and showmount print it, ends only before the last word.
void judge_entry(std::string_view line, Evidence& evidence) {
  std::size_t end = path_end(line);
  if (const std::size_t tab = line.rfind('\t'); tab != std::string_view::npos && tab > end) {
    if (contains(line.substr(tab), "(")) end = tab;
  }
  const std::size_t start = line.find_first_not_of(" \t", end);
  if (start == std::string_view::npos) return;  // a path alone could be anything
  const auto dialect =
      dialect_of_clients(line, line.substr(end, start - end), line.substr(start), evidence);
  if (dialect) {
    evidence.vote(*dialect);
  } else {
    ++evidence.bare_clients;
  }
}

void judge_line(std::string_view line, Evidence& evidence) {
  const std::string_view text = trim(line);
  if (text.empty() || note_heading(text, evidence)) return;
  const bool continues = std::exchange(evidence.continued, text.ends_with('\\'));
  if (continues) return;
  if (is_mmnfs(text)) {
    evidence.vote(Dialect::kMmnfs);
  } else if (is_ganesha(text)) {
    evidence.vote(Dialect::kGanesha);
  } else if (text.front() == '/' || text.front() == '"') {
    judge_entry(text, evidence);
  } else if (line.starts_with("\t\t")) {
    evidence.vote(Dialect::kLinuxExportfsV);  // the client of a path that was too long
  }
}

// Told by what such files begin with; any text may have a control character further down.
bool is_program_or_archive(std::string_view text) {
  constexpr std::size_t kMagic = 4;
  const std::string_view start = text.substr(0, kMagic);
  return std::any_of(start.begin(), start.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\0' && !is_space(c)) || c == 0x7F;
  });
}

std::optional<Dialect> verdict(const Evidence& evidence) {
  const auto most = std::max_element(evidence.votes.begin(), evidence.votes.end());
  if (*most == 0 && evidence.heading) return evidence.heading;
  if (*most == 0 && evidence.bare_clients == 0) return std::nullopt;
  if (*most < evidence.bare_clients) return Dialect::kLinux;
  return kDialectNames[static_cast<std::size_t>(most - evidence.votes.begin())].dialect;
}

}  // namespace

std::optional<Dialect> recognise_dialect(std::string_view text) {
  if (is_program_or_archive(text)) return std::nullopt;
  Evidence evidence;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    judge_line(text.substr(0, end), evidence);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return verdict(evidence);
}

}  // namespace nfsready
