#include "checks/common/remedies.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/ganesha_text.h"
#include "checks/common/linux_client.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kMostNodes = 16;   // that are named one by one
constexpr std::size_t kMostEntries = 3;  // of which the whole line is given

std::string yes_no(bool yes, std::string_view if_yes, std::string_view if_no = {}) {
  return std::string(yes ? if_yes : if_no);
}

std::string folded(const std::vector<const Node*>& nodes) {
  std::vector<std::string_view> names;
  names.reserve(nodes.size());
  for (const Node* const node : nodes) names.push_back(node->name);
  std::string text = fold_names(names);
  return text.size() <= 1000 ? text : "these nodes, as the JSON report lists them";
}

// --- what is said at the end

// "; likewise on nas-b, at /etc/exports:3"
std::string on_other_heads(const Context& context, const Repair& repair) {
  std::string text;
  for (const RepairHead& head : repair.other_heads) {
    text.append(text.empty() ? "; likewise on " : ", on ").append(head.server->name);
    // Of Ganesha the place is the CLIENT block, whatever option it is that has to change.
    const bool told = head.server->kind != ServerKind::kGanesha;
    if (told && is_editable(*head.server, head.place)) {
      text.append(", at ").append(place_on_server(context, *head.server, head.place));
    }
  }
  return text;
}

std::string then_reload(const Context& context, const Repair& repair, std::string_view start) {
  return std::string(start) + "then: " + std::string(reload_command(*repair.server)) +
         on_other_heads(context, repair);
}

// "; likewise at /etc/exports:3 and /etc/exports:4"
std::string at_other_entries(const Context& context, const Repair& repair) {
  if (repair.entries.size() == 1) return {};
  if (repair.entries.size() > 1 + kMostEntries) return "; likewise at every other place named here";
  std::set<std::string> places;
  for (std::size_t i = 1; i < repair.entries.size(); ++i) {
    places.insert(place_on_server(context, *repair.server, repair.entries[i].rule));
  }
  places.erase(place_on_server(context, *repair.server, repair.entries.front().rule));
  if (places.empty()) return {};
  return "; likewise at " + join({places.begin(), places.end()}, " and ");
}

// --- the dialects

// "rw,sync,insecure,no_root_squash,no_subtree_check"
std::string linux_options(const Needs& needs) {
  return yes_no(needs.write, "rw", "ro") + ",sync,insecure" +
         yes_no(needs.root, ",no_root_squash") + ",no_subtree_check";
}

// "pine01(rw,...) pine02(rw,...)"; of many, "<host>(rw,...)" for each.
std::string linux_clients(const Server& server, const std::vector<const Node*>& nodes,
                          const std::string& options) {
  if (nodes.size() > kMostNodes) {
    return "<host>" + options + " ..., for each <host> of " + folded(nodes);
  }
  return host_list(server, nodes, options + " ") + options;
}

// "(Access_Type=RW,Squash=no_root_squash)"
std::string mmnfs_options(const Needs& needs) {
  return yes_no(needs.write, "(Access_Type=RW", "(Access_Type=RO") +
         yes_no(needs.root, ",Squash=no_root_squash)", ")");
}

std::string mmnfs_clients(const Repair& repair) {
  const std::string options = mmnfs_options(repair.needs);
  if (repair.nodes.size() > kMostNodes) {
    return "\"<host>" + options + ";...\", with every <host> of " + folded(repair.nodes);
  }
  return "\"" + host_list(*repair.server, repair.nodes, options + ";") + options + "\"";
}

std::string ganesha_client(const std::string& hosts, const Needs& needs) {
  return "CLIENT { Clients = " + hosts + "; Access_Type = " + yes_no(needs.write, "RW;", "RO;") +
         yes_no(needs.root, " Squash = No_Root_Squash;") + " }";
}

// A number for every path of a repair.
std::string number_for(const Repair& repair, HeadIds& ids) {
  if (repair.one_path) return std::to_string(ids.take(1));
  return "<a number of its own, from " + std::to_string(ids.take(repair.nodes.size())) + " on>";
}

