#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/damage.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"

namespace nfsready::checks {

namespace {

bool has_name(const NimHost& host, std::string_view name) {
  return std::any_of(host.names.begin(), host.names.end(),
                     [&](const Token& known) { return equals_ignoring_case(known.text, name); });
}

bool is_damaged(const NimHost& host) { return host.addresses.size() > 1; }

// The first good entry with a name, else a damaged one, else null.
const NimHost* entry_of(const Niminfo& niminfo, std::string_view name) {
  const NimHost* damaged = nullptr;
  for (const NimHost& host : niminfo.hosts) {
    if (!has_name(host, name)) continue;
    if (!is_damaged(host)) return &host;
    if (damaged == nullptr) damaged = &host;
  }
  return damaged;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), sink_(sink), damaged_(damaged_files(context)) {}

  void look(const NodePlan& plan, std::uint32_t service_node) {
    const Node& node = context_.node(plan);
    const Server& server = context_.site().servers[service_node];
    const auto* const niminfo = niminfo_of(server, node);
    if (niminfo == nullptr) return;
    if (damaged_.count(context_.site().path_of(niminfo->file)) != 0) return;  // NR903
    const At at{&plan, &node, &server, &niminfo->content,
                effect_on(node, service_node) == Effect::kNotRedirected};
    const NimHost* reported = nullptr;
    for (const std::string_view variable : {"SPOT", "ROOT"}) {
      const Token host = niminfo->content.mount(variable).server;
      const bool is_path = host.text.find('/') != std::string_view::npos;  // NR906
      if (host.empty() || is_path || Address::parse(host.text)) continue;
      const NimHost* const entry = entry_of(niminfo->content, host.text);
      if (entry == nullptr) {
        report_missing(at, host);
      } else if (is_damaged(*entry)) {
        report_damaged(at, *entry, host);
        reported = entry;
      }
    }
    for (const NimHost& host : niminfo->content.hosts) {
      if (is_damaged(host) && &host != reported) report_damaged(at, host, {});
    }
  }

 private:
  struct At {
    const NodePlan* plan;
    const Node* node;
    const Server* server;
    const Niminfo* niminfo;
    bool boots;  // the service node boots the node; else it is a backup
  };

  void set_gravity(const At& at, Finding& finding) const {
    finding.server = at.server->name;
    finding.effect = at.boots ? Effect::kNoBoot : Effect::kFailoverLoss;
    finding.severity = at.boots ? Severity::kError : Severity::kWarning;
  }

  [[nodiscard]] std::string edit_by_hand(const At& at, const std::string& what) const {
    const std::string file = niminfo_path(context_.site(), *at.node);
    return on(*at.server) + ", in " + file + " (for each of {nodes}): " + what;
  }

  void report_missing(const At& at, const Token& host) {
    const std::string name(host.text);
    const NiminfoVariable* const hosts = at.niminfo->find("NIM_HOSTS");
    Draft& draft = sink_.cause(name + "|" + std::string(at.server->name) + (at.boots ? "" : "|b") +
                               (hosts == nullptr ? "|no line" : ""));
    draft.add_subject(context_.subject(*at.plan));
    draft.add_location(hosts == nullptr ? Span{} : hosts->value.span);
    draft.add_location(host.span);
    if (!draft.fresh) return;
    set_gravity(at, draft.finding);
    draft.finding.message =
        hosts == nullptr
            ? "the niminfo of {nodes} has no NIM_HOSTS, which has to name " + name +
                  ", the server of the first mounts: nothing else resolves names at that stage"
            : "NIM_HOSTS in the niminfo of {nodes} lacks " + name +
                  ", the server of the first mounts: nothing else resolves names at that stage";
    draft.finding.evidence = context_.line(host.span);
    if (hosts != nullptr) draft.finding.evidence += "\n" + context_.line(hosts->value.span);
    const auto addresses = at.server->names->addresses(name);
    const std::string entry =
        (addresses.empty() ? "<address>" : addresses.front().address.text()) + ":" + name;
    draft.finding.remedy = edit_by_hand(
        at, hosts == nullptr ? "add the line\n" + whole_line(*at.node, entry)
                             : "write ' " + entry + " ' before the last quote of NIM_HOSTS");
  }

  // NIM_HOSTS as NIM writes it: the loopback, the node, then the server.
  static std::string whole_line(const Node& node, const std::string& entry) {
    std::string line = "export NIM_HOSTS=\" 127.0.0.1:loopback:localhost ";
    if (!node.addresses.empty()) {
      line +=
          node.addresses.front().address.text() + ":" + std::string(short_name(node.name)) + " ";
    }
    return line + entry + " \"";
  }

  // `needed` is the server of a first mount that the entry hides; empty when it hides none.
  void report_damaged(const At& at, const NimHost& entry, const Token& needed) {
    const std::string_view item = text_of(entry);
    Draft& draft = sink_.cause("together|" + std::string(at.server->name) +
                               std::string(needed.text) + (at.boots ? "" : "|b"));
    draft.add_subject(context_.subject(*at.plan));
    draft.add_location(entry.span);
    draft.add_location(needed.span);
    if (!draft.fresh) return;
    set_gravity(at, draft.finding);
    if (needed.empty()) {
      draft.finding.severity = Severity::kWarning;
      draft.finding.effect = at.boots ? Effect::kDegraded : Effect::kFailoverLoss;
    }
    draft.finding.message =
        "two entries of NIM_HOSTS run together in the niminfo of {nodes}, " + quoted(item) +
        (needed.empty() ? ": their names do not resolve"
                        : ": " + std::string(needed.text) +
                              ", the server of the first mounts, does not resolve");
    draft.finding.evidence = context_.line(entry.span);
    draft.finding.remedy =
        edit_by_hand(at, "put a blank before " + entry.addresses.back().text() +
                             "; mkdsklsnode puts none there, so after each run again");
  }

  [[nodiscard]] std::string_view text_of(const NimHost& entry) const {
    return context_.site()
        .sources->file(entry.span.source)
        .text()
        .substr(entry.span.offset, entry.span.length);
  }

  const Context& context_;
  Sink& sink_;
  std::unordered_set<std::string_view> damaged_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) {
    for (const std::uint32_t server : context.node(plan).service_nodes) finder.look(plan, server);
  }
}

}  // namespace

Check nr305_niminfo_hosts() {
  return {{"NR305", "niminfo-hosts",
           "NIM_HOSTS of a niminfo file does not resolve the server of the first mounts",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
