// The options of everything that asks servers: observe, check --live and clean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "cli/options.h"
#include "observe/tcp_socket.h"

namespace nfsready {

struct Shard {
  std::uint32_t index = 1;  // from 1
  std::uint32_t count = 1;
};

struct LiveRequest {
  std::string network_namespace;  // may hold "{node}"; empty: this host's own
  std::string as_node;  // the interface on which nodes' addresses are borrowed; empty: none
  PortClass port = PortClass::kAny;
  bool write = true;
  std::size_t in_flight = 128;
  std::uint32_t timeout_seconds = 5;
  Shard shard;
};

// Where to ask from, and how gently: --netns, --client, --source-port, --max-in-flight, --timeout.
void add_caller_options(boost::program_options::options_description& options);

// These, and those of asking for nodes: --as-node, --shard.
void add_vantage_options(boost::program_options::options_description& options);

// These, and --no-write.
void add_live_options(boost::program_options::options_description& options);

// Whether the user gave one of them.
[[nodiscard]] bool has_live_option(const ParsedOptions& options);

// Whose word counts where --shard is not given. A verdict on a part that nobody asked for would
// pass for one on the whole.
enum class Shards : std::uint8_t {
  kNone,
  kOfTheScheduler,  // what Slurm, Open MPI or MPICH say in the environment
};

// An error says what is wrong with the options.
[[nodiscard]] Result<LiveRequest> read_live_request(const ParsedOptions& options,
                                                    Shards whose = Shards::kNone);

}  // namespace nfsready
