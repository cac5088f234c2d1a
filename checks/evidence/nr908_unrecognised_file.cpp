#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "engine/check.h"
#include "model/xcat_schema.h"

namespace nfsready::checks {

namespace {

// Files of a server that are often saved under another name or in another folder.
constexpr std::array<std::string_view, 11> kServerFiles = {
    "/etc/exports",     "/etc/hosts",    "/etc/netgroup",         "/etc/nfs.conf",
    "/etc/xtab",        "/exportfs.txt", "/exportfs-v.txt",       "/exportfs-s.txt",
    "/showmount-e.txt", "/lsnim-l.txt",  "/mmnfs-export-list.txt"};

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view stem_of(std::string_view name) { return name.substr(0, name.rfind('.')); }

std::string likely_table(std::string_view path) {
  const std::string_view stem = stem_of(base_name(path));
  return is_xcat_table(stem) ? "tables/" + std::string(stem) + ".csv" : std::string();
}

// "servers/nas/exportfs-v.out" -> "servers/nas/exportfs-v.txt".
std::string likely_server_file(std::string_view folder, std::string_view host_path) {
  if (host_path.find('/', 1) != std::string_view::npos) return {};
  std::vector<std::string_view> known;
  for (const std::string_view file : kServerFiles) {
    if (stem_of(base_name(file)) == stem_of(base_name(host_path))) {
      return std::string(folder) + std::string(file);
    }
    known.push_back(base_name(file));
  }
  const std::string_view meant = nearest(base_name(host_path), known);
  const auto found = std::find_if(kServerFiles.begin(), kServerFiles.end(), [&](auto file) {
    return !meant.empty() && base_name(file) == meant;
  });
  return found == kServerFiles.end() ? std::string() : std::string(folder) + std::string(*found);
}

// The folder whose files of that kind are told as one, and what the file likely is.
struct Guess {
  std::string folder;
  std::string meant;
};

Guess guess(std::string_view path) {
  constexpr std::string_view kServers = "servers/";
  const std::size_t first = path.find('/');
  const bool of_server = path.starts_with(kServers);
  const std::size_t end = of_server ? path.find('/', kServers.size()) : first;
  if (end == std::string_view::npos) {
    return {of_server ? "servers" : "the snapshot", of_server ? "" : likely_table(path)};
  }
  const std::string_view folder = path.substr(0, end);
  if (of_server) return {std::string(folder), likely_server_file(folder, path.substr(end))};
  return {std::string(folder), folder == "tables" ? likely_table(path) : ""};
}

void report(const std::vector<const Gap*>& gaps, const Guess& guess, Sink& sink) {
  const Gap& first = *gaps.front();
  Draft& draft = sink.cause(first.path);
  for (const Gap* const gap : gaps) draft.add_location(gap->where);
  Finding& finding = draft.finding;
  finding.severity = Severity::kNote;
  finding.effect = Effect::kNone;
  finding.evidence = first.path;
  if (!guess.meant.empty()) {
    finding.message = first.path + " is not read; it looks like " + guess.meant;
    finding.remedy = "in the snapshot: mv " + first.path + " " + guess.meant;
    return;
  }
  finding.message = gaps.size() == 1
                        ? first.path + " is not read: it is nothing that the audit knows"
                        : plural(gaps.size(), "file") + " of " + guess.folder +
                              " are not read: they are nothing that the audit knows";
  finding.remedy =
      "leave such files out, or give them the paths that the README lists for a snapshot";
}

void run(const Context& context, Sink& sink) {
  std::vector<std::pair<Guess, std::vector<const Gap*>>> groups;
  for (const Gap& gap : context.site().gaps) {
    if (gap.kind != Gap::Kind::kUnrecognised) continue;
    Guess one = guess(gap.path);
    const bool joins = !groups.empty() && one.meant.empty() && groups.back().first.meant.empty() &&
                       groups.back().first.folder == one.folder;
    if (!joins) groups.emplace_back(std::move(one), std::vector<const Gap*>());
    groups.back().second.push_back(&gap);
  }
  for (const auto& [one, gaps] : groups) report(gaps, one, sink);
}

}  // namespace

Check nr908_unrecognised_file() {
  return {{"NR908", "unrecognised-file", "a file of the snapshot is nothing that the audit reads",
           Severity::kNote},
          run};
}

}  // namespace nfsready::checks
