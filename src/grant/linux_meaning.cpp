#include "grant/linux_meaning.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::string_view kPrefixZero = "a prefix length of 0 is taken for one of 32";
constexpr std::string_view kNetworkAsGroup =
    "'@' marks a netgroup on Linux, and no netgroup has such a name";
constexpr std::string_view kNodeRange =
    "brackets hold single characters in a pattern, not a range of numbers";
constexpr std::string_view kNegation = "'!' does not negate a class in a pattern";
constexpr std::string_view kGss = "gss clients never match AUTH_SYS, which AIX uses";

std::optional<Network> network_in(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address || slash == std::string_view::npos) return std::nullopt;
  const auto length = parse_decimal(text.substr(slash + 1));
  if (length && *length > 0 && *length <= static_cast<std::uint64_t>(address->bits())) {
    return Network(*address, static_cast<int>(*length));
  }
  const auto mask = Address::parse(text.substr(slash + 1));
  if (!mask || mask->family() != address->family()) return std::nullopt;
  return Network(*address, *mask);
}

// "10.1" -> "10.1.0.0", "010.1.2.3" -> "10.1.2.3"; empty when there is no such address.
std::string full_address(std::string_view text) {
  std::vector<std::string_view> octets = split(text, '.');
  if (!octets.empty() && octets.back().empty()) octets.pop_back();
  if (octets.empty() || octets.size() > 4) return {};
  octets.resize(4, "0");
  std::vector<std::string> numbers;
  for (const std::string_view octet : octets) {
    const auto number = parse_decimal(octet);
    if (!number || *number > 255) return {};
    numbers.push_back(std::to_string(*number));
  }
  return join(numbers, ".");
}

// "10.1.0.0/16" of "10.1.0.0" and "33": the length as it is written, or, when no network has such a
// one, as many bits as the octets take that are not zero.
std::string with_length(const std::string& address, std::string_view length) {
  std::string network = address + "/" + std::string(length);
  const auto parsed = Address::parse(address);
  if (network_in(network) || !parsed || parsed->bits() != 32) return network;
  std::size_t octets = 4;
  std::string_view rest = address;
  while (octets > 1 && rest.ends_with(".0")) {
    rest.remove_suffix(2);
    --octets;
  }
  return address + "/" + std::to_string(octets * 8);
}

// "10.1.*" -> "10.1.0.0/16": the octets before the first one that is a pattern.
std::string network_of_pattern(std::string_view pattern) {
  std::vector<std::string> octets;
  for (const std::string_view octet : split(pattern.substr(0, pattern.find('/')), '.')) {
    if (!parse_decimal(octet) || octets.size() == 3) break;
    octets.emplace_back(octet);
  }
  if (octets.empty()) return {};
  const std::size_t bits = octets.size() * 8;
  octets.resize(4, "0");
  return join(octets, ".") + "/" + std::to_string(bits);
}

// A class that holds a range of numbers: "[01-16]", "[1,3]". Its borders are those of the brackets.
struct NumberClass {
  std::size_t open = 0;
  std::size_t close = 0;
};

std::optional<NumberClass> number_class(std::string_view pattern) {
  const std::size_t open = pattern.find('[');
  const std::size_t close = pattern.find(']', std::min(open, pattern.size()));
  if (close == std::string_view::npos || close == open + 1) return std::nullopt;
  const std::string_view content = pattern.substr(open + 1, close - open - 1);
  if (content.find_first_not_of("0123456789-,") != std::string_view::npos) return std::nullopt;
  const std::size_t dash = content.find('-');
  const bool list = content.find(',') != std::string_view::npos;
  const bool wide = dash != std::string_view::npos && dash > 0 && content.size() - dash > 2;
  return list || wide ? std::optional(NumberClass{open, close}) : std::nullopt;
}

