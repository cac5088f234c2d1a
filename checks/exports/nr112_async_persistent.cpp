#include <string>
#include <unordered_set>
#include <variant>

#include "checks/common/faults.h"
#include "checks/common/mistakes.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

using Rules = std::unordered_set<Span, HashSpan>;

void add_async_rules(const LinuxExports& exports, Rules& rules) {
  for (const LinuxExport& entry : exports.exports) {
    for (const LinuxRule& rule : entry.rules) {
      if (rule.async) rules.insert(rule.span);
    }
  }
}

Rules async_rules(const Context& context) {
  Rules rules;
  for (const Server* const server : context.servers()) {
    for_each_table(*server, [&](const ExportsTable& table) {
      const auto* const exports = std::get_if<LinuxExports>(&table.content);
      if (exports != nullptr) add_async_rules(*exports, rules);
    });
  }
  return rules;
}

void describe(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  Finding& finding = draft.finding;
  finding.effect = Effect::kFailoverLoss;
  finding.message = "{nodes} write{s} to {path}, " + std::string(noun(judged.mount->purpose)) +
                    ", but " + std::string(server.name) +
                    " exports it async: what it has confirmed is lost when it stops or another "
                    "head takes over";
  finding.evidence = rule_line(context, grant);
}

void run(const Context& context, Sink& sink) {
  const Rules rules = async_rules(context);
  if (rules.empty()) return;
  DecidingEntries entries(context);
  MountCauses causes(context, sink);
  for (const JudgedMount& judged : context.mounts()) {
    const Mount& mount = *judged.mount;
    const Grant& grant = judged.answer->now;
    const bool writes =
        (mount.needs.write || mount.write_is_likely) && grant.access == Access::kReadWrite;
    if (!writes || rules.count(grant.rule) == 0) continue;
    Draft& draft = causes.add(judged, "");
    draft.add_location(grant.rule);
    if (!draft.fresh) continue;
    draft.add_location(mount.origin);
    describe(context, judged, draft);
  }
  causes.finish([&](const std::vector<const JudgedMount*>& mounts, Draft& draft) {
    Repair repair = repair_of(context, mounts, std::nullopt);
    repair.other_heads = other_heads_where(
        context, *mounts.front(), [&](const Grant& grant) { return rules.count(grant.rule) != 0; });
    add_other_heads(repair, draft);
    draft.finding.remedy = remedy_option(context, repair, entries, {"sync", "", {}});
  });
}

}  // namespace

Check nr112_async_persistent() {
  return {{"NR112", "async-persistent", "data that must survive lies in an async export",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
