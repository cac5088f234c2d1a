#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/faults.h"
#include "checks/common/mounts.h"
#include "checks/common/nim_locations.h"
#include "checks/common/nim_paths.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

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

void report_location(const Context& context, std::string_view resource, const NimLocation& location,
                     const NimLocation& usual, Sink& sink) {
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

// Resources of a service node of which a mount has told.
using Told = std::set<std::pair<std::uint32_t, std::string_view>>;

void compare_service_nodes(const Context& context, const Told& told, Sink& sink) {
  const NimLocations all = nim_locations(context);
  const bool differ = std::any_of(all.begin(), all.end(), [](const auto& resource) {
    const auto& locations = resource.second;
    return std::any_of(locations.begin(), locations.end(), [&](const NimLocation& location) {
      return location.path.text != locations.front().path.text;
    });
  });
  if (!differ) return;
  const std::set<std::string> mounted = places_mounted(context);
  for (const auto& [resource, every] : all) {
    std::vector<NimLocation> locations;
    std::copy_if(every.begin(), every.end(), std::back_inserter(locations),
                 [&, name = resource](const NimLocation& location) {
                   return told.count({location.server, name}) == 0;
                 });
    if (locations.empty()) continue;
    const NimLocation& usual = most_common(locations, mounted);
    const std::string usual_path = normalise_path(usual.path.text);
    for (const NimLocation& location : locations) {
      if (normalise_path(location.path.text) == usual_path) continue;
      report_location(context, resource, location, usual, sink);
    }
  }
}

// A private root that is another node's: both write into it.
bool is_root_of_another(const Context& context, const JudgedMount& judged,
                        const ResourceLocation& location) {
  const std::string path = normalise_path(judged.mount->path);
  const std::string_view node = std::string_view(path).substr(path.rfind('/') + 1);
  return location.per_node && parent_of(path) == normalise_path(location.location.text) &&
         node != short_name(judged.node->name) && context.site().node_index.count(node) != 0;
}

// What comes of it, and how sure that is.
void rate(const JudgedMount& judged, bool shared, bool refused, Finding& finding) {
  finding.effect = refused ? effect_when_refused(judged.mount->purpose) : Effect::kWrongData;
  const bool certain = refused ? judged.answer->now.certain : shared;
  finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  if (!certain) finding.severity = Severity::kWarning;
}

std::string consequence(const Context& context, const JudgedMount& judged, bool shared,
                        bool refused) {
  if (refused) {
    return "which " + std::string(server_name(context, *judged.mount)) + " does not export";
  }
  return shared ? "which is the root of another node" : "likely another directory than meant";
}

// The path with the node's name left open.
std::string expected_pattern(const Node& node, const std::string& expected) {
  constexpr std::string_view kOpen = "<node>";
  std::string pattern = path_pattern(node, expected);
  const std::size_t at = pattern.find(kOpen);
  return at == std::string::npos ? pattern : pattern.replace(at, kOpen.size(), "{node}");
}

// Where NIM calls the node otherwise, its files may be those of a machine that is no more.
std::string nim_name_of(const Node& node) {
  if (node.nim_name == short_name(node.name)) return {};
  return ", and calls the node " + std::string(node.nim_name);
}

void report_mount(const Context& context, const JudgedMount& judged, const NimPath& nim,
                  Sink& sink) {
  const bool refused = faults_of(judged).has(Fault::kNotExported);
  const bool shared = is_root_of_another(context, judged, nim.location);
  const std::string expected = expected_pattern(*judged.node, nim.expected);
  const std::string pattern = path_pattern(*judged.node, judged.mount->asked);
  // The service node and the external server have the same paths: one cause on both.
  Draft& draft = sink.cause(pattern + "|" + expected +
                            (refused  ? "|refused"
                             : shared ? "|shared"
                                      : ""));
  if (draft.fresh) draft.path_pattern = pattern;
  draft.add_subject(judged.subject, judged.mount->asked);
  add_server(server_name(context, *judged.mount), draft);
  draft.add_location(judged.mount->origin);
  draft.add_location(nim.location.where);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  rate(judged, shared, refused, finding);
  finding.message = "{nodes} mount{s} {path} as " + std::string(noun(judged.mount->purpose)) +
                    ", " + consequence(context, judged, shared, refused) + ": NIM has " +
                    std::string(nim.location.resource) + " at " +
                    std::string(nim.location.location.text) + nim_name_of(*judged.node);
  finding.evidence =
      context.line(judged.mount->origin) + "\n" + context.line(nim.location.location.span);
  finding.remedy = remedy_mkdsklsnode();
  const std::string service_node(context.site().servers[judged.node->service_nodes.front()].name);
  if (judged.node->redirected && judged.mount->purpose == Purpose::kSpot) {
    finding.remedy += "\nthen, on " + service_node + ": rsync -a --numeric-ids " + expected + "/ " +
                      std::string(judged.node->nfsserver.text) + ":" + expected + "/";
  }
}

void run(const Context& context, Sink& sink) {
  NimPaths nim(context);
  Told told;
  for (const JudgedMount& judged : context.mounts()) {
    const auto path = nim.other_than(judged);
    if (!path) continue;
    report_mount(context, judged, *path, sink);
    told.insert({judged.node->service_nodes.front(), path->location.resource});
  }
  compare_service_nodes(context, told, sink);
  add_copies(context, sink);
}

}  // namespace

Check nr310_path_differs() {
  return {{"NR310", "path-differs",
           "an image has another path than NIM says, or not the same one on all service nodes",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
