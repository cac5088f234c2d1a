// AIX tables as they were meant.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "grant/aix_clients.h"
#include "grant/aix_table.h"
#include "grant/meant_dialects.h"

namespace nfsready {

namespace {

constexpr std::string_view kNoBits =
    "'@' without a number of bits means one address, and this one is a network's";
constexpr std::string_view kNoDesignator =
    "a network is written with '@' before it; what else it means in a list is not documented";
constexpr std::string_view kPattern = "patterns in a list are not documented for AIX";

// Whom a member of a list means that is not what it looks like.
struct MemberMeaning {
  std::string_view why;
  std::string text;
};

std::optional<MemberMeaning> meaning_of(std::string_view member) {
  if (member.starts_with('@')) {
    const auto address = Address::parse(member.substr(1));
    const bool is_network =
        address && address->family() == Address::Family::kIpv4 && *address == address->masked(24);
    if (!is_network) return std::nullopt;
    return MemberMeaning{kNoBits, std::string(member) + "/24"};
  }
  if (const std::size_t slash = member.find('/'); slash != std::string_view::npos) {
    const bool is_network = Address::parse(member.substr(0, slash)).has_value();
    return MemberMeaning{kNoDesignator, is_network ? "@" + std::string(member) : std::string()};
  }
  if (member.size() > 1 && member.find_first_of("*?") != std::string_view::npos) {
    return MemberMeaning{kPattern, {}};
  }
  return std::nullopt;
}

template <typename Section, typename Visit>
void for_each_list(Section& section, const Visit& visit) {
  for (auto* const list : {&section.access, &section.ro, &section.rw, &section.root}) {
    if (*list) visit(**list);
  }
}

void add_members(const std::optional<AixList>& from, std::optional<AixList>& to) {
  if (!from) return;
  if (!to) to = AixList{from->span, {}};
  to->clients.insert(to->clients.end(), from->clients.begin(), from->clients.end());
}

std::string list_of(const std::vector<AixClient>& clients) {
  std::string list;
  for (const AixClient& client : clients) {
    list.append(list.empty() ? "" : ":").append(client.text);
  }
  return list;
}

class AixMender {
 public:
  AixMender(const AixExports& exports, const Problems& problems, const MeantContext& context,
            MeantTable& meant)
      : exports_(exports),
        problems_(problems),
        context_(context),
        meant_(meant),
        misspelt_(context) {}

  void mend();

 private:
  void find(const AixExport& entry);
  void find_member(const AixExport& entry, const AixClient& member, AixClient& mended);
  void find_root_only(AixExport& mended, AixSection& section);
  [[nodiscard]] std::vector<AixClient> not_admitted(const AixSection& section) const;
  void join_commas(AixExport& mended);
  void join_cut_off(AixExport& mended);
  void find_nested();
  void mark(const AixExport& entry, Mistake kind, const Span& where) {
    meant_.by_rule.emplace(entry.span, Mended{kind, where});
  }

