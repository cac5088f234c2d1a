// nfsready explain: the story of one node's boot.
#include <algorithm>
#include <iostream>
#include <utility>

#include "base/text.h"
#include "checks/registry.h"
#include "cli/answered_audit.h"
#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/run_time.h"
#include "cli/symptoms.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfExplain = {
    "explain", "SITE NODE [--seen TEXT] [OPTION...]",
    "Tells the story of one node's boot, mount by mount: where each mount comes from, what the\n"
    "server gives, why that is enough or not, and what to change. --seen starts from what the\n"
    "console shows and ranks the causes that fit; --live asks the servers as well.",
    "Examples:\n"
    "  nfsready explain site cn007\n"
    "  nfsready explain site cn007 --seen 'LED 611'\n"
    "  nfsready explain site cn007 --seen 'vmount: Operation not permitted'\n"
    "  nfsready explain site cn007 --live --as-node eth1\n"};

class Story {
 public:
  Story(const Audit& audit, const RunResult& run)
      : audit_(audit),
        run_(run),
        plan_(audit.plans.front()),
        node_(audit.site->nodes[plan_.node]) {}

  void tell(const std::string& seen) {
    tell_who();
    if (!seen.empty()) tell_causes(seen);
    tell_node_findings();
    for (std::uint32_t i = 0; i < plan_.mounts.size(); ++i) tell_mount(i);
    std::cout << '\n'
              << printable(node_.name) << " is " << word(run_.nodes.front().verdict) << '\n';
  }

 private:
  [[nodiscard]] std::string where(const Span& span) const {
    return printable(audit_.sources.where(span));
  }

  void tell_who() const {
    const Site& site = *audit_.site;
    std::cout << printable(node_.name) << ": " << word(node_.kind);
    if (node_.image != kNoIndex) {
      std::cout << ", image " << printable(site.images[node_.image].name);
    }
    if (!node_.addresses.empty()) std::cout << ", " << node_.addresses.front().address.text();
    std::cout << '\n';
    if (node_.service_nodes.empty()) {
      std::cout << "  no service node is known\n";
    } else {
      std::cout << "  boots from " << printable(site.servers[node_.service_nodes.front()].name);
      if (node_.servicenode.where.is_set())
        std::cout << " (" << where(node_.servicenode.where) << ")";
      std::cout << '\n';
    }
    if (node_.nfsserver.is_set()) {
      std::cout << "  nfsserver is " << printable(node_.nfsserver.text) << " ("
                << where(node_.nfsserver.where) << ")\n";
    } else {
      std::cout << "  nfsserver has no value: every mount stays on the service node\n";
    }
  }

  void tell_finding(const Finding& finding, std::string_view indent) const {
    std::cout << indent << word(finding.severity) << ' ' << finding.check->id << ' '
              << finding.check->slug << ": " << printable(finding.message) << '\n';
    for (std::size_t i = 0; i < finding.locations.size() && i < 3; ++i) {
      std::cout << indent << "  at " << where(finding.locations[i]) << '\n';
    }
    tell_lines(indent, "  | ", "  | ", finding.evidence);
    tell_lines(indent, "  fix: ", "       ", finding.remedy);
  }

  void tell_accepted(const Finding& finding, std::string_view indent) const {
    std::cout << indent << "accepted " << finding.check->id << ' ' << finding.check->slug << ": "
              << printable(finding.suppressed->reason) << '\n'
              << indent << "  at " << where(finding.suppressed->where) << '\n';
  }

  static void tell_lines(std::string_view indent, std::string_view first, std::string_view others,
                         const std::string& text) {
    if (text.empty()) return;
    std::string_view lead = first;
    for (const std::string_view line : split(text, '\n')) {
      std::cout << indent << lead << printable(line) << '\n';
      lead = others;
    }
  }

  void tell_node_findings() const {
    for (const Finding& finding : run_.findings) {
      const bool whole =
          std::any_of(finding.subjects.begin(), finding.subjects.end(),
                      [](const Subject& subject) { return subject.mount == Subject::kWholeNode; });
      if (!whole) continue;
      std::cout << '\n';
      if (finding.suppressed)
        tell_accepted(finding, "  ");
      else
        tell_finding(finding, "  ");
    }
  }

