// Text made while the site is built: it lives as long as the pool and never moves.
#pragma once

#include <forward_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace nfsready {

class TextPool {
 public:
  // Safe from several threads.
  std::string_view keep(std::string text) {
    const std::lock_guard lock(mutex_);
    return texts_.emplace_front(std::move(text));
  }

 private:
  std::mutex mutex_;
  std::forward_list<std::string> texts_;
};

}  // namespace nfsready
