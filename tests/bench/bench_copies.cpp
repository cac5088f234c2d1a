// nfsready_bench_copies tree FOLDER NAMES
// nfsready_bench_copies rates NFSREADY PATH SOURCE COPY SOURCE-FOLDER COPY-FOLDER
// nfsready_bench_copies memory NFSREADY PATH SOURCE COPY
//
// What comparing two trees on two servers costs; tests/bench/copies brings the servers up.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/listing_pages.h"
#include "bench/process_cost.h"
#include "bench/tree_walks.h"

namespace nfsready::bench {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

constexpr int kRuns = 3;
constexpr const char* kNinth = "/name0/name0";  // of a tree; all of it would take minutes

// Directories of 24 names as those of filesets are: files, two links, and directories below.
class TreeMaker {
 public:
  TreeMaker(std::string folder, std::uint64_t names) : left_(names) {
    directories_.push_back(std::move(folder));
  }

  void make() {
    fs::create_directories(directories_.front());
    for (std::size_t next = 0; left_ > 0; ++next) fill(std::string(directories_[next]));
  }

 private:
  void fill(const std::string& directory) {
    for (int i = 0; i < 24 && left_ > 0; ++i, --left_) {
      const std::string name = directory + "/name" + std::to_string(i);
      if (i < 3) {
        fs::create_directory(name);
        directories_.push_back(name);
      } else if (i < 5) {
        fs::create_symlink("../name" + std::to_string(i), name);
      } else {
        std::ofstream(name).close();
        fs::resize_file(name, left_ % 4096);
      }
    }
  }

  std::uint64_t left_;
  Words directories_;
};

struct Trees {
  std::string program;
  std::string path;
  std::string source;  // addresses
  std::string copy;
};

ProcessCost compare(const Trees& trees) {
  return run_process({trees.program, "compare", trees.source + ":" + trees.path,
                      trees.copy + ":" + trees.path, "--list", "-"});
}

void keep_fastest(const ProcessCost& next, ProcessCost& best) {
  if (best.wall == 0 || next.wall < best.wall) best = next;
}

void keep_fastest(const TreeWalk& next, TreeWalk& best) {
  if (best.seconds == 0 || next.seconds < best.seconds) best = next;
}

double rate_of(const TreeWalk& walk) { return static_cast<double>(walk.names) / walk.seconds; }

struct Rates {
  double names = 0;       // of one tree
  double pages = 0;       // a second, of one server
  double both_pages = 0;  // of both at the same time
  double both_calls = 0;  // with the links
  ProcessCost compared;
  TreeWalk source;
  TreeWalk copy;
  TreeWalk one_by_one;
  ProcessCost rsync;
};

// The sides of each ratio in turn, and the best of several runs of each: the others measure what
// else the machine does.
Rates measure(const Trees& trees, const std::string& source_folder,
              const std::string& copy_folder) {
  const Address source = *Address::parse(trees.source);
  const Address copy = *Address::parse(trees.copy);
  const ListingPages of_source = learn_pages(source, trees.path);
  const ListingPages of_copy = learn_pages(copy, trees.path);
  Rates rates;
  for (int i = 0; i < kRuns; ++i) {
    rates.pages = std::max(rates.pages, names_per_second({of_source}, Asked::kPages));
    rates.both_pages =
        std::max(rates.both_pages, names_per_second({of_source, of_copy}, Asked::kPages));
    rates.both_calls =
        std::max(rates.both_calls, names_per_second({of_source, of_copy}, Asked::kPagesAndLinks));
    keep_fastest(compare(trees), rates.compared);
    keep_fastest(walk_tree(source, trees.path), rates.source);
    keep_fastest(walk_tree(copy, trees.path), rates.copy);
    keep_fastest(run_process({"rsync", "-rlni", source_folder + "/", copy_folder}), rates.rsync);
  }
  rates.one_by_one = walk_one_by_one(trees.source, trees.path + kNinth);
  rates.names = static_cast<double>(rates.source.names);
  return rates;
}

void print(const Rates& rates) {
  const double rate = rates.names / rates.compared.wall;  // of each side
  const double slower = std::max(rates.source.seconds, rates.copy.seconds);
  std::printf("  compare               %9.0f names/s of each side, %.2f s; cpu %.2f s, %.1f MiB\n",
              rate, rates.compared.wall, rates.compared.cpu, rates.compared.peak_kib / 1024);
  std::printf("  (a) READDIRPLUS, one  %9.0f names/s  compare is %.2f of it\n", rates.pages,
              rate / rates.pages);
  std::printf("      of both at once   %9.0f names/s  compare is %.2f of it, both sides counted\n",
              rates.both_pages, 2 * rate / rates.both_pages);
  std::printf("      with the links    %9.0f names/s  compare is %.2f of it, both sides counted\n",
              rates.both_calls, 2 * rate / rates.both_calls);
  std::printf("      walk of one side  %9.0f names/s, %.2f s  compare takes %.2f times as long\n",
              rates.names / slower, slower, rates.compared.wall / slower);
  std::printf("  (b) rsync -rlni local %9.0f names/s  compare is %.2f of it\n",
              rates.names / rates.rsync.wall, rates.rsync.wall / rates.compared.wall);
  std::printf("  (c) libnfs one by one %9.0f names/s  compare is %.1f times as fast, a walk %.1f\n",
              rate_of(rates.one_by_one), rate / rate_of(rates.one_by_one),
              rates.names / slower / rate_of(rates.one_by_one));
}

int measure_rates(const Trees& trees, const std::string& source_folder,
                  const std::string& copy_folder) {
  const Rates rates = measure(trees, source_folder, copy_folder);
  if (rates.compared.status != 0 || rates.rsync.status != 0) {
    std::fprintf(stderr, "compare ended with %d, rsync with %d\n", rates.compared.status,
                 rates.rsync.status);
    return 1;
  }
  print(rates);
  return 0;
}

int measure_memory(const Trees& trees) {
  const ProcessCost cost = compare(trees);
  std::printf("  peak %.1f MiB, %.1f s; cpu %.1f s; status %d\n", cost.peak_kib / 1024, cost.wall,
              cost.cpu, cost.status);
  return cost.status;
}

int make_tree(const std::string& folder, const std::string& names) {
  std::uint64_t count = 0;
  const auto read = std::from_chars(names.data(), names.data() + names.size(), count);
  if (read.ec != std::errc{}) return 2;
  TreeMaker(folder, count).make();
  return 0;
}

int run(const Words& words) {
  if (words.size() == 3 && words[0] == "tree") return make_tree(words[1], words[2]);
  if (words.size() == 7 && words[0] == "rates") {
    return measure_rates({words[1], words[2], words[3], words[4]}, words[5], words[6]);
  }
  if (words.size() == 5 && words[0] == "memory") {
    return measure_memory({words[1], words[2], words[3], words[4]});
  }
  std::fprintf(stderr,
               "usage: nfsready_bench_copies tree FOLDER NAMES\n"
               "       nfsready_bench_copies rates NFSREADY PATH SOURCE COPY SOURCE-FOLDER "
               "COPY-FOLDER\n"
               "       nfsready_bench_copies memory NFSREADY PATH SOURCE COPY\n");
  return 2;
}

}  // namespace
}  // namespace nfsready::bench

int main(int argc, char** argv) { return nfsready::bench::run({argv + 1, argv + argc}); }
