// The JSON report. Members are written in a fixed order as they come, so that a large site never
// exists twice in memory.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>

#include "base/text.h"
#include "reports/report.h"

namespace nfsready {

namespace {

constexpr int kFormatVersion = 1;

class JsonReport {
 public:
  JsonReport(const ReportInput& input, std::ostream& out) : input_(input), out_(out) {}

  void write() {
    const RunResult& run = input_.run;
    json_.StartObject();
    name("format").Int(kFormatVersion);
    text("tool", "nfsready " NFSREADY_VERSION);
    text("command", run.command);
    text("site", run.site);
    write_summary();
    if (run.command != "compare") {
      write_array("nodes", run.nodes, [this](const NodeResult& node) { write_node(node); });
    }
    write_array("findings", run.findings,
                [this](const Finding& finding) { write_finding(finding); });
    if (run.command == "compare" || !run.copies.empty()) {
      write_array("copies", run.copies, [this](const CopyResult& copy) { write_copy(copy); });
    }
    if (run.command == "lint") {
      write_array("grants", run.grants, [this](const LintGrant& grant) { write_lint(grant); });
    }
    write_array("suppression_notes", run.suppression_notes,
                [this](const std::string& note) { value(note); });
    json_.EndObject();
    buffer_.Put('\n');
    flush(0);
  }

 private:
  using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

  Writer& name(std::string_view key) {
    json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    return json_;
  }

  // JSON text has to be UTF-8; what is not becomes visible escapes.
  void value(std::string_view text) {
    const std::string shown = printable(text, true);
    json_.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  }

  // A word of our own.
  void word_value(std::string_view word) {
    json_.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
  }

  void text(std::string_view key, std::string_view of) {
    name(key);
    value(of);
  }

  void number(std::string_view key, std::size_t of) { name(key).Uint64(of); }

  // One element a line: a report can be read with the eye, and compared with diff.
  template <typename Range, typename Write>
  void write_array(std::string_view key, const Range& range, const Write& write_element) {
    name(key).StartArray();
    for (const auto& element : range) {
      buffer_.Put('\n');
      write_element(element);
      flush(kFlushAt);
    }
    json_.EndArray();
  }

  void flush(std::size_t at_least) {
    if (buffer_.GetSize() < at_least) return;
    out_.write(buffer_.GetString(), static_cast<std::streamsize>(buffer_.GetSize()));
    buffer_.Clear();
  }

  void write_summary() {
    const RunResult& run = input_.run;
    const VerdictCounts counts = count_verdicts(run);
    std::array<std::size_t, 3> severities{};
    std::size_t suppressed = 0;
    for (const Finding& finding : run.findings) {
      if (finding.suppressed)
        ++suppressed;
      else
        ++severities[static_cast<std::size_t>(finding.severity)];
    }
    name("summary").StartObject();
    name("verdict");
    word_value(word(verdict_of(run)));
    number("nodes", run.nodes.size());
    number("ready", counts.ready);
    number("at_risk", counts.at_risk);
    number("not_ready", counts.not_ready);
    number("unknown", counts.unknown);
    number("errors", severities[2]);
    number("warnings", severities[1]);
    number("notes", severities[0]);
    number("suppressed", suppressed);
    number("servers", run.servers);
    number("files", run.files);
    number("checks", run.checks);
    number("checks_left_out", run.checks_left_out);
    write_live_counts(count_live(run));
    json_.EndObject();
  }

  void write_live_counts(const LiveCounts& live) {
    if (!live.any_asked()) return;
    name("live").StartObject();
    number("confirmed", live.confirmed);
    number("refused", live.refused);
    number("unknown", live.unknown);
    number("not_asked", live.not_asked);
    json_.EndObject();
  }

  void write_node(const NodeResult& node) {
    json_.StartObject();
    text("node", node.name);
    name("verdict");
    word_value(word(node.verdict));
    name("kind");
    word_value(node.kind);
    name("mounts").StartArray();
    for (const MountResult& mount : node.mounts) write_mount(mount);
    json_.EndArray();
    json_.EndObject();
  }

