// The report for people.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "reports/report.h"

namespace nfsready {

namespace {

struct Colours {
  std::string_view red, yellow, green, bold, dim, off;
};

constexpr Colours kNoColours = {};
constexpr Colours kAnsi = {"\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[1m", "\x1b[2m", "\x1b[0m"};

class TextWriter {
 public:
  TextWriter(const ReportInput& input, const ReportOptions& options, std::ostream& out)
      : input_(input), options_(options), colour_(options.colour ? kAnsi : kNoColours), out_(out) {}

  void write() {
    const RunResult& run = input_.run;
    if (run.command == "check") {
      out_ << "nfsready " NFSREADY_VERSION ": " << printable(run.site) << ": "
           << plural(run.nodes.size(), "node") << ", " << plural(run.servers, "server") << ", "
           << plural(run.files, "file") << " read\n";
    }
    for (const Finding& finding : run.findings) {
      if (!finding.suppressed) write_finding(finding);
    }
    write_suppressed();
    if (run.checks_left_out != 0) out_ << '\n' << checks_told(run) << '\n';
    if (!run.asked.empty()) out_ << '\n' << printable(run.asked) << '\n';
    for (const LintGrant& grant : run.grants) write_grant(grant);
    write_copies();
    if (run.command == "check") {
      write_verdict();
    } else {
      write_counts();
    }
  }

 private:
  std::string_view colour_of(Severity severity) const {
    return severity == Severity::kError     ? colour_.red
           : severity == Severity::kWarning ? colour_.yellow
                                            : colour_.dim;
  }

  std::string place_of(const Finding& finding) const {
    if (finding.server.empty()) return printable(finding.path);
    return printable(finding.server) + (finding.path.empty() ? "" : ":" + printable(finding.path));
  }

  void write_lines(std::string_view indent, std::string_view first, const std::string& text) {
    std::string_view lead = first;
    for (const std::string_view line : split(text, '\n')) {
      out_ << indent << lead << printable(line) << '\n';
      lead = std::string_view("             ").substr(0, first.size());
    }
  }

  void write_finding(const Finding& finding) {
    if (finding.severity == Severity::kNote && !options_.notes) return;
    const std::size_t nodes = nodes_of(finding, input_.run).size();
    out_ << '\n'
         << colour_of(finding.severity) << word(finding.severity) << colour_.off << "  "
         << colour_.bold << finding.check->id << ' ' << finding.check->slug << colour_.off;
    if (const std::string place = place_of(finding); !place.empty()) out_ << "  " << place;
    if (nodes != 0) out_ << "  " << plural(nodes, "node");
    if (finding.effect != Effect::kNone) out_ << "  " << word(finding.effect);
    if (finding.certainty == Certainty::kLikely) out_ << "  (likely)";
    out_ << '\n';
    write_lines("  ", "", finding.message);
    write_locations(finding);
    if (!finding.evidence.empty()) write_lines("    ", "", finding.evidence);
    if (!finding.remedy.empty()) write_lines("  ", "fix: ", finding.remedy);
  }

  void write_locations(const Finding& finding) {
    constexpr std::size_t kShown = 5;
    for (std::size_t i = 0; i < finding.locations.size() && i < kShown; ++i) {
      out_ << "  " << colour_.dim << "at " << colour_.off
           << printable(input_.sources.where(finding.locations[i])) << '\n';
    }
    if (finding.locations.size() > kShown) {
      out_ << "  and " << plural(finding.locations.size() - kShown, "more place") << '\n';
    }
  }

  void write_suppressed() {
    for (const Finding& finding : input_.run.findings) {
      if (!finding.suppressed) continue;
      const Suppression& by = *finding.suppressed;
      out_ << '\n'
           << colour_.dim << "suppressed" << colour_.off << "  " << finding.check->id << ' '
           << finding.check->slug << "  " << place_of(finding) << '\n';
      write_lines("  ", "", finding.message);
      out_ << "  reason: " << printable(by.reason)
           << (by.until.empty() ? "" : " (until " + by.until + ")") << "\n  at "
           << printable(input_.sources.where(by.where)) << '\n';
    }
    for (const std::string& note : input_.run.suppression_notes) {
      out_ << "\nnote  " << printable(note) << '\n';
    }
  }

