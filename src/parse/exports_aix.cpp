// AIX /etc/exports and /etc/xtab: one directory a line, its options after a dash (exports File,
// AIX Files Reference). What exportfs does with a faulty line is documented for few faults only.
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "parse/aix_options.h"
#include "parse/exports_dialects.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

constexpr std::size_t kLongestLine = 32767;

bool is_ganesha_line(std::string_view line) {
  return line.ends_with('{') || line.ends_with('}') || line.ends_with(';');
}

// `host(options)`, or a client that stands alone.
bool is_linux_client(std::string_view word) {
  return word.find('(') != std::string_view::npos || word == "*";
}

bool is_plain_path(std::string_view path) {
  return path.size() > 1 && !path.ends_with('/') && path.find("//") == std::string_view::npos &&
         path.find("/.") == std::string_view::npos;
}

// How many lines start like an entry.
std::size_t count_entries(std::string_view text) {
  std::size_t count = 1;
  for (std::size_t at = text.find("\n/"); at != std::string_view::npos;
       at = text.find("\n/", at + 2)) {
    ++count;
  }
  return count;
}

// Which versions each directory is exported for already.
class Exported {
 public:
  void reserve(std::size_t count) { versions_.reserve(count); }

  // False when an entry for one of the versions is there already.
  [[nodiscard]] bool add(const SourceFile& file, const AixExport& entry) {
    std::string_view path = entry.path.text;
    if (!is_plain_path(path)) path = file.keep(normalise_path(path));
    VersionSet& versions = versions_[path];
    for (const int version : {3, 4}) {
      if (entry.versions.has(version) && versions.has(version)) return false;
    }
    for (const int version : {3, 4}) {
      if (entry.versions.has(version)) versions.add(version);
    }
    return true;
  }

 private:
  std::unordered_map<std::string_view, VersionSet> versions_;
};

class LineParser {
 public:
  LineParser(const SourceFile& file, AixExports& exports, Problems& problems)
      : file_(file), exports_(exports), problems_(problems), faults_(problems, exports.live) {}

  void add_earlier() {
    const std::size_t expected = exports_.exports.size() + count_entries(file_.text());
    exports_.exports.reserve(expected);
    exported_.reserve(expected);
    for (const AixExport& entry : exports_.exports) {
      if (!entry.lost_to) static_cast<void>(exported_.add(file_, entry));
    }
  }

  void take(std::string_view line);

 private:
  [[nodiscard]] bool is_foreign(std::string_view line);
  void take_options(std::string_view word, AixExport& entry);
  void check_rest(std::string_view options, std::string_view rest, AixExport& entry);
  void read_cut_off(std::string_view rest, AixExport& entry);
  void check_line(std::string_view line, AixExport& entry);
  void check_duplicate(AixExport& entry);

  const SourceFile& file_;
  AixExports& exports_;
  Problems& problems_;
  AixFaults faults_;
  Exported exported_;
};

void LineParser::take(std::string_view line) {
  const std::string_view text = trim(line.substr(0, line.find('#')));
  if (text.empty() || is_foreign(text)) return;
  std::string_view rest = text;
  AixExport entry;
  faults_.begin_entry();
  entry.path = token_of(file_, take_word(rest));
  entry.span = file_.span_of(text);
  if (!is_absolute(entry.path.text)) {
    faults_.doubt(ProblemKind::kSyntax, entry.path.span,
                  "the directory " + quoted(entry.path.text) + " is not an absolute path", {},
                  entry);
  }
  const std::string_view options = take_word(rest);
  take_options(options, entry);
  check_rest(options, rest, entry);
  check_line(line, entry);
  if (!entry.lost_to) check_duplicate(entry);
  exports_.exports.push_back(std::move(entry));
}

bool LineParser::is_foreign(std::string_view line) {
  if (is_absolute(line) || !is_ganesha_line(line)) return false;
  problems_.push_back({ProblemKind::kForeignSyntax, file_.span_of(line),
                       "this is NFS-Ganesha syntax, not a line of AIX exports",
                       "write a directory and its options: /directory -option,option",
                       file_.span_of(line)});
  return true;
}

