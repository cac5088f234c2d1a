#include "parse/nim_locations.h"

#include "base/path.h"
#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

std::vector<NimLocation> parse_nim_locations(const SourceFile& file, Problems& problems) {
  std::vector<NimLocation> locations;
  LineReader lines(file);
  while (lines.next()) {
    const std::string_view line = trim(lines.text());
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    std::string_view location =
        colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (location.ends_with(':')) location.remove_suffix(1);
    if (colon == 0 || location.empty()) {
      const Span where = file.span_of(line);
      problems.push_back({ProblemKind::kSyntax, where,
                          quoted(line) + " is no resource and location",
                          "use the output of 'lsnim -a location -Z <resource>' as it is", where});
      continue;
    }
    locations.push_back({token_of(file, line.substr(0, colon)), token_of(file, location)});
  }
  return locations;
}

void report_relative_locations(const SourceFile& file, const std::vector<Stanza>& objects,
                               Problems& problems) {
  for (const Stanza& object : objects) {
    const Attribute* const location = object.find("location");
    if (location == nullptr || location->value.empty() || is_absolute(location->value.text)) {
      continue;
    }
    const Span where = file.span_of(location->value.text);
    problems.push_back({ProblemKind::kSyntax, where,
                        "the location " + quoted(location->value.text) + " of " +
                            std::string(object.name.text) + " is no absolute path",
                        "use the output of 'lsnim -l' as it is", where});
  }
}

}  // namespace nfsready
