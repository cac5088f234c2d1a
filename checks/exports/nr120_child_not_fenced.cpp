#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/export_lists.h"
#include "checks/common/remedies.h"
#include "checks/common/world_root.h"
#include "engine/check.h"
#include "grant/server_path.h"

namespace nfsready::checks {

namespace {

// Many hosts at once, with what they may do.
struct Crowd {
  std::optional<Network> network;  // unset: everybody
  std::string_view text;           // as written
  bool writes = false;
  bool enters = false;  // other file systems below
  Span where;
};

// The crowds that one exported directory admits, and whether it admits hosts one by one.
struct Admitted {
  Span entry;
  std::vector<Crowd> crowds;
};

using ByPath = std::map<std::string, Admitted, std::less<>>;

std::optional<Network> network_of(const std::optional<Network>& network, bool everyone) {
  return everyone ? std::nullopt : network;
}

ByPath read(const LinuxExports& exports, const FileTree& tree) {
  ByPath paths;
  for (const LinuxExport& entry : exports.exports) {
    if (entry.lost_to || !is_absolute(entry.path.text)) continue;
    Admitted& admitted = paths[real_path(tree, entry.path.text)];
    if (!admitted.entry.is_set()) admitted.entry = entry.span;
    for (const LinuxRule& rule : entry.rules) {
      const LinuxSection* const section = sys_section(rule);
      const bool everyone = is_everyone(rule.client);
      const bool network = rule.client.kind == LinuxClientKind::kNetwork && rule.client.network;
      if (section == nullptr || (!everyone && !network)) continue;
      admitted.crowds.push_back({network_of(rule.client.network, everyone), rule.client.text.text,
                                 section->read_write, rule.crossmnt, rule.span});
    }
  }
  return paths;
}

void add_block(const GaneshaExports& exports, const GaneshaExport& from,
               const GaneshaClientBlock& block, Admitted& admitted) {
  const GaneshaRights rights = rights_of(exports, from, &block);
  if (block.lost_to || rights.access == GaneshaAccess::kNone) return;
  for (const GaneshaClient& client : block.clients) {
    const bool everyone = is_everyone(client);
    if (!everyone && !client.network) continue;
    admitted.crowds.push_back({network_of(client.network, everyone), client.text.text,
                               rights.access == GaneshaAccess::kReadWrite, true, client.text.span});
  }
}

ByPath read(const GaneshaExports& exports) {
  ByPath paths;
  for (const GaneshaExport& from : exports.exports) {
    if (from.lost_to || exports.fatal || !is_absolute(from.path.text)) continue;
    Admitted& admitted = paths[normalise_path(from.path.text)];
    if (!admitted.entry.is_set()) admitted.entry = from.path.span;
    for (const GaneshaClientBlock& block : from.clients) {
      add_block(exports, from, block, admitted);
    }
    const GaneshaRights rights = rights_of(exports, from, nullptr);
    const bool by_list = !from.clients.empty();  // what others get besides is NR128's
    if (rights.access == GaneshaAccess::kNone || by_list) continue;
    const Span& where =
        from.permissions.access ? from.permissions.access_span : exports.defaults.access_span;
    admitted.crowds.push_back(
        {std::nullopt, {}, rights.access == GaneshaAccess::kReadWrite, true, where});
  }
  return paths;
}

// Whether a network lies in another one.
bool holds(const Network& network, const Network& other) {
  if (network.mask().family() != other.mask().family()) return false;
  return network.contains(other.address()) && network.mask().masked(other.mask()) == network.mask();
}

// Whether everybody of a crowd is in one of the child's own crowds.
bool is_admitted(const Crowd& crowd, const Admitted& child) {
  return std::any_of(child.crowds.begin(), child.crowds.end(), [&](const Crowd& own) {
    return !own.network || (crowd.network && holds(*own.network, *crowd.network));
  });
}

// One export below another one that admits a crowd which the lower one does not.
struct Leak {
  std::string_view child;
  const Admitted* below = nullptr;
  const Crowd* crowd = nullptr;
};

// The crowd of the parent that gets most of what the child keeps from it.
const Crowd* leaking(const Admitted& parent, const Admitted& child, bool same_file_system) {
  const Crowd* worst = nullptr;
  for (const Crowd& crowd : parent.crowds) {
    if (worst != nullptr && (worst->writes || !crowd.writes)) continue;
    if ((same_file_system || crowd.enters) && !is_admitted(crowd, child)) worst = &crowd;
  }
  return worst;
}

ByPath::const_iterator parent_in(const ByPath& paths, std::string_view child) {
  for (std::string_view at = parent_of(child); !at.empty(); at = parent_of(at)) {
    const auto found = paths.find(at);
    if (found != paths.end()) return found;
  }
  return paths.end();
}

void report(const Context& context, const Server& server, std::string_view parent,
            const Admitted& above, const std::vector<Leak>& leaks, Sink& sink) {
  const auto worst =
      std::find_if(leaks.begin(), leaks.end(), [](const Leak& leak) { return leak.crowd->writes; });
  const Leak& leak = worst == leaks.end() ? leaks.front() : *worst;
  Draft& draft = sink.cause(std::string(server.name) + "|" + std::string(parent));
  draft.add_location(above.entry);
  for (const Leak& each : leaks) draft.add_location(each.below->entry);
  Finding& finding = draft.finding;
  finding.severity = leak.crowd->writes ? Severity::kWarning : Severity::kNote;
  finding.server = server.name;
  finding.message = (leak.crowd->network ? quoted(leak.crowd->text) : std::string("every host")) +
                    " may " + (leak.crowd->writes ? "read and write " : "read ") +
                    quoted(leak.child) + ", which does not list it, through the export of " +
                    quoted(parent) + " above it";
  if (leaks.size() > 1) {
    finding.message += "; likewise " + plural(leaks.size() - 1, "other export") + " below it";
  }
  finding.evidence = context.line(leak.crowd->where) + "\n" + context.line(leak.below->entry);
  finding.remedy = on(server) + ": export what lies below " + quoted(parent) +
                   " instead of the whole, or admit no more hosts to it than to what lies below; "
                   "then: " +
                   std::string(reload_command(server));
}

void look_at(const Context& context, const Server& server, const ByPath& paths, Sink& sink) {
  std::map<std::string_view, std::vector<Leak>> leaks;
  for (const auto& [child, admitted] : paths) {
    const auto parent = parent_in(paths, child);
    if (parent == paths.end() || parent->second.crowds.empty()) continue;
    const bool same =
        file_system_of(server.tree, child) == file_system_of(server.tree, parent->first);
    const Crowd* const crowd = leaking(parent->second, admitted, same);
    if (crowd != nullptr) leaks[parent->first].push_back({child, &admitted, crowd});
  }
  for (const auto& [parent, found] : leaks) {
    report(context, server, parent, paths.find(parent)->second, found, sink);
  }
}

void run(const Context& context, Sink& sink) {
  for (const Server* const server : context.servers()) {
    const ExportsTable* const table = table_of(*server);
    if (table == nullptr) continue;
    if (const auto* const exports = std::get_if<LinuxExports>(&table->content)) {
      look_at(context, *server, read(*exports, server->tree), sink);
    } else if (const GaneshaExports* const ganesha = ganesha_exports(*server)) {
      look_at(context, *server, read(*ganesha), sink);
    }
  }
}

}  // namespace

Check nr120_child_not_fenced() {
  return {{"NR120", "child-not-fenced",
           "an export is open through the export of a directory above it", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
