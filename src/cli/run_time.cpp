#include "cli/run_time.h"

#include <cstdlib>
#include <ctime>
#include <optional>

#include "base/text.h"
#include "base/utc_time.h"

namespace nfsready {

namespace {

std::string age(std::int64_t time, std::int64_t now) {
  const std::string at = utc_text(time);
  if (time > now) return at + ", which is still to come: the clocks of the hosts differ";
  return at + ", " + duration_text(now - time) + " ago";
}

}  // namespace

std::int64_t run_time() {
  if (const char* const fixed = std::getenv("SOURCE_DATE_EPOCH")) {
    if (const auto seconds = parse_decimal(fixed)) return static_cast<std::int64_t>(*seconds);
  }
  return std::time(nullptr);
}

std::string today() {
  const std::string now = utc_text(run_time());
  return now.substr(0, now.find('T'));
}

std::string age_of_answers(const std::vector<ObservationPart>& parts, std::int64_t now) {
  std::size_t files = 0;
  std::size_t timeless = 0;
  std::optional<std::int64_t> oldest;
  for (const ObservationPart& part : parts) {
    if (part.file.empty()) continue;
    ++files;
    if (!part.time) {
      ++timeless;
    } else if (!oldest || *part.time < *oldest) {
      oldest = part.time;
    }
  }
  if (files == 0) return {};
  const std::string of = "the answers of " + plural(files, "file") + " of observations";
  if (!oldest) return of + " do not tell when they were given";
  if (files == 1) return of + " are of " + age(*oldest, now);
  return of + "; the oldest" + (timeless == 0 ? "" : " that tell it") + " are of " +
         age(*oldest, now);
}

}  // namespace nfsready