// The number of an export of NFS-Ganesha: that of the path on another head, or a free one.
std::string export_id_for(const Repair& repair, HeadIds& ids) {
  const std::string known = repair.one_path ? ids.of(repair.path) : std::string();
  return known.empty() ? number_for(repair, ids) : known;
}

// ",fsid=111" where handles have to be the same on several heads, or other exports have one: the
// number that a head has already, or a free one.
std::string fsid_for(const Repair& repair, HeadIds& ids) {
  if (!ids.are_usual()) return {};
  const std::string known = repair.one_path ? ids.of(repair.path) : std::string();
  return ",fsid=" + (known.empty() ? number_for(repair, ids) : known);
}

// "for each <node> of pine[01-02]: " where every node has a path of its own.
std::string for_each_node(const Repair& repair) {
  return repair.one_path ? std::string() : "for each <node> of " + folded(repair.nodes) + ": ";
}

std::string export_of(const Context& context, const Repair& repair, HeadIds& ids) {
  const Server& server = *repair.server;
  const Needs& needs = repair.needs;
  const std::string each = for_each_node(repair);
  const bool listed = repair.one_path;
  const std::string hosts =
      listed ? host_list(server, repair.nodes, server.kind == ServerKind::kAix ? ":" : ", ")
             : "<node>";
  switch (server.kind) {
    case ServerKind::kAix: {
      AixLine line(repair.pattern);
      if (!needs.write) line.set("ro", {});
      if (needs.root) line.set("root", hosts);
      line.set("access", hosts);
      return each + line.text();
    }
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return each + "mmnfs export add " + repair.pattern + " --client " +
               (listed ? mmnfs_clients(repair) : "\"<node>" + mmnfs_options(needs) + "\"");
      }
      return each + "EXPORT { Export_Id = " + export_id_for(repair, ids) +
             "; Path = " + repair.pattern + "; Pseudo = " + repair.pattern +
             "; Access_Type = None;\n  " + file_system_block(context, server) + "\n  " +
             ganesha_client(hosts, needs) + " }";
    default: {
      const std::string options = "(" + linux_options(needs) + fsid_for(repair, ids) + ")";
      return each + repair.pattern + " " +
             (listed ? linux_clients(server, repair.nodes, options) : "<node>" + options);
    }
  }
}

// Adds what the nodes need to the lists that count.
void admit(AixLine& line, const std::string& hosts, const Needs& needs) {
  if (line.has("access") || !line.has("rw")) line.add("access", hosts);
  if (needs.root && line.value("anon") != "0") line.add("root", hosts);
  if (needs.write) allow_writing(line, hosts);
}

// The lines of the first entries after a change, and what to do about the rest.
std::string remedy_aix(const Context& context, const Repair& repair, DecidingEntries& entries,
                       const std::function<void(AixLine&, const std::string&)>& change) {
  const Server& server = *repair.server;
  std::string text = on(server) + ", in /etc/exports, ";
  std::string lines;
  std::size_t shown = 0;
  bool names_hosts = false;
  for (const RepairEntry& each : repair.entries) {
    const AixExport* const entry = entries.aix_at(each.entry);
    if (entry == nullptr || shown == kMostEntries) continue;
    ++shown;
    AixLine line(*entry);
    const std::string hosts = host_list(server, each.nodes, ":");
    change(line, hosts);
    AixLine of_anybody(*entry);
    change(of_anybody, "<host>");
    names_hosts = names_hosts || of_anybody.text() != line.text();
    const bool numbered = is_editable(server, each.entry);
    const std::string place = place_on_server(context, server, each.entry);
    lines.append(lines.empty() ? "" : "\n")
        .append(numbered ? "line " + place.substr(place.rfind(':') + 1) : "the line of the path")
        .append(" becomes:\n")
        .append(line.text());
  }
  if (repair.entries.size() > shown) {
    lines += "\nlikewise at every other place named here";
    if (names_hosts) lines += ", each with its own node";
  }
  return text + lines + then_reload(context, repair, "\n");
}

