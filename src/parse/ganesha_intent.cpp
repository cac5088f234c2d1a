#include "parse/ganesha_intent.h"

#include <optional>
#include <utility>

namespace nfsready {

namespace {

constexpr std::size_t kDeepestBlock = 64;

class IntentReader {
 public:
  IntentReader(GaneshaLexer& lexer, std::uint32_t fatal) : lexer_(lexer), fatal_(fatal) {}

  std::vector<GaneshaNode> read() {
    for (GaneshaLexeme lexeme = lexer_.next(); lexeme.symbol != GaneshaSymbol::kEnd;
         lexeme = lexer_.next()) {
      if (lexer_.take_skipped() && statement_) statement_->broken = fatal_;
      take(lexeme);
    }
    end_statement();
    while (!open_.empty()) close_block();
    return std::move(nodes_);
  }

 private:
  void take(const GaneshaLexeme& lexeme);
  void take_name_of_statement();
  void open_block();
  void close_block();
  void end_statement();
  std::vector<GaneshaNode>& siblings() { return open_.empty() ? nodes_ : open_.back().children; }

  GaneshaLexer& lexer_;
  std::uint32_t fatal_;
  std::vector<GaneshaNode> nodes_;
  std::vector<GaneshaNode> open_;
  std::size_t too_deep_ = 0;
  std::optional<Token> name_;             // not yet followed by `=` or `{`
  std::optional<GaneshaNode> statement_;  // not yet ended
  char sign_ = 0;
};

void IntentReader::take(const GaneshaLexeme& lexeme) {
  switch (lexeme.symbol) {
    case GaneshaSymbol::kName:
      name_ = lexeme.token;
      break;
    case GaneshaSymbol::kEquals:
      take_name_of_statement();
      break;
    case GaneshaSymbol::kOpen:
      open_block();
      break;
    case GaneshaSymbol::kClose:
      end_statement();
      close_block();
      break;
    case GaneshaSymbol::kSemicolon:
      end_statement();
      break;
    case GaneshaSymbol::kTerm:
      if (lexeme.kind == GaneshaTermKind::kSign) {
        sign_ = lexeme.token.text.front();
      } else if (statement_) {
        statement_->terms.push_back({lexeme.kind, lexeme.token, std::exchange(sign_, '\0')});
      }
      break;
    default:
      break;
  }
}

// After a forgotten `;` the name of the next statement or block was taken for a value.
void IntentReader::take_name_of_statement() {
  if (statement_ && !statement_->terms.empty()) {
    name_ = statement_->terms.back().text;
    statement_->terms.pop_back();
    end_statement();
  }
  if (!name_) return;
  statement_.emplace();
  statement_->name = *std::exchange(name_, std::nullopt);
}

void IntentReader::open_block() {
  if (statement_ && !statement_->terms.empty()) {
    name_ = statement_->terms.back().text;
    statement_->terms.pop_back();
  }
  end_statement();
  if (open_.size() == kDeepestBlock) {
    ++too_deep_;
    return;
  }
  GaneshaNode block;
  block.is_block = true;
  if (name_) block.name = *std::exchange(name_, std::nullopt);
  open_.push_back(std::move(block));
}

void IntentReader::close_block() {
  if (too_deep_ > 0) {
    --too_deep_;
  } else if (!open_.empty()) {
    GaneshaNode block = std::move(open_.back());
    open_.pop_back();
    siblings().push_back(std::move(block));
  }
}

void IntentReader::end_statement() {
  if (statement_) siblings().push_back(std::move(*statement_));
  statement_.reset();
  sign_ = 0;
}

}  // namespace

std::vector<GaneshaNode> read_ganesha_intent(GaneshaLexer& lexer, std::uint32_t fatal) {
  return IntentReader(lexer, fatal).read();
}

}  // namespace nfsready
