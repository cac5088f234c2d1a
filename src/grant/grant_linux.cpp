// What mountd answers, and what the kernel then allows (nfs-utils support/export/auth.c and
// utils/mountd/mountd.c; kernel fs/nfsd/nfsfh.c and auth.c).
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "grant/caller.h"
#include "grant/dialects.h"
#include "grant/linux_rules.h"
#include "grant/linux_words.h"
#include "grant/outcome.h"
#include "grant/server_path.h"

namespace nfsready {

namespace {

// One question while it is being answered.
struct Asking {
  std::string path;  // resolved
  const Client& client;
  Caller caller;
};

FlavourSet flavours_of(const LinuxRule& rule) {
  FlavourSet offered;
  for (const LinuxSection& section : rule.sections) {
    for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
      const auto flavour = static_cast<Flavour>(i);
      if (section.flavours.has(flavour)) offered.add(flavour);
    }
  }
  return offered;
}

const LinuxSection* section_for(const LinuxRule& rule, Flavour flavour) {
  const auto found =
      std::find_if(rule.sections.begin(), rule.sections.end(),
                   [&](const LinuxSection& section) { return section.flavours.has(flavour); });
  return found == rule.sections.end() ? nullptr : &*found;
}

void judge_rights(const LinuxRule& rule, const LinuxSection& section, Grant& grant) {
  grant.access = section.read_write ? Access::kReadWrite : Access::kReadOnly;
  grant.root = section.root_squash || section.all_squash ? Root::kSquashed : Root::kKept;
  if (grant.root == Root::kSquashed) grant.anon_uid = rule.anon_uid;
}

bool same_answer(const Grant& a, const Grant& b) {
  if (a.access != b.access) return false;
  return a.access == Access::kNone ||
         (a.root == b.root && a.anon_uid == b.anon_uid && a.port == b.port);
}

// Where a file starts that holds no path and was written for another server; else not set.
Span start_of_foreign_file(const LinuxExports& exports, const Problems& problems) {
  const bool holds_paths =
      std::any_of(exports.exports.begin(), exports.exports.end(),
                  [](const LinuxExport& entry) { return is_absolute(entry.path.text); });
  if (holds_paths) return {};
  const auto foreign = std::find_if(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.kind == ProblemKind::kForeignSyntax;
  });
  return foreign == problems.end() ? Span{} : foreign->where;
}

class LinuxGrants : public Grants {
 public:
  LinuxGrants(const LinuxExports& exports, const Problems& problems, const ServerContext& context)
      : problems_(problems),
        tree_(context.tree),
        names_(context.names),
        versions_(context.nfsd_versions.value_or(VersionSet{3, 4})),
        complete_(exports.complete),
        live_(exports, false, context.tree, context.names),
        lost_(exports, true, context.tree, context.names),
        foreign_(start_of_foreign_file(exports, problems)) {}

  [[nodiscard]] Grant grant(std::string_view path, const Client& client) const override;

 private:
  Grant answer(Asking& asking) const;
  Grant unsure_answer(const std::vector<LinuxCandidate>& found, Asking& asking) const;
  Grant unlisted(Asking& asking) const;
  Grant judge(const LinuxCandidate& by, const Asking& asking) const;
  bool judge_place(const LinuxCandidate& by, const Asking& asking, Grant& grant) const;
  void blame(Asking& asking, Grant& grant) const;
  void blame_foreign_file(Grant& grant) const;

  const Problems& problems_;
  const FileTree& tree_;
  const Names& names_;
  VersionSet versions_;
  bool complete_;
  LinuxRules live_;
  LinuxRules lost_;
  Span foreign_;  // the first word of a file that is written for NFS-Ganesha
};

Grant LinuxGrants::grant(std::string_view path, const Client& client) const {
  if (!versions_.has(client.version)) {
    return denied(
        Denial::kVersion, {},
        "the server does not speak version " + std::to_string(client.version) + " of NFS");
  }
  if (path.empty()) return denied(Denial::kNotExported, {}, "the empty path is never exported");
  Asking asking{real_path(tree_, path), client, Caller(names_, client.address)};
  Grant grant = answer(asking);
  if (grant.access == Access::kNone) blame(asking, grant);
  return grant;
}

Grant LinuxGrants::answer(Asking& asking) const {
  std::vector<LinuxCandidate> found;
  live_.find(asking.path, asking.caller, found);
  if (found.empty()) return unlisted(asking);
  if (!found.front().sure) return unsure_answer(found, asking);
  Grant grant = judge(found.front(), asking);
  if (!complete_ && found.front().path != asking.path && grant.access != Access::kNone) {
    grant.access = Access::kUnknown;
    grant.why += ", but a table of what is in use may lack an entry of the path itself";
  }
  return grant;
}