  // A root that is squashed or read-only is mounted all the same.
  static std::string symptom_of(const Mount& mount, const Grant& grant) {
    std::string refused(symptom_when_refused(mount));
    const bool admits = grant.access == Access::kReadOnly || grant.access == Access::kReadWrite;
    if (!admits) return refused;
    if (grant.port == PortRule::kReserved) return refused + ", 'vmount: Operation not permitted'";
    const bool is_root = mount.purpose == Purpose::kRoot || mount.purpose == Purpose::kSharedRoot;
    const bool denies = (mount.needs.root && grant.root == Root::kSquashed) ||
                        (mount.needs.write && grant.access == Access::kReadOnly);
    if (is_root && denies) {
      return "LED 612 to 620 or later: the mount is made, but root cannot read or write in it";
    }
    return refused;
  }

  void tell_mount(std::uint32_t index) const {
    const Mount& mount = plan_.mounts[index];
    const MountResult& result = run_.nodes.front().mounts[index];
    std::cout << '\n'
              << index + 1 << ". " << word(mount.purpose) << ": "
              << (mount.server_text.empty() ? "?" : printable(mount.server_text)) << ':'
              << (mount.path.empty() ? "?" : printable(mount.path)) << '\n'
              << "   needs " << (mount.needs.write ? "to write" : "to read")
              << (mount.needs.root ? " as root" : "");
    if (mount.origin.is_set()) std::cout << "; told by " << where(mount.origin);
    std::cout << '\n';
    tell_grant(*result.grant);
    tell_answers(result);
    bool fine = result.verdict == Verdict::kReady && result.grant->access != Access::kNone;
    for (const Finding& finding : run_.findings) {
      const bool about = std::find(finding.subjects.begin(), finding.subjects.end(),
                                   Subject{0, index}) != finding.subjects.end();
      if (!about) continue;
      fine = fine && verdict_of(finding.effect, finding.certainty) == Verdict::kReady;
      if (finding.suppressed)
        tell_accepted(finding, "   ");
      else
        tell_finding(finding, "   ");
    }
    if (!fine)
      std::cout << "   if it fails, the node shows: " << symptom_of(mount, *result.grant) << '\n';
    else
      std::cout << "   this is enough\n";
  }

  void tell_grant(const Grant& grant) const {
    if (grant.access == Access::kNone) {
      std::cout << "   the server refuses: ";
    } else {
      std::cout << "   the server gives " << word(grant.access) << ", root " << word(grant.root)
                << ", " << word(grant.port)
                << (grant.port == PortRule::kReserved ? " ports" : " port")
                << (grant.why.empty() ? "" : ": ");
    }
    std::cout << printable(grant.why);
    if (grant.rule.is_set()) std::cout << " (" << where(grant.rule) << ")";
    std::cout << '\n';
  }

  static void tell_answers(const MountResult& result) {
    if (result.live == Live::kNotAsked) return;
    std::cout << "   asked: " << word(result.live)
              << (result.live_reason.empty() ? "" : ": " + printable(result.live_reason)) << '\n';
  }

  // LED codes are told as a list; a message is known by its words.
  static void tell_what_is_known() {
    std::string codes;
    for (const Symptom& symptom : known_symptoms()) {
      if (symptom.meaning.starts_with("LED ")) {
        codes.append(codes.empty() ? "" : " ").append(symptom.pattern);
      }
    }
    std::cout << "  nothing is known about this text. Known are the LED codes " << codes
              << ",\n  and what mount and vmount print, as '1831-011 access denied'. All findings "
                 "follow.\n";
  }

