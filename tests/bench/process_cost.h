// What a run of a program costs.
#pragma once

#include <string>
#include <vector>

namespace nfsready::bench {

struct ProcessCost {
  double wall = 0;      // seconds
  double cpu = 0;       // seconds
  double peak_kib = 0;  // of resident memory
  int status = 0;       // of its exit; -1: it was ended
};

// Runs it to its end, its output discarded. The first word is the program, found as a shell does.
[[nodiscard]] ProcessCost run_process(const std::vector<std::string>& words);

}  // namespace nfsready::bench
