// exports(5): the control flow is that of nfs-utils 2.6.2, support/nfs/exports.c, getexportent().
#include <algorithm>
#include <string>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "parse/exports_dialects.h"
#include "parse/exports_lexer.h"
#include "parse/linux_client.h"
#include "parse/linux_option_list.h"

namespace nfsready {

namespace {

class LinuxExportsReader {
 public:
  LinuxExportsReader(const SourceFile& file, LinuxExports& exports, Problems& problems)
      : file_(file), exports_(exports), problems_(problems), lexer_(file) {}

  void read() {
    while (begin_entry()) read_clients();
  }

 private:
  // A word that the program refuses although it would have stopped before: it is reported all the
  // same, but nothing more is lost by it.
  void stop(ProblemKind kind, const Span& where, std::string message, std::string hint);
  void report(ProblemKind kind, const Span& where, std::string message, std::string hint);

  bool begin_entry();
  bool stop_at_bad_path(const ExportsWord& word);
  void open_export(const ExportsWord& word);
  void judge_path(const Token& path);
  bool looks_like_ganesha(std::string_view path) const;

  void read_clients();
  ExportsWord next_client();
  bool stop_at_bad_quote(const ExportsWord& word);
  void judge_length(const ExportsWord& word, std::size_t limit);
  void read_defaults(const ExportsWord& word);
  void add_world(const Span& span);
  void add_client(const ExportsWord& word);
  void add_rule(LinuxOptions options, const Token& client, const Span& span);
  void judge_missing_client(const ExportsWord& word);

  void read_list(const ExportsWord& word, std::size_t open, LinuxOptions& options);
  void read_split_list(LinuxOptions& options);
  void leave_glued_text(const ExportsWord& word, std::size_t from);
  void read_words(const ExportsWord& word, std::size_t from, std::size_t to, LinuxOptions& options);

  LinuxExport& entry() { return exports_.exports.back(); }
  std::uint32_t line_of(std::uint32_t offset);
  void note_lost(const ExportsWord& word);

