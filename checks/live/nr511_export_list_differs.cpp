#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/contradictions.h"
#include "checks/common/export_lists.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What the collected exports of a server list, the table in force before the files: what these two
// differ in is NR113's.
const ExportsTable* compared_table(const Server& server) {
  const auto is_whole = [](const ExportsTable& table) {
    const auto* const linux_exports = std::get_if<LinuxExports>(&table.content);
    if (linux_exports != nullptr) return linux_exports->complete;
    const auto* const ganesha = std::get_if<GaneshaExports>(&table.content);
    return ganesha != nullptr && !ganesha->incomplete && !ganesha->fatal;
  };
  const auto live = std::find_if(server.live.begin(), server.live.end(), is_whole);
  if (live != server.live.end()) return &*live;
  return server.exports && is_whole(*server.exports) ? &*server.exports : nullptr;
}

bool is_ganesha(const ExportsTable& table) {
  return std::holds_alternative<GaneshaExports>(table.content);
}

// The names under which NFS-Ganesha lists its exports when Mount_Path_Pseudo is set.
void add_pseudo_paths(const ExportsTable& table, std::unordered_set<std::string>& listed) {
  const auto* const ganesha = std::get_if<GaneshaExports>(&table.content);
  if (ganesha == nullptr) return;
  for (const GaneshaExport& each : ganesha->exports) {
    listed.emplace(CleanPath(each.pseudo.text).view());
  }
}

// Whether exportfs puts it into its table: not when nobody it names is known (NR106).
bool is_in_force(const Server& server, const ListedExport& entry) {
  const auto is_known = [&](const ListedClient& client) {
    return client.kind != ListedKind::kHost || Address::parse(client.text) || !server.names ||
           !server.names->addresses(client.text).empty();
  };
  return entry.is_read && std::any_of(entry.clients.begin(), entry.clients.end(), is_known);
}

// The two lists, as far as they differ.
struct Comparison {
  std::unordered_set<std::string> missing;  // in force by the snapshot, not in the answer
  std::vector<std::string> extra;           // sorted
  std::unordered_set<std::string> answered;
  std::string first_missing;  // in the order of the file
  std::vector<Span> places;
};

bool covers(const std::unordered_set<std::string>& paths, std::string_view path) {
  for (; !path.empty(); path = parent_of(path)) {
    if (paths.count(std::string(path)) != 0) return true;
  }
  return false;
}

Comparison compare(const Server& server, const ExportsTable& table, const ServerObservation& seen,
                   const std::unordered_set<std::string>& mounted) {
  Comparison result;
  for (const ExportedPath& path : seen.exports) {
    result.answered.emplace(CleanPath(path.path).view());
  }
  std::unordered_set<std::string> listed;
  for_each_export(table, *server.names, [&](const ListedExport& entry) {
    std::string path(CleanPath(entry.path).view());
    listed.insert(path);
    // NFS-Ganesha shows every caller a list of its own: nothing is missing from it.
    if (is_ganesha(table)) return;
    if (result.answered.count(path) != 0) return;
    // What the answer lists is what a link points to.
    if (mounted.count(path) != 0 && !covers(result.answered, path)) return;
    if (!is_in_force(server, entry)) return;
    if (!result.missing.insert(path).second) return;
    if (result.first_missing.empty()) result.first_missing = path;
    result.places.push_back(entry.span);
  });
  add_pseudo_paths(table, listed);
  for (const std::string& path : result.answered) {
    if (listed.count(path) == 0) result.extra.push_back(path);
  }
  std::sort(result.extra.begin(), result.extra.end());
  return result;
}

std::string counted(std::size_t count, const std::string& first) {
  return count == 1 ? printable(first) : plural(count, "path") + " such as " + printable(first);
}

std::string message_of(const std::string& server, const Comparison& lists) {
  std::string message = server + " does not export what its files say: ";
  if (!lists.missing.empty()) {
    message += "its export list lacks " + counted(lists.missing.size(), lists.first_missing);
  }
  if (lists.extra.empty()) return message;
  message += lists.missing.empty() ? "its export list has " : ", and has ";
  return message + counted(lists.extra.size(), lists.extra.front()) + ", which they do not";
}

// The mounts that no path of the answer holds cannot be made.
void add_mounts(const Context& context, const Server& server, const Address& address,
                const Comparison& lists, Draft& draft) {
  for (const JudgedMount& judged : context.mounts()) {
    if (head_at(context, *judged.mount, address) != &server) continue;
    const CleanPath path(judged.mount->asked);
    if (covers(lists.answered, path.view()) || !covers(lists.missing, path.view())) continue;
    draft.add_subject(judged.subject, judged.mount->asked);
    const bool is_judged = server_of(context, *judged.mount) == &server;
    const Effect effect =
        is_judged ? effect_when_refused(judged.mount->purpose) : Effect::kFailoverLoss;
    draft.finding.effect = worse(draft.finding.effect, effect);
  }
}

void tell(const Context& context, const Server& server, const ServerObservation& seen,
          const Comparison& lists, Sink& sink) {
  Draft& draft = sink.cause(seen.address.text());
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  const std::string name(server.name);
  finding.server = name;
  finding.severity = Severity::kWarning;
  add_mounts(context, server, seen.address, lists, draft);
  if (!finding.subjects.empty()) finding.severity = Severity::kError;
  finding.path.clear();
  finding.message = message_of(name, lists) +
                    (finding.subjects.empty() ? "" : "; {nodes} mount{s} what is missing");
  for (const Span& place : lists.places) draft.add_location(place);
  if (lists.places.empty()) {
    draft.add_location({compared_table(server)->files.front(), 0, 0});
  }
  std::string listed = "EXPORT lists " + plural(seen.exports.size(), "path");
  for (std::size_t i = 0; i < seen.exports.size() && i < 3; ++i) {
    listed += (i == 0 ? ": " : ", ") + printable(seen.exports[i].path);
  }
  set_evidence(seen.server, seen.address, seen.vantage, listed, finding);
  const bool is_linux = !is_ganesha(*compared_table(server));
  finding.remedy =
      "on " + name +
      ", see what is in force: " + (is_linux ? "exportfs -v" : "ganesha_mgr show exports") +
      "; put what is meant into the files, and then: " + std::string(reload_command(server));
}

// The paths that somebody did mount.
std::unordered_set<std::string> mounted_at(const Context& context, const Address& address) {
  std::unordered_set<std::string> mounted;
  for (const MountObservation& seen : context.observations().mounts) {
    if (seen.address == address && seen.mnt.ok()) mounted.emplace(CleanPath(seen.path).view());
  }
  return mounted;
}

void run(const Context& context, Sink& sink) {
  std::set<Address> done;
  for (const ServerObservation& seen : context.observations().servers) {
    if (seen.exports_reach != Reach::kAnswered || seen.exports_cut) continue;
    const auto found = context.site().server_by_address.find(seen.address);
    if (found == context.site().server_by_address.end()) continue;
    const Server& server = context.site().servers[found->second];
    const ExportsTable* const table = compared_table(server);
    if (table == nullptr) continue;
    if (!done.insert(seen.address).second) continue;
    const Comparison lists = compare(server, *table, seen, mounted_at(context, seen.address));
    if (lists.missing.empty() && lists.extra.empty()) continue;
    // The same seen by a mount: NR509, NR510.
    if (context.shared<ContradictingAddresses>().has(seen.address)) continue;
    tell(context, server, seen, lists, sink);
  }
}

}  // namespace

Check nr511_export_list_differs() {
  return {{"NR511", "export-list-differs", "a server's export list is not that of its files",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
