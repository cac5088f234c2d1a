// The JUnit-XML report.
//
// There is no standard. What is written here is valid for Jenkins' xUnit plugin (junit-10.xsd) as a
// whole and for Surefire 3.0.2 suite by suite, and survives GitLab's reader, which drops the
// attributes of a failure that has text: so the message is repeated as the first line of the text.
#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "reports/report.h"

namespace nfsready {

namespace {

constexpr const char* kNoTime = "0.000";  // nothing is timed: the same input gives the same bytes

// XML 1.0 cannot carry control characters, not even as references.
std::string xml(std::string_view text) { return printable(text, true); }

// Jenkins takes a class name apart at its dots.
std::string without_dots(std::string_view name) {
  std::string plain = xml(name);
  for (char& c : plain) {
    if (c == '.') c = '_';
  }
  return plain;
}

// Readers merge cases of one name.
std::string unique(std::string name, std::set<std::string>& used) {
  const std::string base = name;
  for (unsigned n = 2; !used.insert(name).second; ++n) {
    name = base + " (" + std::to_string(n) + ")";
  }
  return name;
}

enum class Outcome { kPass, kFailure, kError };

class JunitWriter {
 public:
  JunitWriter(const ReportInput& input, const ReportOptions& options, std::ostream& out)
      : input_(input), options_(options), out_(out) {}

  // Suites are printed one by one: the whole document as a tree would take a gigabyte where a
  // site is large. The head, which has their totals, is why cases are counted first.
  void write() {
    const RunResult& run = input_.run;
    sort_findings();
    const Counts total = count_cases();
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"nfsready\" tests=\""
         << total.tests << "\" failures=\"" << total.failures << "\" errors=\"" << total.errors
         << "\" time=\"" << kNoTime << "\">\n";
    write_site();
    if (!run.copies.empty()) write_copies();
    for (std::uint32_t i = 0; has_node_suites() && i < run.nodes.size(); ++i) write_node(i);
    out_ << "</testsuites>\n";
  }

 private:
  struct Counts {
    unsigned tests = 0;
    unsigned failures = 0;
    unsigned errors = 0;

    void add(Outcome outcome) {
      failures += outcome == Outcome::kFailure ? 1 : 0;
      errors += outcome == Outcome::kError ? 1 : 0;
    }
  };
  using Findings = std::vector<const Finding*>;

  // By mount, by node, and by check those about no node at all.
  void sort_findings() {
    for (const Finding& finding : input_.run.findings) {
      const bool has_copy = find_copy(finding);
      const bool has_node = !finding.subjects.empty() && has_node_suites();
      if (!has_copy && !has_node) {
        by_check_[std::string(finding.check->id) + " " + std::string(finding.check->slug)]
            .push_back(&finding);
      }
      for (const Subject& subject : finding.subjects) by_subject_[subject].push_back(&finding);
    }
  }

  // A comparison says nothing about the nodes' mounts.
  [[nodiscard]] bool has_node_suites() const { return input_.run.command != "compare"; }

  // Files the finding under the copy that it is about; false when it is about none.
  bool find_copy(const Finding& finding) {
    const auto& copies = input_.run.copies;
    const auto found = std::find_if(copies.begin(), copies.end(), [&](const CopyResult& copy) {
      return finding.server == copy.copy_server && finding.path == copy.copy_path;
    });
    if (found == copies.end()) return false;
    by_copy_[static_cast<std::size_t>(found - copies.begin())].push_back(&finding);
    return true;
  }

  Outcome outcome_of(const Finding& finding) const {
    if (finding.suppressed) return Outcome::kPass;
    if (finding.effect == Effect::kUnjudged) return Outcome::kError;
    if (options_.never_fail || finding.severity < options_.fail_on) return Outcome::kPass;
    return Outcome::kFailure;
  }

  // A case fails when any of its findings does; else what could not be judged is an error.
  Outcome outcome_of(const Findings& findings) const {
    Outcome worst = Outcome::kPass;
    for (const Finding* finding : findings) {
      const Outcome one = outcome_of(*finding);
      if (one == Outcome::kFailure) return one;
      if (one == Outcome::kError) worst = one;
    }
    return worst;
  }

  // What is not known of a mount's grant is told by a finding of the whole node or of the site.
  [[nodiscard]] bool is_unjudged(const Subject& subject) const {
    return subject.mount != Subject::kWholeNode && mount_of(subject).verdict == Verdict::kUnknown;
  }

