#include "checks/common/mount_options.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

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

}  // namespace

std::string option_meant(std::string_view option) {
  if (option == "tcp" || option == "udp") return "proto=" + std::string(option);
  const std::string_view name = name_of(option);
  if (name == "nfsvers") return "vers" + std::string(option.substr(name.size()));
  if (name == "nolock" || name == "local_lock" || has(kOfLinux, name)) return {};
  const std::string_view near =
      nearest(name, std::vector<std::string_view>(kOfAix.begin(), kOfAix.end()));
  return near.empty() ? std::string() : std::string(near) + std::string(option.substr(name.size()));
}

bool is_unknown_option(std::string_view option) {
  const std::string_view name = name_of(option);
  if (name.empty() || has(kOfAix, name)) return false;
  return has(kOfLinux, name) || !option_meant(option).empty();
}

bool has_unknown_option(std::string_view options) {
  const auto words = split(options, ',');
  return std::any_of(words.begin(), words.end(), is_unknown_option);
}

}  // namespace nfsready::checks
