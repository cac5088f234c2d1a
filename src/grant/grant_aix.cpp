// What rpc.mountd and the kernel of AIX answer, as far as it is documented (exports File,
// exportfs).
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "grant/aix_clients.h"
#include "grant/aix_reason.h"
#include "grant/aix_table.h"
#include "grant/dialects.h"
#include "grant/outcome.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kNobody = static_cast<std::uint32_t>(-2);

// The lists of one section, each ready to be asked when there is one.
struct SectionLists {
  std::unique_ptr<AixClientIndex> access;
  std::unique_ptr<AixClientIndex> ro;
  std::unique_ptr<AixClientIndex> rw;
  std::unique_ptr<AixClientIndex> root;

  SectionLists(const AixSection& section, const Names& names)
      : access(index(section.access, names)),
        ro(index(section.ro, names)),
        rw(index(section.rw, names)),
        root(index(section.root, names)) {}

 private:
  static std::unique_ptr<AixClientIndex> index(const std::optional<AixList>& list,
                                               const Names& names) {
    return list ? std::make_unique<AixClientIndex>(*list, names) : nullptr;
  }
};

// Built at the first question about an entry.
struct EntryLists {
  std::once_flag once;
  std::vector<SectionLists> sections;
};

// Whether the caller is in each list. A list that is not there has no members.
struct Memberships {
  AixAnswer access;
  AixAnswer ro;
  AixAnswer rw;

  Memberships(const SectionLists& lists, const AixCaller& caller)
      : access(ask(lists.access, caller)), ro(ask(lists.ro, caller)), rw(ask(lists.rw, caller)) {}

  [[nodiscard]] std::array<const AixAnswer*, 3> all() const { return {&access, &ro, &rw}; }

  [[nodiscard]] AixListed listed() const {
    return {access.membership == AixMembership::kMember, ro.membership == AixMembership::kMember,
            rw.membership == AixMembership::kMember};
  }

  // The reason of the first answer that is of a kind; empty when there is none.
  [[nodiscard]] std::string reason_of(AixMembership membership) const {
    for (const AixAnswer* const answer : all()) {
      if (answer->membership == membership) return answer->reason;
    }
    return {};
  }

  static AixAnswer ask(const std::unique_ptr<AixClientIndex>& list, const AixCaller& caller) {
    return list ? list->find(caller) : AixAnswer{};
  }
};

// The combination matrix of access=, ro= and rw= (exports File).
Access access_of(const AixSection& section, bool in_access, bool in_ro, bool in_rw) {
  if (section.access && !in_access && !in_ro && !in_rw) return Access::kNone;
  if (section.rw && !section.rw->clients.empty()) {
    return in_rw ? Access::kReadWrite : Access::kReadOnly;
  }
  if (section.read_only || in_ro) return Access::kReadOnly;
  return Access::kReadWrite;
}

// The same while memberships of one kind may be true or false: kUnknown when that matters.
Access access_while(const AixSection& section, const Memberships& members, AixMembership open) {
  std::optional<Access> agreed;
  const auto may_be = [&](const AixAnswer& answer, bool value) {
    if (answer.membership == AixMembership::kMember) return value;
    return !value || answer.membership == open;
  };
  for (unsigned choice = 0; choice < 8; ++choice) {
    const bool in_access = (choice & 1U) != 0;
    const bool in_ro = (choice & 2U) != 0;
    const bool in_rw = (choice & 4U) != 0;
    if (!may_be(members.access, in_access) || !may_be(members.ro, in_ro) ||
        !may_be(members.rw, in_rw)) {
      continue;
    }
    const Access access = access_of(section, in_access, in_ro, in_rw);
    if (agreed && *agreed != access) return Access::kUnknown;
    agreed = access;
  }
  return agreed.value_or(Access::kUnknown);
}

FlavourSet flavours_of(const AixExport& entry) {
  FlavourSet offered;
  for (const AixSection& section : entry.sections) {
    for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
      const auto flavour = static_cast<Flavour>(i);
      if (section.flavours.has(flavour)) offered.add(flavour);
    }
  }
  return offered;
}

void add_reason(Grant& grant, const std::string& why) {
  grant.why = grant.why.empty() ? why : grant.why + "; " + why;
}

void set_doubtful(Grant& grant, const std::string& why) {
  grant.certain = false;
  add_reason(grant, why);
}

// A denial by an entry.
Grant denied_by(const AixExport& entry, Denial denial, std::string why) {
  Grant grant = denied(denial, entry.span, std::move(why));
  grant.entry = entry.span;
  return grant;
}

std::string shown(const AixCaller& caller) {
  return caller.name().empty() ? caller.address.text() : quoted(caller.name());
}

class AixGrants : public Grants {
 public:
  AixGrants(const AixExports& exports, const Problems& problems, const ServerContext& context)
      : exports_(exports.exports),
        problems_(problems),
        live_(exports.live),
        names_(context.names),
        table_(exports, context.tree),
        lists_(std::make_unique<EntryLists[]>(exports.exports.size())) {}