// The client that decides, as mmnfs names it.
std::string mmnfs_client(const Repair& repair, DecidingEntries& entries) {
  const RepairEntry& first = repair.entries.front();
  const GaneshaExport* const from = entries.ganesha_at(first.entry);
  if (from == nullptr) return "<client>";
  for (const GaneshaClientBlock& block : from->clients) {
    if (block.span == first.rule && !block.clients.empty()) {
      return std::string(block.clients.front().text.text);
    }
  }
  return "<client>";
}

}  // namespace

bool is_mmnfs(const Server& server) {
  return server.exports && server.exports->dialect == Dialect::kMmnfs;
}

std::string on(const Server& server) { return "on " + std::string(server.name); }

std::string remedy_stale(const std::string& server, const std::string& path) {
  return "on " + server + ": ls -ld " + path +
         "; its directory was removed and made anew, or its file system is not mounted\nthen " +
         std::string(kExportAgain);
}

std::string_view reload_command(const Server& server) {
  switch (server.kind) {
    case ServerKind::kAix:
      return "exportfs -a";
    case ServerKind::kGanesha:
      return "systemctl reload nfs-ganesha";
    default:
      return "exportfs -ra";
  }
}

std::string host_list(const Server& server, const std::vector<const Node*>& nodes,
                      std::string_view separator) {
  if (nodes.size() > kMostNodes) {
    const std::string_view by = separator == ":" ? "colons" : separator == ", " ? "commas" : "it";
    return "<the hosts " + folded(nodes) + ", separated by " + std::string(by) + ">";
  }
  std::string list;
  for (const Node* const node : nodes) {
    std::string_view name = node->name;
    if (!node->addresses.empty()) {
      const Address& address = node->addresses.front().address;
      const ReverseAnswer known = server.names->names(address);
      const bool nameless = known.known && known.names.empty() && server.kind != ServerKind::kAix;
      if (!known.names.empty()) name = known.names.front();
      list.append(list.empty() ? "" : separator).append(nameless ? address.text() : name);
      continue;
    }
    list.append(list.empty() ? "" : separator).append(name);
  }
  return list;
}

std::string remedy_aix_line(const Context& context, const Server& server, const Span& entry,
                            const AixLine& line) {
  const std::string place = is_editable(server, entry) ? ", at " : ", in ";
  return on(server) + place + place_on_server(context, server, entry) + ", the line becomes:\n" +
         line.text() + "\nthen: " + std::string(reload_command(server));
}

std::string remedy_exports(const Context& context, const std::vector<Repair>& repairs,
                           HeadIds& ids) {
  constexpr std::size_t kMostExports = 12;
  const Repair& first = repairs.front();
  std::string exports;
  for (std::size_t i = 0; i < repairs.size() && i < kMostExports; ++i) {
    exports += "\n" + export_of(context, repairs[i], ids);
  }
  if (repairs.size() > kMostExports) {
    exports += "\nand likewise the other " + std::to_string(repairs.size() - kMostExports);
  }
  if (is_mmnfs(*first.server)) return on(*first.server) + ":" + exports;
  const std::string place = first.server->kind == ServerKind::kGanesha
                                ? ", in the NFS-Ganesha configuration, add:"
                                : ", in /etc/exports, add:";
  return on(*first.server) + place + exports +
         "\nthen: " + std::string(reload_command(*first.server)) + on_heads_without(repairs, ids);
}

std::string remedy_entry(const Context& context, const Repair& repair) {
  HeadIds ids(context.site(), *repair.server);
  return on(*repair.server) + ", at " +
         place_on_server(context, *repair.server, repair.entries.front().rule) +
         ", the line becomes:\n" + export_of(context, repair, ids) + "\n" +
         then_reload(context, repair, "");
}

