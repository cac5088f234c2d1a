#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Paths that every AIX image has, and what they are there.
constexpr std::array<std::string_view, 22> kFiles = {"/etc/basecust",
                                                     "/etc/environment",
                                                     "/etc/filesystems",
                                                     "/etc/group",
                                                     "/etc/hosts",
                                                     "/etc/inetd.conf",
                                                     "/etc/inittab",
                                                     "/etc/motd",
                                                     "/etc/passwd",
                                                     "/etc/profile",
                                                     "/etc/rc",
                                                     "/etc/rc.net",
                                                     "/etc/rc.tcpip",
                                                     "/etc/security/group",
                                                     "/etc/security/limits",
                                                     "/etc/security/passwd",
                                                     "/etc/security/user",
                                                     "/etc/services",
                                                     "/etc/swapspaces",
                                                     "/etc/syslog.conf",
                                                     "/var/adm/wtmp",
                                                     "/etc/niminfo"};
constexpr std::array<std::string_view, 16> kDirectories = {"/dev",
                                                           "/etc",
                                                           "/etc/objrepos",
                                                           "/etc/security",
                                                           "/home",
                                                           "/opt",
                                                           "/tmp",
                                                           "/usr",
                                                           "/var",
                                                           "/var/adm",
                                                           "/var/adm/cron",
                                                           "/var/adm/ras",
                                                           "/var/spool",
                                                           "/var/spool/cron",
                                                           "/var/spool/mail",
                                                           "/var/tmp"};

template <std::size_t Size>
bool has(const std::array<std::string_view, Size>& known, std::string_view path) {
  return std::find(known.begin(), known.end(), path) != known.end();
}

std::string_view without_slash(std::string_view path) {
  return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

std::string other_spelling(std::string_view path) {
  return path.ends_with('/') ? std::string(without_slash(path)) : std::string(path) + "/";
}

bool is_the_wrong_kind(const Litefile& entry) {
  if (entry.path.ends_with('/')) return has(kFiles, without_slash(entry.path));
  return has(kDirectories, entry.path);
}

// Entries by their path without a trailing slash.
using Entries = std::unordered_map<std::string_view, const Litefile*>;

Draft& add(const Context& context, const LitefileGroup& group, const Litefile& entry,
           std::string_view variant, Sink& sink) {
  Draft& draft = sink.cause(std::string(variant) + "|" + std::string(entry.path));
  draft.add_location(entry.where);
  add_group(context, group, entry.path, draft);
  return draft;
}

std::string remedy_path(const Context& context, const LitefileGroup& group, const Litefile& entry,
                        const std::string& path) {
  return (group.from_database
              ? remedy_cell(context, "litefile", entry.where, "file", path)
              : "on the management node: write '" + path + "' in the litefile table") +
         "\n" + remedy_mkdsklsnode();
}

void report_wrong_kind(const Context& context, const LitefileGroup& group, const Litefile& entry,
                       Sink& sink) {
  Draft& draft = add(context, group, entry, "kind", sink);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  const bool as_directory = entry.path.ends_with('/');
  const bool keeps = entry.option == "persistent";
  rate(keeps ? Effect::kDataLoss : Effect::kDegraded, Certainty::kCertain, finding);
  const std::string kind = as_directory ? "directory" : "file";
  const std::string other = as_directory ? "file" : "directory";
  finding.message = "the litefile entry " + quoted(entry.path) + " is written as a " + kind +
                    ", but AIX has a " + other + " there: {nodes} cannot mount a " + kind +
                    " over a " + other +
                    (as_directory ? ", and mkdsklsnode may stop at the entry"
                                  : ", and mkdsklsnode stops at the entry for every image");
  finding.evidence = context.line(entry.where);
  finding.remedy = remedy_path(context, group, entry, other_spelling(entry.path));
}

void report_both(const Context& context, const LitefileGroup& group, const Litefile& entry,
                 const Litefile& other, Sink& sink) {
  Draft& draft = add(context, group, entry, "both", sink);
  draft.add_location(other.where);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  const bool keeps = entry.option == "persistent" || other.option == "persistent";
  rate(keeps ? Effect::kDataLoss : Effect::kDegraded, Certainty::kLikely, finding);
  finding.message = "the litefile table has " + quoted(other.path) + " as a file and " +
                    quoted(entry.path) +
                    " as a directory for {nodes}: only one of them can be, "
                    "and the other likely hides it";
  finding.evidence = context.line(other.where) + "\n" + context.line(entry.where);
  finding.remedy = group.from_database
                       ? remedy_delete_row(context, "litefile", other.where) + ", or the row of '" +
                             std::string(entry.path) + "'\n" + remedy_mkdsklsnode()
                       : "on the management node: delete one of them from the "
                         "litefile table\n" +
                             remedy_mkdsklsnode();
}

void report_file_with_child(const Context& context, const LitefileGroup& group,
                            const Litefile& entry, const Litefile& child, Sink& sink) {
  Draft& draft = add(context, group, entry, "child", sink);
  draft.add_location(child.where);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  const bool keeps = entry.option == "persistent";
  rate(keeps ? Effect::kDataLoss : Effect::kDegraded, Certainty::kLikely, finding);
  finding.message = "the litefile entry " + quoted(entry.path) + " is written as a file, but " +
                    quoted(child.path) +
                    " lies in it: aixlitesetup passes over every directory of that name and on "
                    "{nodes} likely mounts an empty file there";
  finding.evidence = context.line(entry.where) + "\n" + context.line(child.where);
  finding.remedy = remedy_path(context, group, entry, std::string(entry.path) + "/");
}

// The entry without a slash that lies above `entry`, or null.
const Litefile* file_above(const Litefile& entry, const Entries& files) {
  std::string_view path = without_slash(entry.path);
  for (std::size_t slash = path.rfind('/'); slash != 0 && slash != std::string_view::npos;
       slash = path.rfind('/')) {
    path = path.substr(0, slash);
    if (const auto found = files.find(path); found != files.end()) return found->second;
  }
  return nullptr;
}

void judge(const Context& context, const LitefileGroup& group, Sink& sink) {
  Entries files;
  for (const Litefile& entry : group.entries) {
    if (!entry.path.ends_with('/')) files.try_emplace(entry.path, &entry);
  }
  for (const Litefile& entry : group.entries) {
    const auto same = files.find(without_slash(entry.path));
    if (is_the_wrong_kind(entry)) report_wrong_kind(context, group, entry, sink);
    if (entry.path.ends_with('/') && same != files.end()) {
      report_both(context, group, entry, *same->second, sink);
    }
    const Litefile* const above = file_above(entry, files);
    if (above != nullptr && !is_the_wrong_kind(*above)) {
      report_file_with_child(context, group, *above, entry, sink);
    }
  }
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) judge(context, group, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr414_file_against_directory() {
  return {{"NR414", "file-against-directory",
           "a litefile entry is written as a file where there is a directory, or the reverse",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
