// One thing a node mounts at boot.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "finding/run_result.h"
#include "finding/severity.h"
#include "model/site.h"

namespace nfsready {

enum class Purpose : std::uint8_t {
  kSpot,
  kRoot,
  kSharedRoot,
  kPaging,
  kTmp,
  kHome,
  kSharedHome,
  kDump,
  kPersistent,
  kLitetree,
  kPostscripts,
};

inline constexpr std::array<std::string_view, 11> kPurposeWords = {
    "spot",        "root", "shared_root", "paging",   "tmp",        "home",
    "shared_home", "dump", "persistent",  "litetree", "postscripts"};

[[nodiscard]] constexpr std::string_view word(Purpose purpose) {
  return kPurposeWords[static_cast<std::size_t>(purpose)];
}

// When the mount happens, in the order of a boot.
enum class Stage : std::uint8_t {
  kNetworkBoot,  // rc.dd_boot, from the niminfo file: LED 610, 611
  kRemount,      // `/` and `/usr` again, from the filesystems file
  kPaging,       // LED 618, 619
  kOverlay,      // aixlitesetup
  kAfterBoot,    // from inittab
};

struct Mount {
  Purpose purpose = Purpose::kSpot;
  Stage stage = Stage::kNetworkBoot;
  std::string_view server_text;     // the server as the node is told; empty: nobody told it
  std::uint32_t server = kNoIndex;  // into Site::servers; kNoIndex: not in the snapshot
  std::string_view path;            // empty: not known
  std::string_view asked;  // what the mount daemon is asked for: the path, or the directory
                           // of a paging file
  Needs needs;
  bool write_is_likely = false;  // whether it writes depends on what the tree holds
  std::uint8_t version = 3;      // of NFS
  Span origin;                   // the line that makes the node mount this
  Span row;                      // the table row behind it, when it is another place
};

// The lines of the generated tables that the boot scripts of a statelite node select, in file
// order. They are selected by `grep <name>`, so they may be lines of other nodes.
struct OverlayLines {
  std::vector<const GeneratedLine*> statelite;
  std::vector<const GeneratedLine*> litefile;
  std::vector<const GeneratedLine*> litetree;
  // Comment lines of the statelite table: only the hook that fetches basecust takes them.
  std::vector<const GeneratedLine*> statelite_comments;
};

struct NodePlan {
  std::uint32_t node = kNoIndex;  // into Site::nodes
  std::vector<Mount> mounts;      // in boot order
  std::string_view boot_name;     // NIM_HOSTNAME up to its first dot: what the scripts grep for
  const GeneratedTables* tables = nullptr;  // what the node reads; null: not collected
  OverlayLines overlay;
};

// What it does to the node when the server refuses the mount, and when it grants too little.
[[nodiscard]] Effect effect_when_refused(Purpose purpose);
[[nodiscard]] Effect effect_when_read_only(Purpose purpose);
[[nodiscard]] Effect effect_when_squashed(const Mount& mount);

// The LED or message an administrator sees when the mount fails; for people.
[[nodiscard]] std::string_view symptom_when_refused(const Mount& mount);

}  // namespace nfsready
