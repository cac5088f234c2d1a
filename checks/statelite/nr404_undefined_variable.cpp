#include <algorithm>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/former_server.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"
#include "model/substitution.h"

namespace nfsready::checks {

namespace {

// The table of a variable was collected, and has no such column.
std::string remedy_column(const XcatTable& table, std::string_view column, Purpose purpose) {
  std::vector<std::string_view> columns;
  for (const Token& known : table.columns()) columns.push_back(known.text);
  const std::string_view meant = nearest(column, columns);
  return "on the management node: tabedit " + std::string(table_of(purpose)) +
         ", and write a column that the table " + table.name() + " has instead of " +
         quoted(column) + (meant.empty() ? "" : ", such as " + quoted(meant));
}

// "$noderes.nfsserver" -> chtab for that cell; the values of a site key are set by its name.
std::string remedy_variable(const Context& context, std::string_view variable,
                            const LiteSubject& subject) {
  const auto names = split(variable.substr(1), '.');
  const std::string table(names[0]);
  if (names.size() < 2 || names[1].empty()) {
    return "write $table.column instead of " + quoted(variable);
  }
  const std::string column(names[1]);
  if (table == "site") {
    return "on the management node: chtab key=" + column + " site.value=<value>";
  }
  const XcatTable* const collected = context.site().table(table);
  if (collected != nullptr && !collected->column(column)) {
    return remedy_column(*collected, column, subject.purpose);
  }
  const Span disabled = DisabledRows(collected, column).row_of(subject.node);
  if (disabled.is_set()) return remedy_enable(context, table, disabled);
  if (variable == "$noderes.nfsserver") {
    return "on the management node: chdef -t node -o {nodes} nfsserver=" + external_server(context);
  }
  return "on the management node: {for each}chtab node={node} " + table + "." + column + "=<value>";
}

void describe_undefined(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                        Finding& finding) {
  const std::string_view variable = subject.mount.undefined.front();
  finding.message = quoted(variable) + " has no value for {nodes}, so that " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " becomes '" + std::string(subject.mount.server) + ":" +
                    std::string(subject.mount.directory) +
                    "': " + std::string(consequence_of(subject, lines));
  finding.remedy = remedy_variable(context, variable, subject) + "\n" + remedy_mkdsklsnode();
}

// Everything behind a second dot is dropped, and "$node-x" is one name: what follows a variable up
// to the next slash belongs to it.
void describe_unknown_table(const Context& context, const LiteSubject& subject,
                            LineGenerator& lines, Finding& finding) {
  const std::string table(subject.mount.unknown_table);
  finding.message = std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " of {nodes} takes a variable from the table " + quoted(table) +
                    ", which xCAT does not have: it is replaced by nothing, and " +
                    std::string(consequence_of(subject, lines));
  const bool follows_node = table.starts_with("node") && table != "node.";
  finding.remedy =
      remedy_cell(context, table_of(subject.purpose), subject.mount.where,
                  column_of(subject.purpose),
                  follows_node ? "<server>:/<directory>/$node" : "<server>:/<directory>") +
      ", with text only before a '$' and the next '/' straight after the variable\n" +
      remedy_mkdsklsnode();
}

// One variable without a value is one cause, whatever takes it. The worst that it does is told.
void report_undefined(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                      Sink& sink) {
  const bool in_force = line_state(subject, lines) != LineState::kEarlier;
  Draft& draft = sink.cause(std::string(subject.mount.undefined.front()) + (in_force ? "|" : ""));
  if (!add_to_worst(context, subject, lines, draft)) return;
  draft.finding.evidence = evidence_of(context, subject, lines);
  describe_undefined(context, subject, lines, draft.finding);
}

void report_unknown_table(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                          Sink& sink) {
  Draft& draft = add_lite_mount(context, subject, subject.mount.unknown_table, lines, sink);
  if (!draft.fresh) return;
  draft.finding.evidence = evidence_of(context, subject, lines);
  describe_unknown_table(context, subject, lines, draft.finding);
}

// The table that the variable is taken from was not collected (NR901) or is no table (NR903): the
// generated line shows by itself that there was no value.
void report_generated(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                      Sink& sink) {
  const GeneratedLine* const line = line_read(subject);
  if (line == nullptr || !has_undefined(*line)) return;
  const auto variables = variables_of(subject.mount.text);
  const auto unread =
      std::find_if(variables.begin(), variables.end(), [&](std::string_view variable) {
        const XcatTable* const table = context.site().table(table_named(variable));
        return table == nullptr || table->columns().empty();
      });
  if (unread == variables.end()) return;
  Draft& draft = add_lite_mount(context, subject, *unread, lines, sink);
  if (!draft.fresh) return;
  draft.add_location(line->line.span);
  draft.finding.message =
      quoted(*unread) +
      " had no value for {nodes} when {their} line was generated: " + quoted(line->line.text) +
      "; " + std::string(consequence_of(subject, lines));
  draft.finding.evidence = context.line(subject.mount.where) + "\n" + context.line(line->line.span);
  draft.finding.remedy = remedy_variable(context, *unread, subject) + "\n" + remedy_mkdsklsnode();
}

// An nfsserver that was taken away, while the files made with it are still read, is told once.
class TakenAway {
 public:
  explicit TakenAway(const Context& context)
      : edits_(context), others_are_redirected_(site_redirects(context.site())) {}

  // Whether NR301 or NR324 tells of it.
  [[nodiscard]] bool is_told(const LiteSubject& subject, LineGenerator& lines) {
    const Node& node = subject.node;
    if (subject.mount.undefined.front() != "$noderes.nfsserver" || node.nfsserver.is_set() ||
        node.service_nodes.empty() || line_state(subject, lines) != LineState::kEarlier) {
      return false;
    }
    if (others_are_redirected_) return true;
    return !former_server(edits_, node, node.service_nodes.front(), false).places.empty();
  }

 private:
  BootEdits edits_;
  bool others_are_redirected_;
};

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  TakenAway taken_away(context);
  std::vector<std::size_t> of_nfsserver;  // drafts
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    const LiteFault fault = fault_of(context, subject);
    if (fault == LiteFault::kUndecided) report_generated(context, subject, lines, sink);
    if (fault != LiteFault::kUndefined) return;
    if (subject.mount.unknown_table.empty()) {
      if (taken_away.is_told(subject, lines)) return;
      const std::size_t count = sink.drafts().size();
      report_undefined(context, subject, lines, sink);
      if (sink.drafts().size() > count && !subject.node.nfsserver.is_set() &&
          subject.mount.undefined.front() == "$noderes.nfsserver") {
        of_nfsserver.push_back(count);
      }
    } else {
      report_unknown_table(context, subject, lines, sink);
    }
  });
  add_copies(context, sink);
  for (const std::size_t draft : of_nfsserver) {
    add_copies_to(context, external_server(context), sink.drafts()[draft]);
  }
}

}  // namespace

Check nr404_undefined_variable() {
  return {{"NR404", "undefined-variable", "a variable in a persistent area or a tree has no value",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
