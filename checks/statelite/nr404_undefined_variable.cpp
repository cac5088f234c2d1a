#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// "$noderes.nfsserver" -> chtab for that cell; the values of a site key are set by its name.
std::string remedy_variable(std::string_view variable) {
  const auto names = split(variable.substr(1), '.');
  const std::string table(names[0]);
  if (names.size() < 2 || names[1].empty()) {
    return "write $table.column instead of " + quoted(variable);
  }
  const std::string column(names[1]);
  if (table == "site") {
    return "on the management node: chtab key=" + column + " site.value=<value>";
  }
  return "on the management node: {for each}chtab node={node} " + table + "." + column + "=<value>";
}

void describe_undefined(const LiteSubject& subject, LineGenerator& lines, Finding& finding) {
  const std::string_view variable = subject.mount.undefined.front();
  finding.message = quoted(variable) + " has no value for {nodes}, so that " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " becomes '" + std::string(subject.mount.server) + ":" +
                    std::string(subject.mount.directory) +
                    "': " + std::string(consequence_of(subject, lines));
  finding.remedy = remedy_variable(variable) + "\n" + remedy_mkdsklsnode();
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

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) != LiteFault::kUndefined) return;
    const bool unknown = !subject.mount.unknown_table.empty();
    Draft& draft = add_lite_mount(
        context, subject, unknown ? subject.mount.unknown_table : subject.mount.undefined.front(),
        lines, sink);
    if (!draft.fresh) return;
    draft.finding.evidence = evidence_of(context, subject, lines);
    if (unknown) {
      describe_unknown_table(context, subject, lines, draft.finding);
    } else {
      describe_undefined(subject, lines, draft.finding);
    }
  });
}

}  // namespace

Check nr404_undefined_variable() {
  return {{"NR404", "undefined-variable", "a variable in a persistent area or a tree has no value",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
