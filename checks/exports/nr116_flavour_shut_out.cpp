#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/failures.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What names the flavours.
struct Setting {
  Span where;
  bool by_default = false;      // for all exports that say nothing else
  bool is_secure_word = false;  // AIX
};

Setting setting_behind(const Server& server, const Grant& grant, DecidingEntries& entries) {
  if (const GaneshaExports* const exports = ganesha_exports(server)) {
    const Span where = entries.ganesha_option(*exports, grant, &GaneshaPermissions::flavours,
                                              &GaneshaPermissions::flavours_span);
    if (where.is_set()) return {where, where == exports->defaults.flavours_span, false};
  }
  const AixExport* const entry = entries.aix(grant);
  return {grant.rule, false, entry != nullptr && entry->secure};
}

// Mounts that one setting shuts out.
struct ShutOut {
  Setting setting;
  std::vector<Failure> failures;
};

std::string offered(const Grant& grant, std::string_view separator) {
  std::string list;
  for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
    if (!grant.flavours.has(static_cast<Flavour>(i))) continue;
    list.append(list.empty() ? "" : separator).append(kFlavourNames[i]);
  }
  return list;
}

// What is offered stays: others may use it.
std::string remedy_of(const Context& context, const Server& server, const ShutOut& shut_out,
                      DecidingEntries& entries) {
  Repair repair = repair_of(context, mounts_of(shut_out.failures), Fault::kFlavour);
  if (shut_out.setting.is_secure_word) {
    return remedy_option(context, repair, entries,
                         {"", "", [](AixLine& line, const std::string&) { line.drop("secure"); }}) +
           "\nreserved ports are a matter of the whole server there: nfso -o portcheck=1";
  }
  const Grant& grant = shut_out.failures.front().judged->answer->now;
  if (server.kind == ServerKind::kGanesha) repair.entries.front().rule = shut_out.setting.where;
  if (shut_out.setting.by_default) repair.entries.resize(1);
  const std::string linux_words = "sec=sys:" + offered(grant, ":");
  const std::string ganesha = "SecType = sys, " + offered(grant, ", ");
  return remedy_option(context, repair, entries,
                       {linux_words, ganesha, [](AixLine& line, const std::string&) {
                          const std::string others = line.value("sec");
                          line.set("sec", others.empty() ? "sys" : "sys:" + others);
                        }});
}

std::string message_of(const Server& server, const ShutOut& shut_out) {
  const JudgedMount& first = *shut_out.failures.front().judged;
  std::string message = "{nodes} mount{s} " + shown_paths(shut_out.failures);
  if (!common_path(shut_out.failures).empty()) {
    message += ", " + std::string(noun(first.mount->purpose)) + ",";
  }
  message += " with the flavour sys, but " + std::string(server.name) + " takes " +
             offered(first.answer->now, ", ") + " only";
  if (!shut_out.setting.is_secure_word) return message;
  return message + ": on AIX 'secure' means DES authentication, not reserved ports";
}

void report(const Context& context, const std::string& key, const ShutOut& shut_out,
            DecidingEntries& entries, Sink& sink) {
  const JudgedMount& first = *shut_out.failures.front().judged;
  const Server& server = *server_of(context, *first.mount);
  Draft& draft = sink.cause(key);
  add_subjects(shut_out.failures, draft);
  draft.add_location(shut_out.setting.where);
  draft.add_location(first.mount->origin);
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.certainty = first.answer->now.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = message_of(server, shut_out);
  finding.evidence = context.line(shut_out.setting.where);
  finding.remedy = remedy_of(context, server, shut_out, entries);
}

using Rules = std::unordered_set<Span, HashSpan>;

// `secure` is hardly ever meant on AIX: whoever knows Linux takes it for the rule about ports.
void report_secure_word(const Context& context, const Server& server, const Rules& told,
                        Sink& sink) {
  const auto* const aix =
      server.exports ? std::get_if<AixExports>(&server.exports->content) : nullptr;
  if (aix == nullptr) return;
  for (const AixExport& entry : aix->exports) {
    if (!entry.secure || entry.lost_to || told.count(entry.span) != 0) continue;
    Draft& draft = sink.cause("secure|" + std::string(server.name));
    draft.add_location(entry.span);
    if (!draft.fresh) {
      add_likewise(draft);
      continue;
    }
    Finding& finding = draft.finding;
    finding.severity = Severity::kWarning;
    finding.server = server.name;
    finding.message = quoted(entry.path.text) +
                      " is exported with 'secure', which means DES authentication on AIX, not "
                      "reserved ports: no client with the flavour sys may use it";
    finding.evidence = context.line(entry.span);
    AixLine line(entry);
    line.drop("secure");
    finding.remedy = remedy_aix_line(context, server, entry.span, line);
  }
}

void run(const Context& context, Sink& sink) {
  DecidingEntries entries(context);
  std::map<std::string, ShutOut> found;
  Rules told;
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kFlavour)) continue;
    const Grant& grant = judged.answer->now;
    const Server& server = *server_of(context, *judged.mount);
    const Setting setting = setting_behind(server, grant, entries);
    std::string key(server.name);
    if (!setting.by_default) key += "|" + path_pattern(*judged.node, judged.mount->asked);
    FaultSet faults;
    faults.add(Fault::kFlavour);
    ShutOut& shut_out = found.try_emplace(std::move(key), ShutOut{setting, {}}).first->second;
    shut_out.failures.push_back({&judged, faults, std::nullopt, grant.certain, false, false});
    told.insert(grant.rule);
  }
  for (const auto& [key, shut_out] : found) report(context, key, shut_out, entries, sink);
  for (const Server* const server : context.servers()) {
    report_secure_word(context, *server, told, sink);
  }
}

}  // namespace

Check nr116_flavour_shut_out() {
  return {{"NR116", "flavour-shut-out", "the server wants another security flavour than AUTH_SYS",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
