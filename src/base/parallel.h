// Work spread over the machine's cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace nfsready {

// Calls work(begin, end) for chunks that cover [0, count), on all cores, and returns when all are
// done. `work` must not throw, and must write only to places that belong to its own indices: then
// the result is the same whatever the number of threads.
template <typename Work>
void parallel_chunks(std::size_t count, std::size_t chunk, const Work& work) {
  const std::size_t chunks = (count + chunk - 1) / chunk;
  const std::size_t threads =
      std::min<std::size_t>(chunks, std::max(1U, std::thread::hardware_concurrency()));
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < chunks; i = next++) {
      work(i * chunk, std::min(count, (i + 1) * chunk));
    }
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(run);
  run();
  for (std::thread& helper : helpers) helper.join();
}

// Calls work(i) for every i in [0, count). The same rules apply.
template <typename Work>
void parallel_for(std::size_t count, const Work& work) {
  parallel_chunks(count, 1, [&](std::size_t begin, std::size_t) { work(begin); });
}

}  // namespace nfsready
