#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/heads.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

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
  const std::string text = to_lower(value);
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

struct Setting {
  std::string value;  // empty: not set, and without a known default
  Span where;
};

Setting setting_of(const NfsConf& conf, std::string_view section, std::string_view name) {
  const NfsConfSetting* const found = conf.find(section, name);
  const Default* const usual = find_default(section, name);
  if (found != nullptr) {
    return {normal_value(found->value.text, usual), join(found->name.span, found->value.span)};
  }
  return {usual == nullptr ? std::string() : std::string(usual->value), {}};
}

struct Difference {
  std::string name;  // "nfsd threads"
  Setting active;
  Setting head;
};

using SettingName = std::pair<std::string_view, std::string>;  // section and name

std::vector<Difference> differences_of(const NfsConf& active, const NfsConf& head) {
  std::map<SettingName, int> names;
  for (const NfsConf* conf : {&active, &head}) {
    for (const NfsConfSetting& setting : conf->settings) {
      for (const std::string_view section : kSections) {
        if (!equals_ignoring_case(setting.section.text, section)) continue;
        names.emplace(SettingName{section, to_lower(setting.name.text)}, 0);
      }
    }
  }
  std::vector<Difference> found;
  for (const auto& [name, unused] : names) {
    const Setting here = setting_of(active, name.first, name.second);
    const Setting there = setting_of(head, name.first, name.second);
    if (here.value == there.value) continue;
    found.push_back({std::string(name.first) + " " + name.second, here, there});
  }
  return found;
}

std::string shown(const Setting& setting) {
  return setting.value.empty() ? "not set" : setting.value;
}

void add_places(const HeadPair& pair, const Difference& difference, Draft& draft) {
  for (const auto& [setting, server] :
       {std::pair(&difference.head, pair.head), std::pair(&difference.active, pair.active)}) {
    const bool is_set = setting->where.is_set();
    draft.add_location(is_set ? setting->where : server->nfs_conf->start());
  }
}

// Settings without a known effect on the mounts of the run: ports, threads and the like.
void compare_rest(const HeadPair& pair, const std::set<std::string>& told, Sink& sink) {
  std::string list;
  for (const Difference& difference :
       differences_of(pair.active->nfs_conf->content, pair.head->nfs_conf->content)) {
    if (told.count(std::string(pair.head->name) + "|" + difference.name) != 0) continue;
    Draft& draft = sink.cause("rest|" + std::string(pair.head->name));
    add_places(pair, difference, draft);
    list += (list.empty() ? "" : "\n") + difference.name + ": " + shown(difference.active) +
            " on " + std::string(pair.active->name) + ", " + shown(difference.head) + " on " +
            std::string(pair.head->name);
    draft.finding.evidence = list;
    if (!draft.fresh) continue;
    draft.finding.severity = Severity::kNote;
    draft.finding.server = pair.head->name;
    draft.finding.message =
        "the settings of " + std::string(pair.head->name) + " and " +
        std::string(pair.active->name) +
        ", heads of one server, are not the same: a takeover changes how the nodes are served";
    draft.finding.remedy = "copy /etc/nfs.conf of " + std::string(pair.active->name) + " to " +
                           std::string(pair.head->name) + "; then, while " +
                           std::string(pair.head->name) +
                           " serves no node: systemctl restart nfs-server";
  }
}

Span place_of_settings(const Server& server, int version) {
  if (server.nfs_conf) {
    const std::string name = "vers" + std::to_string(version);
    const Setting setting = setting_of(server.nfs_conf->content, "nfsd", name);
    return setting.where.is_set() ? setting.where : server.nfs_conf->start();
  }
  return Span{table_of(server)->files.front(), 0, 0};
}

void report_version(const Context& context, const WeakerHead& weaker, Sink& sink) {
  const Server& head = *weaker.pair.head;
  const std::string version = std::to_string(weaker.judged.mount->version);
  Draft& draft = sink.cause("version|" + std::string(head.name) + "|" + version);
  draft.finding.subjects.push_back(weaker.judged.subject);
  if (!draft.fresh) return;
  const Span place = place_of_settings(head, weaker.judged.mount->version);
  draft.add_location(place);
  draft.finding.server = head.name;
  draft.finding.effect = Effect::kFailoverLoss;
  draft.finding.message = std::string(head.name) + ", a head of " +
                          std::string(weaker.pair.active->name) + ", does not speak version " +
                          version + " of NFS, which {nodes} use: they lose their mounts when " +
                          std::string(head.name) + " takes over";
  draft.finding.evidence = context.line(place);
  draft.finding.remedy =
      head.kind == ServerKind::kGanesha
          ? on(head) + ": add " + version +
                " to Protocols of NFS_CORE_PARAM; then: systemctl restart nfs-ganesha"
          : on(head) + ": write vers" + version +
                "=y into [nfsd] of /etc/nfs.conf; then: systemctl restart nfs-server";
}

// File handles of one program mean nothing to another one.
void report_kinds(const Context& context, const HeadPair& pair, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->server != pair.server) continue;
    Draft& draft = sink.cause("kind|" + std::string(pair.head->name));
    draft.finding.subjects.push_back(judged.subject);
    if (!draft.fresh) continue;
    for (const Server* server : {pair.head, pair.active}) {
      const SourceId file = table_of(*server)->files.front();
      draft.add_location(Span{file, 0, 0});
    }
    const auto program = [](const Server& server) {
      return std::string(name_of(table_of(server)->dialect).what);
    };
    draft.finding.server = pair.head->name;
    draft.finding.effect = Effect::kFailoverLoss;
    draft.finding.message = std::string(pair.head->name) + " and " +
                            std::string(pair.active->name) +
                            ", heads of one server, run different NFS servers: the file handles of "
                            "{nodes} are stale (ESTALE) after a takeover";
    draft.finding.evidence = std::string(pair.active->name) + ": " + program(*pair.active) + "\n" +
                             std::string(pair.head->name) + ": " + program(*pair.head);
    draft.finding.remedy = "run the same NFS server on both heads, with the same exports";
  }
}

void run(const Context& context, Sink& sink) {
  std::set<std::string> told;  // settings by head, that have a finding of their own
  for_each_weaker_head(context, [&](const WeakerHead& weaker) {
    if (weaker.cause != HeadCause::kSettings) return;
    report_version(context, weaker, sink);
    told.insert(std::string(weaker.pair.head->name) + "|nfsd vers" +
                std::to_string(weaker.judged.mount->version));
  });
  for (const HeadPair& pair : head_pairs(context)) {
    const ServerKind kind = pair.head->kind;
    const bool known = kind != ServerKind::kUnknown && pair.active->kind != ServerKind::kUnknown;
    if (known && kind != pair.active->kind) report_kinds(context, pair, sink);
    if (pair.head->nfs_conf && pair.active->nfs_conf) compare_rest(pair, told, sink);
  }
}

}  // namespace

Check nr806_head_settings_differ() {
  return {{"NR806", "head-settings-differ",
           "the heads of the external server run with different settings", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
