#include "model/attribute_pattern.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/perl_expression.h"

namespace nfsready {

namespace {

constexpr std::size_t kMaxPattern = Regex::kMaxPattern;
constexpr std::size_t kMaxExpanded = 16 * kMaxPattern;
constexpr int kMaxEvaluations = 200;  // one expression may give text with further expressions

// The value without a line end at its end: Perl's $ looks past it.
std::string_view without_line_end(std::string_view value) {
  return value.ends_with('\n') ? value.substr(0, value.size() - 1) : value;
}

// ^/[^/]*/[^/]*/$
bool is_slash_form(std::string_view value) {
  value = without_line_end(value);
  return value.size() > 2 && value.front() == '/' && value.back() == '/' &&
         std::count(value.begin(), value.end(), '/') == 3;
}

// ^\|.*\|$
bool is_bar_form(std::string_view value) {
  value = without_line_end(value);
  return value.size() > 1 && value.front() == '|' && value.back() == '|' &&
         value.find('\n') == std::string_view::npos;
}

// The first character and the last one are dropped, whatever they are.
std::string_view inside(std::string_view value) { return value.substr(1, value.size() - 2); }

// Where the first balanced group in parentheses stands, from `start` on; a backslash inside it
// hides the next character (Text::Balanced, extract_bracketed).
struct Group {
  std::size_t begin = 0;
  std::size_t length = 0;
};

std::optional<Group> find_group(std::string_view text, std::size_t start) {
  const std::size_t begin = text.find_first_of("()", start);
  if (begin == std::string_view::npos || text[begin] == ')') return std::nullopt;
  int depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '(') {
      ++depth;
    } else if (text[at] == ')' && --depth == 0) {
      return Group{begin, at + 1 - begin};
    }
  }
  return std::nullopt;
}

// The match of the regex that xCAT makes up: [\D0]*(\d+) for every number of the name, then the
// rest. It always covers the whole name, and zeros before a number do not belong to it.
RegexMatch match_numbers(std::string_view node) {
  RegexMatch match;
  match.end = node.size();
  for (std::size_t at = 0; at < node.size();) {
    std::size_t first = at;
    while (first < node.size() && (!is_digit(node[first]) || node[first] == '0')) ++first;
    if (first == node.size()) {
      // No other digit: the last zero is the number.
      first = node.rfind('0');
      if (first == std::string_view::npos || first < at) break;
    }
    std::size_t end = first;
    while (end < node.size() && is_digit(node[end])) ++end;
    match.groups.push_back(node.substr(first, end - first));
    at = end;
  }
  return match;
}

Expansion undecided(std::string reason) { return {{}, std::move(reason)}; }

Expansion decided(std::string text) {
  if (text == "\n") text.clear();
  return {std::move(text), {}};
}

// Replaces the groups of the right side by their values, one after the other.
Expansion evaluate_groups(std::string_view node, const RegexMatch& match, std::string right) {
  std::size_t start = 0;
  for (int count = 0;; ++count) {
    const auto group = find_group(right, start);
    if (!group) return decided(substitute(node, match, right));
    if (count == kMaxEvaluations || right.size() > kMaxExpanded) {
      return undecided("its expressions give further expressions without end");
    }
    const std::string expression =
        substitute(node, match, std::string_view(right).substr(group->begin, group->length));
    const PerlResult result = evaluate_perl(expression, match.groups);
    if (result.outcome == PerlResult::Outcome::kUndecidable) {
      return undecided(quoted(expression) + " cannot be evaluated: " + result.text);
    }
    right.replace(group->begin, group->length, result.text);
    start = group->begin;
  }
}

}  // namespace

bool is_attribute_pattern(std::string_view value) {
  return is_slash_form(value) || is_bar_form(value);
}

AttributePattern AttributePattern::with_regex(std::string_view regex, std::string_view right,
                                              Form form) {
  if (regex.empty()) return {Form::kNever, {}};
  auto compiled = Regex::compile(regex);
  if (!compiled) {
    return {Form::kBroken,
            quoted(regex) + " is no regular expression: " + compiled.error().message};
  }
  AttributePattern pattern(form, right);
  pattern.regex_ = std::move(compiled.value());
  return pattern;
}

AttributePattern AttributePattern::make(std::string_view value) {
  if (!is_attribute_pattern(value)) return {Form::kPlain, value};
  if (value.size() > kMaxPattern) return {Form::kBroken, "the pattern is too long"};
  const std::string_view body = inside(value);
  const std::size_t separator = body.find(value.front());
  if (separator == std::string_view::npos) {
    if (body.empty()) return {Form::kBroken, "the pattern is empty"};
    return {Form::kEasy, body};
  }
  return with_regex(body.substr(0, separator), body.substr(separator + 1),
                    value.front() == '/' ? Form::kRegex : Form::kExpression);
}

Result<std::optional<RegexMatch>> AttributePattern::match(std::string_view node) const {
  if (form_ == Form::kEasy) return std::optional<RegexMatch>(match_numbers(node));
  return regex_->match(node);
}

Expansion AttributePattern::expand(std::string_view node) const {
  if (form_ == Form::kPlain) return decided(right_);
  if (form_ == Form::kBroken) return undecided(right_);
  if (form_ == Form::kNever) return decided(std::string(node));
  const auto match_result = match(node);
  if (!match_result) return undecided(match_result.error().message);
  const auto& found = match_result.value();
  if (!found) return decided(std::string(node));
  if (form_ == Form::kRegex) return decided(substitute(node, *found, right_));
  return evaluate_groups(node, *found, right_);
}

}  // namespace nfsready
