// Points in time as texts, in UTC and without the machine's clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nfsready {

// Seconds since 1970 as RFC 3339 writes them: "2026-03-31T23:59:59Z". Of the years 0 to 9999;
// others are told as the nearest of them.
[[nodiscard]] std::string utc_text(std::int64_t seconds);

// Exactly such a text; nothing else is accepted.
[[nodiscard]] std::optional<std::int64_t> parse_utc(std::string_view text);

// A span of time for people, in its largest unit: "3 hours", "1 day".
[[nodiscard]] std::string duration_text(std::int64_t seconds);

}  // namespace nfsready