namespace {

std::string linux_listing(const Context& context, const Repair& repair, DecidingEntries& entries) {
  const RepairEntry& first = repair.entries.front();
  const LinuxExport* const entry = entries.linux_at(first.entry);
  std::string options = "(" + linux_options(repair.needs);
  if (entry != nullptr && !entry->rules.empty() && !entry->rules.front().fsid.empty()) {
    options.append(",fsid=").append(entry->rules.front().fsid.text);
  }
  options += ")";
  const Server& server = *repair.server;
  const bool listed = repair.entries.size() == 1;
  const std::string of =
      entry == nullptr || !listed ? std::string() : ", which exports " + quoted(entry->path.text);
  return on(server) + ", at " + place_on_server(context, server, first.rule) + of + ": " +
         yes_no(!listed, "{for each}") + "add " +
         (listed ? linux_clients(server, repair.nodes, options) : "{node}" + options) +
         " at the end of the line" + at_other_entries(context, repair) +
         then_reload(context, repair, "; ");
}

// What else the mounts need: a second fault of the client must not undo the first cure.
std::string with_needs(std::string_view options, const Needs& needs) {
  return std::string(options) + yes_no(needs.write, ",rw") + yes_no(needs.root, ",no_root_squash") +
         ",insecure";
}

std::string linux_change(const Context& context, const Repair& repair, std::string_view options) {
  const Server& server = *repair.server;
  const Span& rule = repair.entries.front().rule;
  const std::string likewise = at_other_entries(context, repair);
  const std::string client = linux_client_with(
      context, server, rule,
      likewise.empty() ? with_needs(options, repair.needs) : std::string(options));
  const std::string write = ": write " + std::string(options);
  std::string what = write + " at the end of the client's options";
  if (!client.empty()) {
    what = likewise.empty() ? ": the client becomes " + client
                            : write + " among the client's options, as in " + client;
  }
  return on(server) + ", at " + place_on_server(context, server, rule) + what + likewise +
         then_reload(context, repair, "; ");
}

}  // namespace

std::string remedy_client(const Context& context, const Repair& repair, DecidingEntries& entries) {
  const Server& server = *repair.server;
  switch (server.kind) {
    case ServerKind::kAix:
      return remedy_aix(context, repair, entries, [&](AixLine& line, const std::string& hosts) {
        admit(line, hosts, repair.needs);
      });
    case ServerKind::kGanesha: {
      const bool listed = repair.entries.size() == 1;
      if (is_mmnfs(server)) {
        return on(server) + ": " + yes_no(!listed, "{for each}") +
               "mmnfs export change {path} --nfsadd " +
               (listed ? mmnfs_clients(repair) : "\"{node}" + mmnfs_options(repair.needs) + "\"");
      }
      return on(server) + ", at " + place_on_server(context, server, repair.entries.front().entry) +
             ": add to the EXPORT, before its other clients: " +
             ganesha_client(host_list(server, repair.entries.front().nodes, ", "), repair.needs) +
             at_other_entries(context, repair) + then_reload(context, repair, "\n");
    }
    default:
      return linux_listing(context, repair, entries);
  }
}

std::string remedy_option(const Context& context, const Repair& repair, DecidingEntries& entries,
                          const OptionChange& change) {
  const Server& server = *repair.server;
  switch (server.kind) {
    case ServerKind::kAix:
      return remedy_aix(context, repair, entries, change.aix);
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        std::string setting;
        for (const char c : change.ganesha) {
          if (c != ' ') setting += c;
        }
        return on(server) + ": mmnfs export change {path} --nfschange \"" +
               mmnfs_client(repair, entries) + "(" + setting + ")\"";
      }
      return on(server) + ", at " + place_on_server(context, server, repair.entries.front().rule) +
             ": set " + std::string(change.ganesha) + at_other_entries(context, repair) +
             then_reload(context, repair, "; ");
    default:
      return linux_change(context, repair, change.linux_options);
  }
}

void add_likewise(Draft& draft) {
  constexpr std::string_view kLikewise = "; likewise at every other place named here";
  std::string& remedy = draft.finding.remedy;
  if (!remedy.ends_with(kLikewise)) remedy += kLikewise;
}

void allow_writing(AixLine& line, const std::string& hosts) {
  if (!line.value("rw").empty()) line.add("rw", hosts);
  if (line.value("ro").empty()) line.drop("ro");
  for (const std::string_view host : split(hosts, ':')) line.remove("ro", host);
}

std::string remedy_mkdsklsnode() {
  return "on the management node: mkdsklsnode -f {nodes} (stops nodes that run)";
}

}  // namespace nfsready::checks
