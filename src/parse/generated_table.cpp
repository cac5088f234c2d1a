#include "parse/generated_table.h"

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

std::vector<GeneratedLine> parse_generated_table(const SourceFile& file, Problems& problems) {
  std::vector<GeneratedLine> table;
  LineReader lines(file);
  while (lines.next()) {
    if (trim(lines.text()).empty()) continue;
    GeneratedLine& line = table.emplace_back();
    line.line = token_of(file, lines.text());
    for (const std::string_view field : split(lines.text(), '|')) {
      line.fields.push_back(token_of(file, field));
    }
    if (line.fields.size() == 1 && !line.line.text.starts_with('#')) {
      problems.push_back({ProblemKind::kSyntax,
                          line.line.span,
                          quoted(line.line.text) + " is no line that mkdsklsnode generates",
                          "run mkdsklsnode again for the image",
                          {}});
    }
  }
  return table;
}

}  // namespace nfsready
