#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;  // files of a server that are told

// The first line in which two texts differ, as the served one has it.
Span first_difference(const SourceFile& served, std::string_view older) {
  const std::string_view text = served.text();
  const auto at = static_cast<std::size_t>(
      std::mismatch(text.begin(), text.end(), older.begin(), older.end()).first - text.begin());
  const std::size_t line_end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return served.span(line_end == std::string_view::npos ? 0 : line_end + 1, 0);
}

void run(const Context& context, Sink& sink) {
  for (const ReplacedFile& file : context.site().replaced) {
    const SourceFile& served = context.site().sources->file(file.where.source);
    if (served.text() == *file.older) continue;
    Draft& draft = sink.cause(std::string(file.server));
    Finding& finding = draft.finding;
    if (finding.locations.size() >= kShown) continue;
    const Span place = first_difference(served, *file.older);
    draft.add_location(place);
    finding.evidence +=
        (draft.fresh ? "" : "\n") + printable(file.host_path) + ", now: " + context.line(place);
    if (!draft.fresh) continue;
    const std::string server(file.server);
    finding.server = server;
    finding.message = "files that " + server +
                      " serves are not what was collected of it; what it serves now was judged";
    finding.remedy = "collect the snapshot of " + server + " again, to judge it without a network";
  }
}

}  // namespace

Check nr611_served_file_differs() {
  return {{"NR611", "served-file-differs",
           "a server serves other text than the snapshot holds of it", Severity::kNote},
          run};
}

}  // namespace nfsready::checks
