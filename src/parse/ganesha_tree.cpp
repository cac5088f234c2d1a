#include "parse/ganesha_tree.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "parse/ganesha_intent.h"

namespace nfsready {

namespace {

// The parser's stack holds two symbols for an open block, and one for what stands before it
// (YYMAXDEPTH of bison).
constexpr std::size_t kDeepestStack = 9996;

bool is_number(GaneshaTermKind kind) {
  return kind == GaneshaTermKind::kOctal || kind == GaneshaTermKind::kHexadecimal ||
         kind == GaneshaTermKind::kDecimal;
}

class StrictReader {
 public:
  StrictReader(GaneshaLexer& lexer, Problems& problems) : lexer_(lexer), problems_(problems) {}

  GaneshaTree read() {
    while (!done_) step();
    if (lexer_.fatal()) tree_.fatal = lexer_.fatal();
    tree_.incomplete = lexer_.incomplete();
    return std::move(tree_);
  }

 private:
  void step();
  void definition(const Token& name);
  void statement(const Token& name);
  [[nodiscard]] bool take_terms(GaneshaNode& node, GaneshaLexeme& lexeme);
  [[nodiscard]] bool take_term(GaneshaNode& node, GaneshaLexeme& lexeme);
  void skip_statement(GaneshaNode& node, GaneshaLexeme lexeme);
  void open_block(const Token& name);
  void close_block();
  void misplaced(const GaneshaLexeme& lexeme);
  void skip_block(GaneshaLexeme lexeme);
  void unfinished(const Token& what, std::string_view missing);
  void add(GaneshaNode node);
  void fail(Problem problem);
  std::uint32_t report(Problem problem);