  [[nodiscard]] Grant grant(std::string_view path, const Client& client) const override;

 private:
  struct Asking {
    std::string path;  // normalised
    const Client& client;
    AixCaller caller;
  };

  [[nodiscard]] Grant answer(const Asking& asking) const;
  [[nodiscard]] Grant judge(std::uint32_t index, const Asking& asking) const;
  static void judge_access(const AixExport& entry, const AixSection& section,
                           const SectionLists& lists, const AixCaller& caller, Grant& grant);
  static void judge_root(const AixExport& entry, const AixSection& section,
                         const SectionLists& lists, const AixCaller& caller, Grant& grant);
  void judge_name(const AixCaller& caller, Grant& grant) const;
  void judge_doubt(const AixExport& entry, Grant& grant) const;
  void judge_subdirectory(const Asking& asking, std::string_view directory, Grant& grant) const;
  [[nodiscard]] Grant without_entry(const Asking& asking) const;
  void blame(const Asking& asking, Grant& grant) const;
  [[nodiscard]] const SectionLists& lists_of(std::uint32_t entry, std::size_t section) const;

  const std::vector<AixExport>& exports_;
  const Problems& problems_;
  bool live_;
  const Names& names_;
  AixTable table_;
  std::unique_ptr<EntryLists[]> lists_;
};

Grant AixGrants::grant(std::string_view path, const Client& client) const {
  constexpr std::size_t kLongestPath = 1024;  // MNTPATHLEN of RFC 1813
  if (!is_absolute(path) || path.size() > kLongestPath) {
    return denied(Denial::kNotExported, {}, "no server takes this path");
  }
  const Asking asking{normalise_path(path), client, AixCaller(names_, client.address)};
  Grant grant = answer(asking);
  if (grant.access == Access::kNone) blame(asking, grant);
  return grant;
}

Grant AixGrants::answer(const Asking& asking) const {
  const AixTable::Found found = table_.in_force(asking.path);
  if (found.entries == nullptr) return without_entry(asking);
  for (const std::uint32_t index : *found.entries) {
    const AixExport& entry = exports_[index];
    if (!entry.versions.has(asking.client.version)) continue;
    if (!table_.same_file_system(asking.path, found.directory)) {
      if (table_.refused(asking.path) != nullptr) return without_entry(asking);
      return denied_by(entry, Denial::kBoundary,
                       "the path lies on another file system than " + quoted(found.directory));
    }
    Grant grant = judge(index, asking);
    if (asking.path != found.directory) judge_subdirectory(asking, found.directory, grant);
    return grant;
  }
  return denied_by(exports_[found.entries->front()], Denial::kVersion,
                   quoted(found.directory) + " is not exported for NFS version " +
                       std::to_string(asking.client.version));
}

// An entry as if it were in force.
Grant AixGrants::judge(std::uint32_t index, const Asking& asking) const {
  const AixExport& entry = exports_[index];
  const Client& client = asking.client;
  for (std::size_t i = 0; i < entry.sections.size(); ++i) {
    const AixSection& section = entry.sections[i];
    if (!section.flavours.has(client.flavour)) continue;
    Grant grant;
    grant.rule = entry.span;
    grant.entry = entry.span;
    grant.flavours = flavours_of(entry);
    grant.versions = entry.versions;
    set_port_rule(false, client, grant);
    const SectionLists& lists = lists_of(index, i);
    judge_access(entry, section, lists, asking.caller, grant);
    if (grant.access != Access::kNone) judge_root(entry, section, lists, asking.caller, grant);
    judge_name(asking.caller, grant);
    judge_doubt(entry, grant);
    if (client.version == 4 && !entry.exname.empty()) {
      set_doubtful(grant, "NFSv4 clients see it as " + quoted(entry.exname.text));
    }
    return grant;
  }
  Grant grant = denied_by(entry, Denial::kFlavour,
                          "the entry does not offer the security method " +
                              std::string(kFlavourNames[static_cast<std::size_t>(client.flavour)]));
  grant.flavours = flavours_of(entry);
  grant.versions = entry.versions;
  judge_doubt(entry, grant);
  return grant;
}

void AixGrants::judge_access(const AixExport& entry, const AixSection& section,
                             const SectionLists& lists, const AixCaller& caller, Grant& grant) {
  const Memberships members(lists, caller);
  grant.access = access_while(section, members, AixMembership::kUnknown);
  if (grant.access == Access::kUnknown) {
    grant.why = members.reason_of(AixMembership::kUnknown);
    return;
  }
  if (grant.access == Access::kNone) {
    grant.denial = Denial::kNotListed;
    grant.why = "the entry of " + quoted(entry.path.text) + " does not list " + shown(caller);
  } else {
    grant.why = why_admitted(section, members.listed(), shown(caller));
  }
  if (access_while(section, members, AixMembership::kDoubtful) == Access::kUnknown) {
    set_doubtful(grant, members.reason_of(AixMembership::kDoubtful));
  }
}