// Several entries may decide, and perhaps none does.
Grant LinuxGrants::unsure_answer(const std::vector<LinuxCandidate>& found, Asking& asking) const {
  Grant common = found.back().sure ? judge(found.back(), asking) : unlisted(asking);
  bool agreed = true;
  for (const LinuxCandidate& candidate : found) {
    if (candidate.sure) continue;
    const Grant possible = judge(candidate, asking);
    if (same_answer(possible, common)) continue;
    agreed = false;
    keep_common(possible, common);
    const bool offers = possible.access != Access::kNone;
    if (offers && common.flavours != possible.flavours) common.flavours = {};
  }
  if (agreed) return common;
  common.rule = found.front().rule->span;
  common.missing = missing_for(found.front(), asking.caller);
  common.why = why_unsure(found.front(), asking.caller);
  return common;
}

Grant LinuxGrants::unlisted(Asking& asking) const {
  if (!complete_ && !live_.is_pseudo(asking.path)) {
    Grant grant;
    grant.why = "the table lists only what is in use, and no entry for " + asking.caller.text();
    return grant;
  }
  if (const LinuxExport* const nearest = live_.nearest_export(asking.path)) {
    Grant grant = denied(Denial::kNotListed, {},
                         "no entry of the table lists " + asking.caller.text() +
                             networks_missed(*nearest, asking.client.address));
    grant.entry = nearest->span;
    return grant;
  }
  return denied(Denial::kNotExported, {},
                "neither " + quoted(asking.path) + " nor a directory above it is exported");
}

// What a candidate gives if it is the one that decides.
Grant LinuxGrants::judge(const LinuxCandidate& by, const Asking& asking) const {
  const LinuxRule& rule = *by.rule;
  Grant grant;
  grant.versions = versions_;
  grant.rule = rule.span;
  grant.entry = by.entry->span;
  grant.why = why_it_matches(by, asking.path);
  if (!rule.rights_known) {
    grant.why += ", but this table does not print its options";
    return grant;
  }
  grant.flavours = flavours_of(rule);
  const LinuxSection* const section = section_for(rule, asking.client.flavour);
  if (section == nullptr) {
    grant.access = Access::kNone;
    grant.denial = Denial::kFlavour;
    grant.why += ", but does not offer the flavour '" +
                 std::string(kFlavourNames[static_cast<std::size_t>(asking.client.flavour)]) + "'";
    return grant;
  }
  if (section->insecure) set_port_rule(!*section->insecure, asking.client, grant);
  judge_rights(rule, *section, grant);
  if (!judge_place(by, asking, grant)) {
    grant.access = Access::kNone;
    grant.rule = {};
  }
  return grant;
}

// Whether mountd hands out a handle for the place, as far as is known: file systems below an export
// need crossmnt, and mp= asks for a mounted one.
bool LinuxGrants::judge_place(const LinuxCandidate& by, const Asking& asking, Grant& grant) const {
  if (file_system_of(tree_, asking.path) != file_system_of(tree_, by.path) && !by.rule->crossmnt) {
    grant.denial = Denial::kBoundary;
    grant.why = quoted(asking.path) + " lies on another file system than the exported " +
                quoted(by.path) + ", and crossmnt is not set";
    return false;
  }
  if (!by.rule->has_mountpoint) return true;
  const std::string_view spelled = by.rule->mountpoint.text;
  const std::string needed = spelled.empty() ? std::string(by.path) : real_path(tree_, spelled);
  if (tree_.mount_points.empty()) {
    grant.access = Access::kUnknown;
    grant.missing = Missing::kMounts;
    grant.why +=
        ", but only while a file system is mounted on " + quoted(needed) + ", which is not known";
    return true;
  }
  if (tree_.mount_points.count(needed) != 0) return true;
  grant.denial = Denial::kNotExported;
  grant.why =
      "it is exported only while a file system is mounted on " + quoted(needed) + ", and none is";
  return false;
}

// Whether an entry that is never read would grant what the table refuses.
void LinuxGrants::blame(Asking& asking, Grant& grant) const {
  std::vector<LinuxCandidate> found;
  lost_.find(asking.path, asking.caller, found);
  if (found.empty()) blame_foreign_file(grant);
  if (found.empty() || !found.front().sure) return;
  const LinuxCandidate& by = found.front();
  if (!gives_access(judge(by, asking))) return;
  const std::uint32_t problem = *by.entry->lost_to;
  if (problem < problems_.size()) grant.blame = problems_[problem].where;
  grant.why = entry_name(*by.rule) + " would grant it, but the entry on line " +
              std::to_string(by.entry->line) + " is never read";
}

// Nothing is exported by a file of which every line is NFS-Ganesha syntax.
void LinuxGrants::blame_foreign_file(Grant& grant) const {
  if (!foreign_.is_set() || grant.denial != Denial::kNotExported) return;
  grant.blame = foreign_;
  grant.why = "the exports file has the syntax of NFS-Ganesha, of which exportfs reads nothing";
}

}  // namespace

std::unique_ptr<Grants> make_linux_grants(const LinuxExports& exports, const Problems& problems,
                                          const ServerContext& context) {
  return std::make_unique<LinuxGrants>(exports, problems, context);
}

}  // namespace nfsready
