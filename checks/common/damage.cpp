#include "checks/common/damage.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace nfsready::checks {

FileOrigin origin_of(std::string_view path) {
  constexpr std::string_view kServers = "servers/";
  if (path.starts_with("tables/")) return FileOrigin::kTable;
  if (path.starts_with("lsdef/")) return FileOrigin::kStanzas;
  if (path.starts_with("etc/")) return FileOrigin::kWritten;
  if (!path.starts_with(kServers)) return FileOrigin::kOurs;
  const std::size_t slash = path.find('/', kServers.size());
  const std::string_view host_path =
      slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
  if (host_path.starts_with("/etc/") || host_path.starts_with("/var/mmfs/")) {
    return FileOrigin::kWritten;
  }
  const bool printed = host_path.ends_with(".txt") || host_path.starts_with("/proc/") ||
                       host_path.starts_with("/var/lib/nfs/");
  return printed ? FileOrigin::kPrinted : FileOrigin::kBoot;
}

bool concerns_whole_file(ProblemKind kind) {
  return kind == ProblemKind::kNulByte || kind == ProblemKind::kCarriageReturn ||
         kind == ProblemKind::kNotUtf8 || kind == ProblemKind::kCutShort;
}

namespace {

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Columns that nothing but people read.
bool is_comment_column(std::string_view name) {
  constexpr std::array<std::string_view, 4> kComments = {"comments", "description", "status",
                                                         "statustime"};
  return std::find(kComments.begin(), kComments.end(), name) != kComments.end();
}

bool has_ill_formed_cell(const XcatTable& table) {
  for (std::size_t column = 0; column < table.columns().size(); ++column) {
    const std::string_view name = table.columns()[column].text;
    if (!is_utf8(name)) return true;
    if (is_comment_column(name)) continue;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      if (!is_utf8(table.cell(row, column).token.text)) return true;
    }
  }
  return false;
}

bool has_ill_formed_data(std::string_view text, std::string_view comment_marks) {
  for (const std::string_view line : split(text, '\n')) {
    if (!is_utf8(line.substr(0, line.find_first_of(comment_marks)))) return true;
  }
  return false;
}

// A byte outside UTF-8 in a comment is nobody's business.
bool has_ill_formed_data(const Context& context, SourceId file) {
  const Site& site = context.site();
  const std::string_view path = site.path_of(file);
  if (origin_of(path) == FileOrigin::kTable) {
    constexpr std::string_view kFolder = "tables/";
    const std::string_view name = path.substr(kFolder.size());
    const XcatTable* const table = site.table(name.substr(0, name.rfind('.')));
    return table == nullptr || has_ill_formed_cell(*table);
  }
  const bool is_stanza_file = path.find("/filesystems") != std::string_view::npos ||
                              path.find("/swapspaces") != std::string_view::npos;
  const bool has_semicolons = path.ends_with("/nfs.conf");
  return has_ill_formed_data(site.sources->file(file).text(), is_stanza_file   ? "*"
                                                              : has_semicolons ? "#;"
                                                                               : "#");
}

// Whether a file is read as the exports of a Linux server.
bool is_linux_exports(const Site& site, SourceId file) {
  return std::any_of(site.servers.begin(), site.servers.end(), [&](const Server& server) {
    if (!server.exports || server.exports->dialect != Dialect::kLinux) return false;
    const auto& files = server.exports->files;
    return std::find(files.begin(), files.end(), file) != files.end();
  });
}

// The node's shell takes the CR for a part of the last word, and what AIX does with it is not
// documented. The readers of printed output, resolvers, and Linux exportfs take it for a blank; the
// line of a CR alone, at which exportfs stops reading, is one of its exports' own problems.
bool carriage_returns_count(const Context& context, SourceId file) {
  const std::string_view path = context.site().path_of(file);
  if (origin_of(path) == FileOrigin::kBoot) return true;
  return path.find("/etc/exports") != std::string_view::npos &&
         !is_linux_exports(context.site(), file);
}

}  // namespace

bool loses_evidence(const Context& context, const Problem& problem) {
  switch (problem.kind) {
    case ProblemKind::kNulByte:
    case ProblemKind::kCutShort:
      return true;
    case ProblemKind::kCarriageReturn:
      return carriage_returns_count(context, problem.where.source);
    case ProblemKind::kNotUtf8:
      return has_ill_formed_data(context, problem.where.source);
    case ProblemKind::kSyntax:
      return problem.lost.is_set();
    default:
      return false;
  }
}

std::unordered_set<std::string_view> damaged_files(const Context& context) {
  std::unordered_set<std::string_view> files;
  for (const Problem& problem : context.site().problems) {
    if (loses_evidence(context, problem)) {
      files.insert(context.site().path_of(problem.where.source));
    }
  }
  return files;
}

namespace {

bool is_empty(const Context& context, const ExportsTable& table) {
  return std::all_of(table.files.begin(), table.files.end(), [&](SourceId file) {
    return context.site().sources->file(file).text().empty();
  });
}

void add_empty(const Context& context, const Server& server, std::unordered_set<SourceId>& files) {
  bool is_live = false;
  for (const ExportsTable& live : server.live) {
    if (is_empty(context, live)) {
      files.insert(live.files.begin(), live.files.end());
    } else {
      is_live = true;
    }
  }
  if (!server.exports || is_live || !is_empty(context, *server.exports)) return;
  files.insert(server.exports->files.begin(), server.exports->files.end());
}

}  // namespace

std::unordered_set<SourceId> empty_exports(const Context& context) {
  std::unordered_set<std::uint32_t> mounted;
  for (const JudgedMount& judged : context.mounts()) mounted.insert(judged.mount->server);
  mounted.erase(kNoIndex);
  std::unordered_set<SourceId> files;
  for (const std::uint32_t index : mounted) {
    add_empty(context, context.site().servers[index], files);
  }
  return files;
}

}  // namespace nfsready::checks
