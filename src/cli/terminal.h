// Whether and how to talk to a terminal.
#pragma once

#include <memory>
#include <string_view>

namespace nfsready {

// Colour only on a terminal, never under NO_COLOR or TERM=dumb (no-color.org).
[[nodiscard]] bool wants_colour(int file_descriptor);

// One line on standard error, for work that takes longer than a second. Nothing is shown before
// that, nor when standard error is no terminal; it is wiped before anything else is printed.
class Progress {
 public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // Tells what is being done now.
  void stage(std::string_view what);
  // Wipes the line and shows nothing more.
  void stop();

 private:
  struct Ticker;
  std::unique_ptr<Ticker> ticker_;
};

}  // namespace nfsready
