// Work that mostly waits for somebody else, done at the same time.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace nfsready {

// Calls work(i) for every i below `count` from at most `threads` threads, fewer where the system
// has none left. Threads, not cores: they wait for servers.
template <typename Work>
void wait_in_threads(std::size_t count, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> helpers;
  try {
    for (std::size_t i = 1; i < std::min(count, threads); ++i) helpers.emplace_back(run);
  } catch (const std::system_error&) {  // those that there are do the work
  }
  run();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace nfsready