  [[nodiscard]] const MountResult& mount_of(const Subject& subject) const {
    return input_.run.nodes[subject.node].mounts[subject.mount];
  }

  [[nodiscard]] Outcome outcome_of(const Subject& subject) const {
    const auto found = by_subject_.find(subject);
    const Outcome outcome = found == by_subject_.end() ? Outcome::kPass : outcome_of(found->second);
    return outcome == Outcome::kPass && is_unjudged(subject) ? Outcome::kError : outcome;
  }

  [[nodiscard]] Outcome outcome_of_copy(std::size_t index) const {
    const auto found = by_copy_.find(index);
    const Outcome outcome = found == by_copy_.end() ? Outcome::kPass : outcome_of(found->second);
    const bool is_whole = input_.run.copies[index].whole;
    return outcome == Outcome::kPass && !is_whole ? Outcome::kError : outcome;
  }

  [[nodiscard]] bool audits_nothing() const {
    return input_.run.command == "check" && input_.run.nodes.empty();
  }

  Counts count_cases() const {
    Counts counts;
    counts.tests = static_cast<unsigned>(1 + by_check_.size());
    if (audits_nothing()) counts.add(Outcome::kError);
    for (const auto& [check, findings] : by_check_) counts.add(outcome_of(findings));
    for (std::size_t i = 0; i < input_.run.copies.size(); ++i) {
      ++counts.tests;
      counts.add(outcome_of_copy(i));
    }
    for (std::uint32_t i = 0; has_node_suites() && i < input_.run.nodes.size(); ++i) {
      const auto mounts = static_cast<std::uint32_t>(input_.run.nodes[i].mounts.size());
      counts.tests += 1 + mounts;
      counts.add(outcome_of(Subject{i, Subject::kWholeNode}));
      for (std::uint32_t m = 0; m < mounts; ++m) counts.add(outcome_of(Subject{i, m}));
    }
    return counts;
  }

  const std::string& described(const Finding& finding) {
    std::string& text = described_[&finding];
    if (text.empty()) text = describe(finding);
    return text;
  }

  std::string describe(const Finding& finding) const {
    std::string text = xml(finding.message);
    text.append("\nid: ").append(finding.check->id).append(" ").append(finding.check->slug);
    for (std::size_t i = 0; i < finding.locations.size() && i < 3; ++i) {
      text += "\nat: " + xml(input_.sources.where(finding.locations[i]));
    }
    if (!finding.evidence.empty()) text += "\nevidence: " + xml(finding.evidence);
    if (!finding.remedy.empty()) text += "\nfix: " + xml(finding.remedy);
    if (finding.suppressed) text += "\nsuppressed: " + xml(finding.suppressed->reason);
    return text;
  }

  pugi::xml_node begin_suite(const std::string& name) {
    document_.reset();
    pugi::xml_node suite = document_.append_child("testsuite");
    suite.append_attribute("name") = name.c_str();
    current_ = {};
    return suite;
  }

  void end_suite(pugi::xml_node suite) {
    suite.append_attribute("tests") = current_.tests;
    suite.append_attribute("failures") = current_.failures;
    suite.append_attribute("errors") = current_.errors;
    suite.append_attribute("skipped") = 0;
    suite.append_attribute("time") = kNoTime;
    StreamSink sink(out_);
    suite.print(sink, " ", pugi::format_default, pugi::encoding_utf8, 1);
  }

  // Where pugixml prints to.
  class StreamSink final : public pugi::xml_writer {
   public:
    explicit StreamSink(std::ostream& out) : out_(out) {}
    void write(const void* data, std::size_t size) override {
      out_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    }

   private:
    std::ostream& out_;
  };

  pugi::xml_node add_case(pugi::xml_node suite, const std::string& name,
                          const std::string& class_name) {
    ++current_.tests;
    pugi::xml_node test = suite.append_child("testcase");
    test.append_attribute("name") = name.c_str();
    test.append_attribute("classname") = class_name.c_str();
    test.append_attribute("time") = kNoTime;
    return test;
  }

