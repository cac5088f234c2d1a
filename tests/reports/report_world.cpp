#include "reports/report_world.h"

#include <sstream>
#include <utility>

namespace nfsready::testing {

ReportWorld::ReportWorld() {
  run.command = "check";
  run.site = "site";
  run.servers = 2;
  run.files = 7;
  grant.access = Access::kReadWrite;
  grant.root = Root::kKept;
  grant.port = PortRule::kAny;
  grant.port_ok = true;
  grant.flavours.add(Flavour::kSys);
  grant.versions.add(3);
  grant.why = "the host entry matches";
  grant.rule = line("site/servers/nas/etc/exports", "/root cn001(rw,no_root_squash)\n");
}

std::uint32_t ReportWorld::add_node(const std::string& name, Verdict verdict,
                                    const std::vector<std::string>& paths,
                                    const std::string& server) {
  NodeResult& node = run.nodes.emplace_back();
  node.name = keep(name);
  node.kind = "stateless";
  node.verdict = verdict;
  for (const std::string& path : paths) {
    node.mounts.push_back({"root", keep(server), keep(path), {true, true}, &grant, verdict});
  }
  return static_cast<std::uint32_t>(run.nodes.size() - 1);
}

Finding& ReportWorld::add_finding(const CheckInfo& check, Effect effect,
                                  std::vector<Subject> subjects) {
  Finding& finding = run.findings.emplace_back();
  finding.check = &check;
  finding.severity = check.severity;
  finding.effect = effect;
  finding.message = "what is wrong with " + std::string(check.slug);
  finding.subjects = std::move(subjects);
  finding.server = "nas";
  finding.path = "/root";
  finding.locations = {line("site/servers/nas/etc/exports", "# first\n/root cn002(rw)\n")};
  finding.evidence = "/root cn002(rw)";
  finding.remedy = "on nas: add the node\nthen: exportfs -ra";
  return finding;
}

Span ReportWorld::line(const std::string& file, const std::string& text) {
  const SourceFile& source = sources_.add(file, text);
  const std::size_t start = text.find('/');
  return source.span(start == std::string::npos ? 0 : start, 1);
}

std::string ReportWorld::text(const ReportOptions& options) const {
  std::ostringstream out;
  write_text({run, sources_}, options, out);
  return out.str();
}

std::string ReportWorld::json() const {
  std::ostringstream out;
  write_json({run, sources_}, {}, out);
  return out.str();
}

std::string ReportWorld::junit(const ReportOptions& options) const {
  std::ostringstream out;
  write_junit({run, sources_}, options, out);
  return out.str();
}

const ReportWorld& mixed_world() {
  static const ReportWorld* const kept = [] {
    auto* const world = new ReportWorld;
    world->add_node("cn001");
    world->add_node("cn002");
    const auto risky = world->add_node("cn003", Verdict::kAtRisk);
    const auto dead = world->add_node("cn004", Verdict::kNotReady, {"/root", "/usr"});
    const auto unknown = world->add_node("cn005", Verdict::kUnknown);
    world->add_finding(kNotListed, Effect::kNoBoot, {{dead, 1}});
    world->add_finding(kTooMuch, Effect::kDegraded, {{risky, 0}});
    world->add_finding(kMissing, Effect::kUnjudged, {{unknown, Subject::kWholeNode}});
    world->add_finding(kCurious, Effect::kNone, {});
    Finding& accepted = world->add_finding(kNotListed, Effect::kNoBoot, {{0, 0}});
    accepted.suppressed =
        Suppression{"until the move", "2099-01-01", world->line("site/suppressions.txt", "NR202")};
    return world;
  }();
  return *kept;
}

}  // namespace nfsready::testing
