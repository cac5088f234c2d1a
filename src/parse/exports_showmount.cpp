#include <algorithm>
#include <string>

#include "base/path.h"
#include "base/text.h"
#include "parse/exports_dialects.h"
#include "parse/lines.h"

namespace nfsready {

namespace {

constexpr std::string_view kHeader = "export list for ";
constexpr std::string_view kEveryone = "(everyone)";

// "Export list for HOST:"; AIX writes it in lower case.
bool is_header(std::string_view line) {
  return line.size() > kHeader.size() &&
         equals_ignoring_case(line.substr(0, kHeader.size()), kHeader);
}

Token host_of(const SourceFile& file, std::string_view header) {
  std::string_view host = header.substr(kHeader.size());
  if (host.ends_with(':')) host.remove_suffix(1);
  return token_of(file, trim(host));
}

void read_groups(const SourceFile& file, std::string_view text, ShowmountExport& entry) {
  if (text == kEveryone) {
    entry.everyone = true;
    return;
  }
  for (const std::string_view group : split(text, ',')) {
    if (group.empty()) continue;
    if (group == "*" || group == kEveryone) entry.everyone = true;
    entry.groups.push_back(token_of(file, group));
  }
}

// Paths are printed raw: the last run of blanks parts the path from its groups.
bool read_entry(const SourceFile& file, std::string_view line, ShowmountList& list) {
  const std::size_t parting = line.find_last_of(" \t");
  if (!is_absolute(line) || parting == std::string_view::npos) return false;
  ShowmountExport entry;
  entry.path = token_of(file, trim(line.substr(0, parting)));
  entry.span = file.span_of(line);
  read_groups(file, line.substr(parting + 1), entry);
  list.exports.push_back(std::move(entry));
  return true;
}

}  // namespace

void parse_showmount(const SourceFile& file, ShowmountList& list, Problems& problems) {
  LineReader lines(file);
  while (lines.next()) {
    const std::string_view line = trim(lines.text());
    if (line.empty()) continue;
    if (is_header(line)) {
      if (list.host.empty()) list.host = host_of(file, line);
    } else if (!read_entry(file, line, list)) {
      problems.push_back({ProblemKind::kSyntax,
                          file.span_of(line),
                          "expected a path and its groups, or '(everyone)'",
                          {},
                          {}});
    }
  }
}

}  // namespace nfsready
