#include "engine/judge.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "base/text.h"
#include "base/wildcard.h"

namespace nfsready {

bool is_selected(const CheckInfo& check, const JudgeOptions& options) {
  const auto named = [&](const std::string& pattern) {
    return matches_wildcard(pattern, check.id) || matches_wildcard(pattern, check.slug);
  };
  const bool wanted =
      options.only.empty() || std::any_of(options.only.begin(), options.only.end(), named);
  return wanted && std::none_of(options.skip.begin(), options.skip.end(), named);
}

namespace {

void replace_all(std::string& text, std::string_view placeholder, std::string_view value) {
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
}

// Folded names, or their number when the list would fill a screen.
std::string shown_nodes(const std::vector<std::string_view>& names) {
  constexpr std::size_t kLongest = 120;
  std::string folded = fold_names(names);
  return folded.size() <= kLongest ? folded : plural(names.size(), "node");
}

std::string colon_list(const std::vector<std::string_view>& names) {
  constexpr std::size_t kMany = 16;
  if (names.size() > kMany) return shown_nodes(names);
  std::string list;
  for (const std::string_view name : names) list.append(list.empty() ? "" : ":").append(name);
  return list;
}

void fill_in(std::string& text, const std::vector<std::string_view>& names,
             const std::string& path) {
  if (text.find('{') == std::string::npos) return;
  const bool one = names.size() == 1;
  replace_all(text, "{nodes}", shown_nodes(names));
  replace_all(text, "{count}", plural(names.size(), "node"));
  replace_all(text, "{s}", one ? "s" : "");
  replace_all(text, "{are}", one ? "is" : "are");
  replace_all(text, "{have}", one ? "has" : "have");
  replace_all(text, "{node}", one ? names.front() : "<node>");
  replace_all(text, "{for each}", one ? "" : "for each <node> of " + shown_nodes(names) + ": ");
  replace_all(text, "{colons}", colon_list(names));
  replace_all(text, "{path}", path);
}

Finding finished(Draft& draft, const RunResult& run) {
  Finding& finding = draft.finding;
  // What is only likely is never an error: no administrator is woken for a guess.
  if (finding.certainty == Certainty::kLikely) {
    finding.severity = std::min(finding.severity, Severity::kWarning);
  }
  auto& subjects = finding.subjects;
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  const std::vector<std::string_view> names = nodes_of(finding, run);
  for (std::string* text : {&finding.message, &finding.remedy, &finding.evidence}) {
    fill_in(*text, names, finding.path);
  }
  return std::move(finding);
}

std::vector<NodeResult> node_results(const Context& context) {
  std::vector<NodeResult> nodes;
  nodes.reserve(context.plans().size());
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    nodes.push_back({node.name, word(node.kind), Verdict::kReady, {}});
    nodes.back().mounts.reserve(plan.mounts.size());
  }
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    nodes[judged.subject.node].mounts.push_back({word(mount.purpose), mount.server_text, mount.path,
                                                 mount.needs, &judged.answer->now,
                                                 Verdict::kReady});
  }
  return nodes;
}

void worsen(Verdict& verdict, Verdict by) { verdict = std::max(verdict, by); }

void draw_verdicts(RunResult& run) {
  for (const Finding& finding : run.findings) {
    if (finding.suppressed) continue;
    const Verdict verdict = verdict_of(finding.effect, finding.certainty);
    for (const Subject& subject : finding.subjects) {
      NodeResult& node = run.nodes[subject.node];
      worsen(node.verdict, verdict);
      if (subject.mount != Subject::kWholeNode) worsen(node.mounts[subject.mount].verdict, verdict);
    }
  }
}

// Worst first; then what stops most nodes; then by id and place, so that the order is stable.
void order_findings(const Sources& sources, RunResult& run) {
  const auto key = [&](const Finding& finding) {
    const bool placed = !finding.locations.empty();
    const std::string_view file =
        placed ? std::string_view(sources.file(finding.locations.front().source).name())
               : std::string_view{};
    return std::tuple(finding.suppressed.has_value(), -static_cast<int>(finding.severity),
                      -static_cast<std::int64_t>(finding.subjects.size()), finding.check->id, file,
                      placed ? finding.locations.front().offset : 0U,
                      std::string_view(finding.message));
  };
  std::stable_sort(run.findings.begin(), run.findings.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace

RunResult judge(const Context& context, const std::vector<RegisteredCheck>& checks,
                const JudgeOptions& options) {
  RunResult run;
  run.command = "check";
  run.site = context.site().name;
  run.servers = context.servers().size();
  run.nodes = node_results(context);

  std::vector<Sink> sinks;
  std::vector<const Check*> selected;
  for (const RegisteredCheck& registered : checks) {
    if (!is_selected(registered.check->info, options)) continue;
    selected.push_back(registered.check);
    sinks.emplace_back(registered.check->info);
  }
  parallel_for(selected.size(), [&](std::size_t i) { selected[i]->run(context, sinks[i]); });
  for (Sink& sink : sinks) {
    for (Draft& draft : sink.drafts()) run.findings.push_back(finished(draft, run));
  }

  apply_suppressions(
      options.suppressions, options.today, [&](const Span& span) { return context.where(span); },
      run);
  order_findings(*context.site().sources, run);
  draw_verdicts(run);
  return run;
}

}  // namespace nfsready