void LineParser::take_options(std::string_view word, AixExport& entry) {
  if (word.starts_with('-')) {
    read_aix_options(file_, word.substr(1), entry, faults_);
    return;
  }
  entry.sections.emplace_back();
  entry.sections.back().span = entry.span;
  if (word.empty()) return;
  if (is_linux_client(word)) {
    faults_.doubt(ProblemKind::kForeignSyntax, file_.span_of(word),
                  quoted(word) + " is a client of Linux exports; AIX lists clients in its options",
                  "write -access=client:client, and the rights as options", entry);
  } else {
    faults_.doubt(ProblemKind::kSyntax, file_.span_of(word),
                  "options must start with '-', not " + quoted(word), "write -" + std::string(word),
                  entry);
  }
}

// Options are one word: what follows a blank is not part of them.
void LineParser::check_rest(std::string_view options, std::string_view rest, AixExport& entry) {
  rest = trim(rest);
  if (rest.empty() && options == "-") {
    faults_.doubt(ProblemKind::kSyntax, file_.span_of(options), "no option follows the dash", {},
                  entry);
  }
  if (rest.empty() || rest == "\\" || !options.starts_with('-')) return;
  const bool split_options = options == "-" || options.ends_with(',') || rest.starts_with(',');
  if (is_linux_client(rest)) {
    faults_.doubt(ProblemKind::kForeignSyntax, file_.span_of(rest),
                  quoted(rest) + " is Linux syntax; AIX lists clients in its options",
                  "write -access=client:client, and the rights as options", entry);
  } else if (split_options) {
    faults_.doubt(ProblemKind::kStraySpace, file_.span_of(rest),
                  "a blank ends the options, so that " + quoted(rest) + " is not among them",
                  "write the options without blanks", entry);
    read_cut_off(rest, entry);
  } else {
    faults_.doubt(ProblemKind::kSyntax, file_.span_of(rest),
                  "unexpected " + quoted(rest) + " after the options", {}, entry);
  }
  faults_.lose(file_.span_of(rest));
}

// What was meant to be among the options, should somebody ask.
void LineParser::read_cut_off(std::string_view rest, AixExport& entry) {
  Problems unheard;
  AixFaults silent(unheard, exports_.live);
  AixExport read;
  read.path = entry.path;
  read.span = entry.span;
  while (true) {
    std::string_view word = take_word(rest);
    if (word.empty()) break;
    while (word.starts_with(',') || word.starts_with('-')) word.remove_prefix(1);
    if (!word.empty()) read_aix_options(file_, word, read, silent);
  }
  entry.cut_off = std::move(read.sections);
}

void LineParser::check_line(std::string_view line, AixExport& entry) {
  if (line.ends_with('\\')) {
    faults_.doubt(ProblemKind::kSyntax, file_.span_of(line.substr(line.size() - 1)),
                  "a backslash at the end of the line continues it in Linux exports only",
                  "write the entry on one line", entry);
  }
  if (line.size() > kLongestLine) {
    faults_.refuse(ProblemKind::kTooLong, entry.path.span,
                   "the line has " + std::to_string(line.size()) +
                       " characters, exportfs takes no more than 32767: the entry is not exported",
                   "use netgroups", entry);
  }
}

void LineParser::check_duplicate(AixExport& entry) {
  if (exported_.add(file_, entry)) return;
  faults_.refuse(ProblemKind::kDuplicate, entry.path.span,
                 quoted(entry.path.text) +
                     " has an entry for this NFS version already: this one is not exported",
                 "keep one entry, or one for NFSv3 and one with vers=4", entry);
}

}  // namespace

void parse_aix_exports(const SourceFile& file, bool live, AixExports& exports, Problems& problems) {
  exports.live = live;
  LineParser parser(file, exports, problems);
  parser.add_earlier();
  LineReader lines(file);
  while (lines.next()) parser.take(lines.text());
}

}  // namespace nfsready
