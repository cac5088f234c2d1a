#include "parse/niminfo.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

const NiminfoVariable* Niminfo::find(std::string_view name) const {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const auto& variable) { return variable.name.text == name; });
  return found == variables.end() ? nullptr : &*found;
}

namespace {

Token part_of(const Token& token, std::size_t offset, std::size_t length) {
  const auto start = token.span.offset + static_cast<std::uint32_t>(offset);
  return Token{token.text.substr(offset, length),
               Span{token.span.source, start, static_cast<std::uint32_t>(length)}};
}

}  // namespace

NimMount Niminfo::mount(std::string_view name) const {
  const NiminfoVariable* const variable = find(name);
  if (variable == nullptr) return {};
  const Token& value = variable->value;
  const std::size_t colon = value.text.rfind(':');
  if (colon == std::string_view::npos) return {};
  return {part_of(value, 0, colon), part_of(value, colon + 1, value.text.size() - colon - 1)};
}

namespace {

// The start of a dotted quad at the end of `word`, when other text stands before it.
struct Tail {
  std::size_t start = 0;
  Address address;
};

// Where an entry was put behind the last one without a blank, digits of the name and of the address
// may touch: of the addresses they can be read as, the one in the network of `like` is meant, else
// the longest.
std::optional<Tail> address_at_end(std::string_view word, const Address& like) {
  constexpr std::size_t kLongestOctet = 3;
  std::size_t dot = word.size();
  for (int i = 0; i < 3; ++i) {
    dot = dot == 0 ? std::string_view::npos : word.rfind('.', dot - 1);
    if (dot == std::string_view::npos) return std::nullopt;
  }
  std::optional<Tail> best;
  for (std::size_t length = 1; length <= kLongestOctet && length < dot; ++length) {
    const auto address = Address::parse(word.substr(dot - length));
    if (!address) continue;
    if (address->masked(8) == like.masked(8)) return Tail{dot - length, *address};
    best = Tail{dot - length, *address};
  }
  return best;
}

class NiminfoReader {
 public:
  NiminfoReader(const SourceFile& file, Problems& problems) : file_(file), problems_(problems) {}

  Niminfo read() {
    LineReader lines(file_);
    while (lines.next()) read_line(trim(lines.text()));
    drop_what_is_cut();
    niminfo_.variables.shrink_to_fit();
    if (const NiminfoVariable* hosts = niminfo_.find("NIM_HOSTS")) read_hosts(hosts->value.text);
    niminfo_.hosts.shrink_to_fit();
    return std::move(niminfo_);
  }

 private:
  // A value at the very end of a file without a line end may go on where the copy was cut.
  void drop_what_is_cut() {
    if (niminfo_.variables.empty() || file_.text().ends_with('\n')) return;
    Token& last = niminfo_.variables.back().value;
    if (last.span.offset + last.span.length == file_.text().size()) last.text = {};
  }

  void read_line(std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    std::string_view rest = line;
    if (const std::string_view word = take_word(rest); word != "export") rest = line;
    rest = trim(rest);
    const std::size_t equals = rest.find('=');
    const std::string_view name = rest.substr(0, equals);
    if (equals == std::string_view::npos || name.empty() || blank_in(name) != name.size()) {
      report(line, quoted(line) + " is no 'export NAME=value'");
      return;
    }
    niminfo_.variables.push_back(
        {token_of(file_, name), token_of(file_, value_of(rest.substr(equals + 1)))});
  }

  // As the shell reads it: up to the closing quote, else up to a blank.
  std::string_view value_of(std::string_view text) {
    if (!text.starts_with('"') && !text.starts_with('\'')) return text.substr(0, blank_in(text));
    const std::size_t close = text.find(text.front(), 1);
    if (close == std::string_view::npos) {
      report(text, "the quote that opens here is never closed");
      return text.substr(1);
    }
    return text.substr(1, close - 1);
  }

  static std::size_t blank_in(std::string_view text) {
    const auto blank = std::find_if(text.begin(), text.end(), is_space);
    return static_cast<std::size_t>(blank - text.begin());
  }

  void read_hosts(std::string_view value) {
    for (std::string_view item = take_word(value); !item.empty(); item = take_word(value)) {
      read_host(item);
    }
  }

  void read_host(std::string_view item) {
    NimHost host;
    host.span = file_.span_of(item);
    const std::size_t colon = address_end(item);
    if (const auto address = Address::parse(item.substr(0, colon))) {
      host.addresses.push_back(*address);
    }
    if (host.addresses.empty() || colon + 1 >= item.size()) {
      report(item, quoted(item) + " is no address:name");
      return;
    }
    for (const std::string_view name : split(item.substr(colon + 1), ':')) add_name(host, name);
    niminfo_.hosts.push_back(std::move(host));
  }

  // An IPv6 address has colons of its own: the longest text before a colon that is an address.
  static std::size_t address_end(std::string_view item) {
    const std::size_t first = std::min(item.find(':'), item.size());
    if (Address::parse(item.substr(0, first))) return first;
    for (std::size_t colon = item.rfind(':'); colon != std::string_view::npos && colon > first;
         colon = item.rfind(':', colon - 1)) {
      if (Address::parse(item.substr(0, colon))) return colon;
    }
    return first;
  }

  void add_name(NimHost& host, std::string_view name) {
    if (const auto address = Address::parse(name)) {
      host.addresses.push_back(*address);
      return;
    }
    if (const auto tail = address_at_end(name, host.addresses.front())) {
      host.addresses.push_back(tail->address);
      name = name.substr(0, tail->start);
    }
    if (!name.empty()) host.names.push_back(token_of(file_, name));
  }

  void report(std::string_view part, std::string message) {
    const Span where = file_.span_of(part);
    problems_.push_back({ProblemKind::kSyntax, where, std::move(message),
                         "run mkdsklsnode again for the node", where});
  }

  const SourceFile& file_;
  Problems& problems_;
  Niminfo niminfo_;
};

}  // namespace

Niminfo parse_niminfo(const SourceFile& file, Problems& problems) {
  return NiminfoReader(file, problems).read();
}

}  // namespace nfsready
