// Sources: the LED codes of rc.boot, the messages of mount and of the NFS client (AIX), and the
// statelite scripts of xCAT (aixlitesetup, hooks of rc.dd_boot).
#include "cli/symptoms.h"

#include <array>

namespace nfsready {

namespace {

// The server answers, and says no.
constexpr std::array<std::string_view, 27> kRefusals = {
    "NR507", "NR509", "NR508", "NR506", "NR202", "NR201", "NR113", "NR205", "NR101",
    "NR102", "NR107", "NR108", "NR103", "NR109", "NR115", "NR116", "NR211", "NR106",
    "NR117", "NR104", "NR119", "NR105", "NR122", "NR125", "NR123", "NR126", "NR129"};

// Nobody answers: no address, an old one, or one of a machine that may be down.
constexpr std::array<std::string_view, 14> kSilences = {"NR501", "NR503", "NR502", "NR505", "NR305",
                                                        "NR325", "NR303", "NR324", "NR803", "NR804",
                                                        "NR308", "NR312", "NR304", "NR302"};

// The mount is made, and then root cannot read or write.
constexpr std::array<std::string_view, 11> kDenials = {"NR604", "NR605", "NR601", "NR603",
                                                       "NR602", "NR203", "NR204", "NR121",
                                                       "NR206", "NR105", "NR102"};

constexpr std::array<std::string_view, 22> kLostPersistence = {
    "NR604", "NR605", "NR603", "NR418", "NR201", "NR202", "NR204", "NR203",
    "NR205", "NR401", "NR405", "NR402", "NR403", "NR404", "NR406", "NR407",
    "NR417", "NR424", "NR426", "NR410", "NR413", "NR425"};

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

// Mounts that a symptom can come from.
constexpr std::array<Stage, 1> kFirst = {Stage::kNetworkBoot};
constexpr std::array<Stage, 2> kRoot = {Stage::kNetworkBoot, Stage::kRemount};
constexpr std::array<Stage, 2> kLater = {Stage::kRemount, Stage::kOverlay};
constexpr std::array<Stage, 1> kPaging = {Stage::kPaging};
constexpr std::array<Stage, 1> kOverlay = {Stage::kOverlay};
constexpr std::array<Stage, 1> kLast = {Stage::kAfterBoot};
// What else explains one, the likeliest first.
constexpr std::array<std::string_view, 4> kInfoFile = {"NR313", "NR319", "NR314", "NR901"};
constexpr std::array<std::string_view, 5> kFiles = {"NR307", "NR317", "NR322", "NR306", "NR309"};
constexpr std::array<std::string_view, 6> kUnusableInfoFile = {"NR909", "NR313", "NR903",
                                                               "NR319", "NR314", "NR901"};
constexpr std::array<std::string_view, 2> kPortRule = {"NR205", "NR203"};
constexpr std::array<std::string_view, 3> kReverseNames = {"NR106", "NR202", "NR805"};
constexpr std::array<std::string_view, 1> kVersions = {"NR115"};
constexpr std::array<std::string_view, 3> kNoPath = {"NR201", "NR310", "NR404"};
constexpr std::array<std::string_view, 2> kReadOnly = {"NR204", "NR206"};
constexpr std::array<std::string_view, 3> kNotRoot = {"NR203", "NR202", "NR121"};
constexpr std::array<std::string_view, 2> kSquashed = {"NR203", "NR121"};
constexpr std::array<std::string_view, 5> kHandles = {"NR802", "NR111", "NR110", "NR801", "NR806"};
constexpr std::array<std::string_view, 3> kNoSource = {"NR414", "NR411", "NR415"};

constexpr auto kSymptoms = std::to_array<Symptom>({
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
     kUnusableInfoFile,
     {},
     "the file <tftpdir>/<node address>.info"},
    {"610", "LED 610: an NFS mount is being tried; a hang means that the server does not answer.",
     kSilences, kFirst, kServerUp},
    {"611", "LED 611: an NFS mount of the network boot failed.", kRefusals, kFirst, kMountdLog,
     true},
    {"612", "LED 612: the mounts of the network boot are made; the boot script is being read.",
     kDenials, kFirst, "the SPOT: lib/boot/network/rc.dd_boot below it"},
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
    {"616", "LED 616: a dataless root is being converted.", kDenials, kRoot, kRootMayWrite},
    {"617", "LED 617: a dataless root could not be converted.", kDenials, kRoot, kRootMayWrite},
    {"618", "LED 618: remote paging is being configured.", kRefusals, kPaging,
     "the paging file on its server, and its export", true},
    {"619", "LED 619: remote paging failed.", kRefusals, kPaging,
     "the paging file on its server, and its export", true},
    {"620", "LED 620: devices are merged into the root; writes start here.", kDenials, kRoot,
     kRootMayWrite},
    {"622", "LED 622: the network boot script ends; / and /usr are mounted again.", kFiles, kLater,
     "etc/filesystems of the node, and the exports of what it names", true},
    {"553",
     "LED 553: the boot has come to init; its NFS mounts but the last ones are made.",
     {},
     kLast,
     "inittab and /etc/rc of the node; few NFS problems show here",
     true},
    {"911", "LED 911: a hook of xCAT in rc.dd_boot has a console; statelite mounts follow.",
     kLostPersistence, kOverlay, "/.statelite/statelite.log on the node", true},
    {"phase 1", "The first mounts are made; / and /usr are mounted again.", kFiles, kRoot,
     "etc/filesystems of the node, and the exports of what it names", true},
    {"operation not permitted",
     "The server accepts the mount and refuses the first NFS call: the rule on source ports.",
     kPortRule,
     {},
     "'secure' in the server's exports, nfso nfs_use_reserved_ports",
     true},
    {"access denied",
     kDenied,
     kRefusals,
     {},
     "the names that the server resolves for the node",
     true},
    {"1831-011", kDenied, kRefusals, {}, "the names that the server resolves for the node", true},
    {"access permissions do not allow",
     kDenied,
     kRefusals,
     {},
     "the names that the server resolves for the node",
     true},
    {"1831-008",
     "The client gives up a mount.",
     kRefusals,
     {},
     "the message in the line above it",
     true},
    {"0506-324",
     "A mount failed; the reason stands behind it.",
     kRefusals,
     {},
     "the reason at the end of the line",
     true},
    {"1831-019",
     "The mount failed within the server's answer, as when it cannot resolve the client.",
     kReverseNames,
     {},
     "the reverse name of the node on the server",
     true},
    {"1831-010", kNoAnswer, kSilences, {}, kServerUp},
    {"not responding", kNoAnswer, kSilences, {}, kServerUp},
    {"timed out", kNoAnswer, kSilences, {}, kServerUp},
    {"port mapper", kNoAnswer, kSilences, {}, kServerUp},
    {"not registered",
     "The server runs, but not the NFS service that is asked for.",
     kVersions,
     {},
     kServerUp},
    {"does not exist",
     "The path is not there on the server.",
     kNoPath,
     {},
     "the directory on the server",
     true},
    {"read-only",
     "The node may not write.",
     kReadOnly,
     {},
     "the rights of the export and of the file system below it"},
    {"read permission only",
     "The node may not write.",
     kReadOnly,
     {},
     "the rights of the export and of the file system below it"},
    {"permission denied",
     "Root is not root on the server.",
     kNotRoot,
     {},
     "root_squash and modes of the files"},
    {"not owner",
     "Root is not root on the server.",
     kSquashed,
     {},
     "root_squash and modes of the files"},
    {"stale",
     "The server does not know its own file handle any more.",
     kHandles,
     {},
     "fsid= of the export on every head"},
    {"cannot mount", "aixlitesetup could not mount a tree.", kRefusals, kOverlay,
     "the litetree directories on their server", true},
    {"could not find", "aixlitesetup found a file in no tree and not in the image.", kNoSource,
     kOverlay, "the trees of the node, and .default in its image"},
    {"persistent", "Persistent files are gone: the persistent area was not mounted.",
     kLostPersistence, kOverlay, "/.statelite/statelite.log on the node", true},
    {"postscripts", "The postscripts did not run.", kRefusals, kLast,
     "/var/log/xcat/xcat.log on the node", true},
    {"fails late", "A mount after the boot failed.", kRefusals, kLast,
     "etc/filesystems of the node", true},
});

}  // namespace

std::span<const Symptom> known_symptoms() { return kSymptoms; }

}  // namespace nfsready
