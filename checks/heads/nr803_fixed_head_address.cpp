#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/heads.h"
#include "checks/common/mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), site_(context.site()), sink_(sink), edits_(context) {}

  void look_at_nodes() {
    for (const NodePlan& plan : context_.plans()) {
      const Node& node = context_.node(plan);
      if (!node.redirected || node.service_nodes.empty()) continue;
      const std::uint32_t service_node = node.service_nodes.front();
      const Redirection& redirection = edits_.redirection(node, service_node);
      if (redirection.outcome != Redirect::kDone) continue;
      const auto [known, is_new] = by_redirection_.try_emplace(&redirection);
      if (is_new) known->second = judge(redirection);
      if (!known->second.head.empty()) report_node(plan, redirection, known->second);
    }
  }

  void look_at_mounts() {
    for (const JudgedMount& judged : context_.mounts()) {
      const Mount& mount = *judged.mount;
      if (!judged.node->redirected || judged.node->service_nodes.empty()) continue;
      if (mount.server != kNoIndex && mount.server == judged.node->external) continue;
      const HeadName& head = head_named(mount);
      if (!head.head.empty() && is_of_redirection(*judged.node, head)) report_mount(judged, head);
    }
  }

 private:
  // What mkdsklsnode writes for this nfsserver.
  HeadName judge(const Redirection& redirection) const {
    const HeadName by_name = head_by_name(site_, redirection.host);
    if (!by_name.head.empty()) return by_name;
    if (redirection.addresses.size() != 1) return {};  // NR804
    const Address& address = redirection.addresses.front().address;
    if (!site_.names->resolves_to(redirection.host, address)) return {};  // NR303
    const std::string_view owner = head_with_address(site_, redirection.host, address);
    return {owner, redirection.host};
  }

  void report_node(const NodePlan& plan, const Redirection& redirection, const HeadName& found) {
    const Node& node = context_.node(plan);
    const std::string head(found.head);
    const bool by_name = equals_ignoring_case(short_name(redirection.host), head);
    Draft& draft = sink_.cause("node|" + head + (by_name ? "" : "|address"));
    draft.add_subject(context_.subject(plan));
    const NameAnswer* const answer =
        redirection.addresses.empty() ? nullptr : &redirection.addresses.front();
    draft.add_location(by_name ? node.nfsserver.where : answer->where);
    if (!draft.fresh) return;
    start(head, draft.finding);
    const std::string family(found.family);
    draft.finding.evidence = context_.line(by_name ? node.nfsserver.where : answer->where);
    const std::string loss = ": their mounts do not move to another head when " + head + " is down";
    if (by_name) {
      draft.finding.message =
          "the nfsserver of {nodes} is " + head + ", likely one head of " + family + loss;
      draft.finding.remedy =
          "on the management node: chdef -t node -o {nodes} nfsserver=" + family +
          "\nthen: mkdsklsnode -f {nodes} (stops nodes that run), and copy the nodes' files to " +
          family;
      return;
    }
    draft.add_location(node.nfsserver.where);
    draft.finding.message = family + ", the nfsserver of {nodes}, is " + answer->address.text() +
                            ", likely the own address of " + head + loss;
    draft.finding.remedy =
        "write the address that moves between the heads for " + family +
        " in /etc/hosts of every server\nthen, on the management node: "
        "mkdsklsnode -f {nodes} (stops nodes that run), and copy the nodes' files to the server";
  }

  // Requires that the mount does not go to the node's external server.
  const HeadName& head_named(const Mount& mount) {
    const auto [known, is_new] = by_text_.try_emplace(mount.server_text);
    if (is_new) known->second = head_of(mount);
    return known->second;
  }

  HeadName head_of(const Mount& mount) const {
    if (mount.server != kNoIndex) {
      if (edits_.is_service_node(mount.server)) return {};
      const Server& server = site_.servers[mount.server];
      if (server.head_of != kNoIndex) return {server.name, site_.servers[server.head_of].name};
    }
    if (!Address::parse(mount.server_text)) return head_by_name(site_, mount.server_text);
    const ReverseAnswer answer = site_.names->names(*Address::parse(mount.server_text));
    for (const std::string_view name : answer.names) {
      const HeadName found = head_by_name(site_, name);
      if (!found.head.empty()) return found;
    }
    return {};
  }

  // A head of the node's own external server, which its service node takes for another machine.
  bool is_of_redirection(const Node& node, const HeadName& head) {
    const Redirection& redirection = edits_.redirection(node, node.service_nodes.front());
    if (redirection.outcome != Redirect::kDone) return false;
    if (!equals_ignoring_case(short_name(redirection.host), head.family)) return false;
    for (const NameAnswer& answer : site_.names->addresses(head.head)) {
      if (holds(redirection.addresses, answer.address)) return false;  // NR303, or told already
    }
    return true;
  }

  // The row that names the head, when it is not only an old generated line; not set then.
  Span row_naming(const JudgedMount& judged, const HeadName& head) const {
    const auto names_it = [&](const LiteMount& lite) {
      return lite.directory == judged.mount->path &&
             (lite.server == judged.mount->server_text ||
              equals_ignoring_case(short_name(lite.server), head.head));
    };
    const auto& persistent = judged.node->persistent;
    if (persistent && names_it(*persistent)) return persistent->where;
    for (const LiteMount& tree : judged.node->trees) {
      if (names_it(tree)) return tree.where;
    }
    return {};
  }

  void report_mount(const JudgedMount& judged, const HeadName& head) {
    const Mount& mount = *judged.mount;
    const std::string text(mount.server_text);
    const Span row = row_naming(judged, head);
    if (mount.stage == Stage::kOverlay && !row.is_set()) return;  // an old line: NR417
    Draft& draft =
        sink_.cause("mount|" + text + "|" + (row.is_set() ? context_.where(row) : "boot files"));
    draft.add_subject(judged.subject, mount.asked);
    draft.add_location(row);
    draft.add_location(mount.origin);
    if (draft.fresh) describe_mount(mount, head, row, draft);
  }

  void describe_mount(const Mount& mount, const HeadName& head, const Span& row, Draft& draft) {
    Finding& finding = draft.finding;
    start(head.head, finding);
    const std::string name(head.head);
    const std::string family(head.family);
    const std::string text(mount.server_text);
    finding.message = "{nodes} mount{s} " +
                      (row.is_set() ? std::string(noun(mount.purpose)) : "their image") + " from " +
                      text +
                      (Address::parse(text) ? ", likely the own address of " + name
                                            : ", likely one head of " + family) +
                      ": it does not move to another head when " + name + " is down";
    finding.evidence = context_.line(mount.origin);
    if (row.is_set()) {
      finding.evidence = context_.line(row) + "\n" + finding.evidence;
      finding.remedy =
          "on the management node, with tabedit: write $noderes.nfsserver into that "
          "row, where it names " +
          name + "\nthen, ";
    }
    finding.remedy +=
        "on the management node: mkdsklsnode -f {nodes} (stops nodes that run), and copy the "
        "nodes' files to " +
        family;
  }

  static void start(std::string_view head, Finding& finding) {
    finding.server = head;
    finding.effect = Effect::kFailoverLoss;
    finding.certainty = Certainty::kLikely;
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  BootEdits edits_;
  std::unordered_map<const Redirection*, HeadName> by_redirection_;
  std::unordered_map<std::string_view, HeadName> by_text_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  finder.look_at_nodes();
  finder.look_at_mounts();
}

}  // namespace

Check nr803_fixed_head_address() {
  return {{"NR803", "fixed-head-address",
           "a node mounts from one head's own address instead of the address that moves",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