  void tell_causes(const std::string& seen) const {
    const std::vector<Symptom> symptoms = symptoms_in(seen);
    std::cout << "\nSeen: " << printable(seen) << '\n';
    if (symptoms.empty()) return tell_what_is_known();
    std::string_view told;
    for (const Symptom& symptom : symptoms) {
      if (symptom.meaning != told) std::cout << "  " << symptom.meaning << '\n';
      told = symptom.meaning;
    }
    const RankedCauses causes = rank_causes(symptoms, run_, plan_);
    if (causes.fitting.empty()) {
      tell_where_to_look(symptoms);
    } else {
      tell_fitting(causes.fitting);
    }
    if (causes.others.empty()) return;
    std::cout << "  faults that show otherwise, and have to be mended too:\n";
    for (const Finding* const finding : causes.others) tell_in_a_line("- ", *finding);
  }

  static void tell_where_to_look(const std::vector<Symptom>& symptoms) {
    std::cout << "  the files show no cause that fits. Look at:\n";
    std::string_view told;
    for (const Symptom& symptom : symptoms) {
      if (symptom.otherwise != told) std::cout << "    - " << symptom.otherwise << '\n';
      told = symptom.otherwise;
    }
  }

  static void tell_fitting(const std::vector<const Finding*>& causes) {
    std::cout << "  causes that fit, the likeliest first:\n";
    for (std::size_t i = 0; i < causes.size(); ++i) {
      tell_in_a_line(std::to_string(i + 1) + ". ", *causes[i]);
      tell_lines("     ", "fix: ", "     ", causes[i]->remedy);
    }
  }

  static void tell_in_a_line(const std::string& mark, const Finding& finding) {
    std::cout << "  " << mark << finding.check->id << ' ' << finding.check->slug << ": "
              << printable(finding.message) << '\n';
  }

  const Audit& audit_;
  const RunResult& run_;
  const NodePlan& plan_;
  const Node& node_;
};

}  // namespace

int run_explain(const Arguments& arguments) {
  po::options_description options("Options");
  add_audit_options(options);
  options.add_options()("seen", po::value<std::string>()->value_name("TEXT"),
                        "what the node shows: an LED code, a message of the console");
  add_answer_options(options);
  const ParsedOptions parsed = parse_options(kUsageOfExplain, arguments, options, {"SITE", "NODE"});
  if (parsed.exit_status) return *parsed.exit_status;
  auto request = read_audit_request(parsed);
  if (!request) return usage_error(kUsageOfExplain, request.error().message);
  if (parsed.has("NODE") && parsed.has("nodes")) {
    return usage_error(kUsageOfExplain, "the node is named twice, as NODE and by --nodes");
  }
  if (parsed.has("NODE")) request.value().noderange = parsed.text("NODE");
  if (!parsed.has("SITE") || request.value().noderange.empty()) {
    return usage_error(kUsageOfExplain, "the folder of the site and the node are needed");
  }
  if (parsed.has("seen") && trim(parsed.text("seen")).empty()) {
    return usage_error(kUsageOfExplain, "--seen says nothing");
  }
  if (!parsed.has("live") && has_live_option(parsed)) {
    return usage_error(kUsageOfExplain, "options that say how to ask need --live");
  }
  const auto live = read_live_request(parsed);
  if (!live) return usage_error(kUsageOfExplain, live.error().message);
  Progress progress;
  auto audit = read_audit(request.value(), progress);
  if (!audit) return report_audit_error(audit.error());
  tell_left_out(*audit.value());
  if (audit.value()->plans.size() != 1) {
    return usage_error(kUsageOfExplain, "'" + request.value().noderange + "' is " +
                                            plural(audit.value()->plans.size(), "node") +
                                            "; explain takes one");
  }
  if (parsed.has("live") || parsed.has("observations")) {
    audit = read_answered_audit(request.value(), parsed, live.value(), std::nullopt, progress);
    if (!audit) return report_audit_error(audit.error());
  }
  progress.stop();
  JudgeOptions judging;
  judging.today = today();
  auto rules = read_suppressions(*audit.value(), "", audit.value()->site->problems);
  if (!rules) return report_audit_error(rules.error());
  judging.suppressions = std::move(rules.value());
  const RunResult run = judge(*audit.value()->context, all_checks(), judging);
  Story(*audit.value(), run).tell(parsed.text("seen"));
  return exit_status_of(run, {});
}

}  // namespace nfsready
