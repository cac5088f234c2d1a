#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "checks/common/export_lists.h"
#include "checks/common/handle_ids.h"
#include "checks/common/head_answers.h"
#include "checks/common/mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Differences that the files show already: another fsid or Export_Id is NR802's, two programs
// behind one name are NR806's.
class ToldByFiles {
 public:
  bool operator()(const Server* serving, const Server* other, std::string_view path) {
    if (serving == nullptr || other == nullptr) return false;
    const ExportsTable* const one = table_of(*serving);
    const ExportsTable* const two = table_of(*other);
    if (one == nullptr || two == nullptr) return false;
    if (serving->kind != other->kind) return true;
    return id_of(*serving, *one, path) != id_of(*other, *two, path);
  }

 private:
  std::string id_of(const Server& server, const ExportsTable& table, std::string_view path) {
    const auto [ids, is_new] = ids_.try_emplace(&server);
    if (is_new) ids->second = handle_ids(table);
    const auto found = ids->second.find(export_above(ids->second, CleanPath(path).view()));
    return found == ids->second.end() ? std::string() : found->second.id;
  }

  std::unordered_map<const Server*, HandleIds> ids_;
};

using Pair = std::pair<const MountObservation*, const MountObservation*>;

class Search {
 public:
  Search(const Context& context, Sink& sink) : context_(context), sink_(sink) {}

  void add(const HeadAnswers& heads) {
    const std::string& difference = difference_of(heads);
    if (difference.empty()) return;
    const std::string serving = head_name(context_, heads.serving);
    const std::string other = head_name(context_, heads.other);
    const JudgedMount& judged = heads.other.judged;
    Draft& draft = sink_.cause(heads.other.seen.address.text());
    draft.add_subject(judged.subject, judged.mount->asked);
    if (!draft.fresh) return;
    draft.path_pattern = path_pattern(*judged.node, judged.mount->asked);
    draft.add_location(judged.mount->origin);
    Finding& finding = draft.finding;
    finding.server = other;
    finding.effect = Effect::kFailoverLoss;
    finding.message = name_of(heads.other, other) + " and " + name_of(heads.serving, serving) +
                      ", two heads of one server, know the same files by different handles: what "
                      "{nodes} {have} open is stale when one takes over for the other";
    finding.evidence = difference;
    finding.remedy =
        "give both heads the same file system, by storage that both reach, and the same "
        "fsid= (Linux) or Export_Id (NFS-Ganesha) for each export; copies of a file system have "
        "handles of their own\nuntil then, take " +
        heads.other.seen.address.text() + " out of the name that the nodes mount from";
  }

 private:
  const std::string& difference_of(const HeadAnswers& heads) {
    const Pair pair(&heads.serving.seen, &heads.other.seen);
    const auto [found, is_new] = differences_.try_emplace(pair);
    if (!is_new || !heads.other.seen.mnt.ok()) return found->second;
    const Mount& mount = *heads.other.judged.mount;
    const Server* const serving = head_at(context_, mount, heads.serving.seen.address);
    const Server* const other = head_at(context_, mount, heads.other.seen.address);
    if (!told_by_files_(serving, other, mount.asked)) {
      found->second = difference_of_handles(heads.serving.seen, heads.other.seen);
    }
    return found->second;
  }

  // Two heads that the snapshot knows by one name are told by their addresses.
  static std::string name_of(const SeenMount& mount, const std::string& name) {
    return name + " at " + mount.seen.address.text();
  }

  const Context& context_;
  Sink& sink_;
  ToldByFiles told_by_files_;
  std::map<Pair, std::string> differences_;
};

void run(const Context& context, Sink& sink) {
  Search search(context, sink);
  for_each_head_answers(context, [&](const HeadAnswers& heads) { search.add(heads); });
}

}  // namespace

Check nr808_handles_differ() {
  return {{"NR808", "handles-differ", "two heads know the same files by different handles",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
