#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/foreign_lines.h"
#include "plan/grep_index.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

// Where a line that is not the node's own has its name.
enum class Reason : std::uint8_t { kName, kPath, kComment };

Reason reason_of(const GeneratedLine& line, std::string_view boot_name) {
  const std::string_view owner = field_of(line, 0).text;
  if (owner.starts_with('#')) return Reason::kComment;
  return owner.find(boot_name) != std::string_view::npos ? Reason::kName : Reason::kPath;
}

std::string why(Reason reason, const NodePlan& plan, const GeneratedLine& line) {
  const std::string name = quoted(plan.boot_name);
  switch (reason) {
    case Reason::kName:
      return name + " is a part of the name " + quoted(field_of(line, 0).text);
    case Reason::kComment:
      return name + " stands in a comment line, and there comments count";
    default:
      return name + " stands in the line of " + quoted(field_of(line, 0).text);
  }
}

std::string remedy(Reason reason, const Context& context, const GeneratedLine& line) {
  switch (reason) {
    case Reason::kName:
      return "on the management node, give every node a name that is a part of no other, with "
             "leading zeros for example: {for each}chdef -t node -o {node} -n <new name>\n" +
             remedy_mkdsklsnode();
    case Reason::kComment:
      return "delete the comment line from " +
             std::string(context.file_name(line.line.span.source)) + "\n" + remedy_mkdsklsnode();
    default:
      return "on the management node, take another path for " +
             std::string(field_of(line, 0).text) +
             ", one that holds no name of another node: tabedit statelite, litetree or litefile\n" +
             remedy_mkdsklsnode();
  }
}

std::string_view clause_of(ForeignResult::Kind kind) {
  switch (kind) {
    case ForeignResult::Kind::kBasecust:
      return "basecust is not restored";
    case ForeignResult::Kind::kArea:
      return "the persistent area is another node's";
    case ForeignResult::Kind::kTree:
      return "trees of other nodes are searched";
    default:
      return "litefile entries of other nodes are applied";
  }
}

std::string what_is_done(const Node& node, const ForeignResult& result) {
  const std::string name(node.name);
  switch (result.kind) {
    case ForeignResult::Kind::kBasecust:
      return name + " mounts '" + result.taken + "' to fetch its basecust";
    case ForeignResult::Kind::kArea:
      return name + " mounts '" + result.taken + "' last as its persistent area";
    case ForeignResult::Kind::kTree:
      return name + " mounts '" + result.taken + "' as a tree";
    default:
      return name + " applies '" + result.taken + "'";
  }
}

void rate_all(const std::vector<ForeignResult>& results, Finding& finding) {
  finding.severity = Severity::kNote;
  for (const ForeignResult& result : results) {
    const Verdict verdict = verdict_of(result.effect, result.certainty);
    if (verdict <= verdict_of(finding.effect, finding.certainty)) continue;
    rate(result.effect, result.certainty, finding);
  }
}

void describe(const Context& context, const NodePlan& plan, const GeneratedLine& foreign,
              const std::vector<ForeignResult>& results, Finding& finding) {
  const Reason reason = reason_of(foreign, plan.boot_name);
  rate_all(results, finding);
  finding.message =
      "the boot script looks for lines by grep, and for {nodes} it finds more than {their} own: " +
      why(reason, plan, foreign);
  if (results.empty()) finding.message += "; so far the other lines change nothing";
  for (const ForeignResult& result : results) {
    finding.message.append(&result == &results.front() ? "; " : ", ");
    finding.message += clause_of(result.kind);
  }
  finding.evidence = context.line(foreign.line.span);
  finding.remedy = remedy(reason, context, foreign);
}

void report(const Context& context, const NodePlan& plan, const GeneratedLine& foreign,
            Sink& sink) {
  constexpr std::size_t kShown = 3;  // nodes whose mounts are spelt out
  const Node& node = context.node(plan);
  const std::vector<ForeignResult> results = foreign_results(plan, node);
  std::string key = std::to_string(foreign.line.span.source);
  key += std::to_string(static_cast<int>(reason_of(foreign, plan.boot_name)));
  for (const ForeignResult& result : results) {
    key.append("|").append(clause_of(result.kind)).append(word(result.effect));
  }
  Draft& draft = sink.cause(key);
  draft.add_subject(context.subject(plan));
  draft.add_location(foreign.line.span);
  if (draft.fresh) describe(context, plan, foreign, results, draft.finding);
  if (draft.finding.subjects.size() > kShown) return;
  for (const ForeignResult& result : results) {
    draft.finding.evidence += "\n" + what_is_done(node, result);
  }
}

// Without generated tables: names of nodes that will have lines, searched for the names of others.
void look_ahead(const Context& context, Sink& sink) {
  std::vector<const NodePlan*> waiting;
  NameSet names;
  for (const NodePlan& plan : context.plans()) {
    if (plan.tables != nullptr || context.node(plan).kind != NodeKind::kStatelite) continue;
    waiting.push_back(&plan);
    names.add(plan.boot_name);
  }
  if (waiting.empty()) return;
  std::vector<GeneratedLine> lines;
  std::vector<const Node*> owners;
  for (const Node& node : context.site().nodes) {
    if (!node.persistent && node.litefiles.empty() && node.trees.empty()) continue;
    lines.push_back({{node.name, node.where}, {}});
    owners.push_back(&node);
  }
  const GrepIndex index(lines, names);
  for (const NodePlan* plan : waiting) {
    const Node& node = context.node(*plan);
    for (const std::uint32_t i : index.lines_with(plan->boot_name)) {
      if (owners[i] == &node) continue;
      Draft& draft = sink.cause("names");
      draft.add_subject(context.subject(*plan));
      draft.add_location(owners[i]->where);
      if (!draft.fresh) break;
      rate(Effect::kDegraded, Certainty::kLikely, draft.finding);
      draft.add_location(node.where);
      draft.finding.message =
          "the boot script looks for lines by grep, and for {nodes} it will likely find more than "
          "{their} own: " +
          quoted(plan->boot_name) + " is a part of the name " + quoted(owners[i]->name);
      draft.finding.evidence = context.line(owners[i]->where) + "\n" + context.line(node.where);
      draft.finding.remedy = remedy(Reason::kName, context, lines[i]);
      break;
    }
  }
}

void run(const Context& context, Sink& sink) {
  for (const NodePlan& plan : context.plans()) {
    const GeneratedLine* const foreign = first_foreign_line(plan, context.node(plan));
    if (foreign != nullptr) report(context, plan, *foreign, sink);
  }
  look_ahead(context, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr418_substring_name() {
  return {{"NR418", "substring-name",
           "a node's name is found in lines of the generated tables that are not its own",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
