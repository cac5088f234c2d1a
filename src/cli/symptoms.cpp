#include "cli/symptoms.h"

#include <algorithm>

#include "base/text.h"

namespace nfsready {

namespace {

// From the boot scripts and messages of AIX; see the pages of the checks for the details.
const std::vector<Symptom>& known_symptoms() {
  using Checks = std::vector<std::string_view>;
  using Stages = std::vector<Stage>;
  static const Checks kRefused = {"NR202", "NR201", "NR113", "NR205", "NR101", "NR102",
                                  "NR107", "NR108", "NR103", "NR109", "NR115", "NR116",
                                  "NR211", "NR106", "NR117", "NR104", "NR119", "NR105",
                                  "NR122", "NR125", "NR123", "NR126", "NR129"};
  static const Checks kNameFaults = {"NR305", "NR302", "NR303", "NR306"};
  static const Stages kFirst = {Stage::kNetworkBoot};
  static const std::vector<Symptom> symptoms = {
      {"608",
       "LED 608: the niminfo file is fetched by tftp and not served.",
       {"NR313", "NR901", "NR314"},
       {},
       "tftp on the service node, and the file <tftpdir>/<node address>.info"},
      {"609",
       "LED 609: the niminfo file is missing, empty or lacks variables.",
       {"NR313", "NR901", "NR314"},
       {},
       "the file <tftpdir>/<node address>.info"},
      {"610",
       "LED 610: an NFS mount is being tried; a hang means that the server does not answer.",
       {"NR305", "NR302", "NR303", "NR304"},
       kFirst,
       "the network to the server, rpcbind, mountd and nfsd on it, and firewalls",
       true},
      {"611", "LED 611: an NFS mount of the network boot failed.", kRefused, kFirst,
       "the log of mountd on the server: 'unmatched host', 'no export entry', 'illegal port'",
       true},
      {"612",
       "LED 612: the mounts of the network boot are made; the boot script is being read.",
       {"NR203", "NR204"},
       {},
       "the SPOT: lib/boot/network/rc.dd_boot below it"},
      {"613",
       "LED 613: a route could not be set.",
       {},
       {},
       "ROUTES in the niminfo file and the networks table; this is no NFS problem"},
      {"616",
       "LED 616/617: a dataless root is being converted.",
       {"NR203", "NR204"},
       {},
       "whether root may write in the node's root"},
      {"617",
       "LED 616/617: a dataless root is being converted.",
       {"NR203", "NR204"},
       {},
       "whether root may write in the node's root"},
      {"618",
       "LED 618: remote paging is being configured.",
       kRefused,
       {Stage::kPaging},
       "the paging file on its server, and its export",
       true},
      {"619",
       "LED 619: remote paging failed.",
       kRefused,
       {Stage::kPaging},
       "the paging file on its server, and its export",
       true},
      {"620",
       "LED 620: devices are merged into the root; writes start here.",
       {"NR203", "NR204"},
       {},
       "whether root may write in the node's root"},
      {"operation not permitted",
       "The server accepts the mount and refuses the first NFS call: the rule on source ports.",
       {"NR205", "NR203"},
       {},
       "'secure' in the server's exports, nfso nfs_use_reserved_ports",
       true},
      {"access denied",
       "The mount daemon refuses: the client is in no list that counts.",
       kRefused,
       {},
       "the names that the server resolves for the node's address",
       true},
      {"1831-011",
       "The mount daemon refuses: the client is in no list that counts.",
       kRefused,
       {},
       "the names that the server resolves for the node's address",
       true},
      {"1831-008",
       "The client gives up a mount.",
       kRefused,
       {},
       "the message in the line above it",
       true},
      {"1831-010",
       "The server does not answer.",
       kNameFaults,
       {},
       "the network, rpcbind, mountd and nfsd on the server",
       true},
      {"not responding",
       "The server does not answer.",
       kNameFaults,
       {},
       "the network, rpcbind, mountd and nfsd on the server",
       true},
      {"does not exist",
       "The path is not there on the server.",
       {"NR201", "NR310"},
       {},
       "the directory on the server",
       true},
      {"read-only",
       "The node may not write.",
       {"NR204", "NR206"},
       {},
       "the rights of the export and of the file system below it"},
      {"permission denied",
       "Root is not root on the server.",
       {"NR203", "NR202"},
       {},
       "root_squash and modes of the files"},
      {"stale",
       "The server does not know its own file handle any more.",
       {"NR802", "NR111", "NR110", "NR801"},
       {},
       "fsid= of the export on every head"},
      {"cannot mount",
       "aixlitesetup could not mount a tree.",
       kRefused,
       {Stage::kOverlay},
       "the litetree directories on their server",
       true},
      {"persistent",
       "Persistent files are gone: the persistent area was not mounted.",
       {"NR418", "NR201", "NR202", "NR204", "NR203", "NR205", "NR401", "NR405", "NR402", "NR417"},
       {Stage::kOverlay},
       "/.statelite/statelite.log on the node"},
  };
  return symptoms;
}

// A number counts only as a whole, whatever zeros stand before it: "611" is in "0611", but not in
// "6110".
bool is_in(std::string_view pattern, std::string_view text) {
  for (std::size_t at = text.find(pattern); at != std::string_view::npos;
       at = text.find(pattern, at + 1)) {
    const bool number = is_digit(pattern.front()) && pattern.find('-') == std::string_view::npos;
    const std::size_t end = at + pattern.size();
    std::size_t start = at;
    while (start > 0 && text[start - 1] == '0') --start;
    const bool glued =
        (start > 0 && is_digit(text[start - 1])) || (end < text.size() && is_digit(text[end]));
    if (!number || !glued) return true;
  }
  return false;
}

bool is_from(const Symptom& symptom, const Finding& finding, const NodePlan& plan) {
  if (symptom.stages.empty()) return true;
  return std::any_of(finding.subjects.begin(), finding.subjects.end(), [&](const Subject& subject) {
    if (subject.mount == Subject::kWholeNode) return true;
    const Stage stage = plan.mounts[subject.mount].stage;
    return std::find(symptom.stages.begin(), symptom.stages.end(), stage) != symptom.stages.end();
  });
}

int score_of(const Symptom& symptom, const Finding& finding, const NodePlan& plan) {
  if (!is_from(symptom, finding, plan)) return 0;
  const int weight = (finding.severity == Severity::kError ? 1000 : 0) +
                     (finding.certainty == Certainty::kCertain ? 500 : 0);
  const auto rank = std::find(symptom.checks.begin(), symptom.checks.end(), finding.check->id);
  if (rank != symptom.checks.end()) {
    return weight + 100 - static_cast<int>(rank - symptom.checks.begin());
  }
  return symptom.of_any_fault && finding.effect == Effect::kNoBoot ? weight + 1 : 0;
}

}  // namespace

std::vector<Symptom> symptoms_in(std::string_view seen) {
  const std::string text = to_lower(seen);
  std::vector<Symptom> found;
  for (const Symptom& symptom : known_symptoms()) {
    if (is_in(symptom.pattern, text)) found.push_back(symptom);
  }
  return found;
}

std::vector<RankedCause> rank_causes(const std::vector<Symptom>& symptoms, const RunResult& run,
                                     const NodePlan& plan) {
  std::vector<RankedCause> causes;
  for (const Finding& finding : run.findings) {
    if (finding.subjects.empty() || finding.suppressed) continue;
    int score = 0;
    for (const Symptom& symptom : symptoms) score += score_of(symptom, finding, plan);
    if (score > 0) causes.push_back({&finding, score});
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const RankedCause& a, const RankedCause& b) { return a.score > b.score; });
  return causes;
}

}  // namespace nfsready
