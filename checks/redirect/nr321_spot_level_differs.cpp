#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// One SPOT on one service node.
struct Level {
  std::uint32_t server;
  Token level;
};

std::map<std::string_view, std::vector<Level>> levels_of(const Context& context,
                                                         const BootEdits& edits) {
  const Site& site = context.site();
  std::map<std::string_view, std::vector<Level>> levels;
  std::set<std::string_view> spots;
  for (const Image& image : site.images) {
    if (image.nimtype.text != "standalone" && image.spot.is_set()) spots.insert(image.spot.text);
  }
  for (const Server* server : context.servers()) {
    const auto index = static_cast<std::uint32_t>(server - site.servers.data());
    if (!edits.is_service_node(index) || index == site.management_node) continue;
    for (const std::string_view spot : spots) {
      const Stanza* const object = server->nim_object(spot);
      const Attribute* const level = object == nullptr ? nullptr : object->find("oslevel_r");
      if (level != nullptr) levels[spot].push_back({index, level->value});
    }
  }
  return levels;
}

const Level& newest(const std::vector<Level>& levels) {
  const Level* best = &levels.front();
  for (const Level& level : levels) {
    if (natural_less(best->level.text, level.level.text)) best = &level;
  }
  return *best;
}

std::string_view image_with(const Site& site, std::string_view spot) {
  const auto found = std::find_if(site.images.begin(), site.images.end(),
                                  [&](const Image& image) { return image.spot.text == spot; });
  return found == site.images.end() ? "<image>" : found->name;
}

void add_nodes_of(const Context& context, std::uint32_t server, std::string_view spot,
                  Draft& draft) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.image == kNoIndex || node.service_nodes.empty()) continue;
    const bool uses_it = context.site().images[node.image].spot.text == spot;
    if (uses_it && node.service_nodes.front() == server) draft.add_subject(context.subject(plan));
  }
}

void report(const Context& context, std::string_view spot, const Level& old, const Level& best,
            Sink& sink) {
  const Server& server = context.site().servers[old.server];
  const std::string other(context.site().servers[best.server].name);
  const std::string name(spot);
  Draft& draft = sink.cause(name + "|" + std::string(old.level.text));
  draft.add_location(old.level.span);
  add_nodes_of(context, old.server, spot, draft);
  if (!draft.fresh) return;
  draft.add_location(best.level.span);
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.certainty = Certainty::kLikely;
  if (!finding.subjects.empty()) finding.effect = Effect::kWrongData;
  finding.message = "the SPOT " + name + " is at " + std::string(old.level.text) + " on " +
                    std::string(server.name) + " and at " + std::string(best.level.text) + " on " +
                    other +
                    ": kernel, libraries and the one copy on the external server likely do not fit";
  finding.evidence = context.line(old.level.span) + "\n" + context.line(best.level.span);
  const std::string image(image_with(context.site(), spot));
  finding.remedy = "on the management node, when the NIM prime is behind too: mknimimage -u " +
                   image + "\n" + remedy_image_again(server.name, image) +
                   "\nthen copy the SPOT to the external server again";
}

void run(const Context& context, Sink& sink) {
  const BootEdits edits(context);
  for (const auto& [spot, levels] : levels_of(context, edits)) {
    const Level& best = newest(levels);
    for (const Level& level : levels) {
      if (level.level.text != best.level.text) report(context, spot, level, best, sink);
    }
  }
}

}  // namespace

Check nr321_spot_level_differs() {
  return {{"NR321", "spot-level-differs", "service nodes have different levels of one SPOT",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
