#include <map>
#include <set>

#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The line that exports the same path on the node's service node: what should have been copied.
Grant grant_on_service_node(const Context& context, const JudgedMount& judged) {
  if (judged.node->service_nodes.empty()) return {};  // NR904, NR906: an overlay is mounted anyway
  const std::uint32_t service_node = judged.node->service_nodes.front();
  if (service_node == judged.mount->server) return {};
  const Server& server = context.site().servers[service_node];
  return context.ask(server, judged.mount->asked, Context::client_of(*judged.node)).now;
}

Span start_of_exports(const Server& server) {
  if (server.exports) return Span{server.exports->files.front(), 0, 0};
  return server.live.empty() ? Span{} : Span{server.live.front().files.front(), 0, 0};
}

// Servers that export nothing at all of what boots: one lost file, not one fault per path.
std::set<std::uint32_t> servers_without_any(const Context& context) {
  constexpr std::size_t kTooManyForChance = 3;
  std::map<std::uint32_t, std::set<std::string_view>> missing;
  std::set<std::uint32_t> serving;
  for (const JudgedMount& judged : context.mounts()) {
    if (judged.mount->purpose == Purpose::kPostscripts) continue;
    if (faults_of(judged).has(Fault::kNotExported)) {
      missing[judged.mount->server].insert(judged.mount->asked);
    } else {
      serving.insert(judged.mount->server);
    }
  }
  std::set<std::uint32_t> empty;
  for (const auto& [server, paths] : missing) {
    if (paths.size() >= kTooManyForChance && serving.count(server) == 0) empty.insert(server);
  }
  return empty;
}

void describe_lost_exports(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  Finding& finding = draft.finding;
  draft.add_location(start_of_exports(server));
  finding.server = server.name;
  finding.effect = Effect::kNoBoot;
  finding.message = "{nodes} boot{s} from " + std::string(server.name) +
                    ", which exports none of the paths that they mount";
  finding.evidence = "the first of them: " + std::string(judged.mount->asked);
  finding.remedy = server.nim ? "on the management node, to let NIM write the exports again: "
                                "mkdsklsnode -f {nodes}"
                              : on(server) +
                                    ": put the exports of every service node back into "
                                    "its exports file; then: " +
                                    std::string(reload_command(server));
}

void describe(const Context& context, const JudgedMount& judged, Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  const Grant& grant = judged.answer->now;
  Finding& finding = draft.finding;
  draft.add_location(start_of_exports(server));
  draft.add_location(judged.mount->origin);
  finding.effect = effect_when_refused(judged.mount->purpose);
  finding.certainty = grant.certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = "{nodes} mount{s} {path}, " + std::string(noun(judged.mount->purpose)) +
                    ", but " + std::string(server.name) +
                    " exports neither it nor a directory above it";
  finding.evidence = context.line(judged.mount->origin);
  const Grant copy = grant_on_service_node(context, judged);
  if (copy.rule.is_set() && copy.access != Access::kNone) {
    finding.evidence += "\nexported by the service node: " + context.line(copy.rule);
    draft.add_location(copy.rule);
  }
  finding.remedy = remedy_export(server, "{path}", judged.mount->needs);
}

void run(const Context& context, Sink& sink) {
  const std::set<std::uint32_t> lost = servers_without_any(context);
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotExported)) continue;
    if (lost.count(judged.mount->server) != 0) {
      Draft& draft = sink.cause("lost|" + std::string(server_name(context, *judged.mount)));
      draft.finding.subjects.push_back(judged.subject);
      if (draft.fresh) describe_lost_exports(context, judged, draft);
      continue;
    }
    const Effect effect = effect_when_refused(judged.mount->purpose);
    const std::string variant =
        std::string(word(effect)) + (judged.answer->now.certain ? "" : "|likely");
    Draft& draft = add_mount(context, judged, variant, sink);
    if (draft.fresh)
      describe(context, judged, draft);
    else
      draft.add_location(judged.mount->origin);
  }
}

}  // namespace

Check nr201_path_not_exported() {
  return {{"NR201", "path-not-exported", "a node mounts a path that the server does not export",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
