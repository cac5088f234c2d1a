#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/observed.h"
#include "engine/check.h"
#include "plan/server_addresses.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 3;  // of each kind

// Records that fit nothing of the site, for one reason.
struct Strangers {
  std::size_t records = 0;
  std::vector<std::string> examples;

  void add(std::string example) {
    ++records;
    const bool is_new = std::find(examples.begin(), examples.end(), example) == examples.end();
    if (is_new && examples.size() < kShown) examples.push_back(std::move(example));
  }
};

// What the records may be about.
class Known {
 public:
  explicit Known(const Context& context) : is_whole_(context.whole_site()) {
    for (const Node& node : context.site().nodes) {
      nodes_.insert(node.name);
      if (!node.addresses.empty()) node_at_.try_emplace(node.addresses.front().address, node.name);
    }
    std::set<std::pair<std::string_view, std::uint32_t>> servers;
    for (const JudgedMount& judged : context.mounts()) {
      paths_.insert(judged.mount->asked);
      if (!servers.insert({judged.mount->server_text, judged.mount->server}).second) continue;
      for (const Address& address : addresses_of(context.site(), *judged.mount)) {
        addresses_.insert(address);
      }
    }
  }

  // A vantage that stands for no node is always known.
  [[nodiscard]] bool has_node(const Vantage& vantage) const {
    return vantage.node.empty() || nodes_.count(vantage.node) != 0;
  }
  // The node that has the vantage's address now; empty: none.
  [[nodiscard]] std::string_view node_at(const Vantage& vantage) const {
    const auto found = node_at_.find(vantage.source);
    return found == node_at_.end() ? std::string_view() : found->second;
  }
  // In a run of some nodes, the records of others are none of its business.
  [[nodiscard]] bool has_address(const Address& address) const {
    return !is_whole_ || addresses_.count(address) != 0;
  }
  [[nodiscard]] bool has_path(std::string_view path) const {
    return !is_whole_ || paths_.count(path) != 0;
  }

 private:
  bool is_whole_;
  std::unordered_set<std::string_view> nodes_;
  std::unordered_map<Address, std::string_view> node_at_;
  std::unordered_set<Address> addresses_;
  std::unordered_set<std::string_view> paths_;
};

class Finder {
 public:
  explicit Finder(const Context& context) : seen_(context.observations()), known_(context) {}

  void look() {
    for (const NameObservation& name : seen_.names) is_of_site(name.vantage);
    for (const ServerObservation& server : seen_.servers) {
      if (is_of_site(server.vantage)) is_of_site(server.server, server.address);
    }
    for (const MountObservation& mount : seen_.mounts) {
      const bool is_known = is_of_site(mount.vantage) && is_of_site(mount.server, mount.address);
      if (is_known && !known_.has_path(mount.path)) paths_.add(mount.server + ":" + mount.path);
    }
  }

  void report(Sink& sink) const {
    const std::size_t passed_over = nodes_.records + servers_.records + paths_.records;
    if (passed_over == 0) return;
    const std::size_t all = seen_.names.size() + seen_.servers.size() + seen_.mounts.size();
    Finding& finding = sink.cause("").finding;
    finding.message = std::to_string(passed_over) + " of " + plural(all, "record") +
                      " of what servers answered fit" + (passed_over == 1 ? "s" : "") +
                      " nothing of the site and " + (passed_over == 1 ? "is" : "are") +
                      " passed over: " + reason(passed_over == all);
    add_line(nodes_, "of a node that the site does not have: ", finding.evidence);
    add_line(servers_, "of a server that no node mounts from: ", finding.evidence);
    add_line(paths_, "of a path that no node mounts: ", finding.evidence);
    finding.remedy =
        "give the observations of this site, or ask again: nfsready observe SITE -o FILE";
  }

 private:
  bool is_of_site(const Vantage& vantage) {
    if (known_.has_node(vantage)) return true;
    const std::string_view now = known_.node_at(vantage);
    nodes_.add(vantage.node + (now.empty() ? ""
                                           : " (" + vantage.source.text() + ", which is " +
                                                 std::string(now) + " now)"));
    is_renamed_ = is_renamed_ || !now.empty();
    return false;
  }
  bool is_of_site(const std::string& server, const Address& address) {
    if (known_.has_address(address)) return true;
    servers_.add(place_of(server, address));
    return false;
  }

  [[nodiscard]] std::string reason(bool is_all) const {
    if (is_renamed_) return "nodes were renamed since";
    return is_all ? "they are of another site"
                  : "the site was changed since, or they are of another";
  }

  static void add_line(const Strangers& strangers, std::string_view what, std::string& lines) {
    if (strangers.records == 0) return;
    if (!lines.empty()) lines += '\n';
    lines += std::to_string(strangers.records) + " " + std::string(what) +
             join(strangers.examples, ", ");
    if (strangers.examples.size() == kShown) lines += ", ...";
  }

  const Observations& seen_;
  Known known_;
  Strangers nodes_;
  Strangers servers_;
  Strangers paths_;
  bool is_renamed_ = false;
};

// What was asked just now was asked for this site.
bool any_from_files(const Observations& observations) {
  return std::any_of(observations.parts.begin(), observations.parts.end(),
                     [](const ObservationPart& part) { return !part.file.empty(); });
}

void run(const Context& context, Sink& sink) {
  if (!any_from_files(context.observations())) return;
  Finder finder(context);
  finder.look();
  finder.report(sink);
}

}  // namespace

Check nr911_foreign_observations() {
  return {
      {"NR911", "foreign-observations",
       "observations tell of nodes, servers or paths that the site does not have", Severity::kNote},
      run};
}

}  // namespace nfsready::checks
