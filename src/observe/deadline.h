// Time that is left for something that may never end.
#pragma once

#include <algorithm>
#include <chrono>

namespace nfsready {

using Milliseconds = std::chrono::milliseconds;

class Deadline {
 public:
  explicit Deadline(Milliseconds left) : end_(Clock::now() + left) {}

  [[nodiscard]] bool passed() const { return Clock::now() >= end_; }
  // What poll(2) may wait: rounded up, so that it does not spin in the last millisecond.
  [[nodiscard]] int poll_timeout() const {
    const auto left = std::chrono::ceil<Milliseconds>(end_ - Clock::now());
    return static_cast<int>(std::max<Milliseconds::rep>(0, left.count()));
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point end_;
};

}  // namespace nfsready
