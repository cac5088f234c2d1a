// Settings of /etc/nfs.conf as they count: with the defaults, in one spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "model/server.h"

namespace nfsready::checks {

struct NfsSetting {
  std::string value;  // switches as "y" and "n"; empty: not set, and without a known default
  Span where;         // not set for a default
};

// `section` and `name` in lower case.
[[nodiscard]] NfsSetting nfs_setting(const NfsConf& conf, std::string_view section,
                                     std::string_view name);

struct SettingDifference {
  std::string name;  // "nfsd threads"
  NfsSetting active;
  NfsSetting head;
};

// Of the sections that change how nodes are served, in the order of the names.
[[nodiscard]] std::vector<SettingDifference> setting_differences(const NfsConf& active,
                                                                 const NfsConf& head);

}  // namespace nfsready::checks
