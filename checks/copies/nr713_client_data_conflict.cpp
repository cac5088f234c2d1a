#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/claims.h"
#include "checks/common/copied.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::string_view kClientData = "/etc/.client_data";
constexpr std::ptrdiff_t kMostLines = 6;  // of evidence

// A service node that has files of a node which another one boots.
struct Claim {
  const NodePlan* plan = nullptr;
  const BootFiles* files = nullptr;  // of the service node that boots it
  std::uint32_t other = kNoIndex;
};

void add_evidence(const std::string& line, Finding& finding) {
  if (std::count(finding.evidence.begin(), finding.evidence.end(), '\n') + 1 >= kMostLines) return;
  if (finding.evidence.find(line) != std::string::npos) return;
  finding.evidence += (finding.evidence.empty() ? "" : "\n") + line;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context),
        site_(context.site()),
        claims_(context.shared<Claims>()),
        sink_(sink),
        edits_(context) {
    for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
      const Node& node = context.node(*plan);
      if (node.kind == NodeKind::kStateless || files.root.empty()) continue;
      if (files.service_node != node.service_nodes.front()) continue;
      nodes_.emplace(node.nim_name, std::pair(plan, &files));
    }
  }

  void compare_collected() {
    for (const auto& [plan, files, states] : context_.shared<RedirectedNodes>()) {
      const auto found = nodes_.find(context_.node(*plan).nim_name);
      if (found == nodes_.end() || found->second.second != &files) continue;
      if (files.source == nullptr) continue;
      for (const std::uint32_t other : claims_.others(context_.node(*plan), files)) {
        compare_collected({plan, &files, other});
      }
    }
  }

  void judge_seen(const CopyObservation& seen) {
    if (!seen.whole) return;
    for (const std::string& line : seen.listed) {
      const std::size_t blank = line.find(' ');
      if ((line.front() != '>' && line.front() != 'c') || blank == std::string::npos) continue;
      const Claim claim = claim_of(std::string_view(line).substr(blank + 1), seen);
      if (claim.plan != nullptr) draft_of(claim);
    }
    for (const CopyDifference& difference : seen.differences) {
      const bool counts =
          difference.aspect == CopyAspect::kSize || difference.aspect == CopyAspect::kContents ||
          difference.aspect == CopyAspect::kType || difference.aspect == CopyAspect::kTarget;
      if (!counts) continue;
      for (const CopyExample& example : difference.examples) {
        const Claim claim = claim_of(example.path, seen);
        if (claim.plan == nullptr) continue;
        add_evidence(line_of(difference, example, seen), draft_of(claim).finding);
      }
    }
  }

 private:
  [[nodiscard]] static bool is_backup(const Node& node, std::uint32_t server) {
    return std::find(node.service_nodes.begin(), node.service_nodes.end(), server) !=
           node.service_nodes.end();
  }

  void compare_collected(const Claim& claim) {
    const Node& node = context_.node(*claim.plan);
    const NodeEtc* const etc =
        site_.servers[claim.other].client_files(claim.files->root, node.nim_name);
    if (etc == nullptr || is_told_of_edits(claim)) return;
    const NodeEtc& own = *claim.files->source;
    if (own.hosts && etc->hosts) compare_files(claim, own.hosts->file, etc->hosts->file);
    if (own.filesystems && etc->filesystems) {
      compare_files(claim, own.filesystems->file, etc->filesystems->file);
    }
  }

  // A backup whose files mkdsklsnode has not edited: NR304, NR306, NR307 or NR317.
  bool is_told_of_edits(const Claim& claim) {
    const Node& node = context_.node(*claim.plan);
    if (!is_backup(node, claim.other)) return false;
    const BootFiles files = edits_.files(node, claim.other);
    return missed_edit(edits_.states(node, files)) != MissedEdit::kNone;
  }

  void compare_files(const Claim& claim, SourceId own, SourceId others) {
    const SourceFile& x = site_.sources->file(own);
    const SourceFile& y = site_.sources->file(others);
    const auto [end, end_there] =
        std::mismatch(x.text().begin(), x.text().end(), y.text().begin(), y.text().end());
    if (end == x.text().end() && end_there == y.text().end()) return;
    const auto line = static_cast<std::uint32_t>(1 + std::count(x.text().begin(), end, '\n'));
    Draft& draft = draft_of(claim);
    add_line(claim.files->service_node, x, line, draft);
    add_line(claim.other, y, line, draft);
  }

  void add_line(std::uint32_t server, const SourceFile& file, std::uint32_t number, Draft& draft) {
    const std::string_view line = file.line(number);
    const std::size_t at = line.data() == nullptr
                               ? file.text().size()
                               : static_cast<std::size_t>(line.data() - file.text().data());
    const Span span = file.span(at, 0);
    draft.add_location(span);
    add_evidence(std::string(site_.servers[server].name) + ": " + context_.line(span),
                 draft.finding);
  }

  // Whose file it is, when one of the two service nodes boots that node; else nobody's.
  Claim claim_of(std::string_view file, const CopyObservation& seen) {
    for (std::size_t dot = file.find('.'); dot != std::string_view::npos;
         dot = file.find('.', dot + 1)) {
      const auto found = nodes_.find(file.substr(dot + 1));
      if (found == nodes_.end()) continue;
      const auto [plan, files] = found->second;
      const std::string_view name = site_.servers[files->service_node].name;
      const bool is_source = seen.source.server == name;
      if (!is_source && seen.copy.server != name) return {};
      const CopySide& own = is_source ? seen.source : seen.copy;
      if (own.path != files->root + std::string(kClientData)) return {};
      const Claim claim{plan, files, server_named((is_source ? seen.copy : seen.source).server)};
      const bool is_told = claim.other == kNoIndex || is_told_of_edits(claim);
      return is_told ? Claim{} : claim;
    }
    return {};
  }

  [[nodiscard]] std::uint32_t server_named(std::string_view name) const {
    for (std::uint32_t i = 0; i < site_.servers.size(); ++i) {
      if (site_.servers[i].name == name) return i;
    }
    return kNoIndex;
  }

  static std::string line_of(const CopyDifference& difference, const CopyExample& example,
                             const CopyObservation& seen) {
    if (difference.aspect != CopyAspect::kContents) return text_of(difference, example, seen);
    return printable(example.path) + ": other bytes on " + seen.copy.server + " than on " +
           seen.source.server;
  }

  Draft& draft_of(const Claim& claim) {
    const Node& node = context_.node(*claim.plan);
    const bool backup = is_backup(node, claim.other);
    Draft& draft =
        sink_.cause(std::to_string(claim.files->service_node) + "|" + std::to_string(claim.other) +
                    "|" + claim.files->root + "|" + std::string(claim.files->redirection->host) +
                    (backup ? "|backup" : ""));
    draft.add_subject(context_.subject(*claim.plan));
    draft.add_location(node.servicenode.where);
    if (draft.fresh) describe(claim, backup, draft);
    return draft;
  }

  void describe(const Claim& claim, bool backup, Draft& draft) {
    const BootFiles& files = *claim.files;
    const std::string here(site_.servers[files.service_node].name);
    const std::string there(site_.servers[claim.other].name);
    const std::string host(files.redirection->host);
    const std::string folder = files.root + std::string(kClientData) + "/";
    Finding& finding = draft.finding;
    finding.server = there;
    finding.path = files.root + std::string(kClientData);
    if (backup) finding.severity = Severity::kNote;
    finding.message = here + ", which boots {nodes}, and " + there +
                      (backup ? ", {their} backup," : ", which does not,") +
                      " have different files of {them} in etc/.client_data: " + host +
                      " can hold only one of them, that of the last copy";
    finding.remedy = "on " + here + ": {for each}rsync -a --numeric-ids " + folder + "*.{node} " +
                     host + ":" + folder;
    finding.remedy += backup ? "\nand from " + there +
                                   " copy the files of the nodes that it boots, not the directory"
                             : "\nthen, on " + there + ": {for each}rm " + folder + "*.{node}";
  }

  const Context& context_;
  const Site& site_;
  const Claims& claims_;
  Sink& sink_;
  BootEdits edits_;
  // The redirected nodes of shared_roots, by NIM name.
  std::map<std::string_view, std::pair<const NodePlan*, const BootFiles*>> nodes_;
};

// Not compared is no verdict on the nodes: what they mount is compared with its own source.
void tell_of_none(const CopyObservation& seen, Sink& sink) {
  Finding& finding = sink.cause("none|" + seen.copy.path).finding;
  finding.severity = Severity::kNote;
  finding.server = seen.copy.server;
  finding.path = seen.copy.path;
  finding.message = "nobody has seen whether service nodes have different files of one node here";
  finding.evidence =
      seen.source.server + ", " + seen.copy.server + ": " +
      printable(seen.source.trouble.empty() ? seen.copy.trouble : seen.source.trouble);
  finding.remedy =
      "let this host mount the shared_roots of both service nodes, or list etc/.client_data on "
      "both";
}

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  finder.compare_collected();
  for (const CopyObservation& seen : context.observations().copies) {
    if (!is_claims(seen)) continue;
    finder.judge_seen(seen);
    if (!seen.whole && !seen.source.missing && !seen.copy.missing) tell_of_none(seen, sink);
  }
}

}  // namespace

Check nr713_client_data_conflict() {
  return {{"NR713", "client-data-conflict",
           "two service nodes have different files of one node, which are merged on one server",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
