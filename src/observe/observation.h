// What the network answered: plain data, one record for each question and vantage. Written by
// `observe`, saved as JSON lines (see observation_file.h), judged by the checks without a network.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/rare.h"
#include "observe/copy_observation.h"
#include "observe/observation_part.h"

namespace nfsready {

// How a question ended.
enum class Reach : std::uint8_t {
  kNotAsked,  // an earlier answer made it pointless
  kAnswered,  // with a status of its own
  kNoRoute,   // no route to the host, or nobody there answers for its address
  kNoAnswer,  // the deadline passed
  kRefused,   // nothing listens on the port
  kClosed,    // the connection ended before the answer
  kDenied,    // the server took the call for not authorised (RFC 5531, MSG_DENIED)
  kMismatch,  // the server has the program, in other versions
  kGarbled,   // what came back is no answer to the call
  kLocal,     // this host could not ask: `detail` says why
};

inline constexpr std::array<std::string_view, 10> kReachWords = {
    "not-asked", "answered", "no-route", "no-answer", "refused",
    "closed",    "denied",   "mismatch", "garbled",   "local"};

[[nodiscard]] constexpr std::string_view word(Reach reach) {
  return kReachWords[static_cast<std::size_t>(reach)];
}

// Where a probe speaks from.
enum class VantageKind : std::uint8_t {
  kHost,       // this host, with its own address
  kNamespace,  // a network namespace that was there already
  kNode,       // a node's own address, borrowed while nobody answered for it
};

inline constexpr std::array<std::string_view, 3> kVantageWords = {"host", "namespace", "node"};

struct Vantage {
  VantageKind kind = VantageKind::kHost;
  std::string name;       // of the host, the namespace or the node
  std::string node;       // the node it stands for; empty: none
  Address source;         // the address that the server sees; not set when nothing was reached
  bool reserved = false;  // whether it asks from a port below 1024

  friend bool operator==(const Vantage&, const Vantage&) = default;
};

// The host's name as the vantage resolves it.
struct NameObservation {
  Vantage vantage;
  std::string server;
  std::vector<Address> addresses;  // sorted; empty: it does not resolve
};

// One program at one address.
struct ServiceObservation {
  std::uint32_t program = 0;  // 100000 rpcbind, 100003 NFS, 100005 MOUNT
  std::uint32_t version = 0;
  bool tcp = true;
  std::uint16_t port = 0;          // 0: not registered
  Reach reach = Reach::kNotAsked;  // of its NULL procedure
};

// One path of the MOUNT protocol's EXPORT list with its groups.
struct ExportedPath {
  std::string path;
  std::vector<std::string> groups;
};

// The survey of one address of a server.
struct ServerObservation {
  Vantage vantage;
  std::string server;
  Address address;
  Reach rpcbind = Reach::kNotAsked;          // a connection to port 111 and an answer to DUMP
  std::string detail;                        // the system's words, when it was not reached
  std::vector<ServiceObservation> services;  // registered ones of these programs, and their answers
  Reach exports_reach = Reach::kNotAsked;
  std::vector<ExportedPath> exports;  // in the server's order
  bool exports_cut = false;           // more than kMaxExports
  std::uint32_t null_us = 0;          // one NFS NULL by itself; 0: not measured
};

inline constexpr std::size_t kMaxExports = 200'000;

// What GETATTR tells (RFC 1813, fattr3).
struct Attributes {
  std::uint32_t type = 0;  // 1 file, 2 directory, 5 link; the others as in RFC 1813
  std::uint32_t mode = 0;
  std::uint32_t links = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint64_t size = 0;
  std::uint64_t used = 0;
  std::uint64_t fsid = 0;
  std::uint64_t fileid = 0;
  std::int64_t mtime = 0;  // seconds
  // Of devices. Not kept in files: only copies are compared by them.
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
};

inline constexpr std::uint32_t kTypeFile = 1;
inline constexpr std::uint32_t kTypeDirectory = 2;
inline constexpr std::uint32_t kTypeLink = 5;

// The end of one call: `status` is the protocol's own (0 is OK) and counts when it was answered.
struct CallEnd {
  Reach reach = Reach::kNotAsked;
  std::uint32_t status = 0;

  [[nodiscard]] bool ok() const { return reach == Reach::kAnswered && status == 0; }
  friend bool operator==(const CallEnd&, const CallEnd&) = default;
};

// A name below a mounted path that was looked for.
struct NameSeen {
  std::string name;  // relative, with slashes
  CallEnd end;
  std::optional<Attributes> attributes;
  std::string handle;  // in hexadecimal; empty: not kept
  // What the first symbolic link on the way says. Links that stay in the mounted path are followed:
  // the rest is about what they lead to. Of another link the attributes are its own.
  std::string link;
};

// A file that was read: whole when it is small, else whether its holes are zeros.
struct FileSeen {
  std::string name;  // relative, with slashes
  CallEnd end;
  std::string text;  // bytes as read
  bool cut = false;  // it is longer than what was read
};

struct HolesSeen {
  std::string name;
  CallEnd end;
  std::uint64_t bytes_read = 0;
  bool zeros = true;
};

// What happened to a file of our own.
struct WriteSeen {
  std::string directory;  // relative; empty: the mounted path itself
  std::string file;       // its name there
  CallEnd create;
  CallEnd write;  // near and far, and COMMIT
  CallEnd read_back;
  bool same = false;  // what was read is what was written, and the gap reads as zeros
  std::optional<Attributes> attributes;  // after COMMIT
  CallEnd remove;
};

// One mount of one path from one vantage.
struct MountObservation {
  Vantage vantage;
  std::string server;
  Address address;
  std::string path;     // as MNT asked for it
  std::string machine;  // the machine name of AUTH_SYS

  CallEnd mnt;
  std::vector<std::uint32_t> flavours;
  std::string handle;  // in hexadecimal
  // The same from a reserved port, when the first was refused. `not asked` with a detail: it could
  // not be tried.
  CallEnd reserved_mnt;
  CallEnd reserved_getattr;
  std::string detail;

  CallEnd getattr;
  std::uint32_t getattr_us = 0;  // one by itself; 0: not measured, one path of a server is
  std::optional<Attributes> root;
  CallEnd fsinfo;
  std::uint32_t read_max = 0;
  std::uint32_t write_max = 0;
  CallEnd fsstat;
  std::uint64_t bytes_total = 0;
  std::uint64_t bytes_available = 0;
  std::uint64_t files_total = 0;
  std::uint64_t files_available = 0;
  CallEnd access;
  std::uint32_t access_bits = 0;
  CallEnd listing;  // READDIRPLUS, bounded
  std::uint32_t entries = 0;
  std::vector<std::string> leftovers;  // probe files of an earlier run, relative

  std::vector<NameSeen> names;
  std::vector<FileSeen> files;
  std::vector<HolesSeen> holes;
  Rare<WriteSeen> write;
  CallEnd umnt;
};

// Whether MNT announced AUTH_SYS, or left open what it takes. A server lets other flavours' callers
// mount and look at the root, and refuses all else (RFC 1813, section 5.2.1).
[[nodiscard]] bool takes_auth_sys(const MountObservation& seen);

// Everything of one run, or of several merged.
struct Observations {
  std::vector<NameObservation> names;
  std::vector<ServerObservation> servers;
  std::vector<MountObservation> mounts;
  std::vector<CopyObservation> copies;
  std::vector<ObservationPart> parts;  // that these records came in
};

// Adds the records of one run, or of one shard of it, to others.
void merge(Observations from, Observations& to);

}  // namespace nfsready
