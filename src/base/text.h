// Small text helpers that more than one folder needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

[[nodiscard]] bool is_blank(char c);  // blank or tab
[[nodiscard]] bool is_space(char c);  // C isspace() in the C locale
[[nodiscard]] bool is_digit(char c);

[[nodiscard]] char to_lower(char c);  // ASCII only
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Whole text as a decimal number; nothing else is accepted.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

// Numbers inside names compare as numbers: cn2 before cn10.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

// The part of a host name before its first dot.
[[nodiscard]] std::string_view short_name(std::string_view host);

// Names folded as a noderange: cn001 cn002 cn003 x1 becomes "cn[001-003],x1".
// `names` must be sorted by natural_less and without repetition.
[[nodiscard]] std::string fold_names(const std::vector<std::string_view>& names);

// `count` with its noun: "1 node", "2 nodes".
[[nodiscard]] std::string plural(std::size_t count, std::string_view noun);

// Text from a file inside single quotes, for messages; cut short when it is very long.
[[nodiscard]] std::string quoted(std::string_view text);

// The word of `known` nearest to `word`, when it is near enough to be meant; else empty.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& known);

// The length of the well-formed UTF-8 sequence at the start of a text that is not empty, 0 when
// there is none (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

// The longest start of a text that has at most `longest` bytes and cuts no UTF-8 sequence.
[[nodiscard]] std::string_view cut_short(std::string_view text, std::size_t longest);

// Text from files and servers made fit to be shown: ill-formed UTF-8 and control characters become
// \xNN, escape sequences and bidirectional overrides too. Line ends and tabs stay when
// `keep_lines`, else they are shown as \n and \t.
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

}  // namespace nfsready
