// Who asks: the vantages of a run, and the nodes each of them stands for.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "observe/observation.h"
#include "observe/tcp_socket.h"

namespace nfsready {

struct Speaker {
  Vantage vantage;
  Source source;
  std::string machine;                // the machine name of AUTH_SYS
  std::vector<std::uint32_t> nodes;   // into the plans of the run
  std::string cannot_ask;             // why it asks nobody; empty: it does ask
  std::vector<Address> cannot_reach;  // from where it speaks: addresses of the very same host
  // Becomes true when it has to take back what it did, and end; null: when the run has to.
  const std::atomic<bool>* stop = nullptr;
};

}  // namespace nfsready