  GaneshaLexer& lexer_;
  Problems& problems_;
  GaneshaTree tree_;
  std::vector<GaneshaNode> open_;
  std::size_t stack_ = 0;
  bool done_ = false;
};

void StrictReader::step() {
  const GaneshaLexeme lexeme = lexer_.next();
  if (lexeme.symbol == GaneshaSymbol::kName) {
    definition(lexeme.token);
  } else if (lexeme.symbol == GaneshaSymbol::kClose && !open_.empty()) {
    close_block();
  } else if (lexeme.symbol == GaneshaSymbol::kEnd) {
    if (!open_.empty()) unfinished(open_.back().name, "}");
    done_ = true;
  } else {
    misplaced(lexeme);
  }
}

void StrictReader::definition(const Token& name) {
  const GaneshaLexeme lexeme = lexer_.next();
  if (lexeme.symbol == GaneshaSymbol::kEquals) {
    statement(name);
  } else if (lexeme.symbol == GaneshaSymbol::kOpen) {
    open_block(name);
  } else {
    misplaced(lexeme);
  }
}

void StrictReader::statement(const Token& name) {
  GaneshaNode node;
  node.name = name;
  GaneshaLexeme lexeme = lexer_.next();
  if (!take_terms(node, lexeme) || lexeme.symbol != GaneshaSymbol::kSemicolon) {
    skip_statement(node, lexeme);
  }
  if (!done_) add(std::move(node));
}

// [term] {"," term}. False when a term is missing; then and after the last one, `lexeme` is the
// first that was not taken.
bool StrictReader::take_terms(GaneshaNode& node, GaneshaLexeme& lexeme) {
  if (lexeme.symbol == GaneshaSymbol::kTerm && !take_term(node, lexeme)) return false;
  while (lexeme.symbol == GaneshaSymbol::kComma) {
    lexeme = lexer_.next();
    if (lexeme.symbol != GaneshaSymbol::kTerm || !take_term(node, lexeme)) return false;
  }
  return true;
}

bool StrictReader::take_term(GaneshaNode& node, GaneshaLexeme& lexeme) {
  char sign = 0;
  if (lexeme.kind == GaneshaTermKind::kSign) {
    sign = lexeme.token.text.front();
    lexeme = lexer_.next();
    if (lexeme.symbol != GaneshaSymbol::kTerm || !is_number(lexeme.kind)) return false;
  }
  node.terms.push_back({lexeme.kind, lexeme.token, sign});
  lexeme = lexer_.next();
  return true;
}

// The server reads nothing up to the next `;`, wherever that is.
void StrictReader::skip_statement(GaneshaNode& node, GaneshaLexeme lexeme) {
  if (lexeme.symbol == GaneshaSymbol::kEnd) return unfinished(node.name, ";");
  const Span start = lexeme.token.span;
  const std::string after =
      node.terms.empty() ? "" : " after " + quoted(node.terms.back().text.text);
  node.broken = report({ProblemKind::kSyntax,
                        start,
                        "unexpected " + quoted(lexeme.token.text) + after + " in the value of " +
                            quoted(node.name.text) + "; the option counts as not given",
                        "separate values by commas, and end the line with ';'",
                        {}});
  bool meant = true;
  while (lexeme.symbol != GaneshaSymbol::kSemicolon) {
    meant =
        meant && (lexeme.symbol == GaneshaSymbol::kTerm || lexeme.symbol == GaneshaSymbol::kComma);
    if (meant && lexeme.symbol == GaneshaSymbol::kTerm) {
      node.terms.push_back({lexeme.kind, lexeme.token, 0});
    }
    if (lexeme.token.span.source == start.source) {
      problems_[*node.broken].lost = join(node.name.span, lexeme.token.span);
    }
    lexeme = lexer_.next();
    if (lexeme.symbol == GaneshaSymbol::kEnd) return unfinished(node.name, ";");
  }
}

void StrictReader::open_block(const Token& name) {
  const bool first = open_.empty() ? tree_.nodes.empty() : open_.back().children.empty();
  stack_ += first ? 2 : 3;
  if (stack_ > kDeepestStack) {
    return fail({ProblemKind::kTooLong,
                 name.span,
                 "blocks are nested too deeply: NFS-Ganesha does not start",
                 {},
                 {}});
  }
  GaneshaNode node;
  node.name = name;
  node.is_block = true;
  open_.push_back(std::move(node));
}

void StrictReader::close_block() {
  GaneshaNode node = std::move(open_.back());
  open_.pop_back();
  const bool first = open_.empty() ? tree_.nodes.empty() : open_.back().children.empty();
  stack_ -= first ? 2 : 3;
  add(std::move(node));
}

void StrictReader::misplaced(const GaneshaLexeme& lexeme) {
  if (!open_.empty()) return skip_block(lexeme);
  if (lexeme.symbol == GaneshaSymbol::kEnd) {
    done_ = true;
    if (lexer_.fatal()) return;
    return fail({ProblemKind::kSyntax,
                 lexeme.token.span,
                 "a name at the end of the file has neither '{' nor '=': NFS-Ganesha starts "
                 "without any export",
                 {},
                 {}});
  }
  const bool semicolon = lexeme.symbol == GaneshaSymbol::kSemicolon;
  fail({ProblemKind::kSyntax,
        lexeme.token.span,
        "unexpected " + quoted(lexeme.token.text) + " between blocks: NFS-Ganesha does not start",
        semicolon ? "write no ';' after '}'" : "",
        {}});
}

// The server drops the whole block, and takes the next `}` for its end, even that of a block
// inside.
void StrictReader::skip_block(GaneshaLexeme lexeme) {
  GaneshaNode& block = open_.back();
  if (lexeme.symbol == GaneshaSymbol::kEnd) return unfinished(block.name, "}");
  block.broken =
      report({ProblemKind::kSyntax,
              lexeme.token.span,
              "unexpected " + quoted(lexeme.token.text) + " in the block " +
                  quoted(block.name.text) + "; the whole block up to the next '}' is not read",
              lexeme.symbol == GaneshaSymbol::kSemicolon ? "write no ';' after '}'" : "",
              {}});
  block.children.clear();
  const Span start = block.name.span;
  while (lexeme.symbol != GaneshaSymbol::kClose) {
    lexeme = lexer_.next();
    if (lexeme.symbol == GaneshaSymbol::kEnd) return unfinished(block.name, "}");
  }
  if (lexeme.token.span.source == start.source) {
    problems_[*block.broken].lost = join(start, lexeme.token.span);
  }
  close_block();
}

// The end of the file inside a block or a statement.
void StrictReader::unfinished(const Token& what, std::string_view missing) {
  done_ = true;
  if (lexer_.fatal()) return;
  fail({ProblemKind::kSyntax,
        what.span,
        quoted(what.text) + " is not ended by " + quoted(missing) +
            ": NFS-Ganesha starts without any export",
        "add the missing " + quoted(missing),
        {}});
}

void StrictReader::add(GaneshaNode node) {
  (open_.empty() ? tree_.nodes : open_.back().children).push_back(std::move(node));
}

void StrictReader::fail(Problem problem) {
  done_ = true;
  tree_.fatal = report(std::move(problem));
}

std::uint32_t StrictReader::report(Problem problem) {
  problems_.push_back(std::move(problem));
  return static_cast<std::uint32_t>(problems_.size() - 1);
}

}  // namespace

GaneshaTree read_ganesha_tree(const SourceFile& file, const FindIncluded& find_included,
                              std::vector<SourceId>& files, Problems& problems) {
  GaneshaLexer lexer(file, find_included, GaneshaReading::kStrict, files, problems);
  GaneshaTree tree = StrictReader(lexer, problems).read();
  if (tree.fatal) {
    GaneshaLexer again(file, find_included, GaneshaReading::kLenient, files, problems);
    tree.nodes = read_ganesha_intent(again, *tree.fatal);
  }
  return tree;
}

}  // namespace nfsready
