// Sources: the LED codes of rc.boot, the messages of mount and of the NFS client (AIX), and the
// statelite scripts of xCAT (aixlitesetup, hooks of rc.dd_boot).
#include "cli/symptoms.h"

namespace nfsready {

namespace {

using Checks = std::vector<std::string_view>;
using Stages = std::vector<Stage>;

// The server answers, and says no.
const Checks& refusals() {
  static const Checks kChecks = {"NR202", "NR201", "NR113", "NR205", "NR101", "NR102",
                                 "NR107", "NR108", "NR103", "NR109", "NR115", "NR116",
                                 "NR211", "NR106", "NR117", "NR104", "NR119", "NR105",
                                 "NR122", "NR125", "NR123", "NR126", "NR129"};
  return kChecks;
}

// Nobody answers: no address, an old one, or one of a machine that may be down.
const Checks& silences() {
  static const Checks kChecks = {"NR305", "NR325", "NR303", "NR324", "NR803",
                                 "NR804", "NR308", "NR312", "NR304", "NR302"};
  return kChecks;
}

// The mount is made, and then root cannot read or write.
const Checks& denials() {
  static const Checks kChecks = {"NR203", "NR204", "NR121", "NR206", "NR105", "NR102"};
  return kChecks;
}

const Checks& lost_persistence() {
  static const Checks kChecks = {"NR418", "NR201", "NR202", "NR204", "NR203", "NR205", "NR401",
                                 "NR405", "NR402", "NR403", "NR404", "NR406", "NR407", "NR417",
                                 "NR424", "NR426", "NR410", "NR413", "NR425"};
  return kChecks;
}

constexpr std::string_view kMountdLog =
    "the log of mountd on the server: 'unmatched host', 'no export entry', 'illegal port'";
constexpr std::string_view kServerUp =
    "the network to the server, rpcbind, mountd and nfsd on it, and firewalls";
constexpr std::string_view kRootMayWrite = "whether root may write in the node's root";
constexpr std::string_view kNoAnswer = "The server does not answer; a refusal would come at once.";
constexpr std::string_view kDenied =
    "The mount daemon refuses: the client is in no list that counts.";
constexpr std::string_view kNetwork =
    "the adapter, the cable and if1 of the NIM machine; this comes before any NFS mount";

std::vector<Symptom> make_symptoms() {
  static const Stages kFirst = {Stage::kNetworkBoot};
  static const Stages kRoot = {Stage::kNetworkBoot, Stage::kRemount};
  static const Stages kLater = {Stage::kRemount, Stage::kOverlay};
  static const Stages kPaging = {Stage::kPaging};
  static const Stages kOverlay = {Stage::kOverlay};
  static const Stages kLast = {Stage::kAfterBoot};
  static const Checks kInfoFile = {"NR313", "NR319", "NR314", "NR901"};
  static const Checks kFiles = {"NR307", "NR317", "NR322", "NR306", "NR309"};
  return {
      {"600", "LED 600: the network boot begins.", {}, {}, kNetwork},
      {"602", "LED 602: the network is being configured.", {}, {}, kNetwork},
      {"604", "LED 604: the network is being configured.", {}, {}, kNetwork},
      {"605", "LED 605: the network could not be configured.", {}, {}, kNetwork},
      {"606", "LED 606: the network is being configured.", {}, {}, kNetwork},
      {"607", "LED 607: the boot interface could not be configured.", {}, {}, kNetwork},
      {"608",
       "LED 608: the niminfo file is fetched by tftp; a hang means that it is not served.",
       kInfoFile,
       {},
       "tftp on the service node, and the file <tftpdir>/<node address>.info"},
      {"609",
       "LED 609: the niminfo file is missing, empty or lacks variables.",
       {"NR909", "NR313", "NR903", "NR319", "NR314", "NR901"},
       {},
       "the file <tftpdir>/<node address>.info"},
      {"610", "LED 610: an NFS mount is being tried; a hang means that the server does not answer.",
       silences(), kFirst, kServerUp},
      {"611", "LED 611: an NFS mount of the network boot failed.", refusals(), kFirst, kMountdLog,
       true},
      {"612", "LED 612: the mounts of the network boot are made; the boot script is being read.",
       denials(), kFirst, "the SPOT: lib/boot/network/rc.dd_boot below it"},
      {"613",
       "LED 613: a route could not be set.",
       {},
       {},
       "ROUTES in the niminfo file and the networks table; this is no NFS problem"},
      {"614",
       "LED 614: a local paging space is being set up.",
       {},
       {},
       "the disks of the node; this is no NFS problem"},
      {"615",
       "LED 615: a local paging space could not be set up.",
       {},
       {},
       "the disks of the node; this is no NFS problem"},
      {"616", "LED 616: a dataless root is being converted.", denials(), kRoot, kRootMayWrite},
      {"617", "LED 617: a dataless root could not be converted.", denials(), kRoot, kRootMayWrite},
      {"618", "LED 618: remote paging is being configured.", refusals(), kPaging,
       "the paging file on its server, and its export", true},
      {"619", "LED 619: remote paging failed.", refusals(), kPaging,
       "the paging file on its server, and its export", true},
      {"620", "LED 620: devices are merged into the root; writes start here.", denials(), kRoot,
       kRootMayWrite},
      {"622", "LED 622: the network boot script ends; / and /usr are mounted again.", kFiles,
       kLater, "etc/filesystems of the node, and the exports of what it names", true},
      {"553",
       "LED 553: the boot has come to init; its NFS mounts but the last ones are made.",
       {},
       kLast,
       "inittab and /etc/rc of the node; few NFS problems show here",
       true},
      {"911", "LED 911: a hook of xCAT in rc.dd_boot has a console; statelite mounts follow.",
       lost_persistence(), kOverlay, "/.statelite/statelite.log on the node", true},
      {"phase 1", "The first mounts are made; / and /usr are mounted again.", kFiles, kRoot,
       "etc/filesystems of the node, and the exports of what it names", true},
      {"operation not permitted",
       "The server accepts the mount and refuses the first NFS call: the rule on source ports.",
       {"NR205", "NR203"},
       {},
       "'secure' in the server's exports, nfso nfs_use_reserved_ports",
       true},
      {"access denied",
       kDenied,
       refusals(),
       {},
       "the names that the server resolves for the node",
       true},
      {"1831-011",
       kDenied,
       refusals(),
       {},
       "the names that the server resolves for the node",
       true},
      {"access permissions do not allow",
       kDenied,
       refusals(),
       {},
       "the names that the server resolves for the node",
       true},
      {"1831-008",
       "The client gives up a mount.",
       refusals(),
       {},
       "the message in the line above it",
       true},
      {"0506-324",
       "A mount failed; the reason stands behind it.",
       refusals(),
       {},
       "the reason at the end of the line",
       true},
      {"1831-019",
       "The mount failed within the server's answer, as when it cannot resolve the client.",
       {"NR106", "NR202", "NR805"},
       {},
       "the reverse name of the node on the server",
       true},
      {"1831-010", kNoAnswer, silences(), {}, kServerUp},
      {"not responding", kNoAnswer, silences(), {}, kServerUp},
      {"timed out", kNoAnswer, silences(), {}, kServerUp},
      {"port mapper", kNoAnswer, silences(), {}, kServerUp},
      {"not registered",
       "The server runs, but not the NFS service that is asked for.",
       {"NR115"},
       {},
       kServerUp},
      {"does not exist",
       "The path is not there on the server.",
       {"NR201", "NR310", "NR404"},
       {},
       "the directory on the server",
       true},
      {"read-only",
       "The node may not write.",
       {"NR204", "NR206"},
       {},
       "the rights of the export and of the file system below it"},
      {"read permission only",
       "The node may not write.",
       {"NR204", "NR206"},
       {},
       "the rights of the export and of the file system below it"},
      {"permission denied",
       "Root is not root on the server.",
       {"NR203", "NR202", "NR121"},
       {},
       "root_squash and modes of the files"},
      {"not owner",
       "Root is not root on the server.",
       {"NR203", "NR121"},
       {},
       "root_squash and modes of the files"},
      {"stale",
       "The server does not know its own file handle any more.",
       {"NR802", "NR111", "NR110", "NR801", "NR806"},
       {},
       "fsid= of the export on every head"},
      {"cannot mount", "aixlitesetup could not mount a tree.", refusals(), kOverlay,
       "the litetree directories on their server", true},
      {"could not find",
       "aixlitesetup found a file in no tree and not in the image.",
       {"NR414", "NR411", "NR415"},
       kOverlay,
       "the trees of the node, and .default in its image"},
      {"persistent", "Persistent files are gone: the persistent area was not mounted.",
       lost_persistence(), kOverlay, "/.statelite/statelite.log on the node", true},
      {"postscripts", "The postscripts did not run.", refusals(), kLast,
       "/var/log/xcat/xcat.log on the node", true},
      {"fails late", "A mount after the boot failed.", refusals(), kLast,
       "etc/filesystems of the node", true},
  };
}

}  // namespace

const std::vector<Symptom>& known_symptoms() {
  static const std::vector<Symptom> symptoms = make_symptoms();
  return symptoms;
}

}  // namespace nfsready
