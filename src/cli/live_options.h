// The options of everything that asks servers: observe and check --live.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/audit.h"
#include "cli/options.h"
#include "observe/clean.h"
#include "observe/observe.h"

namespace nfsready {

struct Shard {
  std::uint32_t index = 1;  // from 1
  std::uint32_t count = 1;
};

struct LiveRequest {
  std::string network_namespace;  // may hold "{node}"; empty: this host's own
  PortClass port = PortClass::kAny;
  bool write = true;
  std::size_t in_flight = 64;
  std::uint32_t timeout_seconds = 5;
  Shard shard;
};

void add_live_options(boost::program_options::options_description& options);

// An error says what is wrong with the options. Where --shard is not given, what Slurm, Open MPI
// or MPICH say in the environment counts.
[[nodiscard]] Result<LiveRequest> read_live_request(const ParsedOptions& options);

// Asks the servers of an audit. An error means that nothing could be asked.
[[nodiscard]] Result<Observations> observe_live(const Audit& audit, const LiveRequest& request,
                                                const std::atomic<bool>& stop, Progress& progress);

// The files that killed runs have left on the servers of an audit, removed. An error means that
// nothing could be asked.
[[nodiscard]] Result<std::vector<CleanedFile>> clean_live(const Audit& audit,
                                                          const LiveRequest& request,
                                                          const std::atomic<bool>& stop,
                                                          Progress& progress);

}  // namespace nfsready