  const AixExports& exports_;
  const Problems& problems_;
  const MeantContext& context_;
  MeantTable& meant_;
  MisspeltNames misspelt_;
  AixExports mended_;
  std::unordered_set<Span, HashSpan> unknown_;                 // option words
  std::unordered_map<std::string_view, AixClient> looked_at_;  // members of the entry
};

// The members of root= whom no list of the section admits. A name is admitted when the server finds
// one for its address that is.
std::vector<AixClient> AixMender::not_admitted(const AixSection& section) const {
  std::unordered_set<std::string_view> admitted;
  for (const auto* list : {&section.access, &section.ro, &section.rw}) {
    if (!*list) continue;
    for (const AixClient& client : (*list)->clients) admitted.insert(client.text);
  }
  std::vector<AixClient> left;
  for (const AixClient& client : section.root->clients) {
    const bool single = client.text != "*" && !client.text.starts_with('@') &&
                        context_.names.netgroup(client.text) == nullptr;
    if (single && admitted.count(client.text) == 0) left.push_back(client);
  }
  if (left.empty()) return left;
  std::vector<AixClientIndex> lists;
  for (const auto* list : {&section.access, &section.ro, &section.rw}) {
    if (*list) lists.emplace_back(**list, context_.names);
  }
  std::erase_if(left, [&](const AixClient& client) {
    const auto answers = context_.names.addresses(client.text);
    if (answers.empty()) return context_.names.any_source();  // NR106
    const AixCaller caller(context_.names, answers.front().address);
    return std::any_of(lists.begin(), lists.end(), [&](const AixClientIndex& list) {
      return list.find(caller).membership == AixMembership::kMember;
    });
  });
  return left;
}

void AixMender::find_root_only(AixExport& mended, AixSection& section) {
  if (!section.root || !section.access) return;
  std::vector<AixClient> left = not_admitted(section);
  if (left.empty()) return;
  meant_.mistakes.push_back({Mistake::kRootOnly,
                             section.root->span,
                             section.access->span,
                             mended.path.text,
                             left.front().text,
                             meant_.texts.emplace_back(list_of(left)),
                             {}});
  mark(mended, Mistake::kRootOnly, section.root->span);
  section.access->clients.insert(section.access->clients.end(), left.begin(), left.end());
}

void AixMender::find_member(const AixExport& entry, const AixClient& member, AixClient& mended) {
  const auto [found, is_new] = looked_at_.try_emplace(member.text, member);
  if (!is_new) {
    mended.text = found->second.text;
    return;
  }
  Mistake kind = Mistake::kDeadClient;
  std::string_view why;
  std::string_view meant;
  if (const auto meaning = meaning_of(member.text)) {
    why = meaning->why;
    if (!meaning->text.empty()) meant = meant_.texts.emplace_back(meaning->text);
  } else {
    const Names& names = context_.names;
    const bool known = member.text == "*" || member.text.starts_with('@') || !names.any_source() ||
                       names.netgroup(member.text) != nullptr ||
                       !names.addresses(member.text).empty();
    if (known) return;
    kind = Mistake::kUnresolvedClient;
    meant = misspelt_.meant_by(member.text);
  }
  meant_.mistakes.push_back({kind, member.span, {}, entry.path.text, member.text, meant, why});
  meant_.mistakes.back().certain = false;
  if (meant.empty()) return;
  mark(entry, kind, member.span);
  mended.text = meant;
  found->second.text = meant;
}

// Clients that a comma parts from their list.
void AixMender::join_commas(AixExport& mended) {
  if (unknown_.empty()) return;
  AixList* last = nullptr;
  for (const Token& word : mended.words) {
    const bool unknown = unknown_.count(word.span) != 0;
    if (unknown && last != nullptr && word.text.find('=') == std::string_view::npos) {
      last->clients.push_back(word);
      mark(mended, Mistake::kUnknownOption, word.span);
    }
    if (unknown) continue;
    last = nullptr;
    for (AixSection& section : mended.sections) {
      for_each_list(section, [&](AixList& list) {
        if (list.span == word.span) last = &list;
      });
    }
  }
}

void AixMender::join_cut_off(AixExport& mended) {
  if (mended.cut_off.empty() || mended.sections.empty()) return;
  AixSection& section = mended.sections.back();
  for (const AixSection& cut : mended.cut_off) {
    section.read_only = section.read_only || cut.read_only;
    add_members(cut.access, section.access);
    add_members(cut.ro, section.ro);
    add_members(cut.rw, section.rw);
    add_members(cut.root, section.root);
  }
  for (const Problem& problem : problems_) {
    const bool here = problem.kind == ProblemKind::kStraySpace &&
                      problem.where.source == mended.span.source &&
                      problem.where.offset > mended.span.offset &&
                      problem.where.offset < mended.span.offset + mended.span.length;
    if (here) mark(mended, Mistake::kStraySpace, problem.where);
  }
}

void AixMender::find(const AixExport& entry) {
  AixExport mended = entry;
  looked_at_.clear();
  for (AixSection& section : mended.sections) {
    for_each_list(section, [&](AixList& list) {
      for (AixClient& member : list.clients) find_member(entry, AixClient(member), member);
    });
    find_root_only(mended, section);
  }
  join_commas(mended);
  join_cut_off(mended);
  mended_.exports.push_back(std::move(mended));
}

void AixMender::find_nested() {
  const AixTable table(exports_, context_.tree);
  for (std::uint32_t i = 0; i < exports_.exports.size(); ++i) {
    const AixExport& entry = exports_.exports[i];
    if (entry.lost_to) continue;
    const AixTable::Refusal* const refusal = table.refused(normalise_path(entry.path.text));
    if (refusal == nullptr || refusal->entry != i) continue;
    const AixExport& other = exports_.exports[refusal->because_of];
    meant_.mistakes.push_back({Mistake::kNested,
                               entry.path.span,
                               other.path.span,
                               entry.path.text,
                               other.path.text,
                               {},
                               {}});
    meant_.mistakes.back().certain = table.mount_points_known();
    mark(entry, Mistake::kNested, entry.path.span);
    mended_.live = true;  // so that all entries are in force
  }
}

void AixMender::mend() {
  for (const Problem& problem : problems_) {
    if (problem.kind == ProblemKind::kUnknownOption) unknown_.insert(problem.where);
  }
  mended_.exports.reserve(exports_.exports.size());
  for (const AixExport& entry : exports_.exports) {
    if (entry.lost_to) {
      mended_.exports.push_back(entry);
    } else {
      find(entry);
    }
  }
  find_nested();
  if (!meant_.by_rule.empty()) meant_.table.content = std::move(mended_);
}

}  // namespace

void mend_aix(const AixExports& exports, const Problems& problems, const MeantContext& context,
              MeantTable& meant) {
  if (exports.live) return;
  AixMender(exports, problems, context, meant).mend();
}

}  // namespace nfsready
