#include <map>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "model/nim_machines.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kLongestNimName = 39;  // mkdsklsnode refuses more (aixinstall.pm)

std::string_view text_of(const Stanza& object, std::string_view attribute) {
  const Attribute* const found = object.find(attribute);
  return found == nullptr ? std::string_view{} : found->value.text;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink) : context_(context), sink_(sink) {
    for (std::uint32_t i = 0; i < context.plans().size(); ++i) {
      plans_.emplace(short_name(context.node(context.plans()[i]).name), i);
    }
  }

  void look_at_length(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    const std::string_view name = short_name(node.name);
    if (name.size() <= kLongestNimName || node.service_nodes.empty()) return;
    const Server& server = context_.site().servers[node.service_nodes.front()];
    if (server.nim_object(name) != nullptr) return;  // NIM took it after all
    Draft& draft = sink_.cause("length|" + std::string(name));
    draft.add_subject(context_.subject(plan));
    draft.add_location(node.where);
    draft.finding.severity = Severity::kError;
    draft.finding.effect = Effect::kNoBoot;
    draft.finding.message = "the name of {nodes} has " + std::to_string(name.size()) +
                            " characters, a NIM machine at most 39: mkdsklsnode skips the node";
    draft.finding.evidence = context_.line(node.where);
    draft.finding.remedy =
        "on the management node: chdef -t node -o {node} -n <shorter name>; "
        "then: makehosts, mkdsklsnode <shorter name>";
  }

  // `mkdsklsnode -n` makes a second machine, "<node>_<image>", and leaves the first one.
  void look_for_two(const Server& server) {
    if (!server.nim) return;
    std::unordered_map<std::string_view, const Stanza*> by_host;
    for (const Stanza& object : server.nim->content) {
      const std::string_view host = host_of_machine(object);
      if (host.empty()) continue;
      const auto [first, is_new] = by_host.try_emplace(host, &object);
      if (!is_new) report_two(server, host, *first->second, object);
    }
  }

 private:
  void report_two(const Server& server, std::string_view host, const Stanza& one,
                  const Stanza& other) {
    const auto plan = plans_.find(host);
    if (plan == plans_.end()) return;
    const std::string_view used = context_.node(context_.plans()[plan->second]).nim_name;
    const Stanza& spare = one.name.text == used ? other : one;
    Draft& draft = sink_.cause("two|" + std::string(server.name));
    draft.add_subject({plan->second, Subject::kWholeNode});
    draft.add_location(spare.name.span);
    draft.add_location((one.name.text == used ? one : other).name.span);
    if (!draft.fresh) return;
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.severity = Severity::kWarning;
    finding.message = "{nodes}: two NIM machines on " + std::string(server.name) + ", such as " +
                      std::string(one.name.text) + " and " + std::string(other.name.text) +
                      " for " + std::string(host) +
                      ": files of the one that does not boot look valid and are not";
    finding.evidence = "if1 = " + std::string(text_of(one, "if1")) +
                       "\nif1 = " + std::string(text_of(other, "if1"));
    finding.remedy = on(server) + ", for the one that is not booted: nim -Fo reset " +
                     std::string(spare.name.text) + "; nim -o deallocate -a subclass=all " +
                     std::string(spare.name.text) + "; nim -o remove " +
                     std::string(spare.name.text);
  }

  const Context& context_;
  Sink& sink_;
  std::unordered_map<std::string_view, std::uint32_t> plans_;  // by short name
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look_at_length(plan);
  for (const Server* server : context.servers()) finder.look_for_two(*server);
}

}  // namespace

Check nr315_nim_name() {
  return {{"NR315", "nim-name", "a node's NIM name is too long, or it has two NIM machines",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
