// nfsready_bench_live: what `observe` costs against a real server. tests/bench/live runs it.
//
//   rates NFSREADY FOLDER NEAR FAR       how fast it is, next to the server's own limits and to
//                                        mounting without a pipeline, on two ways to one server
//   memory NFSREADY FOLDER ADDRESS       how its memory grows with the paths
//   servers NFSREADY FOLDER ADDRESS...   how long it takes for several servers
//   paths FOLDER                         makes the directories that all of them ask for
//
// FOLDER holds the sites that are asked about: made when missing, kept.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/call_limits.h"
#include "bench/live_site.h"
#include "bench/plain_mounts.h"
#include "bench/process_cost.h"

namespace nfsready::bench {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr int kRuns = 3;
constexpr std::size_t kNodes = 5000;  // of two paths each, and a paging directory
constexpr std::size_t kManyNodes = 20'000;
constexpr std::size_t kMounts = 200;
constexpr std::size_t kLists = 100;
constexpr std::uintmax_t kPagingBytes = std::uintmax_t{64} * 1024 * 1024;

std::string site_of(const LiveShape& shape, const std::string& folder) {
  std::string site = folder + "/site-" + std::to_string(shape.nodes) +
                     (shape.paging ? "-paging" : "") + "-" +
                     std::to_string(shape.addresses.size()) + "-" + shape.addresses.front();
  if (!fs::exists(site)) generate_live_site(shape, site);
  return site;
}

ProcessCost observe(const std::string& program, const std::string& site, const Words& options) {
  Words words = {program, "observe", site, "-o", site + ".jsonl"};
  words.insert(words.end(), options.begin(), options.end());
  return run_process(words);
}

void keep_fastest(const ProcessCost& next, ProcessCost& best) {
  if (best.wall == 0 || next.wall < best.wall) best = next;
}

Words first_of(const Words& paths, std::size_t count) {
  return {paths.begin(),
          paths.begin() + static_cast<std::ptrdiff_t>(std::min(count, paths.size()))};
}

// Paths per second.
struct Rates {
  std::vector<CallLimit> limits;
  ProcessCost look;
  ProcessCost write;
  double mount = 0;
  double list = 0;
};

// The sides of each ratio in turn, and the best of several runs of each: the others measure what
// else the machine does.
Rates measure_rates(const std::string& program, const std::string& folder,
                    const std::string& address) {
  const LiveShape shape{kNodes, false, {address}};
  const std::string site = site_of(shape, folder);
  const std::string with_paging = site_of({kNodes, true, {address}}, folder);
  const Words paths = live_paths(shape);
  Rates rates;
  for (int i = 0; i < kRuns; ++i) {
    keep_best(measure_limits(*Address::parse(address), paths), rates.limits);
    keep_fastest(observe(program, site, {"--no-write"}), rates.look);
    rates.mount = std::max(rates.mount, rate_of_nfs_mount(address, first_of(paths, kMounts)));
    rates.list = std::max(rates.list, rate_of_nfs_ls(address, first_of(paths, kLists)));
  }
  keep_fastest(observe(program, with_paging, {}), rates.write);
  return rates;
}

void print_against(const char* what, double rate, double other, double sum) {
  std::printf("  %s %8.0f/s  (b) is %.1f times as fast; the limits allow %.1f times\n", what, other,
              rate / other, sum / other);
}

// The rate of (b).
double print_rates(const Rates& rates) {
  for (const CallLimit& limit : rates.limits) {
    std::printf("  (a) %-12s %8.0f/s\n", limit.procedure.data(), limit.per_second);
  }
  const double sum = sum_of_limits(rates.limits);
  const double rate = 2.0 * kNodes / rates.look.wall;
  const double written = 3.0 * kNodes / rates.write.wall;
  std::printf("  (b) observe      %8.0f/s  %.2f of the sum of the limits (%.0f/s); cpu %.2f s\n",
              rate, rate / sum, sum, rates.look.cpu);
  print_against("(c) nfs_mount   ", rate, rates.mount, sum);
  print_against("(d) nfs-ls      ", rate, rates.list, sum);
  std::printf("  (e) with writing %8.0f/s  (b) is %.1f times as fast\n", written, rate / written);
  return rate;
}

int compare_rates(const std::string& program, const std::string& folder, const std::string& near,
                  const std::string& far) {
  std::printf("on a veth pair:\n");
  const double rate = print_rates(measure_rates(program, folder, near));
  std::printf("at a round trip of one millisecond:\n");
  const double far_rate = print_rates(measure_rates(program, folder, far));
  std::printf("  (b) loses %.0f %%\n", 100 * (1 - far_rate / rate));
  return 0;
}

// `plan` reads and plans the same site and asks nobody.
int memory(const std::string& program, const std::string& folder, const std::string& address) {
  std::vector<double> site;
  std::vector<double> all;
  for (const std::size_t nodes : {kNodes, kManyNodes}) {
    const std::string at = site_of({nodes, false, {address}}, folder);
    site.push_back(run_process({program, "plan", at}).peak_kib);
    all.push_back(observe(program, at, {"--no-write"}).peak_kib);
  }
  const double paths = 2.0 * (kManyNodes - kNodes);
  const double of_site = (site[1] - site[0]) / paths;
  const double of_all = (all[1] - all[0]) / paths;
  std::printf(
      "  peak %.1f MiB with %zu paths, %.1f MiB with %zu: %.2f KiB per path, of which the "
      "site is %.2f and asking %.2f\n",
      all[0] / 1024, 2 * kNodes, all[1] / 1024, 2 * kManyNodes, of_all, of_site, of_all - of_site);
  return 0;
}

int servers(const std::string& program, const std::string& folder, const Words& addresses) {
  const LiveShape shape{kNodes, false, addresses};
  ProcessCost cost;
  for (int i = 0; i < kRuns; ++i) {
    keep_fastest(observe(program, site_of(shape, folder), {"--no-write"}), cost);
  }
  std::printf("  %zu addresses: %.2f s\n", addresses.size(), cost.wall);
  return 0;
}

int make_paths(const std::string& folder) {
  for (const std::string& path : live_paths({kManyNodes, true, {"127.0.0.1"}})) {
    fs::create_directories(folder + path);
    if (path.find("/paging/") == std::string::npos) continue;
    const std::string file = folder + path + "/swapnfs0";
    std::ofstream(file).close();
    fs::resize_file(file, kPagingBytes);
  }
  return 0;
}

int run(const Words& words) {
  if (words.size() == 2 && words[0] == "paths") return make_paths(words[1]);
  if (words.size() == 5 && words[0] == "rates") {
    return compare_rates(words[1], words[2], words[3], words[4]);
  }
  if (words.size() == 4 && words[0] == "memory") return memory(words[1], words[2], words[3]);
  if (words.size() > 3 && words[0] == "servers") {
    return servers(words[1], words[2], {words.begin() + 3, words.end()});
  }
  std::fprintf(stderr,
               "usage: nfsready_bench_live rates|memory|servers NFSREADY FOLDER ADDRESS...\n"
               "       nfsready_bench_live paths FOLDER\n");
  return 2;
}

}  // namespace
}  // namespace nfsready::bench

int main(int argc, char** argv) { return nfsready::bench::run({argv + 1, argv + argc}); }
