#include "checks/common/nfs_settings.h"

#include <array>
#include <map>
#include <utility>

#include "base/text.h"

namespace nfsready::checks {

namespace {

// What nfs.conf(5) takes when a setting is not there.
struct Default {
  std::string_view section;
  std::string_view name;
  std::string_view value;
};
constexpr std::array<Default, 16> kDefaults = {{
    {"nfsd", "vers2", "n"},
    {"nfsd", "vers3", "y"},
    {"nfsd", "vers4", "y"},
    {"nfsd", "vers4.0", "y"},
    {"nfsd", "vers4.1", "y"},
    {"nfsd", "vers4.2", "y"},
    {"nfsd", "tcp", "y"},
    {"nfsd", "udp", "n"},
    {"nfsd", "port", "2049"},
    {"nfsd", "rdma", "n"},
    {"mountd", "port", "0"},
    {"mountd", "manage-gids", "n"},
    {"lockd", "port", "0"},
    {"lockd", "udp-port", "0"},
    {"statd", "port", "0"},
    {"statd", "outgoing-port", "0"},
}};

constexpr std::array<std::string_view, 5> kSections = {"nfsd", "mountd", "lockd", "statd",
                                                       "exportfs"};

const Default* find_default(std::string_view section, std::string_view name) {
  for (const Default& one : kDefaults) {
    if (one.section == section && one.name == name) return &one;
  }
  return nullptr;
}

// Numbers are switches where the default is one.
std::string normal_value(std::string_view value, const Default* usual) {
  std::string text = to_lower(value);
  const bool is_switch = usual != nullptr && (usual->value == "y" || usual->value == "n");
  if (is_switch && (text == "1" || text == "0")) return text == "1" ? "y" : "n";
  for (const std::string_view yes : {"y", "yes", "t", "true", "on"}) {
    if (text == yes) return "y";
  }
  for (const std::string_view no : {"n", "no", "f", "false", "off"}) {
    if (text == no) return "n";
  }
  return text;
}

using SettingName = std::pair<std::string_view, std::string>;  // section and name

}  // namespace

NfsSetting nfs_setting(const NfsConf& conf, std::string_view section, std::string_view name) {
  const NfsConfSetting* const found = conf.find(section, name);
  const Default* const usual = find_default(section, name);
  if (found != nullptr) {
    return {normal_value(found->value.text, usual), join(found->name.span, found->value.span)};
  }
  return {usual == nullptr ? std::string() : std::string(usual->value), {}};
}

std::vector<SettingDifference> setting_differences(const NfsConf& active, const NfsConf& head) {
  std::map<SettingName, int> names;
  for (const NfsConf* conf : {&active, &head}) {
    for (const NfsConfSetting& setting : conf->settings) {
      for (const std::string_view section : kSections) {
        if (!equals_ignoring_case(setting.section.text, section)) continue;
        names.emplace(SettingName{section, to_lower(setting.name.text)}, 0);
      }
    }
  }
  std::vector<SettingDifference> found;
  for (const auto& [name, unused] : names) {
    const NfsSetting here = nfs_setting(active, name.first, name.second);
    const NfsSetting there = nfs_setting(head, name.first, name.second);
    if (here.value == there.value) continue;
    found.push_back({std::string(name.first) + " " + name.second, here, there});
  }
  return found;
}

}  // namespace nfsready::checks
