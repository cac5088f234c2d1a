// Another program's answer, within a deadline.
#pragma once

#include <string>
#include <vector>

#include "observe/deadline.h"

namespace nfsready {

struct ProgramAnswer {
  bool ended = false;  // by itself, within the deadline
  int status = -1;     // its exit status when it ended; -1: it could not be started, or was killed
  std::string output;  // what it wrote to standard output, cut off at kMaxOutput
};

inline constexpr std::size_t kMaxOutput = std::size_t{64} * 1024;

// Runs a program of the PATH; the first word is its name. Its standard input and error are empty.
// One that has not ended when the limit has passed is killed.
[[nodiscard]] ProgramAnswer ask_program(const std::vector<std::string>& words, Milliseconds limit);

}  // namespace nfsready
