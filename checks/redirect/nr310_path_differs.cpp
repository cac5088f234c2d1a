#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

// One resource as the service nodes have it.
struct Location {
  std::uint32_t server;
  Token path;
};
using Locations = std::map<std::string_view, std::vector<Location>>;

// The resources that nodes boot from, on every service node of the run.
Locations locations_of(const Context& context, const BootEdits& edits) {
  const Site& site = context.site();
  std::set<std::string_view> resources;
  for (const Image& image : site.images) {
    for (const Value* value : {&image.spot, &image.root, &image.shared_root}) {
      if (image.nimtype.text != "standalone" && value->is_set()) resources.insert(value->text);
    }
  }
  Locations locations;
  for (const Server* server : context.servers()) {
    const auto index = static_cast<std::uint32_t>(server - site.servers.data());
    if (!edits.is_service_node(index) || index == site.management_node) continue;
    for (const std::string_view resource : resources) {
      const Token location = server->nim_location(resource);
      if (!location.empty()) locations[resource].push_back({index, location});
    }
  }
  return locations;
}

const Location& most_common(const std::vector<Location>& locations) {
  std::map<std::string, std::size_t> counts;
  for (const Location& location : locations) ++counts[normalise_path(location.path.text)];
  return *std::max_element(
      locations.begin(), locations.end(), [&](const Location& a, const Location& b) {
        return counts[normalise_path(a.path.text)] < counts[normalise_path(b.path.text)];
      });
}

bool uses(const Image& image, std::string_view resource) {
  return image.spot.text == resource || image.root.text == resource ||
         image.shared_root.text == resource;
}

std::string_view image_with(const Site& site, std::string_view resource) {
  const auto found = std::find_if(site.images.begin(), site.images.end(),
                                  [&](const Image& image) { return uses(image, resource); });
  return found == site.images.end() ? "<image>" : found->name;
}

void add_nodes_of(const Context& context, std::uint32_t server, std::string_view resource,
                  Draft& draft) {
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (node.image == kNoIndex || node.service_nodes.empty()) continue;
    if (uses(context.site().images[node.image], resource) && node.service_nodes.front() == server) {
      draft.add_subject(context.subject(plan));
    }
  }
}

void report_location(const Context& context, std::string_view resource, const Location& location,
                     const Location& usual, Sink& sink) {
  const Server& server = context.site().servers[location.server];
  const std::string name(resource);
  Draft& draft = sink.cause("nim|" + name + "|" + std::string(location.path.text));
  add_nodes_of(context, location.server, resource, draft);
  draft.add_location(location.path.span);
  if (!draft.fresh) return;
  draft.add_location(usual.path.span);
  Finding& finding = draft.finding;
  finding.server = server.name;
  finding.severity = Severity::kWarning;
  finding.message = "the NIM resource " + name + " lies at " + std::string(location.path.text) +
                    " on " + std::string(server.name) + ", but at " + std::string(usual.path.text) +
                    " on " + std::string(context.site().servers[usual.server].name) +
                    ": an external server would have to hold it at both";
  finding.evidence = context.line(location.path.span) + "\n" + context.line(usual.path.span);
  finding.remedy = remedy_image_again(server.name, image_with(context.site(), resource)) +
                   " to the path it has there";
}

void compare_service_nodes(const Context& context, const BootEdits& edits, Sink& sink) {
  for (const auto& [resource, locations] : locations_of(context, edits)) {
    const Location& usual = most_common(locations);
    const std::string usual_path = normalise_path(usual.path.text);
    for (const Location& location : locations) {
      if (normalise_path(location.path.text) == usual_path) continue;
      report_location(context, resource, location, usual, sink);
    }
  }
}

std::optional<Resource> resource_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::kSpot:
      return Resource::kSpot;
    case Purpose::kRoot:
      return Resource::kRoot;
    case Purpose::kSharedRoot:
      return Resource::kSharedRoot;
    default:
      return std::nullopt;
  }
}

// A private root that is another node's: both write into it.
bool is_root_of_another(const Context& context, const JudgedMount& judged,
                        const ResourceLocation& location) {
  const std::string path = normalise_path(judged.mount->path);
  const std::string_view node = std::string_view(path).substr(path.rfind('/') + 1);
  return location.per_node && parent_of(path) == normalise_path(location.location.text) &&
         context.site().node_index.count(node) != 0;
}

// Two filesystems files that differ are NR309's.
bool is_told_by_both_files(BootEdits& edits, const JudgedMount& judged) {
  if (judged.mount->stage != Stage::kRemount) return true;
  const BootFiles files = edits.files(*judged.node, judged.node->service_nodes.front());
  for (const NodeEtc* etc : {files.source, files.copy}) {
    if (etc == nullptr || !etc->filesystems) continue;
    const auto mounts = mount_stanzas(*etc->filesystems);
    const bool has_it = std::any_of(mounts.begin(), mounts.end(), [&](const MountStanza& mount) {
      return mount.dev != nullptr && mount.dev->value.text == judged.mount->path;
    });
    if (!has_it) return false;
  }
  return true;
}

void report_mount(const Context& context, const JudgedMount& judged,
                  const ResourceLocation& location, const std::string& expected, Sink& sink) {
  const bool shared = is_root_of_another(context, judged, location);
  const std::string service_node(context.site().servers[judged.node->service_nodes.front()].name);
  Draft& draft = add_mount(context, judged, service_node + expected, sink);
  draft.add_location(judged.mount->origin);
  if (!draft.fresh) return;
  draft.add_location(location.where);
  Finding& finding = draft.finding;
  finding.effect = Effect::kWrongData;
  finding.certainty = shared ? Certainty::kCertain : Certainty::kLikely;
  if (!shared) finding.severity = Severity::kWarning;
  finding.message =
      "{nodes} mount{s} {path} as " + std::string(noun(judged.mount->purpose)) + ", " +
      (shared ? "which is the root of another node" : "likely another directory than meant") +
      ": NIM on " + service_node + " has " + std::string(location.resource) + " at " +
      std::string(location.location.text);
  finding.evidence =
      context.line(judged.mount->origin) + "\n" + context.line(location.location.span);
  finding.remedy = remedy_mkdsklsnode() + "\nand have " + expected + " on the external server";
}

void compare_mounts(const Context& context, BootEdits& edits, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    const auto resource = resource_of(judged.mount->purpose);
    const Node& node = *judged.node;
    if (!resource || judged.mount->path.empty() || node.service_nodes.empty()) continue;
    const Server& server = context.site().servers[node.service_nodes.front()];
    const ResourceLocation location = location_of(context.site(), node, server, *resource);
    const std::string expected = path_of(location, node);
    if (expected.empty() || judged.mount->path == expected) continue;
    if (normalise_path(judged.mount->path) == normalise_path(expected)) continue;
    if (!is_told_by_both_files(edits, judged)) continue;
    report_mount(context, judged, location, expected, sink);
  }
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  compare_service_nodes(context, edits, sink);
  compare_mounts(context, edits, sink);
}

}  // namespace

Check nr310_path_differs() {
  return {{"NR310", "path-differs",
           "an image has another path than NIM says, or not the same one on all service nodes",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
