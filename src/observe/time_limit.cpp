#include "observe/time_limit.h"

#include <sys/socket.h>

#include <algorithm>
#include <system_error>

namespace nfsready {

namespace {

constexpr Milliseconds kGlance{100};  // at the user's wish to stop

}  // namespace

TimeLimit::TimeLimit(int socket, Milliseconds limit, const std::atomic<bool>* stop) {
  // Where the system has no thread left, the library's own limits have to do.
  try {
    watcher_ = std::thread(
        [this, socket, deadline = Deadline(limit), stop] { watch(socket, deadline, stop); });
  } catch (const std::system_error&) {
    return;
  }
}

TimeLimit::~TimeLimit() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  change_.notify_one();
  if (watcher_.joinable()) watcher_.join();
}

void TimeLimit::watch(int socket, const Deadline& deadline, const std::atomic<bool>* stop) {
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    if (deadline.passed() || (stop != nullptr && *stop)) {
      has_passed_ = true;
      shutdown(socket, SHUT_RDWR);
      return;
    }
    change_.wait_for(lock, std::min(kGlance, Milliseconds(deadline.poll_timeout())));
  }
}

}  // namespace nfsready
