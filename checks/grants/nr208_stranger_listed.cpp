#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/heads.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// The machines that the site's tables know. Names that are no node's take a closer look; the
// answers are kept.
class Machines {
 public:
  explicit Machines(const Site& site) : site_(site) {}

  bool knows(const Server& server, std::string_view client) {
    if (is_named(client)) return true;
    const auto [known, is_new] = answers_.try_emplace(client, false);
    if (is_new) known->second = look_closer(server, client);
    return known->second;
  }

 private:
  [[nodiscard]] bool is_named(std::string_view name) const {
    return site_.node_index.count(name) != 0 || site_.node_index.count(short_name(name)) != 0;
  }

  bool look_closer(const Server& server, std::string_view client) {
    gather();
    const std::string name = to_lower(client);
    if (names_.count(name) != 0 || names_.count(std::string(short_name(name))) != 0) return true;
    if (site_.server_by_name.count(name) != 0) return true;
    if (!head_by_name(site_, client).head.empty() || is_interface(name)) return true;
    const auto answers = server.names->addresses(client);
    if (answers.empty()) return true;  // NR106
    for (const NameAnswer& answer : answers) {
      if (answer.address.is_loopback() || addresses_.count(answer.address) != 0) return true;
      if (site_.server_by_address.count(answer.address) != 0) return true;
    }
    return Address::parse(client) && is_address_of_known(server, *Address::parse(client));
  }

  // Another interface of a node, as sites name them: "cn01-ib0".
  [[nodiscard]] bool is_interface(std::string_view name) const {
    const std::string_view host = short_name(name);
    for (std::size_t dash = host.rfind('-'); dash != std::string_view::npos && dash > 0;
         dash = host.rfind('-', dash - 1)) {
      const std::string_view start = host.substr(0, dash);
      if (is_named(start) || names_.count(std::string(start)) != 0) return true;
    }
    return false;
  }

  [[nodiscard]] bool is_address_of_known(const Server& server, const Address& address) const {
    for (const Names* names : {server.names.get(), site_.names.get()}) {
      for (const std::string_view name : names->names(address).names) {
        if (is_named(name) || is_interface(to_lower(name))) return true;
      }
    }
    return false;
  }

  void add_names(std::string_view list) {
    for (const std::string_view name : split(list, ',')) {
      if (!trim(name).empty()) names_.insert(to_lower(trim(name)));
    }
  }

  // What the tables say beside the names of nodes.
  void gather() {
    if (!names_.empty()) return;
    names_.insert("localhost");
    for (const Node& node : site_.nodes) {
      for (const NameAnswer& answer : node.addresses) addresses_.insert(answer.address);
      for (const Value* value : {&node.nfsserver, &node.xcatmaster, &node.servicenode}) {
        if (value->is_set()) add_names(value->text);
      }
    }
    for (const std::string_view key : {"master", "nimprime", "nameservers", "ntpservers"}) {
      add_names(site_.site_key_or(key, ""));
    }
    gather_hosts();
  }

  // "ib0:10.2.1.1,-en1:10.3.1.1" and "cn01-ib0" of the xCAT hosts table.
  void gather_hosts() {
    const XcatTable* const table = site_.table("hosts");
    if (table == nullptr) return;
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      add_names(table->cell(row, "node").token.text);
      add_names(table->cell(row, "hostnames").token.text);
      for (const std::string_view one :
           split(table->cell(row, "otherinterfaces").token.text, ',')) {
        const std::size_t colon = one.find(':');
        if (colon == std::string_view::npos) continue;
        names_.insert(to_lower(trim(one.substr(0, colon))));
        if (const auto address = Address::parse(trim(one.substr(colon + 1)))) {
          addresses_.insert(*address);
        }
      }
    }
  }

  const Site& site_;
  std::unordered_map<std::string_view, bool> answers_;
  std::unordered_set<std::string> names_;  // in lower case
  std::unordered_set<Address> addresses_;
};

// One stranger, wherever it is listed.
struct Stranger {
  std::string_view text;
  const Server* server = nullptr;  // the one on which it gets most
  std::vector<Span> places;
  std::vector<std::string> servers;
  std::optional<Grant> most;  // the most that it gets anywhere
  std::string most_path;
};

int weight(const Grant& grant) {
  const bool writes = grant.access == Access::kReadWrite;
  return writes && grant.root == Root::kKept ? 2 : grant.access == Access::kNone ? 0 : 1;
}

// A list of many paths is asked about its first ones only.
constexpr std::size_t kMostAsked = 50;

void ask(const Context& context, const Server& server, std::string_view path, Stranger& stranger) {
  if (stranger.places.size() > kMostAsked) return;
  Client client;
  client.address = server.names->addresses(stranger.text).front().address;
  Grant grant = context.ask(server, path, client).now;
  if (stranger.most && weight(*stranger.most) >= weight(grant)) return;
  stranger.most = std::move(grant);
  stranger.server = &server;
  stranger.most_path = path;
}

void report(const Context& context, const Stranger& stranger, Sink& sink) {
  const bool writes = stranger.most && weight(*stranger.most) == 2;
  const std::size_t count = stranger.places.size();
  Draft& draft = sink.cause(std::string(stranger.text));
  Finding& finding = draft.finding;
  for (const Span& place : stranger.places) draft.add_location(place);
  finding.severity = writes ? Severity::kWarning : Severity::kNote;
  finding.server = stranger.servers.size() == 1 ? std::string(stranger.server->name) : "(several)";
  finding.path = stranger.most_path;
  const std::string servers = join(stranger.servers, ", ");
  finding.message = quoted(stranger.text) + " is listed in " + plural(count, "export") + " of " +
                    servers + (count == 1 ? ", {path}" : ", one of them {path}") +
                    (writes ? ", where it may write as root" : "") +
                    ", but the site's tables have no such node or server";
  finding.evidence = context.line(stranger.places.front());
  finding.remedy = "on " + servers + ": take " + std::string(stranger.text) + " out of " +
                   (count == 1 ? "that line" : "those lines") +
                   "; then: " + std::string(reload_command(*stranger.server)) +
                   "\nor, when the machine belongs to the site, define it: on the management node: "
                   "mkdef -t node -o <name> groups=<group>";
}

void run(const Context& context, Sink& sink) {
  if (!context.whole_site() || context.site().nodes.empty()) return;
  Machines machines(context.site());
  std::map<std::string_view, Stranger> strangers;
  for (const Server* const server : context.servers()) {
    const ExportsTable* const table = table_of(*server);
    if (table == nullptr) continue;
    for_each_export(*table, *server->names, [&](const ListedExport& listed) {
      if (!listed.is_read) return;
      for (const ListedClient& client : listed.clients) {
        if (client.kind != ListedKind::kHost || machines.knows(*server, client.text)) continue;
        Stranger& stranger = strangers[client.text];
        stranger.text = client.text;
        if (stranger.servers.empty() || stranger.servers.back() != server->name) {
          stranger.servers.emplace_back(server->name);
        }
        stranger.places.push_back(client.span);
        ask(context, *server, CleanPath(listed.path).view(), stranger);
      }
    });
  }
  for (const auto& [text, stranger] : strangers) report(context, stranger, sink);
}

}  // namespace

Check nr208_stranger_listed() {
  return {{"NR208", "stranger-listed",
           "a server exports to a host that is no node or server of the site", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
