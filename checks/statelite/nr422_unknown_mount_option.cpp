#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Options of NFS mounts that Linux has and AIX has not, up to their '='.
constexpr std::array<std::string_view, 37> kOfLinux = {
    "_netdev",     "addr",         "async",      "atime",      "auto",         "clientaddr",
    "cto",         "defaults",     "exec",       "fsc",        "local_lock",   "lock",
    "lookupcache", "minorversion", "mounthost",  "mountport",  "mountproto",   "mountvers",
    "nconnect",    "nfsvers",      "noatime",    "noauto",     "nocto",        "noexec",
    "nofail",      "nolock",       "nordirplus", "noresvport", "nosharecache", "rdirplus",
    "relatime",    "resvport",     "sharecache", "softerr",    "sync",         "tcp",
    "udp"};

// Options of `mount` for NFS on AIX, up to their '=' (AIX commands reference, mount).
constexpr std::array<std::string_view, 46> kOfAix = {
    "acdirmax", "acdirmin",  "acl",     "acregmax", "acregmin", "actimeo", "bg",    "biods",
    "cio",      "cior",      "dio",     "fastattr", "fg",       "grpid",   "hard",  "intr",
    "llock",    "maxgroups", "maxpout", "minpout",  "noac",     "noacl",   "nodev", "nointr",
    "nosuid",   "numclust",  "port",    "posix",    "proto",    "rbr",     "rbrw",  "rbw",
    "remount",  "retrans",   "retry",   "ro",       "rsize",    "rw",      "sec",   "secure",
    "shortdev", "snapshot",  "soft",    "timeo",    "vers",     "wsize"};

template <std::size_t Size>
bool has(const std::array<std::string_view, Size>& known, std::string_view option) {
  return std::find(known.begin(), known.end(), option) != known.end();
}

std::string_view name_of(std::string_view option) { return option.substr(0, option.find('=')); }

// The option of AIX that stands for one of Linux, or that a misspelt one was meant to be.
std::string meant_by(std::string_view option) {
  if (option == "tcp" || option == "udp") return "proto=" + std::string(option);
  const std::string_view name = name_of(option);
  if (name == "nfsvers") return "vers" + std::string(option.substr(name.size()));
  if (name == "nolock" || name == "local_lock" || has(kOfLinux, name)) return {};
  const std::string_view near =
      nearest(name, std::vector<std::string_view>(kOfAix.begin(), kOfAix.end()));
  return near.empty() ? std::string() : std::string(near) + std::string(option.substr(name.size()));
}

// An option that AIX does not have, as far as it can be told: one of Linux, or nearly one of AIX.
bool is_unknown(std::string_view option) {
  const std::string_view name = name_of(option);
  if (name.empty() || has(kOfAix, name)) return false;
  return has(kOfLinux, name) || !meant_by(option).empty();
}

struct Judged {
  std::vector<std::string> unknown;
  std::vector<std::string> instead;  // all options, as AIX would take them
};

Judged judge(std::string_view options) {
  Judged judged;
  for (const std::string_view part : split(options, ',')) {
    const std::string_view option = trim(part);
    if (!is_unknown(option)) {
      if (!option.empty()) judged.instead.emplace_back(option);
      continue;
    }
    judged.unknown.push_back(quoted(option));
    if (std::string meant = meant_by(option); !meant.empty()) {
      judged.instead.push_back(std::move(meant));
    }
  }
  return judged;
}

void describe(const Context& context, const LiteSubject& subject, const Judged& judged,
              LineGenerator& lines, Finding& finding) {
  const Span& where = subject.mount.options_where;
  finding.message = "the mount options " + quoted(subject.mount.mount_options) + " of " +
                    std::string(column_of(subject.purpose)) + " " + quoted(subject.mount.text) +
                    " for {nodes} have " + join(judged.unknown, ", ") +
                    ", unknown to AIX, where the mount likely fails: " +
                    std::string(consequence_of(subject, lines));
  finding.evidence = context.line(where);
  finding.remedy =
      remedy_cell(context, table_of(subject.purpose), where, "mntopts", join(judged.instead, ",")) +
      "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (subject.mount.mount_options.empty()) return;
    const Judged judged = judge(subject.mount.mount_options);
    if (judged.unknown.empty() || fault_of(context, subject) != LiteFault::kNone) return;
    Draft& draft = sink.cause(context.where(subject.mount.options_where));
    draft.add_location(subject.mount.options_where);
    if (!add_to_worst(context, subject, lines, draft)) return;
    rate(draft.finding.effect, Certainty::kLikely, draft.finding);
    describe(context, subject, judged, lines, draft.finding);
  });
}

}  // namespace

Check nr422_unknown_mount_option() {
  return {
      {"NR422", "unknown-mount-option",
       "a persistent area or a tree has mount options that AIX does not know", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
