#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/collecting.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Nodes without an address: nothing can be asked for them.
void report_nameless(const Context& context, const JudgedMount& judged, Sink& sink) {
  Draft& draft = sink.cause("nameless");
  draft.finding.subjects.push_back({judged.subject.node, Subject::kWholeNode});
  if (!draft.fresh) return;
  draft.add_location(judged.node->where);
  Finding& finding = draft.finding;
  finding.effect = Effect::kUnjudged;
  finding.message =
      "no hosts file and no table of the snapshot has an address of {nodes}: what the servers "
      "grant is not known";
  finding.evidence = context.line(judged.node->where);
  finding.remedy =
      "put the names of the site into etc/hosts of the snapshot (a dump of its DNS), or let this "
      "host's resolver answer: --dns";
}

// The first thing that is not known of a grant.
std::string what_is_unknown(const Grant& grant) {
  if (grant.access == Access::kUnknown) return "whether {nodes} may mount ";
  if (grant.root == Root::kUnknown) return "whether {nodes} {have} root rights on ";
  return "whether {nodes} may use any source port for ";
}

// What would tell: a source that prints options, the members of netgroups, what is mounted, or what
// a mistake in the exports means.
std::string remedy(const Context& context, const Server& server, const Grant& grant) {
  const std::string folder = "servers/" + std::string(server.name);
  if (grant.missing == Missing::kMounts) return how_to_collect(folder + "/proc/mounts");
  if (grant.missing == Missing::kNetgroups) {
    return "on " + std::string(server.name) + ", for every netgroup of its exports: getent " +
           "netgroup <name> >> netgroup; put that file into " + folder + "/etc/";
  }
  if (!server.exports) return how_to_collect(folder + "/etc/exports");
  if (!grant.blame.is_set()) return how_to_collect(folder + "/exportfs-v.txt");
  return "mend " + context.where(grant.blame) + " and its original; what is in force tells, too: " +
         how_to_collect(folder +
                        (server.kind == ServerKind::kAix ? "/exportfs.txt" : "/exportfs-v.txt"));
}

// Mounts from one server of which the same is not known, and for the same reason.
struct Cause {
  std::string unknown;
  std::string remedy;
  std::vector<const JudgedMount*> mounts;
};

class Finder {
 public:
  Finder(const Context& context, Sink& sink) : context_(context), sink_(sink) {}

  void look(const JudgedMount& judged) {
    const Server* const server = server_of(context_, *judged.mount);
    if (server == nullptr || judged.mount->asked.empty()) return;  // NR904, NR906
    if (judged.node->addresses.empty()) {
      report_nameless(context_, judged, sink_);
      return;
    }
    // NR901 and NR902 tell of servers without exports or names.
    if ((!server->exports && server->live.empty()) || !server->names->any_source()) return;
    if (!faults_of(judged).has(Fault::kUnknown)) return;
    const Grant& grant = judged.answer->now;
    const std::string unknown = what_is_unknown(grant);
    const std::string cure = remedy(context_, *server, grant);
    const auto [found, is_new] =
        by_key_.try_emplace(std::string(server->name) + "|" + unknown + "|" + cure, causes_.size());
    if (is_new) causes_.push_back({unknown, cure, {}});
    causes_[found->second].mounts.push_back(&judged);
  }

  void report() {
    for (const Cause& cause : causes_) report(cause);
  }

 private:
  void report(const Cause& cause) {
    const JudgedMount& first = *cause.mounts.front();
    const Grant& grant = first.answer->now;
    Draft& draft = sink_.cause(context_.where(first.mount->origin) + cause.unknown + cause.remedy);
    draft.path_pattern = path_pattern(*first.node, first.mount->asked);
    bool same_path = true;
    for (const JudgedMount* const judged : cause.mounts) {
      draft.add_subject(judged->subject, judged->mount->asked);
      const Grant& other = judged->answer->now;
      draft.add_location(other.rule.is_set() ? other.rule : other.entry);
      same_path =
          same_path && path_pattern(*judged->node, judged->mount->asked) == draft.path_pattern;
    }
    draft.add_location(first.mount->origin);
    if (!same_path) draft.path_pattern.clear();
    Finding& finding = draft.finding;
    finding.server = server_name(context_, *first.mount);
    finding.effect = Effect::kUnjudged;
    finding.message =
        cause.unknown + (same_path ? "{path}" : "several paths") + " of " + finding.server +
        " cannot be told: " + (same_path ? "" : quoted(first.mount->asked) + ": ") + grant.why;
    finding.evidence = rule_line(context_, grant);
    finding.remedy = cause.remedy;
  }

  const Context& context_;
  Sink& sink_;
  std::vector<Cause> causes_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const JudgedMount& judged : context.mounts()) finder.look(judged);
  finder.report();
}

}  // namespace

Check nr905_undecided() {
  return {{"NR905", "undecided", "what a server grants depends on something that was not collected",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
