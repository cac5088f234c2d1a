#include "model/name_pattern.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kMostDigits = 18;

Error error(std::string message) { return Error{std::move(message), {}}; }

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "n1-ib" as "n", "1", "-ib": texts and numbers in turn, a text first.
std::vector<std::string_view> split_numbers(std::string_view name) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (bool digits = false; start < name.size() || parts.empty(); digits = !digits) {
    std::size_t end = start;
    while (end < name.size() && is_digit(name[end]) == digits) ++end;
    parts.push_back(name.substr(start, end - start));
    start = end;
  }
  return parts;
}

Result<NameSpan> checked(NameSpan span) {
  if (span.low.size() > kMostDigits || span.high.size() > kMostDigits) {
    return error("its numbers are too long");
  }
  if (span.low.size() > span.high.size()) {
    return error("its first number has more digits than its last");
  }
  if (*parse_decimal(span.low) > *parse_decimal(span.high)) {
    return error("it does not run upwards");
  }
  return span;
}

// Two names that differ in exactly one number (NodeRange.pm).
Result<NameSpan> parse_span(std::string_view first, std::string_view last) {
  const auto left = split_numbers(first);
  const auto right = split_numbers(last);
  std::optional<std::size_t> differs;
  bool alike = left.size() == right.size();
  for (std::size_t i = 0; alike && i < left.size(); ++i) {
    if (left[i] == right[i]) continue;
    alike = i % 2 == 1 && !differs;
    differs = i;
  }
  if (!alike) return error("its ends do not differ in one number only");
  NameSpan span{std::string(first), {}, {}, {}};
  if (!differs) return span;
  const std::size_t before = static_cast<std::size_t>(left[*differs].data() - first.data());
  span.prefix = first.substr(0, before);
  span.low = left[*differs];
  span.high = right[*differs];
  span.suffix = first.substr(before + left[*differs].size());
  return checked(std::move(span));
}

// "a-b" where the names themselves may contain as many dashes as each other.
Result<NameSpan> parse_dashed(std::string_view word) {
  std::size_t middle = word.find(':');
  if (middle == std::string_view::npos) {
    const auto dashes = std::count(word.begin(), word.end(), '-');
    if (dashes % 2 == 0) return error("it is not two names joined by '-' or ':'");
    for (auto i = dashes / 2 + 1; i > 0; --i) middle = word.find('-', middle + 1);
  }
  const std::string_view last = word.substr(middle + 1);
  if (last.find(':') != std::string_view::npos)
    return error("it is not two names joined by '-' or ':'");
  return parse_span(word.substr(0, middle), last);
}

// "n1+2" is n1, n2 and n3; the number is at the end, or before a domain.
Result<NameSpan> parse_increment(std::string_view word) {
  const std::size_t plus = word.find('+');
  const std::string_view first = word.substr(0, plus);
  const std::string_view added = word.substr(plus + 1);
  std::size_t end = first.size();
  if (!first.empty() && !is_digit(first.back())) end = std::min(first.find('.'), first.size());
  std::size_t begin = end;
  while (begin > 0 && is_digit(first[begin - 1])) --begin;
  if (begin == end || !is_number(added)) {
    return error("it is not a name and a number joined by '+'");
  }
  if (end - begin > kMostDigits || added.size() > kMostDigits) {
    return error("its numbers are too long");
  }
  NameSpan span;
  span.prefix = first.substr(0, begin);
  span.low = first.substr(begin, end - begin);
  span.high = std::to_string(*parse_decimal(span.low) + *parse_decimal(added));
  if (span.high.size() < span.low.size()) {
    span.high.insert(0, span.low.size() - span.high.size(), '0');
  }
  span.suffix = first.substr(end);
  return checked(std::move(span));
}

// One item between brackets: a number, a text, or two joined by '-' or ':'.
Result<NameSpan> parse_item(std::string_view item) {
  const std::size_t join = item.find_first_of("-:");
  if (item.empty() || join == 0 || join + 1 == item.size()) {
    return error("a number is missing between its brackets");
  }
  if (join == std::string_view::npos) return NameSpan{std::string(item), {}, {}, {}};
  return parse_span(item.substr(0, join), item.substr(join + 1));
}

// xCAT puts the bracket's items between the texts around it before it looks for numbers: so digits
// that touch a range become part of its numbers.
bool digits_touch(const NameSpan& span, bool digit_before, bool digit_after) {
  if (span.low.empty()) return false;
  return (digit_before && span.prefix.empty() && span.low.size() != span.high.size()) ||
         (digit_after && span.suffix.empty());
}

Result<std::vector<NameSpan>> parse_brackets(std::string_view inside, bool digit_before,
                                             bool digit_after) {
  std::vector<NameSpan> alternatives;
  for (const std::string_view item : split(inside, ',')) {
    auto span = parse_item(item);
    if (!span) return span.error();
    if (digits_touch(span.value(), digit_before, digit_after)) {
      return error("a digit touches its brackets: put the whole number between them");
    }
    alternatives.push_back(std::move(span.value()));
  }
  return alternatives;
}

