#include "lab/finding_lines.h"

#include <rapidjson/document.h>

namespace nfsready::testing {
namespace {

std::string text_of(const rapidjson::Value& object, const char* name) {
  return object.HasMember(name) && object[name].IsString() ? object[name].GetString() : "";
}

std::string finding_line(const rapidjson::Value& finding) {
  std::string line = text_of(finding, "severity") + " " + text_of(finding, "id") + " " +
                     text_of(finding, "slug") + " " + text_of(finding, "server");
  const std::string path = text_of(finding, "path");
  if (!path.empty()) line += ":" + path;
  std::string separator = " ";
  for (const auto& node : finding["nodes"].GetArray()) {
    line += separator + node.GetString();
    separator = ",";
  }
  return line;
}

}  // namespace

std::vector<std::string> finding_lines(const std::string& report) {
  rapidjson::Document parsed;
  parsed.Parse(report.c_str(), report.size());
  if (parsed.HasParseError() || !parsed.HasMember("findings")) return {"no report"};
  std::vector<std::string> lines;
  for (const auto& finding : parsed["findings"].GetArray()) lines.push_back(finding_line(finding));
  return lines;
}

}  // namespace nfsready::testing