std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// The numbers of "01-16" or "7", as they are written; nothing when there are too many.
std::vector<std::string> numbers_of(std::string_view range) {
  constexpr std::uint64_t kMostNumbers = 4096;
  const std::size_t dash = range.find('-');
  const auto first = parse_decimal(range.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_decimal(range.substr(dash + 1));
  if (!first || !last || *last < *first || *last - *first >= kMostNumbers) return {};
  std::vector<std::string> numbers;
  const std::size_t width = std::min(dash, range.size());
  for (std::uint64_t i = *first; i <= *last; ++i) numbers.push_back(padded(i, width));
  return numbers;
}

class Reading {
 public:
  Reading(const LinuxClient& client, const Names& names, std::deque<std::string>& texts)
      : client_(client), text_(client.text.text), names_(names), texts_(texts) {}

  std::optional<LinuxMeaning> read();

 private:
  LinuxMeaning dead();
  LinuxMeaning network_of_name(std::string_view name, std::string_view length);
  LinuxMeaning written(std::string text);
  LinuxMeaning list(std::string_view separators);
  LinuxMeaning node_range(const NumberClass& range);
  Token kept(std::string text) { return {texts_.emplace_back(std::move(text)), client_.text.span}; }

  const LinuxClient& client_;
  std::string_view text_;
  const Names& names_;
  std::deque<std::string>& texts_;
};

// Written as it should have been, one client.
LinuxMeaning Reading::written(std::string text) {
  LinuxMeaning meaning;
  if (text.empty()) return meaning;
  meaning.clients = {plain_client(kept(text))};
  meaning.text = std::move(text);
  return meaning;
}

LinuxMeaning Reading::list(std::string_view separators) {
  LinuxMeaning meaning;
  std::string_view rest = text_;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
    if (end > 0) {
      meaning.clients.push_back(plain_client({rest.substr(0, end), client_.text.span}));
      meaning.text.append(meaning.text.empty() ? "" : "(...) ").append(rest.substr(0, end));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!meaning.text.empty()) meaning.text += "(...)";
  return meaning;
}

LinuxMeaning Reading::node_range(const NumberClass& range) {
  LinuxMeaning meaning;
  const std::string_view content = text_.substr(range.open + 1, range.close - range.open - 1);
  for (const std::string_view part : split(content, ',')) {
    for (const std::string& number : numbers_of(part)) {
      std::string name(text_.substr(0, range.open));
      name.append(number).append(text_.substr(range.close + 1));
      meaning.clients.push_back(plain_client(kept(std::move(name))));
    }
  }
  if (meaning.clients.empty()) return meaning;
  meaning.text.append(meaning.clients.front().text.text).append("(...)");
  if (meaning.clients.size() > 1) {
    meaning.text.append(" ... ").append(meaning.clients.back().text.text).append("(...)");
  }
  return meaning;
}

LinuxMeaning Reading::network_of_name(std::string_view name, std::string_view length) {
  const auto answers = names_.addresses(name);
  if (answers.empty()) return {};
  return written(with_length(answers.front().address.text(), length));
}

// What the reader told to match nobody.
LinuxMeaning Reading::dead() {
  const std::size_t slash = text_.find('/');
  const std::string_view host = text_.substr(0, slash);
  const std::string_view rest = slash == std::string_view::npos ? "" : text_.substr(slash + 1);
  if (slash != std::string_view::npos && Address::parse(host) &&
      (rest.empty() || rest.find_first_not_of('0') == std::string_view::npos)) {
    LinuxMeaning world = written("*");
    world.clients.front().text = Token{};
    return world;
  }
  if (text_.front() == '[' && text_.find(':') < text_.find(']')) {
    std::string plain(text_);
    std::erase_if(plain, [](char c) { return c == '[' || c == ']'; });
    return written(std::move(plain));
  }
  if (text_.find_first_of("*?[") != std::string_view::npos && is_digit(text_.front())) {
    return written(network_of_pattern(text_));
  }
  if (text_.find(',') != std::string_view::npos) return list(",");
  if (text_.find(':') != std::string_view::npos) return list(":");
  if (slash == std::string_view::npos) return {};
  if (const std::string address = full_address(host); !address.empty()) {
    return written(with_length(address, rest));
  }
  return network_of_name(host, rest);
}

std::optional<LinuxMeaning> Reading::read() {
  LinuxMeaning meaning;
  if (client_.kind == LinuxClientKind::kDead) {
    if (text_.empty() || text_ == "\\") return std::nullopt;
    meaning = dead();
    meaning.why = client_.why_dead;
    return meaning;
  }
  if (client_.kind == LinuxClientKind::kGss) {
    meaning.why = kGss;
    return meaning;
  }
  if (client_.kind == LinuxClientKind::kNetgroup) {
    const std::string_view plain = text_.substr(1);
    if (!network_in(plain) && !Address::parse(plain)) return std::nullopt;
    meaning = written(std::string(plain));
    meaning.why = kNetworkAsGroup;
    return meaning;
  }
  if (client_.kind == LinuxClientKind::kNetwork) {
    const std::string_view length = text_.substr(std::min(text_.find('/') + 1, text_.size()));
    if (length.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    meaning = dead();
    meaning.why = kPrefixZero;
    return meaning;
  }
  if (client_.kind != LinuxClientKind::kWildcard) return std::nullopt;
  if (const auto range = number_class(text_)) {
    meaning = node_range(*range);
    meaning.why = kNodeRange;
    return meaning;
  }
  const std::size_t negation = text_.find("[!");
  if (negation == std::string_view::npos) return std::nullopt;
  std::string text(text_);
  text[negation + 1] = '^';
  meaning = written(std::move(text));
  meaning.why = kNegation;
  return meaning;
}

}  // namespace

LinuxClient plain_client(const Token& text) {
  LinuxClient client;
  client.text = text;
  if (text.text.empty() || text.text == "*") return client;
  client.address = Address::parse(text.text);
  client.network = network_in(text.text);
  client.kind = client.network               ? LinuxClientKind::kNetwork
                : text.text.starts_with('@') ? LinuxClientKind::kNetgroup
                : text.text.find_first_of("*?[") != std::string_view::npos
                    ? LinuxClientKind::kWildcard
                    : LinuxClientKind::kHost;
  return client;
}

std::optional<LinuxMeaning> meaning_of(const LinuxClient& client, const Names& names,
                                       std::deque<std::string>& texts) {
  if (client.kind == LinuxClientKind::kHost || client.kind == LinuxClientKind::kEveryone) {
    return std::nullopt;
  }
  return Reading(client, names, texts).read();
}

}  // namespace nfsready
