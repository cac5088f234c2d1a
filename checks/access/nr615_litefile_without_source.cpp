#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/litefiles.h"
#include "checks/common/observed.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_names.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

enum class Found : std::uint8_t { kYes, kNo, kUnknown };

// What was seen of a node's trees and of the image in its shared root.
struct Places {
  std::vector<std::uint32_t> seen_trees;  // mounts of the plan, without repetition
  std::vector<const MountObservation*> trees;
  std::vector<const MountObservation*> images;
};

std::vector<Places> places_of_nodes(const Context& context) {
  std::vector<Places> sources(context.plans().size());
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!mount.seen.getattr.ok()) return;
    const Mount& planned = *mount.judged.mount;
    Places& of_node = sources[mount.judged.subject.node];
    if (planned.purpose == Purpose::kSharedRoot && planned.stage == Stage::kNetworkBoot) {
      of_node.images.push_back(&mount.seen);
    }
    if (planned.purpose != Purpose::kLitetree) return;
    of_node.trees.push_back(&mount.seen);
    const std::uint32_t index = mount.judged.subject.mount;
    if (of_node.seen_trees.empty() || of_node.seen_trees.back() != index) {
      of_node.seen_trees.push_back(index);
    }
  });
  return sources;
}

bool all_trees_were_seen(const NodePlan& plan, const Places& sources) {
  const auto trees = std::count_if(plan.mounts.begin(), plan.mounts.end(), [](const Mount& mount) {
    return mount.purpose == Purpose::kLitetree;
  });
  return sources.seen_trees.size() == static_cast<std::size_t>(trees);
}

// The boot script passes over what is of the wrong kind.
bool is_taken(const Attributes& is, ExpectedKind kind) {
  return kind == ExpectedKind::kDirectory ? is.type != kTypeFile : is.type != kTypeDirectory;
}

Found look(const SeenNames& names, const std::vector<const MountObservation*>& places,
           const std::string& name, ExpectedKind kind) {
  Found found = Found::kNo;
  for (const MountObservation* const place : places) {
    const NameSeen* const seen = names.find(*place, name);
    if (seen != nullptr && seen->end.ok() && seen->attributes) {
      if (is_taken(*seen->attributes, kind)) return Found::kYes;
    } else if (seen == nullptr || !is_missing(*seen)) {
      found = Found::kUnknown;
    }
  }
  return places.empty() ? Found::kUnknown : found;
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
std::optional<Lack> lack_of(const SeenNames& names, const Places& places, const Litefile& entry) {
  const ExpectedName wanted = overlay_name(entry.path);
  if (wanted.name.empty() || !is_handled_option(entry.option)) return std::nullopt;
  const bool no_tree = places.trees.empty();
  if (!no_tree && look(names, places.trees, wanted.name, wanted.kind) != Found::kNo) {
    return std::nullopt;
  }
  const bool in_image =
      look(names, places.images, ".default/" + wanted.name, wanted.kind) != Found::kNo;
  // What is kept on the server begins as the image has it, as a rule.
  if (in_image && (no_tree || entry.option == "persistent")) return std::nullopt;
  return Lack{entry, in_image};
}

void run(const Context& context, Sink& sink) {
  if (context.observations().mounts.empty()) return;
  const auto& names = context.shared<SeenNames>();
  const std::vector<Places> places = places_of_nodes(context);
  for (const LitefileGroup& group : litefile_groups(context)) {
    for (const NodePlan* const plan : group.plans) {
      const Places& of_node = places[context.subject(*plan).node];
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
