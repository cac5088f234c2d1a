#include "copy/content_sample.h"

#include <algorithm>
#include <bit>
#include <set>
#include <tuple>
#include <utility>

namespace nfsready {

namespace {

constexpr std::size_t kOfClass = 4;
constexpr std::size_t kMostDirectories = 50'000;
constexpr std::size_t kMostOthers = 20'000;

// FNV-1a, then the last step of splitmix64: the same on every machine.
std::uint64_t rank_of(const std::string& path, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325 ^ (seed * 0x9e3779b97f4a7c15);
  for (const char byte : path) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

}  // namespace

ContentSample::ContentSample(std::uint64_t seed, std::uint64_t read_limit)
    : seed_(seed), read_limit_(read_limit) {}

void ContentSample::keep(Ranked ranked, std::size_t most, Lowest& lowest) {
  if (lowest.size() == most && !(ranked < lowest.top())) return;
  lowest.push(std::move(ranked));
  if (lowest.size() > most) lowest.pop();
}

void ContentSample::add(FilePair pair) {
  if (pair.size == 0 || pair.size > read_limit_) return;
  const std::string directory = directory_of(pair.path);
  if (directory != directory_) end_directory();
  directory_ = directory;
  Ranked ranked{rank_of(pair.path, seed_), std::move(pair)};
  keep(ranked, kOfClass, by_class_[static_cast<int>(std::bit_width(ranked.pair.size))]);
  keep(ranked, kMostOthers, others_);
  if (of_directory_.empty()) {
    of_directory_.push_back(std::move(ranked));
  } else if (ranked < of_directory_.front()) {
    of_directory_.front() = std::move(ranked);
  }
}

void ContentSample::end_directory() {
  if (of_directory_.empty()) return;
  keep(std::move(of_directory_.front()), kMostDirectories, by_directory_);
  of_directory_.clear();
}

std::vector<FilePair> ContentSample::take() {
  end_directory();
  std::vector<FilePair> chosen;
  std::set<std::string> paths;
  std::uint64_t left = read_limit_;
  const auto choose = [&](Lowest& lowest) {
    std::vector<Ranked> ranked;
    for (; !lowest.empty(); lowest.pop()) ranked.push_back(lowest.top());
    std::reverse(ranked.begin(), ranked.end());
    for (Ranked& one : ranked) {
      if (one.pair.size > left || !paths.insert(one.pair.path).second) continue;
      left -= one.pair.size;
      chosen.push_back(std::move(one.pair));
    }
  };
  for (auto& [size_class, lowest] : by_class_) choose(lowest);
  choose(by_directory_);
  choose(others_);
  std::sort(chosen.begin(), chosen.end(),
            [](const FilePair& left_pair, const FilePair& right_pair) {
              const std::string left_above = directory_of(left_pair.path);
              const std::string right_above = directory_of(right_pair.path);
              return std::tie(left_above, left_pair.path) < std::tie(right_above, right_pair.path);
            });
  return chosen;
}

}  // namespace nfsready
