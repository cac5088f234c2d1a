#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/known_machines.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

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

class Finder {
 public:
  explicit Finder(const Context& context) : context_(context), machines_(context.site()) {}

  void look_at(const Server& server) {
    const ExportsTable* const table = table_of(server);
    if (table == nullptr) return;
    for_each_export(*table, *server.names, [&](const ListedExport& listed) {
      if (!listed.is_read) return;
      for (const ListedClient& client : listed.clients) {
        if (client.kind != ListedKind::kHost || machines_.knows(server, client.text)) continue;
        add(server, CleanPath(listed.path).view(), client);
      }
    });
  }

  void report_all(Sink& sink) const {
    for (const auto& [text, stranger] : strangers_) report(context_, stranger, sink);
  }

 private:
  void add(const Server& server, std::string_view path, const ListedClient& client) {
    Stranger& stranger = strangers_[client.text];
    stranger.text = client.text;
    if (stranger.servers.empty() || stranger.servers.back() != server.name) {
      stranger.servers.emplace_back(server.name);
    }
    stranger.places.push_back(client.span);
    ask(context_, server, path, stranger);
  }

  const Context& context_;
  KnownMachines machines_;
  std::map<std::string_view, Stranger> strangers_;
};

void run(const Context& context, Sink& sink) {
  if (!context.whole_site() || context.site().nodes.empty()) return;
  Finder finder(context);
  for (const Server* const server : context.servers()) finder.look_at(*server);
  finder.report_all(sink);
}

}  // namespace

Check nr208_stranger_listed() {
  return {{"NR208", "stranger-listed",
           "a server exports to a host that is no node or server of the site", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
