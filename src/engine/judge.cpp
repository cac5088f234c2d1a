#include "engine/judge.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "base/text.h"
#include "base/wildcard.h"
#include "engine/live.h"
#include "engine/same_on_heads.h"

namespace nfsready {

bool is_selected(const CheckInfo& check, const JudgeOptions& options) {
  const auto named = [&](const std::string& pattern) {
    const std::string lower = to_lower(pattern);
    return matches_wildcard(lower, to_lower(check.id)) || matches_wildcard(lower, check.slug);
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

// A noderange to be typed: never a number, however long it is.
std::string typed_nodes(const std::vector<std::string_view>& names) {
  constexpr std::size_t kLongest = 1000;
  std::string folded = fold_names(names);
  return folded.size() <= kLongest ? folded : "<these nodes, as the JSON report lists them>";
}

std::string colon_list(const std::vector<std::string_view>& names) {
  constexpr std::size_t kMany = 16;
  if (names.size() > kMany) return "<these nodes, separated by colons>";
  std::string list;
  for (const std::string_view name : names) list.append(list.empty() ? "" : ":").append(name);
  return list;
}

void fill_in(std::string& text, const std::vector<std::string_view>& names,
             const std::string& nodes, const std::string& path) {
  if (text.find('{') == std::string::npos) return;
  const bool one = names.size() == 1;
  replace_all(text, "{nodes}", nodes);
  replace_all(text, "{count}", plural(names.size(), "node"));
  replace_all(text, "{s}", one ? "s" : "");
  replace_all(text, "{are}", one ? "is" : "are");
  replace_all(text, "{have}", one ? "has" : "have");
  replace_all(text, "{their}", one ? "its" : "their");
  replace_all(text, "{they}", one ? "it" : "they");
  replace_all(text, "{them}", one ? "it" : "them");
  replace_all(text, "{node}", one ? names.front() : "<node>");
  replace_all(text, "{for each}", one ? "" : "for each <node> of " + nodes + ": ");
  replace_all(text, "{colons}", colon_list(names));
  replace_all(text, "{path}", path);
  replace_all(text, " \n", "\n");  // what an empty placeholder leaves
}

Finding settled(Draft& draft) {
  Finding& finding = draft.finding;
  // No administrator is woken for a guess, nor for nodes that boot.
  const bool stops = finding.subjects.empty() ||
                     verdict_of(finding.effect, finding.certainty) == Verdict::kNotReady;
  if (finding.certainty == Certainty::kLikely || !stops) {
    finding.severity = std::min(finding.severity, Severity::kWarning);
  }
  auto& subjects = finding.subjects;
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return std::move(finding);
}

void fill_in(Finding& finding, const RunResult& run) {
  const std::vector<std::string_view> names = nodes_of(finding, run);
  fill_in(finding.message, names, shown_nodes(names), finding.path);
  fill_in(finding.remedy, names, typed_nodes(names), finding.path);
}

void worsen(Verdict& verdict, Verdict by) { verdict = std::max(verdict, by); }

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
    nodes[judged.subject.node].mounts.push_back(
        {word(mount.purpose), mount.server_text, mount.path, mount.needs, &judged.answer->now});
  }
  return nodes;
}

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

// A mount of which nothing is told is ready only when its grant is known, whichever checks were
// left out or findings accepted.
void doubt_what_is_not_known(RunResult& run) {
  for (NodeResult& node : run.nodes) {
    for (MountResult& mount : node.mounts) {
      if (mount.verdict != Verdict::kReady || is_known(*mount.grant, mount.needs)) continue;
      mount.verdict = Verdict::kUnknown;
      worsen(node.verdict, Verdict::kUnknown);
    }
  }
}

// Worst first; then what stops most nodes; then by id and place, so that the order is stable.
void order_findings(const Sources& sources, RunResult& run) {
  std::vector<std::pair<std::int64_t, Finding>> counted;
  counted.reserve(run.findings.size());
  for (Finding& finding : run.findings) {
    const auto nodes = static_cast<std::int64_t>(nodes_of(finding, run).size());
    counted.emplace_back(nodes, std::move(finding));
  }
  const auto key = [&](const std::pair<std::int64_t, Finding>& entry) {
    const auto& [nodes, finding] = entry;
    const bool placed = !finding.locations.empty();
    const std::string_view file =
        placed ? std::string_view(sources.file(finding.locations.front().source).name())
               : std::string_view{};
    return std::tuple(finding.suppressed.has_value(), -static_cast<int>(finding.severity), -nodes,
                      finding.check->id, file, placed ? finding.locations.front().offset : 0U,
                      std::string_view(finding.message));
  };
  std::stable_sort(counted.begin(), counted.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (std::size_t i = 0; i < counted.size(); ++i) {
    run.findings[i] = std::move(counted[i].second);
  }
}

std::string side_text(const CopySide& side) {
  return side.manifest.empty() ? side.server + ":" + side.path : side.manifest;
}

std::vector<CopyResult> copy_results(const std::vector<CopyObservation>& copies) {
  std::vector<CopyResult> results;
  for (const CopyObservation& seen : copies) {
    CopyResult& result = results.emplace_back();
    result.purpose = seen.purpose;
    result.source = side_text(seen.source);
    result.copy = side_text(seen.copy);
    result.entries = seen.source.entries;
    result.copy_server = seen.copy.server;
    result.copy_path = seen.copy.path;
    result.differing = seen.differing;
    result.listed = seen.listed;
    result.bytes = seen.bytes;
    result.bytes_compared = seen.bytes_compared;
    result.files_compared = seen.files_compared;
    result.passed_over = seen.passed_over;
    result.whole = seen.whole;
    result.trouble = !seen.source.trouble.empty() ? "the source: " + seen.source.trouble
                     : !seen.copy.trouble.empty() ? "the copy: " + seen.copy.trouble
                                                  : std::string();
  }
  return results;
}

}  // namespace

RunResult judge(const Context& context, const std::vector<RegisteredCheck>& checks,
                const JudgeOptions& options) {
  RunResult run;
  run.command = "check";
  run.site = context.site().name;
  run.servers = context.servers().size();
  run.nodes = node_results(context);
  tell_live(context, run);
  run.live = !context.observations().servers.empty() || !context.observations().mounts.empty();
  run.copies = copy_results(context.observations().copies);

  std::vector<Sink> sinks;
  std::vector<const Check*> selected;
  for (const RegisteredCheck& registered : checks) {
    if (!is_selected(registered.check->info, options)) {
      ++run.checks_left_out;
      continue;
    }
    selected.push_back(registered.check);
    sinks.emplace_back(registered.check->info);
  }
  run.checks = selected.size();
  parallel_for(selected.size(), [&](std::size_t i) { selected[i]->run(context, sinks[i]); });
  for (Sink& sink : sinks) {
    std::vector<Finding> found;
    for (Draft& draft : sink.drafts()) found.push_back(settled(draft));
    join_same_on_heads(context.site(), found);
    std::move(found.begin(), found.end(), std::back_inserter(run.findings));
  }

  // A rule may be about nodes and checks that are not in this run.
  const bool all = context.whole_site() && options.only.empty() && options.skip.empty();
  apply_suppressions(
      options.suppressions, {options.today, all},
      [&](const Span& span) { return context.where(span); }, run);
  for (Finding& finding : run.findings) fill_in(finding, run);  // each part names its own nodes
  order_findings(*context.site().sources, run);
  draw_verdicts(run);
  doubt_what_is_not_known(run);
  return run;
}

}  // namespace nfsready
