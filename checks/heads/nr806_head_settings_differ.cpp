#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/heads.h"
#include "checks/common/nfs_settings.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string shown(const NfsSetting& setting) {
  return setting.value.empty() ? "not set" : setting.value;
}

void add_places(const HeadPair& pair, const SettingDifference& difference, Draft& draft) {
  for (const auto& [setting, server] :
       {std::pair(&difference.head, pair.head), std::pair(&difference.active, pair.active)}) {
    const bool is_set = setting->where.is_set();
    draft.add_location(is_set ? setting->where : server->nfs_conf->start());
  }
}

// Settings without a known effect on the mounts of the run: ports, threads and the like.
void compare_rest(const HeadPair& pair, const std::set<std::string>& told, Sink& sink) {
  std::string list;
  for (const SettingDifference& difference :
       setting_differences(pair.active->nfs_conf->content, pair.head->nfs_conf->content)) {
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
    const NfsSetting setting = nfs_setting(server.nfs_conf->content, "nfsd", name);
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
                          version +
                          " of NFS, which {nodes} use{s}: {they} lose{s} {their} mounts when " +
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
