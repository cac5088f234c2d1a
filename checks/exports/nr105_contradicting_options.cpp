#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/ganesha_text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// An option that is given twice in a block of NFS-Ganesha, and what each statement gives.
struct Twice {
  Span first;
  Span second;
  int by_first = 0;
  int by_second = 0;
  int in_effect = 0;
};
using TwiceGiven = std::unordered_map<Span, Twice, HashSpan>;  // by the place of the second

int given(const GaneshaPermissions& rights, bool is_access) {
  if (!is_access) return rights.squash == GaneshaSquash::kNone ? 1 : 0;
  if (rights.access == GaneshaAccess::kReadWrite) return 2;
  return rights.access == GaneshaAccess::kReadOnly ? 1 : 0;
}

// Each repetition is noted as what the block said before, then as what the statement says.
void add_twice(const std::vector<GaneshaSlip>& slips, const GaneshaPermissions& block,
               TwiceGiven& found) {
  for (std::size_t i = 0; i + 1 < slips.size(); ++i) {
    const GaneshaSlip& before = slips[i];
    const GaneshaSlip& after = slips[i + 1];
    if (!before.repeated || !after.repeated || before.where != after.where) continue;
    const bool is_access = after.meant.access.has_value();
    const Span& first = is_access ? before.meant.access_span : before.meant.squash_span;
    if (!first.is_set()) continue;
    found.emplace(after.where, Twice{first, after.where, given(before.meant, is_access),
                                     given(after.meant, is_access), given(block, is_access)});
  }
}

TwiceGiven twice_given(const Context& context) {
  TwiceGiven found;
  for (const Server* const server : context.servers()) {
    const GaneshaExports* const exports = ganesha_exports(*server);
    if (exports == nullptr) continue;
    add_twice(exports->default_slips, exports->defaults, found);
    for (const GaneshaExport& from : exports->exports) {
      add_twice(from.slips, from.permissions, found);
      for (const GaneshaClientBlock& block : from.clients) {
        add_twice(block.slips, block.permissions, found);
      }
    }
  }
  return found;
}

// What a node lacks stays; when none lacks anything, what is in effect does.
std::string remedy_of(const Context& context, const Server& server, const Twice& twice,
                      bool fails) {
  if (twice.by_first == twice.by_second) return {};
  const bool first_gives_more = twice.by_first > twice.by_second;
  const bool first_stays = fails ? first_gives_more : twice.by_first == twice.in_effect;
  const Span& out = first_stays ? twice.second : twice.first;
  const Span& kept = first_stays ? twice.first : twice.second;
  return remedy_at(context, server, out,
                   "delete " + quoted(ganesha_statement(context, out)) + ", so that " +
                       quoted(ganesha_statement(context, kept)) + " is the only one");
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  const TwiceGiven twice = twice_given(context);
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kContradiction)) {
    const bool loses = group.problems.front()->lost.is_set();
    Draft& draft = report_group(
        context, group, loses ? severity_of_loss(context) : Severity::kWarning, failures, sink);
    const auto found = twice.find(group.problems.front()->where);
    if (found == twice.end()) continue;
    const std::string remedy =
        remedy_of(context, *group.server, found->second, !draft.finding.subjects.empty());
    if (remedy.empty()) continue;
    draft.finding.remedy = remedy;
    if (group.problems.size() > 1) add_likewise(draft);
  }
}

}  // namespace

Check nr105_contradicting_options() {
  return {{"NR105", "contradicting-options", "options of one entry take each other back",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
