#include <algorithm>
#include <string>

#include "base/text.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/remedies.h"
#include "checks/common/world_root.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A larger number gives more.
int openness(GaneshaAccess access) {
  switch (access) {
    case GaneshaAccess::kReadWrite:
      return 2;
    case GaneshaAccess::kReadOnly:
      return 1;
    default:
      return 0;
  }
}

bool admits_everyone(const GaneshaClientBlock& block) {
  return std::any_of(block.clients.begin(), block.clients.end(),
                     [](const GaneshaClient& client) { return is_everyone(client); });
}

// Whether the list of clients leaves anybody to the EXPORT itself, which is open.
bool is_open_besides(const GaneshaExports& exports, const GaneshaExport& from) {
  if (from.lost_to || from.clients.empty()) return false;
  if (openness(rights_of(exports, from, nullptr).access) == 0) return false;
  return std::none_of(from.clients.begin(), from.clients.end(), admits_everyone);
}

// Whether nobody in the list gets more than everybody else does.
bool list_is_useless(const GaneshaExports& exports, const GaneshaExport& from) {
  const int others = openness(rights_of(exports, from, nullptr).access);
  return std::all_of(from.clients.begin(), from.clients.end(),
                     [&](const GaneshaClientBlock& block) {
                       return openness(rights_of(exports, from, &block).access) <= others;
                     });
}

std::string message_of(const GaneshaExports& exports, const GaneshaExport& from) {
  const GaneshaRights others = rights_of(exports, from, nullptr);
  const bool writes = others.access == GaneshaAccess::kReadWrite;
  return quoted(from.path.text) +
         " lists its clients, but Access_Type = " + (writes ? "RW" : "RO") + " of " +
         (from.permissions.access ? "the EXPORT itself" : "EXPORT_DEFAULTS") +
         " lets every other host " + (writes ? "mount it and write to it" : "mount and read it") +
         (keeps_root(others) ? " as root" : "");
}

void report(const Context& context, const Server& server, const GaneshaExports& exports,
            const GaneshaExport& from, Sink& sink) {
  const bool by_default = !from.permissions.access;
  const bool useless = list_is_useless(exports, from);
  const Span where = by_default ? exports.defaults.access_span : from.permissions.access_span;
  std::string key(server.name);
  if (by_default) {
    key += "|defaults";
  } else if (useless) {
    key += "|useless";
  }
  Draft& draft = sink.cause(key);
  draft.add_location(where);
  Finding& finding = draft.finding;
  const Severity severity = useless ? Severity::kWarning : Severity::kNote;
  finding.severity = draft.fresh ? severity : std::max(severity, finding.severity);
  if (!draft.fresh) {
    if (!by_default) add_likewise(draft);
    return;
  }
  finding.server = server.name;
  finding.message = message_of(exports, from);
  finding.evidence = context.line(where);
  finding.remedy = on(server) + ", at " + place_on_server(context, server, where) +
                   ": set Access_Type = None, and give every CLIENT block an Access_Type; then: " +
                   std::string(reload_command(server)) +
                   (by_default ? "; it concerns every EXPORT without an Access_Type" : "");
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const GaneshaExports* const exports = ganesha_exports(*server);
    if (exports == nullptr || exports->fatal) continue;
    for (const GaneshaExport& from : exports->exports) {
      if (is_open_besides(*exports, from)) report(context, *server, *exports, from, sink);
    }
  }
}

}  // namespace

Check nr128_open_export_level() {
  return {
      {"NR128", "open-export-level",
       "an EXPORT that lists its clients is open to every other host as well", Severity::kWarning},
      run};
}

}  // namespace nfsready::checks
