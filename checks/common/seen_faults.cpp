#include "checks/common/seen_faults.h"

#include <set>

#include "base/text.h"
#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

bool stops_a_node(const SeenFault& fault, Certainty certainty) {
  return verdict_of(fault.effect, certainty) == Verdict::kNotReady;
}

// As a node meets it, or as another host does that stands in for it.
struct Weighed {
  Certainty certainty;
  bool in_place_of_node;
};

Weighed weigh(const SeenMount& mount, const SeenFault& fault) {
  const bool in_place_of_node = fault.depends_on_caller && !mount.as_node;
  return {in_place_of_node ? Certainty::kLikely : fault.certainty, in_place_of_node};
}

Draft& draft_of(const Context& context, const SeenMount& mount, const SeenFault& fault,
                bool in_place_of_node, Sink& sink) {
  const std::string variant = fault.variant + (in_place_of_node ? "|host" : "");
  if (fault.file_system.empty()) return add_mount(context, mount.judged, variant, sink);
  const std::string_view server = server_name(context, *mount.judged.mount);
  Draft& draft = sink.cause(std::string(server) + "|" + fault.file_system + "|" + variant);
  if (draft.fresh) {
    draft.finding.server = server;
    draft.path_pattern = mount.judged.mount->asked;
  }
  draft.add_subject(mount.judged.subject, mount.judged.mount->asked);
  return draft;
}

}  // namespace

void tell_seen_faults(const Context& context, Sink& sink,
                      const std::function<std::optional<SeenFault>(const SeenMount& mount)>& find,
                      const std::function<void(const SeenMount& mount, const SeenFault& fault,
                                               Draft& draft)>& describe) {
  std::set<Subject> met_by_node;
  for (const bool by_node : {true, false}) {
    for_each_seen_mount(context, [&](const SeenMount& mount) {
      if (mount.as_node != by_node) return;
      const auto fault = find(mount);
      if (!fault) return;
      const Weighed weighed = weigh(mount, *fault);
      if (weighed.in_place_of_node && met_by_node.count(mount.judged.subject) != 0) return;
      if (by_node) met_by_node.insert(mount.judged.subject);
      Draft& draft = draft_of(context, mount, *fault, weighed.in_place_of_node, sink);
      draft.finding.effect = worse(draft.finding.effect, fault->effect);
      draft.add_location(mount.judged.mount->origin);
      if (!draft.fresh) return;
      draft.finding.certainty = weighed.certainty;
      if (!stops_a_node(*fault, weighed.certainty)) draft.finding.severity = fault->severity;
      describe(mount, *fault, draft);
    });
  }
}

std::string asked_by(const SeenMount& mount, const SeenFault& fault) {
  if (!weigh(mount, fault).in_place_of_node) return {};
  return "; " + told(mount.seen.vantage) + " was told so, the nodes likely are too";
}

std::string source_of(const MountObservation& seen) {
  return place_of(seen.server, seen.address) + " told " + told(seen.vantage);
}

std::string file_system_of(const MountObservation& seen) {
  return std::to_string(seen.bytes_total) + "|" + std::to_string(seen.files_total);
}

std::string written_directory(const MountObservation& seen) {
  const bool below = seen.write && !seen.write->directory.empty();
  return printable(below ? seen.path + "/" + seen.write->directory : seen.path);
}

bool is_error(const CallEnd& end) {
  return end.reach == Reach::kDenied || end.reach == Reach::kGarbled ||
         end.reach == Reach::kMismatch || (end.reach == Reach::kAnswered && end.status != 0);
}

}  // namespace nfsready::checks
