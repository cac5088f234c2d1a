#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/path.h"
#include "checks/common/missing_evidence.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string remedy(const Gap& gap) {
  if (gap.reason.find("symbolic link") != std::string::npos) {
    return "in the snapshot: replace " + gap.path + " by a copy of what it points to";
  }
  return "in the snapshot: chmod -R u+rX " + gap.path + ", or collect it again";
}

bool is_part_of_exports(std::string_view host_path) {
  constexpr std::array<std::string_view, 4> kPlaces = {"/etc/exports", "/etc/exports.d",
                                                       "/etc/ganesha", "/var/mmfs/ces/nfs-config"};
  return std::any_of(kPlaces.begin(), kPlaces.end(),
                     [&](std::string_view place) { return is_at_or_below(host_path, place); });
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context), sink_(sink), unreadable_(context.site()), parts_(parts_of_exports()) {}

  void look() {
    if (unreadable_.empty()) return;
    visit_missing_evidence(context_, [&](const MissingEvidence& missing) {
      const Gap* const gap = unreadable_.gap_of(missing.path);
      if (gap == nullptr) return;
      Draft& draft = draft_of(*gap);
      add(draft, missing.subject, missing.weight_if_there);
      tell(*gap, draft, "it would tell " + with_server(missing.unknown, missing.server));
    });
    visit_unknown_servers(context_, [&](const UnknownServer& server) {
      const Gap* const gap = unreadable_.gap_of("servers/" + std::string(server.name));
      if (gap == nullptr) return;
      Draft& draft = draft_of(*gap);
      add(draft, server.subject, server.weight);
      tell(*gap, draft, "it would hold the files of " + std::string(server.name));
    });
    for (const JudgedMount& judged : context_.mounts()) look_at_exports(judged);
    for (const Gap& gap : context_.site().gaps) {
      if (gap.kind == Gap::Kind::kUnreadable) draft_of(gap);
    }
  }

 private:
  Draft& draft_of(const Gap& gap) {
    Draft& draft = sink_.cause(gap.path);
    if (!draft.fresh) return draft;
    draft.add_location(gap.where);
    draft.finding.severity = Severity::kNote;
    draft.finding.message = gap.path + " cannot be read: " + gap.reason;
    draft.finding.remedy = remedy(gap);
    return draft;
  }

  static void add(Draft& draft, const std::optional<Subject>& subject, Weight weight) {
    if (subject) draft.finding.subjects.push_back(*subject);
    if (weight == Weight::kDetail) return;
    draft.finding.effect = Effect::kUnjudged;
    draft.finding.severity = Severity::kWarning;
  }

  // The first thing that is not known without the file.
  void tell(const Gap& gap, Draft& draft, const std::string& what) {
    if (told_.insert(&gap).second) draft.finding.message += "; " + what;
  }

  // Parts of a server's exports that nobody else misses: an include, a file of exports.d.
  void look_at_exports(const JudgedMount& judged) {
    if (judged.mount->server == kNoIndex) return;
    const Server& server = context_.site().servers[judged.mount->server];
    if (!server.exports || !server.live.empty()) return;
    const auto parts = parts_.find(server.name);
    if (parts == parts_.end()) return;
    add(draft_of(*parts->second.front()), judged.subject, Weight::kVerdict);
    if (!told_parts_.insert(&server).second) return;
    for (const Gap* const part : parts->second) {
      Draft& draft = draft_of(*part);
      draft.finding.severity = Severity::kWarning;
      tell(*part, draft, "it is a part of the exports of " + std::string(server.name));
    }
  }

  // By server: one pass over the gaps, however many servers there are.
  [[nodiscard]] std::unordered_map<std::string_view, std::vector<const Gap*>> parts_of_exports()
      const {
    std::unordered_map<std::string_view, std::vector<const Gap*>> parts;
    for (const Gap& gap : context_.site().gaps) {
      constexpr std::string_view kServers = "servers/";
      if (gap.kind != Gap::Kind::kUnreadable || !gap.path.starts_with(kServers)) continue;
      const std::string_view below = std::string_view(gap.path).substr(kServers.size());
      const std::size_t end = std::min(below.find('/'), below.size());
      if (is_part_of_exports(below.substr(end))) parts[below.substr(0, end)].push_back(&gap);
    }
    return parts;
  }

  const Context& context_;
  Sink& sink_;
  UnreadableFiles unreadable_;
  std::unordered_map<std::string_view, std::vector<const Gap*>> parts_;  // by server
  std::unordered_set<const Server*> told_parts_;
  std::unordered_set<const Gap*> told_;
};

void run(const Context& context, Sink& sink) { Finder(context, sink).look(); }

}  // namespace

Check nr902_unreadable_file() {
  return {{"NR902", "unreadable-file", "a file or folder of the snapshot cannot be read",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