  // One failure or error per case: the first finding of the worst kind gives its name, all of them
  // its text.
  void add_outcome(pugi::xml_node test, const Findings& findings) {
    const Outcome outcome = outcome_of(findings);
    const Finding& worst =
        **std::find_if(findings.begin(), findings.end(),
                       [&](const Finding* finding) { return outcome_of(*finding) == outcome; });
    std::string text = described(worst);
    for (const Finding* finding : findings) {
      if (finding != &worst) text += "\n\n" + described(*finding);
    }
    if (outcome == Outcome::kPass) {
      test.append_child("system-out").text() = text.c_str();
      return;
    }
    current_.add(outcome);
    pugi::xml_node node = test.append_child(outcome == Outcome::kFailure ? "failure" : "error");
    node.append_attribute("message") = xml(worst.message).c_str();
    node.append_attribute("type") = std::string(worst.check->id).c_str();
    node.text() = text.c_str();
  }

  void add_error(pugi::xml_node test, const std::string& message) {
    ++current_.errors;
    pugi::xml_node node = test.append_child("error");
    node.append_attribute("message") = message.c_str();
    node.append_attribute("type") = "nfsready";
    node.text() = message.c_str();
  }

  // The site's own suite: what was read, and one case per check that found something of no node.
  void write_site() {
    pugi::xml_node suite = begin_suite("site");
    const std::string class_name = "nfsready.site";
    // A report without any case would pass.
    const bool lint = input_.run.command == "lint";
    pugi::xml_node first = add_case(suite,
                                    lint                ? "source read"
                                    : has_node_suites() ? "nodes selected"
                                                        : "trees selected",
                                    class_name);
    if (audits_nothing()) add_error(first, "no node is selected: nothing was audited");
    if (input_.run.checks_left_out != 0) {
      first.append_child("system-out").text() = checks_told(input_.run).c_str();
    }
    for (const auto& [name, findings] : by_check_) {
      add_outcome(add_case(suite, name, class_name), findings);
    }
    end_suite(suite);
  }

  // One case per copied tree.
  void write_copies() {
    pugi::xml_node suite = begin_suite("copies");
    std::set<std::string> used;
    for (std::size_t i = 0; i < input_.run.copies.size(); ++i) {
      const CopyResult& copy = input_.run.copies[i];
      const std::string name = copy.purpose + " " + copy.source + " -> " + copy.copy;
      pugi::xml_node test = add_case(suite, unique(xml(name), used), "nfsready.copies");
      const auto found = by_copy_.find(i);
      const bool passes = found == by_copy_.end() || outcome_of(found->second) == Outcome::kPass;
      if (passes && !copy.whole) {
        add_error(test, "the trees were not compared to their ends");
      } else if (found != by_copy_.end()) {
        add_outcome(test, found->second);
      }
    }
    end_suite(suite);
  }

  void write_node(std::uint32_t index) {
    const NodeResult& node = input_.run.nodes[index];
    pugi::xml_node suite = begin_suite("node." + xml(node.name));
    const std::string class_name = unique("nfsready.node." + without_dots(node.name), classes_);
    std::set<std::string> used;
    write_case(suite, "boot files", class_name, {index, Subject::kWholeNode});
    for (std::uint32_t m = 0; m < node.mounts.size(); ++m) {
      const MountResult& mount = node.mounts[m];
      write_case(
          suite,
          unique(std::string(mount.purpose) + " " + xml(mount.server) + ":" + xml(mount.path),
                 used),
          class_name, {index, m});
    }
    end_suite(suite);
  }

  void write_case(pugi::xml_node suite, const std::string& name, const std::string& class_name,
                  const Subject& subject) {
    pugi::xml_node test = add_case(suite, name, class_name);
    const auto found = by_subject_.find(subject);
    const bool told = found != by_subject_.end();
    if (is_unjudged(subject) && (!told || outcome_of(found->second) == Outcome::kPass)) {
      add_error(test, "what the server grants is not known: " + xml(mount_of(subject).grant->why) +
                          "; the findings NR9xx of the node and of the site tell what is missing");
    } else if (told) {
      add_outcome(test, found->second);
    }
  }

  const ReportInput& input_;
  const ReportOptions& options_;
  std::ostream& out_;
  pugi::xml_document document_;  // the suite at hand
  Counts current_;               // of it
  std::set<std::string> classes_;
  std::map<std::string, Findings> by_check_;
  std::map<std::size_t, Findings> by_copy_;
  std::map<Subject, Findings> by_subject_;
  std::unordered_map<const Finding*, std::string> described_;
};

}  // namespace

void write_junit(const ReportInput& input, const ReportOptions& options, std::ostream& out) {
  JunitWriter(input, options, out).write();
}

}  // namespace nfsready
