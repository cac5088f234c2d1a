// Which files are read when not all are: of every directory and of every class of size some, the
// same ones for the same seed.
#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <string>
#include <vector>

namespace nfsready {

// A file that both sides have, with the same size.
struct FilePair {
  std::string path;  // below both trees
  std::uint64_t size = 0;
  std::int64_t source_time = 0;  // as it was listed; of a side that does not tell it: 0
  std::int64_t copy_time = 0;
  std::string source_handle;  // empty: a manifest's
  std::string copy_handle;
  std::string source_digest;  // empty: to be read
  std::string copy_digest;
};

class ContentSample {
 public:
  ContentSample(std::uint64_t seed, std::uint64_t read_limit);

  // To be called directory by directory. Memory is bounded whatever the number of files.
  void add(FilePair pair);

  // The chosen ones, by path: no more bytes of either side than the limit. One of every class of
  // size comes first, then one of every directory, then others.
  [[nodiscard]] std::vector<FilePair> take();

 private:
  struct Ranked {
    std::uint64_t rank = 0;
    FilePair pair;
    friend bool operator<(const Ranked& left, const Ranked& right) {
      return left.rank < right.rank;
    }
  };
  // The lowest ranks so far; the highest of them on top.
  using Lowest = std::priority_queue<Ranked>;

  static void keep(Ranked ranked, std::size_t most, Lowest& lowest);
  void end_directory();

  std::uint64_t seed_;
  std::uint64_t read_limit_;
  std::map<int, Lowest> by_class_;
  Lowest by_directory_;
  Lowest others_;
  std::string directory_;
  std::vector<Ranked> of_directory_;  // the lowest of the directory that is being added, at most
};

}  // namespace nfsready
