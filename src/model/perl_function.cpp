#include "model/perl_function.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kWidest = 256;

struct Conversion {
  bool left = false;
  bool zero = false;
  bool plus = false;
  bool blank = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char letter = 0;
};

class Formatter {
 public:
  Formatter(std::string_view format, const std::vector<PerlValue>& arguments)
      : format_(format), arguments_(arguments) {}

  std::optional<std::string> format() {
    while (at_ < format_.size()) {
      if (format_[at_] != '%') {
        text_ += format_[at_++];
      } else if (!convert()) {
        return std::nullopt;
      }
    }
    return std::move(text_);
  }

 private:
  bool take(char c) {
    if (at_ >= format_.size() || format_[at_] != c) return false;
    ++at_;
    return true;
  }

  // Digits, none of them is 0; nothing when the number is too wide to be meant.
  std::optional<std::size_t> take_size() {
    std::size_t size = 0;
    while (at_ < format_.size() && is_digit(format_[at_])) {
      size = size * 10 + static_cast<std::size_t>(format_[at_++] - '0');
      if (size > kWidest) return std::nullopt;
    }
    return size;
  }

  std::optional<Conversion> take_conversion() {
    Conversion one;
    for (bool flag = true; flag;) {
      flag = false;
      if (take('-')) flag = one.left = true;
      if (take('0')) flag = one.zero = true;
      if (take('+')) flag = one.plus = true;
      if (take(' ')) flag = one.blank = true;
    }
    const auto width = take_size();
    if (!width) return std::nullopt;
    one.width = *width;
    if (take('.')) {
      one.precision = take_size();
      if (!one.precision) return std::nullopt;
    }
    if (at_ >= format_.size()) return std::nullopt;
    one.letter = format_[at_++];
    return one;
  }

  PerlValue next_argument() {
    return next_ < arguments_.size() ? arguments_[next_++] : PerlValue();
  }

  bool convert() {
    ++at_;
    if (take('%')) {
      text_ += '%';
      return true;
    }
    const auto one = take_conversion();
    if (!one) return false;
    if (one->letter == 's') {
      const std::string text = next_argument().text();
      append_padded(*one, {}, text.substr(0, one->precision.value_or(text.size())), one->zero);
      return true;
    }
    return convert_number(*one);
  }

  bool convert_number(const Conversion& one) {
    const auto number = next_argument().integer();
    if (!number) return false;
    std::string digits;
    std::string sign;
    if (one.letter == 'd' || one.letter == 'i') {
      sign = *number < 0 ? "-" : one.plus ? "+" : one.blank ? " " : "";
      digits = std::to_string(*number);
      if (*number < 0) digits.erase(0, 1);
    } else if (!append_unsigned(one.letter, *number, digits)) {
      return false;
    }
    if (one.precision) {
      if (*one.precision == 0 && *number == 0) digits.clear();
      if (digits.size() < *one.precision) digits.insert(0, *one.precision - digits.size(), '0');
    }
    append_padded(one, sign, digits, one.zero && !one.precision);
    return true;
  }

  static bool append_unsigned(char letter, std::int64_t number, std::string& digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    if ((letter != 'x' && letter != 'X' && letter != 'o') || number < 0) return false;
    const std::int64_t base = letter == 'o' ? 8 : 16;
    do {
      digits += kDigits[static_cast<std::size_t>(number % base)];
      number /= base;
    } while (number != 0);
    std::reverse(digits.begin(), digits.end());
    if (letter == 'X') {
      for (char& c : digits) c = (c >= 'a') ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return true;
  }

  void append_padded(const Conversion& one, std::string_view sign, std::string_view body,
                     bool zeros) {
    const std::size_t length = sign.size() + body.size();
    const std::size_t fill = one.width > length ? one.width - length : 0;
    if (!one.left && !zeros) text_.append(fill, ' ');
    text_.append(sign);
    if (!one.left && zeros) text_.append(fill, '0');
    text_.append(body);
    if (one.left) text_.append(fill, ' ');
  }

  std::string_view format_;
  const std::vector<PerlValue>& arguments_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
  std::string text_;
};

std::optional<PerlValue> format_values(const std::vector<PerlValue>& arguments) {
  const std::string format = arguments.front().text();
  const std::vector<PerlValue> values(arguments.begin() + 1, arguments.end());
  auto text = Formatter(format, values).format();
  if (!text) return std::nullopt;
  return PerlValue(*std::move(text));
}

std::int64_t sum_of_bytes(std::string_view text) {
  std::int64_t total = 0;
  for (const char c : text) total += static_cast<unsigned char>(c);
  return total;
}

// ord(lc(text))
std::int64_t first_letter(std::string_view text) {
  return text.empty() ? 0 : static_cast<unsigned char>(to_lower(text.front()));
}

}  // namespace

bool is_known_function(std::string_view name) {
  return name == "sprintf" || name == "int" || name == "mknum" || name == "a2idx" ||
         name == "a2zidx";
}

std::optional<PerlValue> call_function(std::string_view name,
                                       const std::vector<PerlValue>& arguments) {
  if (arguments.empty()) return std::nullopt;
  if (name == "sprintf") return format_values(arguments);
  const PerlValue& argument = arguments.front();
  if (name == "int") {
    const auto number = argument.integer();
    return number ? std::optional(PerlValue(*number)) : std::nullopt;
  }
  if (name == "mknum") return PerlValue(sum_of_bytes(argument.text()));
  const std::int64_t before_first = name == "a2idx" ? 'a' - 1 : 'a';
  return PerlValue(first_letter(argument.text()) - before_first);
}

}  // namespace nfsready
