#include "checks/common/overlay_places.h"

#include <algorithm>

#include "observe/nfs_status.h"

namespace nfsready::checks {

namespace {

std::string name_in_image(const std::string& name) { return ".default/" + name; }

// The boot script passes over what is of the wrong kind.
bool is_taken(const Attributes& is, ExpectedKind kind) {
  return kind == ExpectedKind::kDirectory ? is.type != kTypeFile : is.type != kTypeDirectory;
}

}  // namespace

OverlayPlacesOfNodes::OverlayPlacesOfNodes(const Context& context)
    : places_(context.plans().size()) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (!mount.seen.getattr.ok()) return;
    const Mount& planned = *mount.judged.mount;
    OverlayPlaces& of_node = places_[mount.judged.subject.node];
    if (planned.purpose == Purpose::kSharedRoot && planned.stage == Stage::kNetworkBoot) {
      of_node.images.push_back(&mount.seen);
    }
    if (planned.purpose == Purpose::kLitetree) {
      of_node.trees.push_back({mount.judged.subject.mount, &mount.seen});
    }
  });
  for (OverlayPlaces& places : places_) {
    std::stable_sort(places.trees.begin(), places.trees.end(),
                     [](const SeenTree& a, const SeenTree& b) { return a.mount < b.mount; });
  }
}

PlaceHas place_has(const SeenNames& names, const MountObservation& seen, const std::string& name,
                   ExpectedKind kind) {
  const NameSeen* const found = names.find(seen, name);
  if (found == nullptr) return PlaceHas::kUnknown;
  if (found->end.ok() && found->attributes) {
    return is_taken(*found->attributes, kind) ? PlaceHas::kIt : PlaceHas::kOtherKind;
  }
  if (!is_missing(*found)) return PlaceHas::kUnknown;
  const bool below_a_file = is_status(found->end, nfs_status::kNotADirectory);
  return below_a_file ? PlaceHas::kOtherKind : PlaceHas::kNothing;
}

std::optional<Attributes> of_image(const SeenNames& names, const OverlayPlaces& places,
                                   const std::string& name) {
  for (const MountObservation* const image : places.images) {
    const NameSeen* const seen = names.find(*image, name_in_image(name));
    if (seen != nullptr && seen->end.ok() && seen->attributes) return seen->attributes;
  }
  return std::nullopt;
}

bool image_has_other_kind(const SeenNames& names, const OverlayPlaces& places,
                          const ExpectedName& wanted) {
  const auto is = of_image(names, places, wanted.name);
  return is && !is_taken(*is, wanted.kind);
}

}  // namespace nfsready::checks
