#include "cli/lint_source.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "model/join_names.h"
#include "parse/clean_text.h"
#include "parse/exports.h"
#include "parse/hosts.h"
#include "parse/netgroup.h"
#include "snapshot/disk_reader.h"

namespace nfsready {

namespace {

Result<const SourceFile*> add_source(const std::string& path, Sources& sources) {
  auto text = read_file(path);
  if (!text) return text.error();
  return &sources.add(path == "-" ? "<standard input>" : path, std::move(text.value()));
}

// What a Ganesha configuration includes, from disk; a relative path starts at the first file.
std::vector<const SourceFile*> find_included(std::string_view path, const std::string& main,
                                             Sources& sources) {
  const std::string folder = main.substr(0, main.rfind('/') + 1);
  const std::string wanted = is_absolute(path) ? std::string(path) : folder + std::string(path);
  const auto file = add_source(wanted, sources);
  if (!file) return {};
  return {file.value()};
}

// Takes those files of /etc/exports.d out that exportfs does not read. A file that is given alone
// is judged whatever its name.
std::vector<const SourceFile*> take_ignored(std::vector<const SourceFile*>& files) {
  constexpr std::string_view kFolder = "exports.d/";
  const auto ignored = std::stable_partition(files.begin(), files.end(), [&](const auto* file) {
    const std::string_view path = file->name();
    const std::size_t name = path.rfind('/') + 1;
    return !path.substr(0, name).ends_with(kFolder) || is_read_drop_in(path.substr(name));
  });
  if (ignored == files.begin()) return {};
  std::vector<const SourceFile*> taken(ignored, files.end());
  files.erase(ignored, files.end());
  return taken;
}

// AIX does not document what exportfs does with a carriage return; Linux takes it for a blank.
void doubt_carriage_returns(const std::vector<const SourceFile*>& files, Problems& problems) {
  for (const SourceFile* const file : files) {
    Problems unclean;
    report_unclean_text(*file, unclean);
    for (const Problem& problem : unclean) {
      if (problem.kind != ProblemKind::kCarriageReturn) continue;
      problems.push_back({ProblemKind::kSyntax,
                          problem.where,
                          problem.message + "; what exportfs does with the CR is not documented",
                          "save the file with plain line ends (LF), without carriage returns",
                          {}});
    }
  }
}

Result<bool> add_names(const LintRequest& request, LintSource& lint) {
  Site& site = *lint.site;
  if (!request.hosts.empty()) {
    const auto file = add_source(request.hosts, lint.sources);
    if (!file) return file.error();
    site.servers.front().hosts = {
        file.value()->id(),
        std::make_shared<const HostsTable>(parse_hosts(*file.value(), site.problems))};
  }
  if (!request.netgroup.empty()) {
    const auto file = add_source(request.netgroup, lint.sources);
    if (!file) return file.error();
    Server& server = site.servers.front();
    server.netgroups = parse_netgroup(*file.value(), site.problems);
    for (const Netgroup& group : server.netgroups) {
      server.netgroups_by_name.try_emplace(group.name.text, &group);
    }
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<LintSource>> read_lint_source(const LintRequest& request) {
  auto lint = std::make_unique<LintSource>();
  std::vector<const SourceFile*> files;
  for (const std::string& path : request.files) {
    const auto file = add_source(path, lint->sources);
    if (!file) return file.error();
    files.push_back(file.value());
  }
  const auto recognised = recognise_dialect(files.front()->text());
  if (!request.dialect && !recognised) {
    return Error{"cannot tell the dialect of '" + files.front()->name() +
                     "': it has no entry that looks like one; state it with --dialect",
                 {}};
  }
  lint->dialect = request.dialect.value_or(recognised.value_or(Dialect::kLinux));
  lint->site = std::make_unique<Site>();
  lint->site->name = request.files.front();
  lint->site->sources = &lint->sources;
  lint->site->servers = std::vector<Server>(1);
  Server& server = lint->site->servers.front();
  server.name = "the server";
  server.kind = server_kind(lint->dialect);
  server.recognised = recognised;
  if (auto added = add_names(request, *lint); !added) return added.error();
  if (lint->dialect == Dialect::kLinux) {
    for (const SourceFile* const file : take_ignored(files)) {
      server.ignored_exports.push_back(parse_exports(Dialect::kLinux, {file}));
    }
  }
  server.exports = parse_exports(lint->dialect, files, [&](std::string_view path) {
    return find_included(path, request.files.front(), lint->sources);
  });
  if (lint->dialect == Dialect::kAix) doubt_carriage_returns(files, server.exports->problems);
  join_names(nullptr, *lint->site);
  return lint;
}

}  // namespace nfsready
