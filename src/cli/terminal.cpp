#include "cli/terminal.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

namespace nfsready {

bool wants_colour(int file_descriptor) {
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  return isatty(file_descriptor) != 0 && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

// Prints from a thread of its own, so that a stage that takes long is seen while it runs.
struct Progress::Ticker {
  std::mutex mutex;
  std::condition_variable changed;
  std::string stage;
  bool done = false;
  bool shown = false;
  std::thread thread;

  void run() {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(1), [this] { return done; });
    while (!done) {
      std::fprintf(stderr, "\r\x1b[K%s ...", stage.c_str());
      std::fflush(stderr);
      shown = true;
      changed.wait_for(lock, std::chrono::milliseconds(200));
    }
    if (shown) std::fprintf(stderr, "\r\x1b[K");
  }
};

Progress::Progress() : ticker_(isatty(STDERR_FILENO) != 0 ? std::make_unique<Ticker>() : nullptr) {
  if (ticker_ != nullptr) ticker_->thread = std::thread([this] { ticker_->run(); });
}

Progress::~Progress() { stop(); }

void Progress::stop() {
  if (ticker_ == nullptr) return;
  {
    const std::lock_guard lock(ticker_->mutex);
    ticker_->done = true;
  }
  ticker_->changed.notify_all();
  ticker_->thread.join();
  ticker_.reset();
}

void Progress::stage(std::string_view what) {
  if (ticker_ == nullptr) return;
  const std::lock_guard lock(ticker_->mutex);
  ticker_->stage = what;
}

}  // namespace nfsready
