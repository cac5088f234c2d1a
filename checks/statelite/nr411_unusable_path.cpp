#include <algorithm>
#include <set>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

bool has_component(std::string_view path, std::string_view component) {
  const auto parts = split(path, '/');
  return std::find(parts.begin(), parts.end(), component) != parts.end();
}

// dolitesetup works on the entries of all nodes of the cluster, so one path stops every image.
void report_relative(const Context& context, const std::vector<LitefileGroup>& groups,
                     const Litefile& entry, Sink& sink) {
  Draft& draft = sink.cause("relative|" + std::string(entry.path));
  draft.add_location(entry.where);
  if (!draft.fresh) return;
  for (const LitefileGroup& group : groups) add_group(context, group, entry.path, draft);
  Finding& finding = draft.finding;
  rate(Effect::kWrongData, Certainty::kCertain, finding);
  finding.message =
      "the litefile entry " + quoted(entry.path) +
      " does not begin with a slash: mkdsklsnode stops at it for every image, after it has written "
      "the tables of the SPOT and before it copies them to the shared root, so {nodes} may boot "
      "with "
      "old tables or with none";
  finding.evidence = context.line(entry.where);
  finding.remedy =
      remedy_cell(context, "litefile", entry.where, "file", "/" + std::string(entry.path)) + "\n" +
      remedy_mkdsklsnode();
}

using Paths = std::set<std::string_view>;

// The script looks for the parents of a path up to "/", and of a relative one it never gets there.
// `in_database`: the relative paths of the litefile table, of which the line is made.
void report_endless(const Context& context, const NodePlan& plan, const Paths& in_database,
                    Sink& sink) {
  for (const GeneratedLine* line : plan.overlay.litefile) {
    const Token path = field_of(*line, 2);
    if (path.empty() || is_absolute(path.text)) continue;
    const bool has_row = in_database.count(path.text) != 0;
    Draft& draft = sink.cause((has_row ? "relative|" : "endless|") + std::string(path.text));
    draft.add_subject(context.subject(plan), path.text);
    draft.add_location(path.span);
    if (draft.finding.effect == Effect::kNoBoot) continue;
    rate(Effect::kNoBoot, Certainty::kCertain, draft.finding);
    draft.finding.message = (has_row ? "the litefile entry " : "the generated line for ") +
                            quoted(path.text) +
                            (has_row ? " does not begin with a slash" : " has a relative path") +
                            ": on {nodes} aixlitesetup looks for its parents without end, and the "
                            "boot stops there";
    if (has_row) continue;
    draft.finding.evidence = context.line(line->line.span);
    draft.finding.remedy =
        "the litefile table has no such entry: let the line be made again\n" + remedy_mkdsklsnode();
  }
}

// What is left of a path in the generated table: colons vanish, a blank ends the field.
std::string path_as_generated(const Node& node, const Litefile& entry) {
  const std::string line = LineGenerator::litefile_line(node, entry);
  const auto fields = split(line, '|');
  return fields.size() > 2 ? std::string(fields[2]) : std::string();
}

void report_destroyed(const Context& context, const LitefileGroup& group, const Litefile& entry,
                      Sink& sink) {
  Draft& draft = sink.cause("destroyed|" + std::string(entry.path));
  draft.add_location(entry.where);
  add_group(context, group, entry.path, draft);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  const bool keeps = entry.option == "persistent";
  rate(keeps ? Effect::kDataLoss : Effect::kDegraded, Certainty::kCertain, finding);
  const Node& node = context.node(*group.plans.front());
  finding.message = "a blank, colon or bar does not survive in the generated tables: the entry " +
                    quoted(entry.path) + " of {nodes} becomes " +
                    quoted(path_as_generated(node, entry));
  finding.evidence = context.line(entry.where) +
                     "\nmkdsklsnode makes of it: " + LineGenerator::litefile_line(node, entry);
  finding.remedy =
      "rename the file or directory, or make an entry for the directory it lies in: "
      "on the management node, tabedit litefile\n" +
      remedy_mkdsklsnode();
}

void report_dots(const Context& context, const LitefileGroup& group, const Litefile& entry,
                 Sink& sink) {
  Draft& draft = sink.cause("dots|" + std::string(entry.path));
  draft.add_location(entry.where);
  add_group(context, group, entry.path, draft);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  rate(Effect::kWrongData, Certainty::kLikely, finding);
  finding.message = "the litefile entry " + quoted(entry.path) +
                    " of {nodes} has a '..' component: aixlitesetup compares and joins paths as "
                    "text, so it likely takes another file than " +
                    quoted(normalise_path(entry.path));
  finding.evidence = context.line(entry.where);
  finding.remedy =
      remedy_cell(context, "litefile", entry.where, "file",
                  normalise_path(entry.path) + (entry.path.ends_with('/') ? "/" : "")) +
      "\n" + remedy_mkdsklsnode();
}

// A directory of the statelite or litetree table. statelite adds a missing slash by itself.
void judge_directory(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                     Sink& sink) {
  if (fault_of(context, subject) != LiteFault::kNone) return;
  const std::string_view directory = subject.mount.directory;
  const bool destroyed = directory.find_first_of(" \t|") != std::string_view::npos;
  if (is_absolute(directory) && !destroyed) return;
  Draft& draft = add_lite_mount(context, subject, "path", lines, sink);
  if (!draft.fresh) return;
  draft.finding.message = std::string(column_of(subject.purpose)) + " " +
                          quoted(subject.mount.text) + " of {nodes} " +
                          (destroyed ? "has a blank or a bar, which the generated line cannot hold"
                                     : "is no absolute path") +
                          ": the mount fails, and " + std::string(consequence_of(subject, lines));
  draft.finding.evidence = evidence_of(context, subject, lines);
  const std::string written = written_value(context, subject.mount);
  const std::size_t colon = written.find(':');
  draft.finding.remedy =
      remedy_value(context, subject,
                   written.substr(0, colon + 1) + (destroyed ? "/<directory without blanks>"
                                                             : "/" + written.substr(colon + 1)));
}

void judge_entry(const Context& context, const std::vector<LitefileGroup>& groups,
                 const LitefileGroup& group, const Litefile& entry, Sink& sink) {
  if (!is_absolute(entry.path)) {
    if (group.from_database) report_relative(context, groups, entry, sink);
  } else if (entry.path.find_first_of(" \t:|") != std::string_view::npos) {
    if (group.from_database) report_destroyed(context, group, entry, sink);
  } else if (has_component(entry.path, "..")) {
    report_dots(context, group, entry, sink);
  }
}

void run(const Context& context, Sink& sink) {
  const std::vector<LitefileGroup> groups = litefile_groups(context);
  Paths relative;
  for (const LitefileGroup& group : groups) {
    for (const Litefile& entry : group.entries) {
      judge_entry(context, groups, group, entry, sink);
      if (group.from_database && !is_absolute(entry.path)) relative.insert(entry.path);
    }
  }
  for (const LitefileGroup& group : groups) {
    for (const NodePlan* plan : group.plans) report_endless(context, *plan, relative, sink);
  }
  LineGenerator lines(context);
  for_each_lite_mount(
      context, [&](const LiteSubject& subject) { judge_directory(context, subject, lines, sink); });
  add_copies(context, sink);
}

}  // namespace

Check nr411_unusable_path() {
  return {{"NR411", "unusable-path", "a path that does not survive on its way to the boot script",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
