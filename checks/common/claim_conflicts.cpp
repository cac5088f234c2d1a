#include "checks/common/claim_conflicts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "checks/common/claims.h"
#include "checks/common/client_data.h"
#include "checks/common/copied.h"

namespace nfsready::checks {

namespace {

bool is_backup(const Node& node, std::uint32_t server) {
  return std::find(node.service_nodes.begin(), node.service_nodes.end(), server) !=
         node.service_nodes.end();
}

std::string line_of(const CopyDifference& difference, const CopyExample& example,
                    const CopyObservation& seen) {
  if (difference.aspect != CopyAspect::kContents) return text_of(difference, example, seen);
  return printable(example.path) + ": other bytes on " + seen.copy.server + " than on " +
         seen.source.server;
}

bool is_of_data(CopyAspect aspect) {
  return aspect == CopyAspect::kSize || aspect == CopyAspect::kContents ||
         aspect == CopyAspect::kType || aspect == CopyAspect::kTarget;
}

}  // namespace

class ClaimConflicts::Finder {
 public:
  Finder(const Context& context, ClaimConflicts& found)
      : context_(context), site_(context.site()), found_(found), edits_(context) {
    for (std::uint32_t i = 0; i < site_.servers.size(); ++i) {
      servers_.emplace(site_.servers[i].name, i);
    }
    for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
      const Node& node = context.node(*plan);
      if (node.kind == NodeKind::kStateless || files.root.empty()) continue;
      if (files.service_node != node.service_nodes.front()) continue;
      nodes_.emplace(node.nim_name, std::pair(plan, &files));
    }
  }

  void compare_collected() {
    const Claims& claims = context_.shared<Claims>();
    for (const auto& [plan, files, states] : context_.shared<RedirectedNodes>()) {
      const auto found = nodes_.find(context_.node(*plan).nim_name);
      if (found == nodes_.end() || found->second.second != &files) continue;
      if (files.source == nullptr) continue;
      for (const std::uint32_t other : claims.others(context_.node(*plan), files)) {
        compare_collected({plan, &files, other});
      }
    }
  }

  void judge_claims(const CopyObservation& seen) {
    if (!seen.whole) return;
    for (const std::string& line : seen.listed) {
      if (line.front() != '>' && line.front() != 'c') continue;
      const Claim claim = claim_of(ListedFile(line).name(), seen);
      if (claim.plan != nullptr) conflict_of(claim);
    }
    for (const CopyDifference& difference : seen.differences) {
      if (!is_of_data(difference.aspect)) continue;
      for (const CopyExample& example : difference.examples) {
        const Claim claim = claim_of(example.path, seen);
        if (claim.plan == nullptr) continue;
        conflict_of(claim).evidence.push_back(line_of(difference, example, seen));
      }
    }
  }

  // What the copy of such files is like.
  void judge_copy(const CopyObservation& seen) {
    for (const std::string& line : seen.listed) {
      const ListedFile file(line);
      const bool is_other =
          file.differs_in(CopyAspect::kSize) || file.differs_in(CopyAspect::kContents);
      if (!is_other && !file.differs_in(CopyAspect::kTime)) continue;
      for (ClaimConflict* conflict : found_.about(file.name(), seen.source)) {
        conflict->on_copy =
            worse(conflict->on_copy, is_other ? Effect::kWrongData : Effect::kDegraded);
      }
    }
    for (const CopyDifference& difference : seen.differences) {
      if (!is_of_data(difference.aspect)) continue;
      for (const CopyExample& example : difference.examples) {
        for (ClaimConflict* conflict : found_.about(example.path, seen.source)) {
          conflict->evidence.push_back(line_of(difference, example, seen));
        }
      }
    }
  }

 private:
  struct Claim {
    const NodePlan* plan = nullptr;
    const BootFiles* files = nullptr;
    std::uint32_t other = kNoIndex;
  };

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
    ClaimConflict& conflict = conflict_of(claim);
    add_line(claim.files->service_node, x, line, conflict);
    add_line(claim.other, y, line, conflict);
  }

  void add_line(std::uint32_t server, const SourceFile& file, std::uint32_t number,
                ClaimConflict& conflict) {
    const std::string_view line = file.line(number);
    const std::size_t at = line.data() == nullptr
                               ? file.text().size()
                               : static_cast<std::size_t>(line.data() - file.text().data());
    const Span span = file.span(at, 0);
    conflict.locations.push_back(span);
    conflict.evidence.push_back(std::string(site_.servers[server].name) + ": " +
                                context_.line(span));
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
      const auto other = servers_.find((is_source ? seen.copy : seen.source).server);
      if (other == servers_.end()) return {};
      const Claim claim{plan, files, other->second};
      return is_told_of_edits(claim) ? Claim{} : claim;
    }
    return {};
  }

  ClaimConflict& conflict_of(const Claim& claim) {
    const Node& node = context_.node(*claim.plan);
    std::vector<std::size_t>& of_node = found_.by_node_[node.nim_name];
    for (const std::size_t i : of_node) {
      if (found_.all_[i].other == claim.other) return found_.all_[i];
    }
    of_node.push_back(found_.all_.size());
    ClaimConflict& conflict = found_.all_.emplace_back();
    conflict.plan = claim.plan;
    conflict.files = claim.files;
    conflict.other = claim.other;
    conflict.is_backup = is_backup(node, claim.other);
    return conflict;
  }

  const Context& context_;
  const Site& site_;
  ClaimConflicts& found_;
  BootEdits edits_;
  std::map<std::string_view, std::uint32_t> servers_;  // by name
  // The redirected nodes of shared_roots, by NIM name.
  std::map<std::string_view, std::pair<const NodePlan*, const BootFiles*>> nodes_;
};

ClaimConflicts::ClaimConflicts(const Context& context) : site_(context.site()) {
  Finder finder(context, *this);
  finder.compare_collected();
  const auto& copies = context.observations().copies;
  for (const CopyObservation& seen : copies) {
    if (is_claims(seen)) finder.judge_claims(seen);
  }
  for (const CopyObservation& seen : copies) {
    if (!is_claims(seen) && is_client_data(seen.copy.path)) finder.judge_copy(seen);
  }
}

std::vector<ClaimConflict*> ClaimConflicts::about(std::string_view file, const CopySide& source) {
  std::vector<ClaimConflict*> about;
  for (const std::size_t i : places_of(file, source)) about.push_back(&all_[i]);
  return about;
}

bool ClaimConflicts::has(std::string_view file, const CopySide& source) const {
  return !places_of(file, source).empty();
}

std::vector<std::size_t> ClaimConflicts::places_of(std::string_view file,
                                                   const CopySide& source) const {
  std::vector<std::size_t> places;
  for (std::size_t dot = file.find('.'); dot != std::string_view::npos;
       dot = file.find('.', dot + 1)) {
    const auto found = by_node_.find(file.substr(dot + 1));
    if (found == by_node_.end()) continue;
    for (const std::size_t i : found->second) {
      const BootFiles& files = *all_[i].files;
      if (site_.servers[files.service_node].name != source.server) continue;
      if (source.path == files.root + std::string(kClientData)) places.push_back(i);
    }
    break;
  }
  return places;
}

}  // namespace nfsready::checks
