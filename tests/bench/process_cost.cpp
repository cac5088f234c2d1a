#include "bench/process_cost.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

namespace nfsready::bench {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

[[noreturn]] void become(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

ProcessCost run_process(const std::vector<std::string>& words) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child == 0) become(words);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  ProcessCost cost;
  cost.wall = std::chrono::duration<double>(Clock::now() - start).count();
  cost.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  cost.peak_kib = static_cast<double>(usage.ru_maxrss);
  cost.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return cost;
}

}  // namespace nfsready::bench