  void write_grant(const LintGrant& answer) {
    const Grant& grant = answer.grant;
    out_ << '\n'
         << printable(answer.client) << " on " << printable(answer.path) << ": " << colour_.bold
         << (grant.access == Access::kNone ? "refused" : word(grant.access)) << colour_.off;
    if (grant.access != Access::kNone) {
      out_ << ", root " << word(grant.root);
      if (grant.root == Root::kSquashed && grant.anon_uid) out_ << " to uid " << *grant.anon_uid;
      out_ << ", " << word(grant.port)
           << (grant.port == PortRule::kReserved ? " ports only" : " port");
      if (grant.port_ok && !*grant.port_ok) out_ << " (this one is refused)";
    }
    out_ << "\n  " << printable(grant.why) << '\n';
    if (grant.rule.is_set()) out_ << "  at " << printable(input_.sources.where(grant.rule)) << '\n';
  }

  void write_copies() {
    if (!input_.run.copies.empty()) out_ << '\n';
    for (const CopyResult& copy : input_.run.copies) {
      out_ << printable(copy.purpose) << ' ' << printable(copy.source) << " -> "
           << printable(copy.copy) << ": ";
      if (!copy.trouble.empty()) {
        out_ << "not compared: " << printable(copy.trouble) << '\n';
        continue;
      }
      if (!copy.whole) out_ << "not compared to its end, ";
      out_ << plural(copy.entries, "entry") << ", "
           << (copy.differing == 0 ? "none" : std::to_string(copy.differing)) << " differ";
      if (copy.passed_over != 0) out_ << ", " << copy.passed_over << " passed over";
      if (copy.bytes_compared != 0) {
        out_ << ", contents of "
             << copy.bytes_compared * 100 / std::max<std::uint64_t>(1, copy.bytes) << " % of "
             << copy.bytes << " bytes compared";
      }
      out_ << '\n';
    }
  }

  void write_counts() {
    std::array<std::size_t, 3> counts{};
    for (const Finding& finding : input_.run.findings) {
      if (!finding.suppressed) ++counts[static_cast<std::size_t>(finding.severity)];
    }
    const bool is_first =
        input_.run.findings.empty() && input_.run.grants.empty() && input_.run.copies.empty();
    out_ << (is_first ? "" : "\n") << plural(counts[2], "error") << ", "
         << plural(counts[1], "warning") << ", " << plural(counts[0], "note") << '\n';
  }

  void write_nodes(Verdict verdict, std::string_view colour) {
    std::vector<std::string_view> names;
    for (const NodeResult& node : input_.run.nodes) {
      if (node.verdict == verdict) names.push_back(node.name);
    }
    if (names.empty()) return;
    out_ << colour << word(verdict) << colour_.off << ": " << printable(fold_names(names)) << '\n';
  }

  void write_live(const LiveCounts& live) {
    if (!input_.run.live && !live.any_asked()) return;
    out_ << "live: " << plural(live.confirmed, "mount") << " confirmed";
    if (live.refused != 0) out_ << ", " << live.refused << " refused";
    if (live.unknown != 0) out_ << ", " << live.unknown << " not proved";
    if (live.not_asked != 0) out_ << ", " << live.not_asked << " not asked";
    out_ << '\n';
  }

  void write_verdict() {
    if (input_.run.nodes.empty()) {
      out_ << "\nno node boots over NFS, as far as the tables tell: nothing was audited\n";
    }
    const VerdictCounts counts = count_verdicts(input_.run);
    out_ << '\n'
         << plural(input_.run.nodes.size(), "node") << ": " << counts.ready << " ready, "
         << counts.at_risk << " at risk, " << counts.not_ready << " not ready, " << counts.unknown
         << " unknown\n";
    write_nodes(Verdict::kNotReady, colour_.red);
    write_nodes(Verdict::kUnknown, colour_.red);
    write_nodes(Verdict::kAtRisk, colour_.yellow);
    write_live(count_live(input_.run));
    const Verdict verdict = verdict_of(input_.run);
    const std::string_view colour = verdict == Verdict::kReady    ? colour_.green
                                    : verdict == Verdict::kAtRisk ? colour_.yellow
                                                                  : colour_.red;
    constexpr std::array<std::string_view, 4> kWords = {"READY", "READY, BUT AT RISK", "UNKNOWN",
                                                        "NOT READY"};
    out_ << colour_.bold << colour << kWords[static_cast<std::size_t>(verdict)] << colour_.off
         << '\n';
  }

  const ReportInput& input_;
  const ReportOptions& options_;
  const Colours colour_;
  std::ostream& out_;
};

}  // namespace

void write_text(const ReportInput& input, const ReportOptions& options, std::ostream& out) {
  TextWriter(input, options, out).write();
}

}  // namespace nfsready
