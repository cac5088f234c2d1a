#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/aix_to_linux.h"
#include "checks/common/handle_ids.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What the whole file looks like, when that is not what its server reads.
std::optional<Dialect> mistaken_dialect(const Server& server, const ExportsTable& table) {
  const bool is_exports_file = &table == &*server.exports &&
                               (table.dialect == Dialect::kLinux || table.dialect == Dialect::kAix);
  if (!is_exports_file || !server.recognised) return std::nullopt;
  if (server_kind(*server.recognised) == server_kind(table.dialect)) return std::nullopt;
  if (server_kind(*server.recognised) == ServerKind::kUnknown) return std::nullopt;
  return server.recognised;
}

struct ForeignTable {
  const Server& server;
  const ExportsTable& table;
  std::vector<const Problem*> problems;
};

std::string with_article(Dialect dialect) {
  const std::string_view what = name_of(dialect).what;
  const bool vowel = what.starts_with('A') || what.starts_with("NFS");
  return (vowel ? "an " : what.starts_with("output") ? "" : "a ") + std::string(what);
}

std::string message_of(const Context& context, const ForeignTable& foreign) {
  const auto dialect = mistaken_dialect(foreign.server, foreign.table);
  const Problem& first = *foreign.problems.front();
  if (dialect) {
    return "this looks like " + with_article(*dialect) + ", but " +
           std::string(foreign.server.name) + " reads it as " +
           with_article(foreign.table.dialect) + ": " + first.message;
  }
  std::string message = first.message;
  if (foreign.problems.size() > 1) {
    message += "; likewise at " + plural(foreign.problems.size() - 1, "other place");
  }
  return message + lost_lines(context, foreign.table, first);
}

// The AIX lines of a Linux file as they should read; empty when one of them cannot be translated.
std::vector<std::string> translated(const Context& context, const ForeignTable& foreign) {
  HeadIds ids(context.site(), foreign.server);
  std::vector<std::string> lines;
  std::uint32_t last = 0;
  for (const Problem* const problem : foreign.problems) {
    const SourceFile& file = context.site().sources->file(problem->where.source);
    const std::uint32_t number = file.position(problem->where.offset).line;
    if (number == last) continue;
    last = number;
    const std::string_view line = trim(file.line(number));
    const std::string_view path = line.substr(0, line.find_first_of(" \t"));
    std::string fsid;
    if (ids.are_usual()) {
      const std::string known = ids.of(path);
      fsid = ",fsid=" + (known.empty() ? std::to_string(ids.take(1)) : known);
    }
    lines.push_back(linux_line_of(line, fsid));
    if (lines.back().empty()) return {};
  }
  return lines;
}

std::string remedy_of(const Context& context, const ForeignTable& foreign) {
  constexpr std::size_t kMostLines = 20;
  const Problem& first = *foreign.problems.front();
  if (foreign.table.dialect == Dialect::kLinux) {
    std::vector<std::string> lines = translated(context, foreign);
    const bool many = lines.size() > kMostLines;
    if (many) lines.resize(kMostLines);
    if (!lines.empty()) {
      return on(foreign.server) + ", at " + place_on_server(context, foreign.server, first.where) +
             (lines.size() == 1 ? ", the line becomes:\n" : ", the lines become:\n") +
             join(lines, "\n") + (many ? "\nand the others likewise" : "") +
             "\nthen: " + std::string(reload_command(foreign.server));
    }
  }
  if (is_live(foreign.table.dialect)) {
    return on(foreign.server) + ": collect the " +
           std::string(name_of(foreign.table.dialect).what) + " again";
  }
  if (mistaken_dialect(foreign.server, foreign.table)) {
    return on(foreign.server) +
           ": put the exports of that server back into its own file, or "
           "translate every line; here: " +
           first.hint;
  }
  return remedy_at(context, foreign.server, first.where, first.hint);
}

void report(const Context& context, const ForeignTable& foreign, Failures& failures, Sink& sink) {
  constexpr std::size_t kMostPlaces = 10;
  const Problem& first = *foreign.problems.front();
  std::vector<Failure> failed;
  for (const Problem* const problem : foreign.problems) {
    const std::vector<Failure> more = failures.of(*problem);
    failed.insert(failed.end(), more.begin(), more.end());
  }
  Draft& draft = sink.cause(context.where(first.where));
  MistakeText text{message_of(context, foreign), context.line(first.where),
                   remedy_of(context, foreign), severity_of_loss(context)};
  fill_in_mistake(context, foreign.server, first.where, failed, std::move(text), draft);
  for (std::size_t i = 1; i < std::min(foreign.problems.size(), kMostPlaces); ++i) {
    draft.add_location(foreign.problems[i]->where);
  }
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const Server* const server : context.servers()) {
    for_each_table(*server, [&](const ExportsTable& table) {
      ForeignTable foreign{*server, table, {}};
      for (const Problem& problem : table.problems) {
        if (problem.kind == ProblemKind::kForeignSyntax) foreign.problems.push_back(&problem);
      }
      if (!foreign.problems.empty()) report(context, foreign, failures, sink);
    });
  }
}

}  // namespace

Check nr107_foreign_syntax() {
  return {{"NR107", "foreign-syntax", "exports in the syntax of another kind of server",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
