#include "base/utc_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.h"

namespace nfsready {

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
constexpr sys_seconds kFirst = sys_days(std::chrono::year(0) / 1 / 1);
constexpr sys_seconds kLast = sys_days(std::chrono::year(10000) / 1 / 1) - seconds(1);

constexpr std::int64_t kHours = 24;
constexpr std::int64_t kSixty = 60;

bool has_form(std::string_view text) {
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kForm[i] == '0' ? !is_digit(text[i]) : text[i] != kForm[i]) return false;
  }
  return true;
}

unsigned number_at(std::string_view text, std::size_t start, std::size_t length) {
  return static_cast<unsigned>(*parse_decimal(text.substr(start, length)));
}

}  // namespace

std::string utc_text(std::int64_t time) {
  const sys_seconds point =
      sys_seconds(seconds(std::clamp(time, std::int64_t{kFirst.time_since_epoch().count()},
                                     std::int64_t{kLast.time_since_epoch().count()})));
  const sys_days day = std::chrono::floor<days>(point);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(point - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
  if (!has_form(text)) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number_at(text, 0, 4))),
                                         std::chrono::month(number_at(text, 5, 2)),
                                         std::chrono::day(number_at(text, 8, 2)));
  const std::int64_t hour = number_at(text, 11, 2);
  const std::int64_t minute = number_at(text, 14, 2);
  const std::int64_t second = number_at(text, 17, 2);
  if (!date.ok() || hour >= kHours || minute >= kSixty || second >= kSixty) return std::nullopt;
  const sys_seconds point = sys_days(date) + seconds((hour * kSixty + minute) * kSixty + second);
  return point.time_since_epoch().count();
}

std::string duration_text(std::int64_t time) {
  const auto told = [](std::int64_t count, std::string_view unit) {
    return plural(static_cast<std::size_t>(count), unit);
  };
  if (time < kSixty) return told(std::max<std::int64_t>(time, 0), "second");
  const std::int64_t minutes = time / kSixty;
  if (minutes < kSixty) return told(minutes, "minute");
  const std::int64_t hours = minutes / kSixty;
  return hours < 2 * kHours ? told(hours, "hour") : told(hours / kHours, "day");
}

}  // namespace nfsready
