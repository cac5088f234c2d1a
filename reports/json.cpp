// The JSON report. Members are written in a fixed order; nodes one by one, so that a large site
// does not have to exist twice in memory.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "reports/report.h"

namespace nfsready {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

// JSON text has to be UTF-8; what is not becomes visible escapes.
std::string utf8(std::string_view text) { return printable(text, true); }

Json needs_of(const Needs& needs) {
  Json words = Json::array({"read"});
  if (needs.write) words.push_back("write");
  if (needs.root) words.push_back("root");
  return words;
}

template <typename Set, typename Names>
Json flavours_of(const Set& flavours, const Names& names) {
  Json words = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (flavours.has(static_cast<Flavour>(i))) words.push_back(std::string(names[i]));
  }
  return words;
}

Json versions_of(const VersionSet& versions) {
  Json numbers = Json::array();
  for (const int version : {2, 3, 4}) {
    if (versions.has(version)) numbers.push_back(version);
  }
  return numbers;
}

Json location_of(const Span& span, const Sources& sources) {
  if (!span.is_set()) return nullptr;
  const SourceFile& file = sources.file(span.source);
  const Position at = file.position(span.offset);
  return {{"file", utf8(file.name())}, {"line", at.line}, {"column", at.column}};
}

void add_grant(Json& object, const Grant& grant, const Sources& sources) {
  const bool denied = grant.access == Access::kNone;
  object["access"] = word(grant.access);
  object["root"] = denied ? Json("unknown") : Json(word(grant.root));
  object["anon_uid"] = grant.anon_uid ? Json(*grant.anon_uid) : Json(nullptr);
  object["port"] = denied ? Json("unknown") : Json(word(grant.port));
  object["port_ok"] = grant.port_ok ? Json(*grant.port_ok) : Json(nullptr);
  object["flavours"] = flavours_of(grant.flavours, kFlavourNames);
  object["versions"] = versions_of(grant.versions);
  object["rule"] = location_of(grant.rule, sources);
  object["why"] = utf8(grant.why);
}

Json json_of(const MountResult& mount, const Sources& sources) {
  Json object;
  object["purpose"] = mount.purpose;
  object["server"] = utf8(mount.server);
  object["path"] = utf8(mount.path);
  object["needs"] = needs_of(mount.needs);
  add_grant(object["grant"], mount.grant, sources);
  object["verdict"] = word(mount.verdict);
  return object;
}

Json json_of(const NodeResult& node, const Sources& sources) {
  Json object;
  object["node"] = utf8(node.name);
  object["verdict"] = word(node.verdict);
  object["kind"] = node.kind;
  Json& mounts = object["mounts"] = Json::array();
  for (const MountResult& mount : node.mounts) mounts.push_back(json_of(mount, sources));
  return object;
}

Json json_of(const Finding& finding, const ReportInput& input) {
  Json object;
  object["id"] = finding.check->id;
  object["slug"] = finding.check->slug;
  object["severity"] = word(finding.severity);
  object["effect"] = word(finding.effect);
  object["certainty"] = word(finding.certainty);
  object["title"] = finding.check->title;
  object["message"] = utf8(finding.message);
  Json& nodes = object["nodes"] = Json::array();
  for (const std::string_view node : nodes_of(finding, input.run)) nodes.push_back(utf8(node));
  object["server"] = utf8(finding.server);
  object["path"] = utf8(finding.path);
  Json& locations = object["locations"] = Json::array();
  for (const Span& span : finding.locations) locations.push_back(location_of(span, input.sources));
  object["evidence"] = utf8(finding.evidence);
  object["remedy"] = utf8(finding.remedy);
  if (finding.suppressed) {
    const Suppression& suppression = *finding.suppressed;
    object["suppressed"] = {
        {"reason", utf8(suppression.reason)},
        {"until", suppression.until.empty() ? Json(nullptr) : Json(suppression.until)},
        {"by", location_of(suppression.where, input.sources)}};
  }
  return object;
}

Json json_of(const LintGrant& grant, const Sources& sources) {
  Json object;
  object["path"] = utf8(grant.path);
  object["client"] = utf8(grant.client);
  add_grant(object, grant.grant, sources);
  return object;
}

Json summary_of(const RunResult& run) {
  const VerdictCounts counts = count_verdicts(run);
  std::array<std::size_t, 3> severities{};
  std::size_t suppressed = 0;
  for (const Finding& finding : run.findings) {
    if (finding.suppressed)
      ++suppressed;
    else
      ++severities[static_cast<std::size_t>(finding.severity)];
  }
  Json summary;
  summary["verdict"] = word(verdict_of(run));
  summary["nodes"] = run.nodes.size();
  summary["ready"] = counts.ready;
  summary["at_risk"] = counts.at_risk;
  summary["not_ready"] = counts.not_ready;
  summary["unknown"] = counts.unknown;
  summary["errors"] = severities[2];
  summary["warnings"] = severities[1];
  summary["notes"] = severities[0];
  summary["suppressed"] = suppressed;
  summary["servers"] = run.servers;
  summary["files"] = run.files;
  return summary;
}

// Writes `"name": [` elements `]`, one element a line.
template <typename Range, typename ToJson>
void write_array(std::ostream& out, std::string_view name, const Range& range,
                 const ToJson& to_json) {
  out << ",\n\"" << name << "\": [";
  const char* separator = "\n";
  for (const auto& element : range) {
    out << separator << to_json(element).dump();
    separator = ",\n";
  }
  out << (range.empty() ? "]" : "\n]");
}

}  // namespace

void write_json(const ReportInput& input, const ReportOptions&, std::ostream& out) {
  const RunResult& run = input.run;
  out << "{\n\"format\": " << kFormatVersion << ",\n\"tool\": \"nfsready " NFSREADY_VERSION "\""
      << ",\n\"command\": " << Json(run.command).dump()
      << ",\n\"site\": " << Json(utf8(run.site)).dump()
      << ",\n\"summary\": " << summary_of(run).dump();
  write_array(out, "nodes", run.nodes,
              [&](const NodeResult& node) { return json_of(node, input.sources); });
  write_array(out, "findings", run.findings,
              [&](const Finding& finding) { return json_of(finding, input); });
  if (run.command == "lint") {
    write_array(out, "grants", run.grants,
                [&](const LintGrant& grant) { return json_of(grant, input.sources); });
  }
  write_array(out, "suppression_notes", run.suppression_notes,
              [](const std::string& note) { return Json(utf8(note)); });
  out << "\n}\n";
}

}  // namespace nfsready