void AixGrants::judge_root(const AixExport& entry, const AixSection& section,
                           const SectionLists& lists, const AixCaller& caller, Grant& grant) {
  const AixAnswer in_root = Memberships::ask(lists.root, caller);
  const bool member = in_root.membership == AixMembership::kMember;
  if (in_root.membership == AixMembership::kUnknown) {
    grant.root = Root::kUnknown;
    if (grant.access != Access::kUnknown) add_reason(grant, in_root.reason);
    return;
  }
  grant.root = member ? Root::kKept : entry.anon == -1 ? Root::kRefused : Root::kSquashed;
  const bool named = !entry.anon && !entry.anon_text.empty();
  if (grant.root == Root::kSquashed && !named) {
    grant.anon_uid = static_cast<std::uint32_t>(entry.anon.value_or(kNobody));
  }
  if (grant.access != Access::kUnknown) add_reason(grant, why_root(entry, section, grant.root));
  if (in_root.membership == AixMembership::kDoubtful) set_doubtful(grant, in_root.reason);
}

// Whoever has no name is refused, even where everybody is admitted.
void AixGrants::judge_name(const AixCaller& caller, Grant& grant) const {
  if (grant.access == Access::kNone) return;
  if (caller.nameless()) {
    grant.access = Access::kNone;
    grant.denial = Denial::kNotListed;
    grant.certain = true;
    grant.why = "the server finds no name for " + caller.address.text() +
                ", and AIX refuses callers without a name";
  } else if (!caller.name_known()) {
    grant.access = Access::kUnknown;
    grant.why = "whether the server finds a name for " + caller.address.text() + " is not known";
  }
}

void AixGrants::judge_doubt(const AixExport& entry, Grant& grant) const {
  if (!entry.doubt) return;
  // Nothing can be said of an entry of which not even the options are known.
  if (entry.words.empty() && problems_[*entry.doubt].kind == ProblemKind::kForeignSyntax) {
    grant.access = Access::kUnknown;
  }
  set_doubtful(grant, problems_[*entry.doubt].message);
  if (!live_ && grant.access != Access::kNone) grant.blame = problems_[*entry.doubt].where;
}

void AixGrants::judge_subdirectory(const Asking& asking, std::string_view directory,
                                   Grant& grant) const {
  const AixTable::Refusal* const refused = table_.refused(asking.path);
  if (refused != nullptr) {
    set_doubtful(grant, "its own entry is refused, because " + quoted(directory) +
                            " is exported in the same file system");
  } else {
    set_doubtful(grant, "it is reached through the entry of " + quoted(directory));
  }
}

Grant AixGrants::without_entry(const Asking& asking) const {
  const AixTable::Refusal* const refused = table_.refused(asking.path);
  if (refused == nullptr) {
    Grant grant =
        denied(Denial::kNotExported, {},
               "neither " + quoted(asking.path) + " nor a directory above it is exported");
    if (exports_.empty() && !problems_.empty() &&
        problems_.front().kind == ProblemKind::kForeignSyntax) {
      grant.blame = problems_.front().where;  // a file that was written for another server
    }
    return grant;
  }
  Grant grant =
      denied_by(exports_[refused->entry], Denial::kNotExported,
                "the entry is refused, because " + quoted(exports_[refused->because_of].path.text) +
                    " is exported in the same file system");
  grant.certain = table_.mount_points_known();
  if (gives_access(judge(refused->entry, asking))) {
    grant.blame = exports_[refused->entry].path.span;
  }
  return grant;
}

// An entry that exportfs does not take, but that would give access.
void AixGrants::blame(const Asking& asking, Grant& grant) const {
  const AixTable::Found lost = table_.lost(asking.path);
  if (lost.entries == nullptr) return;
  const AixTable::Found found = table_.in_force(asking.path);
  if (found.entries != nullptr && found.directory.size() > lost.directory.size()) return;
  for (const std::uint32_t index : *lost.entries) {
    const AixExport& entry = exports_[index];
    const Problem& problem = problems_[*entry.lost_to];
    if (!grant.rule.is_set()) {
      grant.rule = entry.span;
      grant.entry = entry.span;
      grant.why = problem.message;
    }
    if (!entry.versions.has(asking.client.version)) continue;
    if (!gives_access(judge(index, asking))) continue;
    grant.blame = problem.where;
    return;
  }
}

const SectionLists& AixGrants::lists_of(std::uint32_t entry, std::size_t section) const {
  EntryLists& lists = lists_[entry];
  std::call_once(lists.once, [&] {
    for (const AixSection& each : exports_[entry].sections) {
      lists.sections.emplace_back(each, names_);
    }
  });
  return lists.sections[section];
}

}  // namespace

std::unique_ptr<Grants> make_aix_grants(const AixExports& exports, const Problems& problems,
                                        const ServerContext& context) {
  return std::make_unique<AixGrants>(exports, problems, context);
}

}  // namespace nfsready
