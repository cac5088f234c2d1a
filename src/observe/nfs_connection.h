// One connection to a mount daemon or an NFS server, speaking MOUNT version 3 and NFS version 3
// (RFC 1813) as an AIX client does. The only room that knows libnfs.
//
// Calls are queued and their answers arrive while service() runs. A connection belongs to one
// thread. Answers come from a server that nobody vouches for: what is passed on is bounded, and
// names are passed on as they came.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "observe/observation.h"
#include "observe/tcp_socket.h"

namespace nfsready {

// A file handle: up to 64 bytes that only the server understands.
using Handle = std::string;

// What the credential of AUTH_SYS says: uid 0 and gid 0 of this machine.
struct Identity {
  std::string machine;
};

struct DirectoryEntry {
  std::string name;
  std::uint64_t cookie = 0;
  std::optional<Attributes> attributes;
  Handle handle;
};

// The answer to any procedure. What a procedure does not return stays empty.
struct Reply {
  CallEnd end;
  Handle handle;                         // MNT, LOOKUP, CREATE
  std::vector<std::uint32_t> flavours;   // MNT
  std::optional<Attributes> attributes;  // GETATTR, LOOKUP, READ
  std::uint32_t access = 0;              // ACCESS
  std::uint32_t read_max = 0;            // FSINFO
  std::uint32_t write_max = 0;           // FSINFO
  std::uint64_t bytes_total = 0;         // FSSTAT
  std::uint64_t bytes_available = 0;     // FSSTAT
  std::uint64_t files_total = 0;         // FSSTAT
  std::uint64_t files_available = 0;     // FSSTAT
  std::string data;                      // READ; READLINK: the target's first 4096 bytes
  bool end_of_file = false;              // READ, READDIR, READDIRPLUS
  std::vector<DirectoryEntry> entries;   // READDIR: only names and cookies; READDIRPLUS
  std::uint64_t cookie = 0;              // of the last entry of a page, left out or not
  std::size_t left_out = 0;              // entries of a page with names that no file has
  std::string cookie_verifier;           // READDIR, READDIRPLUS
};

using Answered = std::function<void(Reply)>;

struct DirectoryPosition {
  std::uint64_t cookie = 0;
  std::string verifier;  // 8 bytes, or empty at the start
};

class NfsConnection {
 public:
  // Takes over a connected socket. Every call is answered within `call_limit` as long as service()
  // is called at least ten times a second.
  NfsConnection(Descriptor socket, Milliseconds call_limit);
  ~NfsConnection();  // answers what is pending with Reach::kClosed
  NfsConnection(const NfsConnection&) = delete;
  NfsConnection& operator=(const NfsConnection&) = delete;

  // For poll(2).
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] short events() const;
  // Sends, receives, answers. False when the connection is of no more use: destroy it.
  [[nodiscard]] bool service(short revents);
  // Calls that were queued and not answered.
  [[nodiscard]] std::size_t pending() const;

  // The procedures. `answered` is called exactly once, from service() or from the destructor.
  // MOUNT:
  void mnt(const Identity& identity, const std::string& path, Answered answered);
  void umnt(const Identity& identity, const std::string& path, Answered answered);
  // NFS:
  void null(Answered answered);
  void getattr(const Identity& identity, const Handle& file, Answered answered);
  void access(const Identity& identity, const Handle& file, Answered answered);
  void fsinfo(const Identity& identity, const Handle& root, Answered answered);
  void fsstat(const Identity& identity, const Handle& root, Answered answered);
  void lookup(const Identity& identity, const Handle& directory, const std::string& name,
              Answered answered);
  void readdirplus(const Identity& identity, const Handle& directory, const DirectoryPosition& from,
                   Answered answered);
  void readdir(const Identity& identity, const Handle& directory, const DirectoryPosition& from,
               Answered answered);
  void readlink(const Identity& identity, const Handle& link, Answered answered);
  void read(const Identity& identity, const Handle& file, std::uint64_t offset, std::uint32_t count,
            Answered answered);
  // GUARDED: never opens a file that is there already.
  void create(const Identity& identity, const Handle& directory, const std::string& name,
              Answered answered);
  // UNSTABLE: to be followed by commit().
  void write(const Identity& identity, const Handle& file, std::uint64_t offset,
             const std::string& data, Answered answered);
  void commit(const Identity& identity, const Handle& file, Answered answered);
  void remove(const Identity& identity, const Handle& directory, const std::string& name,
              Answered answered);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nfsready