  void write_mount(const MountResult& mount) {
    json_.StartObject();
    name("purpose");
    word_value(mount.purpose);
    text("server", mount.server);
    text("path", mount.path);
    name("needs").StartArray();
    word_value("read");
    if (mount.needs.write) word_value("write");
    if (mount.needs.root) word_value("root");
    json_.EndArray();
    name("grant").StartObject();
    write_grant(*mount.grant);
    json_.EndObject();
    name("verdict");
    word_value(word(mount.verdict));
    write_live(mount);
    json_.EndObject();
  }

  void write_live(const MountResult& mount) {
    if (mount.live == Live::kNotAsked) return;
    name("live");
    word_value(word(mount.live));
    if (!mount.live_reason.empty()) text("live_reason", mount.live_reason);
  }

  // The members of a grant, into the object that is open.
  void write_grant(const Grant& grant) {
    const bool denied = grant.access == Access::kNone;
    name("access");
    word_value(word(grant.access));
    name("root");
    word_value(denied ? "unknown" : word(grant.root));
    name("anon_uid");
    if (grant.anon_uid)
      json_.Uint(*grant.anon_uid);
    else
      json_.Null();
    name("port");
    word_value(denied ? "unknown" : word(grant.port));
    name("port_ok");
    if (grant.port_ok)
      json_.Bool(*grant.port_ok);
    else
      json_.Null();
    name("flavours").StartArray();
    for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
      if (grant.flavours.has(static_cast<Flavour>(i))) word_value(kFlavourNames[i]);
    }
    json_.EndArray();
    name("versions").StartArray();
    for (const int version : {2, 3, 4}) {
      if (grant.versions.has(version)) json_.Int(version);
    }
    json_.EndArray();
    name("rule");
    write_location(grant.rule);
    text("why", grant.why);
  }

  void write_location(const Span& span) {
    if (!span.is_set()) {
      json_.Null();
      return;
    }
    const SourceFile& file = input_.sources.file(span.source);
    const Position at = file.position(span.offset);
    json_.StartObject();
    text("file", file.name());
    number("line", at.line);
    number("column", at.column);
    json_.EndObject();
  }

  void write_finding(const Finding& finding) {
    json_.StartObject();
    text("id", finding.check->id);
    text("slug", finding.check->slug);
    text("severity", word(finding.severity));
    text("effect", word(finding.effect));
    text("certainty", word(finding.certainty));
    text("title", finding.check->title);
    text("message", finding.message);
    name("nodes").StartArray();
    for (const std::string_view node : nodes_of(finding, input_.run)) value(node);
    json_.EndArray();
    text("server", finding.server);
    text("path", finding.path);
    name("locations").StartArray();
    for (const Span& span : finding.locations) write_location(span);
    json_.EndArray();
    text("evidence", finding.evidence);
    text("remedy", finding.remedy);
    if (finding.suppressed) write_suppression(*finding.suppressed);
    json_.EndObject();
  }

  void write_suppression(const Suppression& suppression) {
    name("suppressed").StartObject();
    text("reason", suppression.reason);
    name("until");
    if (suppression.until.empty())
      json_.Null();
    else
      value(suppression.until);
    name("by");
    write_location(suppression.where);
    json_.EndObject();
  }

  void write_copy(const CopyResult& copy) {
    json_.StartObject();
    text("purpose", copy.purpose);
    text("source", copy.source);
    text("copy", copy.copy);
    name("whole").Bool(copy.whole);
    text("trouble", copy.trouble);
    number("entries", copy.entries);
    number("differing", copy.differing);
    name("listed").StartArray();
    for (const std::string& line : copy.listed) value(line);
    json_.EndArray();
    number("not_listed", copy.differing - copy.listed.size());
    number("bytes", copy.bytes);
    number("bytes_compared", copy.bytes_compared);
    number("files_compared", copy.files_compared);
    number("passed_over", copy.passed_over);
    json_.EndObject();
  }

  void write_lint(const LintGrant& answer) {
    json_.StartObject();
    text("path", answer.path);
    text("client", answer.client);
    write_grant(answer.grant);
    json_.EndObject();
  }

  static constexpr std::size_t kFlushAt = std::size_t{1} << 20;

  const ReportInput& input_;
  std::ostream& out_;
  rapidjson::StringBuffer buffer_;
  Writer json_{buffer_};
};

}  // namespace

void write_json(const ReportInput& input, const ReportOptions&, std::ostream& out) {
  JsonReport(input, out).write();
}

}  // namespace nfsready
