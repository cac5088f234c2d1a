#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "checks/common/collecting.h"
#include "checks/common/damage.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "model/nim_machines.h"
#include "plan/boot_files.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), site_(context.site()), sink_(sink), damaged_(damaged_files(context)) {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    if (node.kind == NodeKind::kUnknown || node.service_nodes.empty()) return;  // NR904
    const Server& server = site_.servers[node.service_nodes.front()];
    if (server.nim && !is_damaged(server.nim->file)) look_at_listing(plan, node, server);
    const auto* const niminfo = niminfo_of(server, node);
    if (niminfo != nullptr && !is_damaged(niminfo->file)) look_at_niminfo(plan, *niminfo);
  }

 private:
  [[nodiscard]] bool is_damaged(SourceId file) const {
    return damaged_.count(site_.path_of(file)) != 0;  // NR903
  }

  void look_at_listing(const NodePlan& plan, const Node& node, const Server& server) {
    if (server.nim_object(node.nim_name) == nullptr) {
      look_for_machine(plan, node, server);
      return;
    }
    for (const Mount& mount : plan.mounts) {
      const auto resource = resource_behind(mount.purpose);
      if (!mount.path.empty() || !resource) continue;
      const ResourceLocation location = location_of(site_, node, server, *resource);
      // NR319 tells of what NIM has not allocated to a machine.
      if (!location.resource.empty()) report_place(plan, server, mount.purpose, location);
    }
  }

  void report(const NodePlan& plan, const Server& server, const Span& place, std::string message,
              std::string remedy) {
    Draft& draft = sink_.cause(std::string(server.name) + "|" + message);
    draft.finding.subjects.push_back(context_.subject(plan));
    draft.add_location(place);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.effect = Effect::kUnjudged;
    finding.server = server.name;
    finding.message = std::move(message);
    finding.evidence = context_.line(place);
    finding.remedy = std::move(remedy);
  }

  [[nodiscard]] static std::string collect_listing(const Server& server) {
    return how_to_collect("servers/" + std::string(server.name) + "/lsnim-l.txt");
  }

  // A complete listing without the machine means that NIM does not know it (NR319), unless a
  // niminfo file shows that it did.
  void look_for_machine(const NodePlan& plan, const Node& node, const Server& server) {
    if (const Stanza* const other = machine_of(node, server); other != nullptr) {
      report(plan, server, other->name.span,
             "the niminfo file of {nodes} was made for a NIM machine that " +
                 std::string(server.name) + " does not have any more: NIM calls the node " +
                 std::string(other->name.text) + ", and which files it boots with is not known",
             remedy_remove(server, other->name.text));
      return;
    }
    const bool complete = server.nim_object("master") != nullptr;
    if (complete && niminfo_of(server, node) == nullptr) return;
    report(plan, server, server.nim->start(),
           "the NIM listing of " + std::string(server.name) +
               " has no machine for {nodes}: which resources are allocated is not known",
           collect_listing(server) + "\nif {nodes} {are} not in it then, " + remedy_mkdsklsnode());
  }

  [[nodiscard]] static std::string remedy_remove(const Server& server, std::string_view machine) {
    const std::string name(machine);
    return "on " + std::string(server.name) + ": nim -Fo reset " + name +
           "; nim -o deallocate -a subclass=all " + name + "; nim -o remove " + name + "\nthen " +
           remedy_mkdsklsnode();
  }

  // The machine that stands for the node under another name.
  [[nodiscard]] const Stanza* machine_of(const Node& node, const Server& server) {
    if (!machines_) machines_.emplace(site_);
    const auto index = static_cast<std::uint32_t>(&server - site_.servers.data());
    return machines_->machine_of(index, short_name(node.name));
  }

  void report_place(const NodePlan& plan, const Server& server, Purpose purpose,
                    const ResourceLocation& location) {
    const std::string resource(location.resource);
    report(plan, server, location.where,
           "NIM does not say where " + std::string(noun(purpose)) + " '" + resource +
               "' lies: what {nodes} mount{s} is not known",
           "on " + std::string(server.name) + ": lsnim -l " + resource +
               " must show its location; then: lsnim -l > servers/" + std::string(server.name) +
               "/lsnim-l.txt");
  }

  // Without its variables the first mounts are derived from the tables, which is not what the node
  // reads.
  void look_at_niminfo(const NodePlan& plan, const Collected<Niminfo>& niminfo) {
    for (const std::string_view name : {"SPOT", "ROOT"}) {
      if (!niminfo.content.mount(name).path.empty()) continue;
      const Node& node = context_.node(plan);
      const NiminfoVariable* const variable = niminfo.content.find(name);
      report(plan, site_.servers[node.service_nodes.front()],
             variable == nullptr ? niminfo.start() : variable->value.span,
             "the niminfo file of {nodes} does not say where " + std::string(name) +
                 " is mounted from; if the original is so, the boot ends with LED 609",
             how_to_collect(site_.path_of(niminfo.file)) + "\nif it is so on the server, " +
                 remedy_mkdsklsnode());
    }
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  std::unordered_set<std::string_view> damaged_;
  std::optional<NimMachines> machines_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look(plan);
}

}  // namespace

Check nr909_incomplete_boot_file() {
  return {{"NR909", "incomplete-boot-file",
           "the NIM listing or the niminfo file of a node does not say what it mounts",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
