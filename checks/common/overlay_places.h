// Where the litefile entries of a statelite node come from, as it was seen: its trees, and the
// image in its shared root.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checks/common/observed.h"
#include "checks/common/seen_names.h"
#include "engine/context.h"

namespace nfsready::checks {

struct SeenTree {
  std::uint32_t mount = 0;  // of the node's plan
  const MountObservation* seen = nullptr;
};

struct OverlayPlaces {
  std::vector<SeenTree> trees;  // in the order of the plan; a tree may have been seen several times
  std::vector<const MountObservation*> images;
};

// Of every node of the run, by Subject::node. For Context::shared().
class OverlayPlacesOfNodes {
 public:
  explicit OverlayPlacesOfNodes(const Context& context);
  [[nodiscard]] const OverlayPlaces& of(const Subject& subject) const {
    return places_[subject.node];
  }

 private:
  std::vector<OverlayPlaces> places_;
};

// What lies in one place.
enum class PlaceHas : std::uint8_t {
  kUnknown,
  kNothing,
  kOtherKind,  // a file where a directory is wanted, or on the way to it; or the reverse
  kIt,         // of a kind that the boot script takes
};
[[nodiscard]] PlaceHas place_has(const SeenNames& names, const MountObservation& seen,
                                 const std::string& name, ExpectedKind kind);

// The image's own, from the first copy that shows it; nothing: none was seen.
[[nodiscard]] std::optional<Attributes> of_image(const SeenNames& names,
                                                 const OverlayPlaces& places,
                                                 const std::string& name);
// Whether the image, too, has another kind there: then the entry is written wrong.
[[nodiscard]] bool image_has_other_kind(const SeenNames& names, const OverlayPlaces& places,
                                        const ExpectedName& wanted);

}  // namespace nfsready::checks
