#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The line that exports the same path on the node's service node: what should have been copied.
Grant grant_on_service_node(const Context& context, const JudgedMount& judged) {
  const std::uint32_t service_node = judged.node->service_nodes.front();
  if (service_node == judged.mount->server) return {};
  const Server& server = context.site().servers[service_node];
  return context.ask(server, judged.mount->asked, Context::client_of(*judged.node)).now;
}

Span start_of_exports(const Server& server) {
  if (server.exports) return Span{server.exports->files.front(), 0, 0};
  return server.live.empty() ? Span{} : Span{server.live.front().files.front(), 0, 0};
}

void run(const Context& context, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    if (!faults_of(judged).has(Fault::kNotExported)) continue;
    Draft& draft = add_mount(context, judged, "", sink);
    Finding& finding = draft.finding;
    if (!draft.fresh) {
      draft.add_location(judged.mount->origin);
      continue;
    }
    const Server& server = *server_of(context, *judged.mount);
    draft.add_location(start_of_exports(server));
    draft.add_location(judged.mount->origin);
    finding.effect = effect_when_refused(judged.mount->purpose);
    finding.certainty = judged.answer->now.certain ? Certainty::kCertain : Certainty::kLikely;
    finding.message = "{nodes} mount {path}, " + std::string(noun(judged.mount->purpose)) +
                      ", but " + std::string(server.name) +
                      " does not export it: " + judged.answer->now.why;
    finding.evidence = context.line(judged.mount->origin);
    if (const Grant copy = grant_on_service_node(context, judged);
        copy.rule.is_set() && copy.access != Access::kNone) {
      finding.evidence += "\nexported by the service node: " + context.line(copy.rule);
      draft.add_location(copy.rule);
    }
    finding.remedy = remedy_export(server, "{path}", "{nodes}", judged.mount->needs);
  }
}

}  // namespace

Check nr201_path_not_exported() {
  return {{"NR201", "path-not-exported", "a node mounts a path that the server does not export",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
