#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checks/common/deciding_entry.h"
#include "checks/common/failures.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What shuts a version out: a setting of the server, or an option of its exports.
struct Setting {
  Span where;
  bool of_server = false;  // for all its exports
  bool by_default = false;
  bool is_built_in = false;  // no option says it: who leaves it out of one entry does so in all
};

Span linux_setting(const Server& server, int version) {
  if (!server.nfs_conf) return {};
  const NfsConfSetting* const found =
      server.nfs_conf->content.find("nfsd", "vers" + std::to_string(version));
  return found == nullptr ? server.nfs_conf->start() : found->value.span;
}

Setting ganesha_setting(const GaneshaExports& exports, const JudgedMount& judged,
                        DecidingEntries& entries) {
  if (exports.core_versions && !exports.core_versions->has(judged.mount->version)) {
    return {exports.core_versions_span, true, false};
  }
  const Grant& grant = judged.answer->now;
  const Span where = entries.ganesha_option(exports, grant, &GaneshaPermissions::versions,
                                            &GaneshaPermissions::versions_span);
  if (!where.is_set()) return {grant.rule, false, false};
  return {where, false, where == exports.defaults.versions_span};
}

Setting setting_behind(const Server& server, const JudgedMount& judged, DecidingEntries& entries) {
  if (server.kind == ServerKind::kLinux) {
    return {linux_setting(server, judged.mount->version), true, false};
  }
  if (const GaneshaExports* const exports = ganesha_exports(server)) {
    return ganesha_setting(*exports, judged, entries);
  }
  const AixExport* const entry = entries.aix(judged.answer->now);
  const bool told = entry != nullptr && !entry->versions_text.empty();
  return {told ? entry->versions_text.span : judged.answer->now.rule, false, false, !told};
}

// Mounts that one setting shuts out.
struct ShutOut {
  Setting setting;
  std::vector<Failure> failures;
};

std::string remedy_of(const Context& context, const Server& server, const ShutOut& shut_out,
                      DecidingEntries& entries) {
  const JudgedMount& first = *shut_out.failures.front().judged;
  if (server.kind == ServerKind::kLinux) {
    return on(server) + ", in /etc/nfs.conf, section [nfsd]: vers" +
           std::to_string(first.mount->version) + "=y; then: systemctl restart nfs-server";
  }
  if (shut_out.setting.of_server) {
    return on(server) + ", at " + place_on_server(context, server, shut_out.setting.where) +
           ": set Protocols = 3, 4; then: systemctl restart nfs-ganesha";
  }
  Repair repair = repair_of(context, mounts_of(shut_out.failures), Fault::kVersion);
  if (server.kind == ServerKind::kGanesha) repair.entries.front().rule = shut_out.setting.where;
  if (shut_out.setting.by_default) repair.entries.resize(1);
  return remedy_option(
      context, repair, entries,
      {"", "Protocols = 3, 4", [](AixLine& line, const std::string&) { line.set("vers", "3:4"); }});
}

std::string message_of(const Server& server, const ShutOut& shut_out) {
  const Mount& mount = *shut_out.failures.front().judged->mount;
  const std::string version = "NFSv" + std::to_string(mount.version);
  const std::string name(server.name);
  if (shut_out.setting.of_server) {
    return "{nodes} mount{s} over " + version + ", which " + name + " is told not to serve";
  }
  const std::string paths = shown_paths(shut_out.failures);
  const bool one = paths == "{path}";
  return "{nodes} mount{s} " + paths + (one ? ", " + std::string(noun(mount.purpose)) + "," : "") +
         " over " + version + ", but " + name + " does not export " + (one ? "it" : "them") +
         " for that version";
}

void report(const Context& context, const std::string& key, const ShutOut& shut_out,
            DecidingEntries& entries, Sink& sink) {
  const JudgedMount& first = *shut_out.failures.front().judged;
  const Server& server = *server_of(context, *first.mount);
  Draft& draft = sink.cause(key);
  add_subjects(shut_out.failures, draft);
  draft.add_location(shut_out.setting.where);
  draft.add_location(first.mount->origin);
  if (shut_out.setting.is_built_in) {
    for (const Failure& each : shut_out.failures) draft.add_location(each.judged->answer->now.rule);
  }
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.certainty = first.answer->now.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = message_of(server, shut_out);
  finding.evidence = context.line(shut_out.setting.where);
  finding.remedy = remedy_of(context, server, shut_out, entries);
}

void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  std::map<std::string, ShutOut> found;
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kVersion)) continue;
    const Server& server = *server_of(context, *judged.mount);
    const Setting setting = setting_behind(server, judged, entries);
    std::string key = std::string(server.name) + "|" + std::to_string(judged.mount->version);
    if (!setting.of_server && !setting.by_default) {
      const Effect effect = effect_when_refused(judged.mount->purpose);
      const std::string path = path_pattern(*judged.node, judged.mount->asked);
      key += "|" + (setting.is_built_in ? std::string(word(effect)) : path);
    }
    FaultSet faults;
    faults.add(Fault::kVersion);
    ShutOut& shut_out = found.try_emplace(std::move(key), ShutOut{setting, {}}).first->second;
    shut_out.failures.push_back(
        {&judged, faults, std::nullopt, judged.answer->now.certain, false, false});
  }
  for (const auto& [key, shut_out] : found) report(context, key, shut_out, entries, sink);
}

}  // namespace

Check nr115_version_shut_out() {
  return {{"NR115", "version-shut-out", "the server does not serve the node's version of NFS",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
