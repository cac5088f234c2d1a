// A limit for a whole conversation. libtirpc waits anew for every byte, so that a server which
// sends one now and then would keep its caller for ever.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "observe/deadline.h"

namespace nfsready {

class TimeLimit {
 public:
  // Ends the connection, for whoever reads or writes it, when `limit` has passed or `stop` (may be
  // null) becomes true. The socket is not taken over, and has to outlive this.
  TimeLimit(int socket, Milliseconds limit, const std::atomic<bool>* stop);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  // Whether it ended the connection.
  [[nodiscard]] bool has_passed() const { return has_passed_; }

 private:
  void watch(int socket, const Deadline& deadline, const std::atomic<bool>* stop);

  std::mutex mutex_;
  std::condition_variable change_;
  bool is_over_ = false;
  std::atomic<bool> has_passed_{false};
  std::thread watcher_;
};

}  // namespace nfsready
