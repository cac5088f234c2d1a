#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/litefiles.h"
#include "checks/common/overlay_places.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_names.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

enum class Found : std::uint8_t { kYes, kNo, kUnknown };

bool all_trees_were_seen(const NodePlan& plan, const OverlayPlaces& places) {
  const auto trees = std::count_if(plan.mounts.begin(), plan.mounts.end(), [](const Mount& mount) {
    return mount.purpose == Purpose::kLitetree;
  });
  std::set<std::uint32_t> seen;
  for (const SeenTree& tree : places.trees) seen.insert(tree.mount);
  return seen.size() == static_cast<std::size_t>(trees);
}

// What lies in all of them together.
Found look(const SeenNames& names, const std::vector<const MountObservation*>& places,
           const std::string& name, ExpectedKind kind) {
  Found found = Found::kNo;
  for (const MountObservation* const place : places) {
    const PlaceHas has = place_has(names, *place, name, kind);
    if (has == PlaceHas::kIt) return Found::kYes;
    if (has == PlaceHas::kUnknown) found = Found::kUnknown;
  }
  return places.empty() ? Found::kUnknown : found;
}

std::vector<const MountObservation*> trees_of(const OverlayPlaces& places) {
  std::vector<const MountObservation*> trees;
  for (const SeenTree& tree : places.trees) trees.push_back(tree.seen);
  return trees;
}

// NR616 tells of what stands in its place.
bool is_obstructed(const SeenNames& names, const OverlayPlaces& places,
                   const ExpectedName& wanted) {
  return !image_has_other_kind(names, places, wanted) &&
         std::any_of(places.trees.begin(), places.trees.end(), [&](const SeenTree& tree) {
           return place_has(names, *tree.seen, wanted.name, wanted.kind) == PlaceHas::kOtherKind;
         });
}

struct Lack {
  const Litefile& entry;
  bool in_image;  // the image has it, or may have
};

void report(const Context& context, const NodePlan& plan, const Lack& lack, Sink& sink) {
  const std::string path(lack.entry.path);
  Draft& draft = sink.cause(path + "|" + std::string(lack.entry.option) +
                            (lack.in_image ? "|image" : "|nowhere"));
  draft.add_subject(context.subject(plan), path);
  if (!draft.fresh) return;
  draft.add_location(lack.entry.where);
  Finding& finding = draft.finding;
  const bool has_trees =
      std::any_of(plan.mounts.begin(), plan.mounts.end(),
                  [](const Mount& mount) { return mount.purpose == Purpose::kLitetree; });
  finding.evidence = context.line(lack.entry.where);
  if (lack.in_image) {
    finding.severity = Severity::kNote;
    finding.message = "no tree of {nodes} has " + quoted(path) + ": " +
                      (lack.entry.option == "rw" ? "what is written there stays in memory"
                                                 : "the file of the image is used");
    finding.remedy = "nothing, if that is meant; else put it into a directory of litetree";
    return;
  }
  finding.effect = Effect::kDegraded;
  finding.message = quoted(path) + " of {nodes} is " + (has_trees ? "in no tree and " : "") +
                    "not in the image's .default: the boot script passes over the entry";
  finding.remedy = remedy_mkdsklsnode() + "\nwhich makes .default anew; or put " + path +
                   " into a directory of litetree";
}

// Whether an entry lacks a source that somebody would miss.
std::optional<Lack> lack_of(const SeenNames& names, const OverlayPlaces& places,
                            const Litefile& entry) {
  const ExpectedName wanted = overlay_name(entry.path);
  if (wanted.name.empty() || !is_handled_option(entry.option)) return std::nullopt;
  const bool no_tree = places.trees.empty();
  if (!no_tree && look(names, trees_of(places), wanted.name, wanted.kind) != Found::kNo) {
    return std::nullopt;
  }
  if (is_obstructed(names, places, wanted)) return std::nullopt;
  const bool in_image =
      look(names, places.images, ".default/" + wanted.name, wanted.kind) != Found::kNo;
  // What is kept on the server begins as the image has it, as a rule.
  if (in_image && (no_tree || entry.option == "persistent")) return std::nullopt;
  return Lack{entry, in_image};
}

void run(const Context& context, Sink& sink) {
  if (context.observations().mounts.empty()) return;
  const auto& names = context.shared<SeenNames>();
  const auto& places = context.shared<OverlayPlacesOfNodes>();
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const NodePlan* const plan : group.plans) {
      const OverlayPlaces& of_node = places.of(context.subject(*plan));
      if (!all_trees_were_seen(*plan, of_node)) continue;
      for (const Litefile& entry : group.entries) {
        const auto lack = lack_of(names, of_node, entry);
        if (lack) report(context, *plan, *lack, sink);
      }
    }
  }
}

}  // namespace

Check nr615_litefile_without_source() {
  return {{"NR615", "litefile-without-source", "no tree of a node has what a litefile entry names",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