Result<std::vector<std::vector<NameSpan>>> parse_parts(std::string_view word) {
  std::vector<std::vector<NameSpan>> parts;
  bool digit_before = false;
  while (!word.empty()) {
    const std::size_t open = std::min(word.find('['), word.size());
    if (open > 0) {
      parts.push_back({NameSpan{std::string(word.substr(0, open)), {}, {}, {}}});
      digit_before = is_digit(word[open - 1]);
    }
    if (open == word.size()) break;
    const std::size_t close = word.find(']', open);
    if (close == std::string_view::npos) return error("it has a '[' without a ']'");
    const std::string_view rest = word.substr(close + 1);
    const bool last = rest.find('[') == std::string_view::npos;
    const bool digit_after = last && !rest.empty() && is_digit(rest.front());
    auto alternatives =
        parse_brackets(word.substr(open + 1, close - open - 1), digit_before, digit_after);
    if (!alternatives) return alternatives.error();
    parts.push_back(std::move(alternatives.value()));
    digit_before = true;
    word = rest;
  }
  return parts;
}

// Adds the places in `name` at which `span` can end when it begins at `at`.
void add_ends(std::string_view name, std::size_t at, const NameSpan& span,
              std::vector<std::size_t>& ends) {
  if (!name.substr(at).starts_with(span.prefix)) return;
  at += span.prefix.size();
  if (span.low.empty()) {
    if (name.substr(at).starts_with(span.suffix)) ends.push_back(at + span.suffix.size());
    return;
  }
  const std::uint64_t low = *parse_decimal(span.low);
  const std::uint64_t high = *parse_decimal(span.high);
  std::uint64_t number = 0;
  for (std::size_t end = at; end < name.size() && is_digit(name[end]) && end - at < kMostDigits;) {
    number = number * 10 + static_cast<std::uint64_t>(name[end++] - '0');
    const std::size_t width = end - at;
    const bool written_so =
        width == span.low.size() || (width > span.low.size() && name[at] != '0');
    if (written_so && number >= low && number <= high &&
        name.substr(end).starts_with(span.suffix)) {
      ends.push_back(end + span.suffix.size());
    }
  }
}

}  // namespace

bool NamePattern::is_range(std::string_view word) {
  return word.find_first_of("[+-:") != std::string_view::npos;
}

Result<NamePattern> NamePattern::parse(std::string_view word) {
  NamePattern pattern;
  if (word.find('[') != std::string_view::npos) {
    if (word.front() == '[') return error("it has no name before its bracket");
    auto parts = parse_parts(word);
    if (!parts) return parts.error();
    pattern.parts_ = std::move(parts.value());
    return pattern;
  }
  const bool increment = word.find('+') != std::string_view::npos;
  auto span = increment ? parse_increment(word) : parse_dashed(word);
  if (!span) return span.error();
  pattern.parts_.push_back({std::move(span.value())});
  return pattern;
}

bool NamePattern::matches(std::string_view name) const {
  std::vector<std::size_t> places = {0};
  for (const Alternatives& alternatives : parts_) {
    std::vector<std::size_t> ends;
    for (const std::size_t place : places) {
      for (const NameSpan& span : alternatives) add_ends(name, place, span, ends);
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    places = std::move(ends);
  }
  return std::find(places.begin(), places.end(), name.size()) != places.end();
}

namespace {

// Stands at one name of a span, and can move to the next one.
class SpanCursor {
 public:
  explicit SpanCursor(const std::vector<NameSpan>& alternatives) : alternatives_(&alternatives) {
    start(0);
  }

  [[nodiscard]] std::string text() const {
    const NameSpan& span = (*alternatives_)[index_];
    if (span.low.empty()) return span.prefix + span.suffix;
    std::string digits = std::to_string(number_);
    if (digits.size() < span.low.size()) digits.insert(0, span.low.size() - digits.size(), '0');
    return span.prefix + digits + span.suffix;
  }

  // False when it went round to the first name again.
  bool advance() {
    const NameSpan& span = (*alternatives_)[index_];
    if (!span.low.empty() && number_ < *parse_decimal(span.high)) {
      ++number_;
      return true;
    }
    const bool more = index_ + 1 < alternatives_->size();
    start(more ? index_ + 1 : 0);
    return more;
  }

 private:
  void start(std::size_t index) {
    index_ = index;
    number_ = parse_decimal((*alternatives_)[index].low).value_or(0);
  }

  const std::vector<NameSpan>* alternatives_;
  std::size_t index_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace

std::string NamePattern::first_unknown(
    const std::function<bool(std::string_view name)>& known) const {
  constexpr int kMostNames = 1'000'000;
  std::vector<SpanCursor> cursors(parts_.begin(), parts_.end());
  for (int i = 0; i < kMostNames; ++i) {
    std::string name;
    for (const SpanCursor& cursor : cursors) name += cursor.text();
    if (!known(name)) return name;
    const auto moved = std::find_if(cursors.rbegin(), cursors.rend(),
                                    [](SpanCursor& cursor) { return cursor.advance(); });
    if (moved == cursors.rend()) break;
  }
  return {};
}

}  // namespace nfsready
