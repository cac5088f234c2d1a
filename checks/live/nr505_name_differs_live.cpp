#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/observed.h"
#include "engine/check.h"
#include "plan/server_addresses.h"

namespace nfsready::checks {

namespace {

using ServerName = std::pair<std::string_view, std::uint32_t>;  // as told, and which it is

// The mounts of each server by the name that the nodes are told.
class Mounts {
 public:
  explicit Mounts(const Context& context) : context_(context) {
    std::set<std::string_view> asked;
    for (const NameObservation& seen : context.observations().names) asked.insert(seen.server);
    if (asked.empty()) return;
    for (const JudgedMount& judged : context.mounts()) {
      if (asked.count(judged.mount->server_text) == 0) continue;
      by_name_[judged.mount->server_text].push_back(&judged);
    }
  }

  [[nodiscard]] const std::vector<const JudgedMount*>& named(std::string_view server) const {
    static const std::vector<const JudgedMount*> no_mounts;
    const auto found = by_name_.find(server);
    return found == by_name_.end() ? no_mounts : found->second;
  }

  // Sorted.
  [[nodiscard]] const std::vector<Address>& addresses(const Mount& mount) {
    const auto [found, is_new] = addresses_.try_emplace({mount.server_text, mount.server});
    if (is_new) found->second = addresses_of(context_.site(), mount);
    return found->second;
  }

 private:
  const Context& context_;
  std::map<std::string_view, std::vector<const JudgedMount*>> by_name_;
  std::map<ServerName, std::vector<Address>> addresses_;
};

bool is_part_of(const std::vector<Address>& some, const std::vector<Address>& all) {
  return std::all_of(some.begin(), some.end(), [&](const Address& address) {
    return std::binary_search(all.begin(), all.end(), address);
  });
}

std::string list_of(const std::vector<Address>& addresses) {
  std::string text;
  for (const Address& address : addresses) text += (text.empty() ? "" : ", ") + address.text();
  return text;
}

void describe(const NameObservation& seen, const JudgedMount& judged,
              const std::vector<Address>& known, Draft& draft) {
  const std::string server = printable(seen.server);
  Finding& finding = draft.finding;
  draft.add_location(judged.mount->origin);
  finding.server = server;
  const std::string who = told(seen.vantage);
  finding.message = seen.addresses.empty()
                        ? server + " does not resolve where it was asked for, from " + who
                        : server + " resolves to " + list_of(seen.addresses) + " from " + who +
                              ", and the site's files say " + list_of(known) +
                              ": {nodes} likely mount{s} from another host than meant";
  finding.evidence = who + " resolved " + server + ": " +
                     (seen.addresses.empty() ? "no address" : list_of(seen.addresses)) +
                     "\nfiles of the site: " + list_of(known);
  finding.remedy = "compare: getent hosts " + server +
                   ", with the hosts tables of the snapshot; correct the hosts table, or the zone "
                   "of the name server, that is wrong, then on the management node: makehosts; "
                   "makedns";
}

// A name that another host does not know says nothing of the node's: one note for each such host.
void tell_unknown(const NameObservation& seen, const JudgedMount& judged, Sink& sink,
                  std::set<std::string>& names) {
  const std::string who = told(seen.vantage);
  Draft& draft = sink.cause("unknown|" + who);
  names.insert(printable(seen.server));
  draft.add_subject(judged.subject, judged.mount->asked);
  if (draft.fresh) draft.add_location(judged.mount->origin);
  Finding& finding = draft.finding;
  finding.path.clear();
  finding.severity = Severity::kNote;
  finding.certainty = Certainty::kLikely;
  finding.message = (names.size() == 1 ? *names.begin() + " does"
                                       : plural(names.size(), "server name") + " such as " +
                                             *names.begin() + " do") +
                    " not resolve at " + who + ": it asked by the addresses of the site's files";
  finding.evidence = who + " resolved " + *names.begin() + ": no address";
  finding.remedy =
      "nothing, when the nodes resolve it; else put it into /etc/hosts there, or ask "
      "from the nodes' side: --netns NAME";
}

using UnknownNames = std::map<std::string, std::set<std::string>>;  // by who asked

void compare(const NameObservation& seen, Mounts& mounts, Sink& sink, UnknownNames& unknown) {
  for (const JudgedMount* const judged : mounts.named(seen.server)) {
    if (!seen.vantage.node.empty() && seen.vantage.node != judged->node->name) continue;
    const std::vector<Address>& known = mounts.addresses(*judged->mount);
    if (known.empty()) continue;  // NR302, NR405
    if (!seen.addresses.empty() && is_part_of(seen.addresses, known)) continue;
    if (seen.addresses.empty() && seen.vantage.node.empty()) {
      tell_unknown(seen, *judged, sink, unknown[told(seen.vantage)]);
      continue;
    }
    const std::string answer = list_of(seen.addresses);
    Draft& draft = sink.cause(seen.server + "|" + answer);
    draft.add_subject(judged->subject, judged->mount->asked);
    // Another host may have other hosts tables than the node.
    draft.finding.certainty = Certainty::kLikely;
    draft.finding.effect = worse(draft.finding.effect, Effect::kDegraded);
    draft.finding.severity = Severity::kWarning;
    if (draft.fresh) describe(seen, *judged, known, draft);
  }
}

void run(const Context& context, Sink& sink) {
  Mounts mounts(context);
  UnknownNames unknown;
  for (const NameObservation& seen : context.observations().names) {
    compare(seen, mounts, sink, unknown);
  }
}

}  // namespace

Check nr505_name_differs_live() {
  return {{"NR505", "name-differs-live", "a server's name does not resolve as the site's files say",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
