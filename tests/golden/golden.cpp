#include "golden/golden.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"

namespace nfsready::testing {

namespace fs = std::filesystem;

namespace {

fs::path fixtures() { return fs::path(NFSREADY_SOURCE_DIR) / "fixtures"; }

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

void add_files(const fs::path& folder, std::map<std::string, std::string>& files) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = fs::relative(entry.path(), folder).generic_string();
    if (entry.is_regular_file() && path != "expected.txt" && path != "base") {
      files[path] = read(entry.path());
    }
  }
}

std::vector<fs::path> folders_in(const fs::path& parent) {
  std::vector<fs::path> folders;
  if (!fs::exists(parent)) return folders;
  for (const auto& entry : fs::directory_iterator(parent)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return text;
}

}  // namespace

void PrintTo(const GoldenCase& golden, std::ostream* out) { *out << golden.name; }

std::vector<GoldenCase> golden_cases() {
  std::vector<GoldenCase> cases;
  for (const fs::path& check : folders_in(fixtures() / "checks")) {
    for (const fs::path& folder : folders_in(check)) {
      cases.push_back({"checks/" + check.filename().string() + "/" + folder.filename().string(),
                       folder.string(), upper(check.filename().string())});
    }
  }
  for (const fs::path& folder : folders_in(fixtures() / "sites")) {
    cases.push_back({"sites/" + folder.filename().string(), folder.string(), ""});
  }
  return cases;
}

SiteFiles files_of(const GoldenCase& golden) {
  SiteFiles site;
  auto& files = site.files;
  const fs::path folder = golden.folder;
  std::istringstream base(read(folder / "base"));
  std::vector<std::string> left_out;
  for (std::string line; std::getline(base, line);) {
    if (line.starts_with('-')) {
      left_out.push_back(line.substr(1));
    } else if (line.starts_with('!')) {
      const std::size_t end = line.find(' ');
      site.unreadable[line.substr(1, end - 1)] = line.substr(end + 1);
    } else if (!line.empty()) {
      add_files(fixtures() / "sites" / line, files);
    }
  }
  for (const auto& [path, why] : site.unreadable) left_out.push_back(path);
  for (const std::string& path : left_out) {
    std::erase_if(files, [&](const auto& file) {
      return file.first == path || file.first.starts_with(path + "/");
    });
  }
  add_files(folder, files);
  if (const auto seen = files.extract("observations.jsonl")) site.observations = seen.mapped();
  return site;
}

namespace {

void print_indented(std::ostream& out, std::string_view label, const std::string& text) {
  if (text.empty()) return;
  for (const std::string_view line : split(text, '\n')) {
    out << "  " << label << printable(line) << '\n';
  }
}

void print(std::ostream& out, const Finding& finding, const RunResult& run,
           const Sources& sources) {
  out << word(finding.severity) << ' ' << finding.check->id << ' ' << finding.check->slug << " ["
      << word(finding.effect) << ", " << word(finding.certainty) << ']';
  if (!finding.server.empty() || !finding.path.empty()) {
    out << ' ' << finding.server << ':' << finding.path;
  }
  if (!finding.subjects.empty()) out << " nodes=" << fold_names(nodes_of(finding, run));
  out << '\n';
  print_indented(out, "", finding.message);
  for (const Span& span : finding.locations) out << "  at " << sources.where(span) << '\n';
  print_indented(out, "| ", finding.evidence);
  print_indented(out, "fix: ", finding.remedy);
}

void print_verdicts(std::ostream& out, const RunResult& run) {
  for (const Verdict verdict :
       {Verdict::kReady, Verdict::kAtRisk, Verdict::kUnknown, Verdict::kNotReady}) {
    std::vector<std::string_view> names;
    for (const NodeResult& node : run.nodes) {
      if (node.verdict == verdict) names.push_back(node.name);
    }
    if (!names.empty()) out << word(verdict) << ": " << fold_names(names) << '\n';
  }
}

}  // namespace

std::string audit(const SiteFiles& files, const std::string& only_check) {
  const auto audit = audited(files, only_check);
  std::ostringstream out;
  for (const Finding& finding : audit->run.findings) {
    print(out, finding, audit->run, audit->sources);
  }
  print_verdicts(out, audit->run);
  return out.str();
}

}  // namespace nfsready::testing
