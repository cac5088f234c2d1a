// A tree as an NFS server shows it, read over several calls at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/address.h"
#include "base/result.h"
#include "copy/tree.h"
#include "observe/pipeline.h"
#include "observe/tcp_socket.h"

namespace nfsready {

class NfsWalk;

// Where a tree is, and who asks for it.
struct NfsPlace {
  Source source;
  Address address;
  std::uint16_t mount_port = 0;
  std::uint16_t nfs_port = 0;
  std::string path;     // as MNT asks for it
  std::string machine;  // the machine name of AUTH_SYS
};

struct NfsTreeLimits {
  PipelineLimits pipeline;
  Milliseconds patience{30'000};       // how long a server that went away is waited for
  std::size_t most_names = 4'000'000;  // in one directory
};

// Whether the directory at a path below the root is not to be read: nobody wants to know what is
// in it. Asked from the tree's own thread; null: all are read.
using LeftOut = std::function<bool(const std::string& path)>;

// Why a tree could not be opened.
struct NoTree {
  std::string words;
  bool missing = false;  // the server answered: there is no such directory, or it is none
  bool stale = false;    // the server grants the path, and knows its directory no more
};

// A mounted tree; its destructor gives the mount back. Directories are read ahead, links are read,
// in a thread of its own; memory is bounded by the directories read ahead, whatever the tree.
// Answers are hostile input: a directory that never ends, comes round again or holds names that no
// file has is a listing in trouble. `stop` (may be null) ends the reading: what is left is in
// trouble.
class NfsTree : public Tree {
 public:
  [[nodiscard]] static std::unique_ptr<NfsTree> open(const NfsPlace& place,
                                                     const NfsTreeLimits& limits,
                                                     const LeftOut& left_out,
                                                     const std::atomic<bool>* stop, NoTree& why);
  ~NfsTree() override;

  [[nodiscard]] const Entry& root() const override;
  [[nodiscard]] std::optional<Listing> next() override;
  [[nodiscard]] std::uint64_t left() const override;

 private:
  class Mounted;
  NfsTree(std::unique_ptr<Mounted> mounted, Entry root, std::unique_ptr<NfsWalk> walk);

  std::unique_ptr<Mounted> mounted_;
  Entry root_;
  std::unique_ptr<NfsWalk> walk_;
};

}  // namespace nfsready
