#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "checks/common/world_root.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Whether exportfs stops reading before it comes to a place.
class ReadParts {
 public:
  explicit ReadParts(const ExportsTable& table) {
    const auto* const exports = std::get_if<LinuxExports>(&table.content);
    if (exports == nullptr) return;
    for (const LinuxExport& entry : exports->exports) {
      if (!entry.lost_to) continue;
      const auto [first, is_new] = first_lost_.try_emplace(entry.span.source, entry.span.offset);
      if (!is_new) first->second = std::min(first->second, entry.span.offset);
    }
  }

  [[nodiscard]] bool holds(const Span& place) const {
    const auto first = first_lost_.find(place.source);
    return first == first_lost_.end() || place.offset < first->second;
  }

 private:
  std::unordered_map<SourceId, std::uint32_t> first_lost_;
};

// An entry that is nothing but a path, with the nodes that mount it and what they need.
void name_the_clients(const Context& context, const ProblemGroup& group, Failures& failures,
                      Draft& draft) {
  std::vector<Failure> failed;
  for (const Problem* const problem : group.problems) {
    const std::vector<Failure> more = failures.of(*problem);
    failed.insert(failed.end(), more.begin(), more.end());
  }
  if (failed.empty() || failed.front().head != nullptr) return;
  draft.finding.remedy = remedy_entry(context, repair_of(context, mounts_of(failed), std::nullopt));
}

void report_linux(const Context& context, Sink& sink) {
  std::unordered_map<const ExportsTable*, ReadParts> read;
  Failures failures(context);
  const auto is_lost = [&](const Server&, const ExportsTable& table, const Problem& problem) {
    return !read.try_emplace(&table, table).first->second.holds(problem.where);
  };
  for (const ProblemGroup& group : problem_groups(context, ProblemKind::kNoClient, is_lost)) {
    Draft& draft = report_group(context, group, Severity::kWarning, failures, sink);
    name_the_clients(context, group, failures, draft);
  }
}

// Why everybody is admitted although nobody said so; empty when somebody did, or not everybody is.
std::string_view why_world(const AixExport& entry) {
  constexpr std::string_view kBare = "has no options: every host may mount it and write to it";
  constexpr std::string_view kRootOnly =
      "has root= but no access=: every host may mount it and write to it, though not as root";
  // Everybody is root besides: NR114.
  if (entry.lost_to || entry.doubt || is_world_root(entry)) return {};
  if (entry.words.empty()) return kBare;
  const bool only_root =
      std::any_of(entry.sections.begin(), entry.sections.end(), [](const AixSection& section) {
        return section.root && !section.access && !section.ro && !section.rw && !section.read_only;
      });
  return only_root ? kRootOnly : std::string_view{};
}

// The hosts that may mount it are those that do, as far as they are planned.
std::string remedy_of(const Context& context, const Server& server, const AixExport& entry) {
  const std::vector<const Node*> nodes = nodes_of_entry(context, entry.span);
  AixLine line(entry);
  line.set("access",
           nodes.empty() ? "<the hosts that may mount it>" : host_list(server, nodes, ":"));
  const std::string with_root = line.value("root");
  for (const std::string_view host : split(with_root, ':')) {
    if (!host.empty()) line.add("access", host);
  }
  return remedy_aix_line(context, server, entry.span, line);
}

void report_aix(const Context& context, const Server& server, Sink& sink) {
  const auto* const aix =
      server.exports ? std::get_if<AixExports>(&server.exports->content) : nullptr;
  if (aix == nullptr) return;
  for (const AixExport& entry : aix->exports) {
    const std::string_view why = why_world(entry);
    if (why.empty()) continue;
    const bool is_bare = entry.words.empty();
    Draft& draft = sink.cause(std::string(server.name) + "|" + std::string(why));
    draft.add_location(entry.span);
    if (!draft.fresh) {
      add_likewise(draft);
      continue;
    }
    // NIM writes root= alone where restrict_nfs_exports is off.
    const Severity severity = is_bare ? Severity::kWarning : Severity::kNote;
    MistakeText text{quoted(entry.path.text) + " " + std::string(why), {}, {}};
    text.hint = remedy_of(context, server, entry);
    text.otherwise = severity;
    fill_in_mistake(context, server, entry.span, {}, std::move(text), draft);
  }
}

void run(const Context& context, Sink& sink) {
  report_linux(context, sink);
  for (const Server* const server : context.servers()) report_aix(context, *server, sink);
}

}  // namespace

Check nr118_world_by_omission() {
  return {{"NR118", "world-by-omission", "an export without clients is an export to the world",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
