// Mounts paths of one server as a node would, looks, and leaves everything as it was.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "observe/observation.h"
#include "observe/pipeline.h"
#include "observe/target.h"

namespace nfsready {

struct ProbeOptions {
  PipelineLimits limits;
  bool write = true;              // create, write and remove a file of our own where nodes write
  bool reserved_fallback = true;  // ask from a reserved port what is refused from another one
  const std::atomic<bool>* stop = nullptr;
  // How many bytes of files' texts may still be kept; shared by the probes of a run, and counted
  // down. Null: no end of them.
  std::atomic<std::int64_t>* text_bytes_left = nullptr;
};

// One server as one vantage sees it.
struct ProbeServer {
  Vantage vantage;
  Source source;
  Address address;
  std::uint16_t mount_port = 0;
  std::uint16_t nfs_port = 0;
};

// One observation for every target, in the order of the targets. Blocks. Whatever it does is undone
// before it returns, also when `stop` becomes true meanwhile: its files are removed, its mounts are
// given back; what could not be undone is in the observation.
[[nodiscard]] std::vector<MountObservation> probe(const ProbeServer& server,
                                                  const std::vector<Target>& targets,
                                                  const ProbeOptions& options);

}  // namespace nfsready
