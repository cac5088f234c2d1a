// Which names are names of one file: whether two trees agree about that.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "copy/compare.h"
#include "copy/entry.h"
#include "copy/kept_texts.h"

namespace nfsready {

// Keeps the files that have several names on one side at least: less than fifty bytes and the name
// of each, and once the path of a directory that is added at a stretch. Names outside the trees do
// not count. A side that does not tell which names belong together is compared by their number.
class HardLinks {
 public:
  void add(const std::string& path, const Entry& source, const Entry& copy);

  // A difference for each name, in the order of the paths, of files whose names are not together in
  // the same way.
  void tell(const std::function<void(Difference)>& differs);

 private:
  struct File {
    std::uint64_t id = 0;  // as Entry has it
    std::optional<std::uint32_t> links;
  };
  struct Pair {
    const char* name = nullptr;
    std::uint32_t name_length = 0;
    std::uint32_t directory = 0;  // of directories_
    File source;
    File copy;
  };
  std::deque<Pair> pairs_;
  std::deque<std::string> directories_;  // with a slash at the end, but for the root
  KeptTexts names_;
};

}  // namespace nfsready
