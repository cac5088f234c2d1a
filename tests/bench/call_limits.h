// How many calls of one kind a server answers in a second when it is asked nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"

namespace nfsready::bench {

struct CallLimit {
  std::string_view procedure;
  double per_second = 0;
  double each_path = 0;  // how often a probe without writing asks it of each path
};

// The best with one and with four connections. Mounts the paths and gives them back.
[[nodiscard]] std::vector<CallLimit> measure_limits(const Address& server,
                                                    const std::vector<std::string>& paths);

// Of two measurements of the same.
void keep_best(const std::vector<CallLimit>& next, std::vector<CallLimit>& limits);

// The paths per second of a probe that asks every call at its limit.
[[nodiscard]] double sum_of_limits(const std::vector<CallLimit>& limits);

}  // namespace nfsready::bench