  const SourceFile& file_;
  LinuxExports& exports_;
  Problems& problems_;
  ExportsLexer lexer_;
  std::optional<std::uint32_t> stopped_by_;  // index of the problem that ends the reading
  LinuxOptions defaults_;                    // of the entry: what its -lists have said
  Span bare_client_;                         // the client just read, if it has no options
  bool entry_ended_ = false;                 // another entry follows on the same line
  bool broken_continuation_ = false;         // the line above was meant to go on
  bool ganesha_reported_ = false;
  bool quote_reported_ = false;
  std::uint32_t counted_offset_ = 0;  // lines are counted up to here
  std::uint32_t counted_line_ = 1;
};

void LinuxExportsReader::report(ProblemKind kind, const Span& where, std::string message,
                                std::string hint) {
  problems_.push_back({kind, where, std::move(message), std::move(hint), {}});
}

void LinuxExportsReader::stop(ProblemKind kind, const Span& where, std::string message,
                              std::string hint) {
  if (!stopped_by_) stopped_by_ = static_cast<std::uint32_t>(problems_.size());
  report(kind, where, std::move(message), std::move(hint));
}

std::uint32_t LinuxExportsReader::line_of(std::uint32_t offset) {
  const std::string_view text = file_.text();
  if (offset > counted_offset_) {
    const std::string_view passed = text.substr(counted_offset_, offset - counted_offset_);
    counted_line_ += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_offset_ = offset;
  }
  return counted_line_;
}

void LinuxExportsReader::note_lost(const ExportsWord& word) {
  if (!stopped_by_ || word.token.span.length == 0) return;
  Span& lost = problems_[*stopped_by_].lost;
  lost = lost.is_set() ? join(lost, word.token.span) : word.token.span;
}

// --- paths

bool LinuxExportsReader::begin_entry() {
  while (true) {
    const ExportsWord word = lexer_.next_path();
    if (word.kind == ExportsWord::Kind::kNone && lexer_.at_end()) return false;
    if (stop_at_bad_path(word)) continue;
    open_export(word);
    return true;
  }
}

// Whether the program ends its reading here without a path that could be used.
bool LinuxExportsReader::stop_at_bad_path(const ExportsWord& word) {
  if (stop_at_bad_quote(word)) return true;
  if (word.kind != ExportsWord::Kind::kNone) return false;
  if (stopped_by_) return true;
  const Span where = file_.span(word.token.span.offset, lexer_.offset() - word.token.span.offset);
  if (where.length == 1) {
    stop(ProblemKind::kSyntax, where,
         "a line of white space that is neither blank nor tab ends the reading of the file",
         "save the file with plain line ends (LF), without carriage returns");
  } else {
    stop(ProblemKind::kSyntax, where, "an empty path ends the reading of the file",
         "remove the empty quotes");
  }
  return true;
}

void LinuxExportsReader::open_export(const ExportsWord& word) {
  note_lost(word);
  judge_length(word, ExportsLexer::kLongestPath);
  LinuxExport& opened = exports_.exports.emplace_back();
  opened.path = word.token;
  opened.span = word.token.span;
  opened.line = line_of(word.token.span.offset);
  opened.lost_to = stopped_by_;
  if (word.cut_by_nul) {
    report(ProblemKind::kIgnored, word.token.span, "what follows a NUL byte in a path is ignored",
           "remove the NUL byte");
  }
  judge_path(word.token);
}

bool LinuxExportsReader::looks_like_ganesha(std::string_view path) const {
  const std::string_view rest = file_.text().substr(std::min(lexer_.offset(), file_.text().size()));
  const std::size_t next = rest.find_first_not_of(" \t");
  const char after = next == std::string_view::npos ? '\0' : rest[next];
  return path == "}" || path == "};" || path.ends_with('{') || path == "%include" || after == '{' ||
         after == '=';
}

void LinuxExportsReader::judge_path(const Token& path) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const bool broken = std::exchange(broken_continuation_, false);
  if (is_absolute(path.text) || ganesha_reported_) return;
  if (looks_like_ganesha(path.text)) {
    ganesha_reported_ = true;
    report(ProblemKind::kForeignSyntax, path.span,
           quoted(path.text) + " is the syntax of NFS-Ganesha, not of exports(5)",
           "keep it in the configuration of NFS-Ganesha");
  } else if (path.text.starts_with(kByteOrderMark)) {
    report(ProblemKind::kIgnored, path.span,
           "the byte order mark is taken for a part of the path, so the entry matches nothing",
           "save the file as UTF-8 without a byte order mark");
  } else if (lexer_.gap().comment_in_entry) {
    report(ProblemKind::kIgnored, path.span,
           "the comment above ends the continued entry, so " + quoted(path.text) +
               " is read as a path of its own",
           "move the comment before the entry");
  } else if (!broken) {
    report(ProblemKind::kIgnored, path.span,
           quoted(path.text) +
               " is read as a path, and a path that does not begin with '/' is "
               "looked up where exportfs happens to run",
           "begin the path with '/'; end a line that goes on with '\\'");
  }
}

// --- words

// A quote that its line does not close swallows what follows. What is lost by that is read as if
// the quote were not there.
bool LinuxExportsReader::stop_at_bad_quote(const ExportsWord& word) {
  if (!word.runaway_quote) return false;
  if (!word.open_at_end && word.kind != ExportsWord::Kind::kTooLong) return false;
  lexer_.ignore_quote(*word.runaway_quote);
  if (std::exchange(quote_reported_, true)) return true;  // it may close the one before
  stop(word.open_at_end ? ProblemKind::kSyntax : ProblemKind::kTooLong,
       file_.span(*word.runaway_quote, 1),
       word.open_at_end ? "this quote is never closed: the rest of the file is read as one word"
                        : "this quote is closed on a later line only, which makes a word too long",
       "close the quote on its line");
  return true;
}

void LinuxExportsReader::judge_length(const ExportsWord& word, std::size_t limit) {
  if (word.kind != ExportsWord::Kind::kTooLong) return;
  const bool is_path = limit == ExportsLexer::kLongestPath;
  stop(ProblemKind::kTooLong, word.token.span,
       std::string(is_path ? "this path" : "this client with its options") + " has " +
           std::to_string(word.token.span.length) + " bytes, of which " + std::to_string(limit) +
           " are allowed; reading ends here" + (is_path ? " without a message" : ""),
       is_path ? "shorten the path" : "shorten the option list, or split it off with a '-' list");
}

ExportsWord LinuxExportsReader::next_client() {
  ExportsWord word = lexer_.next_client();
  while (stop_at_bad_quote(word)) word = lexer_.next_client();
  note_lost(word);
  if (word.kind == ExportsWord::Kind::kNone) return word;
  judge_length(word, ExportsLexer::kLongestClient);
  if (word.cut_by_nul) {
    report(ProblemKind::kIgnored, word.token.span, "what follows a NUL byte in a word is ignored",
           "remove the NUL byte");
  }
  return word;
}

void LinuxExportsReader::read_clients() {
  defaults_ = LinuxOptions();
  bare_client_ = {};
  entry_ended_ = false;
  for (bool first = true; !entry_ended_; first = false) {
    ExportsWord word = next_client();
    if (word.kind == ExportsWord::Kind::kNone && !first) return;
    Span world = entry().path.span;
    if (word.token.text.starts_with('-')) {
      read_defaults(word);
      world = word.token.span;
      word = next_client();
    }
    if (word.kind == ExportsWord::Kind::kNone) {
      add_world(world);
    } else {
      add_client(word);
    }
  }
}

void LinuxExportsReader::read_defaults(const ExportsWord& word) {
  defaults_.begin_list();
  read_words(word, 1, word.token.text.size(), defaults_);
  bare_client_ = {};
}

// --- clients

void LinuxExportsReader::add_world(const Span& span) {
  if (is_absolute(entry().path.text)) {
    report(ProblemKind::kNoClient, span,
           "no client is named, so " + quoted(entry().path.text) + " is exported to the world",
           "name the clients, or write '*' if everybody is meant");
  }
  add_rule(defaults_, Token{{}, {}}, span);
}

void LinuxExportsReader::judge_missing_client(const ExportsWord& word) {
  if (bare_client_.is_set()) {
    const Span where = join(bare_client_, word.token.span);
    const std::string_view client = file_.text().substr(bare_client_.offset, bare_client_.length);
    report(ProblemKind::kStraySpace, where,
           "the blank makes two clients of this: " + quoted(client) +
               " with default options, and the world with " + quoted(word.token.text),
           "write " + quoted(std::string(client) + std::string(word.token.text)));
  } else if (is_absolute(entry().path.text)) {
    report(ProblemKind::kNoClient, word.token.span,
           "options without a client export " + quoted(entry().path.text) + " to the world",
           "write the client before the '(', or '*' if everybody is meant");
  }
}

void LinuxExportsReader::add_client(const ExportsWord& word) {
  const std::string_view text = word.token.text;
  const std::size_t open = text.find('(');
  const Token client = word.part(0, std::min(open, text.size()));
  LinuxOptions options = defaults_;
  options.begin_list();
  if (open == 0) judge_missing_client(word);
  if (text == "\\") {
    broken_continuation_ = true;
    report(ProblemKind::kIgnored, word.token.span,
           "a '\\' that is not the last character of its line does not continue it",
           "remove what follows the '\\' (blanks, or the carriage return of a DOS file)");
  }
  bare_client_ = open == std::string_view::npos ? word.token.span : Span{};
  if (open != std::string_view::npos) read_list(word, open, options);
  add_rule(std::move(options), client, word.token.span);
}

void LinuxExportsReader::add_rule(LinuxOptions options, const Token& client, const Span& span) {
  if (stopped_by_ && !entry().lost_to) {
    if (!entry().rules.empty()) {
      LinuxExport rest;
      rest.path = entry().path;
      rest.line = entry().line;
      rest.span = span;
      exports_.exports.push_back(std::move(rest));
    }
    entry().lost_to = stopped_by_;
  }
  options.finish();
  options.rule.client = read_linux_client(client);
  options.rule.span = span;
  entry().span = join(entry().span, span);
  entry().rules.push_back(std::move(options.rule));
}

// --- option lists

void LinuxExportsReader::read_list(const ExportsWord& word, std::size_t open,
                                   LinuxOptions& options) {
  const std::string_view text = word.token.text;
  const std::size_t close = text.find(')', open);
  if (close == std::string_view::npos) {
    stop(ProblemKind::kSyntax, word.part(open, text.size() - open).span,
         "no ')' ends this option list; a blank, a line end or a continuation splits it",
         "write the list in one piece, without blanks");
    read_words(word, open + 1, text.size(), options);
    read_split_list(options);
    return;
  }
  if (close + 1 < text.size()) leave_glued_text(word, close + 1);
  read_words(word, open + 1, close, options);
}

// The rest of a list that a blank split: the words up to the one with the ')'.
void LinuxExportsReader::read_split_list(LinuxOptions& options) {
  while (true) {
    const ExportsWord word = next_client();
    if (word.kind == ExportsWord::Kind::kNone) return;
    const std::string_view text = word.token.text;
    if (text.find('(') != std::string_view::npos) {
      lexer_.resume_at(word.token.span.offset);  // a client of its own
      return;
    }
    const std::size_t close = text.find(')');
    read_words(word, 0, std::min(close, text.size()), options);
    if (close != std::string_view::npos) return;
  }
}

void LinuxExportsReader::leave_glued_text(const ExportsWord& word, std::size_t from) {
  const Token glued = word.part(from, word.token.text.size() - from);
  if (word.runaway_quote) {
    if (!std::exchange(quote_reported_, true)) {
      stop(ProblemKind::kSyntax, file_.span(*word.runaway_quote, 1),
           "this quote is closed on a later line only, which glues the lines together",
           "close the quote on its line");
    }
    lexer_.resume_after_line(*word.runaway_quote);
    return;
  }
  const bool is_comment = glued.text.starts_with('#');
  stop(ProblemKind::kSyntax, glued.span, quoted(glued.text) + " is glued to the ')' before it",
       is_comment ? "put a blank before the '#'" : "put a blank or a line end after the ')'");
  if (is_comment) {
    lexer_.resume_after_line(glued.span.offset);
  } else if (glued.text.starts_with('/')) {
    lexer_.resume_at(glued.span.offset);
    entry_ended_ = true;
  }
}

void LinuxExportsReader::read_words(const ExportsWord& word, std::size_t from, std::size_t to,
                                    LinuxOptions& options) {
  for (RefusedOption& refused : read_option_list(word, from, to, options, problems_)) {
    OptionFault& fault = refused.fault;
    stop(fault.kind, refused.word.span, std::move(fault.message), std::move(fault.hint));
  }
}

}  // namespace

void parse_linux_exports(const SourceFile& file, LinuxExports& exports, Problems& problems) {
  LinuxExportsReader(file, exports, problems).read();
}

}  // namespace nfsready
