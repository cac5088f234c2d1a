#include "plan/mount.h"

namespace nfsready {

Effect effect_when_refused(Purpose purpose) {
  switch (purpose) {
    case Purpose::kSpot:
    case Purpose::kRoot:
    case Purpose::kSharedRoot:
    case Purpose::kPaging:
      return Effect::kNoBoot;
    case Purpose::kPersistent:
      return Effect::kDataLoss;  // aixlitesetup goes on: "persistent" files live in memory
    case Purpose::kLitetree:
      return Effect::kWrongData;  // the files come from the image instead
    default:
      return Effect::kDegraded;
  }
}

Effect effect_when_read_only(Purpose purpose) {
  switch (purpose) {
    case Purpose::kRoot:
    case Purpose::kPaging:
      return Effect::kNoBoot;
    case Purpose::kPersistent:
      return Effect::kDataLoss;
    case Purpose::kLitetree:
      return Effect::kWriteDenied;
    default:
      return Effect::kDegraded;
  }
}

Effect effect_when_squashed(const Mount& mount) {
  switch (mount.purpose) {
    case Purpose::kSpot:
    case Purpose::kRoot:
    case Purpose::kSharedRoot:
    case Purpose::kPaging:
      return Effect::kNoBoot;  // private files of an image are mode 600 of root
    case Purpose::kPersistent:
      return Effect::kDataLoss;
    case Purpose::kLitetree:
      return Effect::kWriteDenied;
    default:
      return Effect::kDegraded;
  }
}

std::string_view symptom_when_refused(const Mount& mount) {
  switch (mount.purpose) {
    case Purpose::kPaging:
      return "LED 618 or 619";
    case Purpose::kPersistent:
      return "no message: persistent files are kept in memory and lost at the next boot";
    case Purpose::kLitetree:
      return "'Cannot mount' on the console after five tries; files come from the image";
    case Purpose::kPostscripts:
      return "a line in /var/log/xcat/xcat.log of the node; no postscripts run";
    case Purpose::kTmp:
    case Purpose::kHome:
    case Purpose::kSharedHome:
    case Purpose::kDump:
      return "the mount fails late in the boot";
    default:
      return mount.stage == Stage::kNetworkBoot ? "LED 611"
                                                : "the boot stops or hangs after phase 1";
  }
}

}  // namespace nfsready
