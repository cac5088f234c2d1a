#include <string>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kMostHosts = 3;  // that are shown

std::string list_of(const AixList& list) {
  std::string text;
  for (std::size_t i = 0; i < list.clients.size() && i < kMostHosts; ++i) {
    text.append(i == 0 ? "" : ":").append(list.clients[i].text);
  }
  return list.clients.size() > kMostHosts ? text + ":..." : text;
}

void report(const Context& context, const Server& server, const AixExport& entry,
            const AixList& list, bool is_ro, Sink& sink) {
  Draft& draft = sink.cause(std::string(server.name) + (is_ro ? "|ro" : "|rw"));
  draft.add_location(list.span);
  if (!draft.fresh) {
    add_likewise(draft);
    return;
  }
  const std::string hosts = list_of(list);
  const std::string as_root = entry.anon == 0 ? " as root" : "";
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.message = quoted(entry.path.text) + " has " + (is_ro ? "ro=" : "rw=") + hosts +
                    " without access=: every other host may mount it as well, and " +
                    (is_ro ? "write to it" : "read it") + as_root;
  finding.evidence = context.line(list.span);
  AixLine line(entry);
  // With access= the list names who may mount; ro= alone would leave the others the right to write.
  std::string value;
  for (const AixClient& client : list.clients) {
    value.append(value.empty() ? "" : ":").append(client.text);
  }
  line.add("access", value);
  finding.remedy =
      remedy_aix_line(context, server, entry.span, line) + "\nwhich admits these hosts only";
}

void look_at(const Context& context, const Server& server, const AixExport& entry, Sink& sink) {
  for (const AixSection& section : entry.sections) {
    if (section.access) continue;
    const bool has_ro = section.ro && !section.ro->clients.empty();
    const bool has_rw = section.rw && !section.rw->clients.empty();
    if (has_ro && !section.read_only) report(context, server, entry, *section.ro, true, sink);
    if (has_rw) report(context, server, entry, *section.rw, false, sink);
  }
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const ExportsTable* const table = table_of(*server);
    const auto* const aix = table == nullptr ? nullptr : std::get_if<AixExports>(&table->content);
    if (aix == nullptr) continue;
    for (const AixExport& entry : aix->exports) {
      if (!entry.lost_to) look_at(context, *server, entry, sink);
    }
  }
}

}  // namespace

Check nr124_inverted_list() {
  return {{"NR124", "inverted-list", "a list of rw= or ro= that admits everybody else as well",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
