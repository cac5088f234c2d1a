// nfsready_bench_check: what `check` costs on large sites, and where the time goes.
//
// Prints for 4,096 and 32,768 nodes: wall time and peak memory of the whole process writing all
// three reports, per node; the growth of the cost per node; the share of each stage. The first
// argument is the nfsready program, the second a folder for the sites (made when missing, kept).
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/site_generator.h"
#include "checks/registry.h"
#include "engine/judge.h"
#include "model/build_site.h"
#include "plan/plan.h"
#include "reports/report.h"
#include "snapshot/disk_reader.h"

namespace nfsready::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct ProcessCost {
  double wall = 0;      // seconds
  double peak_kib = 0;  // of resident memory
};

ProcessCost run_check(const std::string& program, const std::string& site) {
  const std::string out = site + ".out";
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const std::string text = "text=" + out + ".txt";
    const std::string json = "json=" + out + ".json";
    const std::string junit = "junit=" + out + ".xml";
    execl(program.c_str(), program.c_str(), "check", site.c_str(), "--report", text.c_str(),
          "--report", json.c_str(), "--report", junit.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  return {seconds_since(start), static_cast<double>(usage.ru_maxrss)};
}

// The fastest of several runs: the others measure what else the machine does.
ProcessCost best_of(int runs, const std::string& program, const std::string& site) {
  ProcessCost best = run_check(program, site);
  for (int i = 1; i < runs; ++i) {
    const ProcessCost next = run_check(program, site);
    best.wall = std::min(best.wall, next.wall);
    best.peak_kib = std::max(best.peak_kib, next.peak_kib);
  }
  return best;
}

struct Stage {
  const char* name;
  double wall;  // seconds
  double cpu;   // seconds of all threads
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print_stages(const std::string& site_folder) {
  std::vector<Stage> stages;
  auto start = Clock::now();
  double busy = cpu_seconds();
  const auto lap = [&](const char* name) {
    stages.push_back({name, seconds_since(start), cpu_seconds() - busy});
    start = Clock::now();
    busy = cpu_seconds();
  };
  Sources sources;
  const auto snapshot = read_snapshot(DiskReader(site_folder), site_folder, sources);
  lap("read");
  const auto site = build_site(snapshot.value(), sources, {});
  lap("parse and build");
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < site->nodes.size(); ++i) {
    if (site->nodes[i].diskless) nodes.push_back(i);
  }
  const std::vector<NodePlan> plans = plan_nodes(*site, nodes);
  lap("plan");
  const Context context(*site, plans, true);
  lap("grants");
  const RunResult run = judge(context, all_checks(), {});
  lap("judge");
  for (const ReportFormat& format : kReportFormats) {
    std::ofstream out("/dev/null");
    format.write({run, sources}, {}, out);
    lap(format.name.data());
  }
  double total = 0;
  for (const Stage& stage : stages) total += stage.wall;
  for (const auto& [name, wall, cpu] : stages) {
    std::printf("    %-16s %6.3f s  %4.1f %%  %.1f cores busy\n", name, wall, 100 * wall / total,
                cpu / wall);
  }
}

int run(const std::string& program, const std::string& folder) {
  const std::vector<SiteShape> shapes = {
      {4096, 16, false, 0}, {32768, 128, false, 0}, {32768, 128, true, 0}, {32768, 128, false, 7}};
  const std::vector<const char*> names = {"correct", "correct", "every hosts file different",
                                          "faults planted"};
  std::vector<double> per_node;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const SiteShape& shape = shapes[i];
    const std::string site = folder + "/site-" + std::to_string(shape.nodes) +
                             (shape.distinct_hosts ? "-distinct" : "") +
                             (shape.break_seed != 0 ? "-broken" : "");
    if (!std::filesystem::exists(site)) generate_site(shape, site);
    const ProcessCost cost = best_of(5, program, site);
    const auto nodes = static_cast<double>(shape.nodes);
    per_node.push_back(cost.wall / nodes);
    std::printf("%zu nodes, %zu service nodes, %s:\n", shape.nodes, shape.service_nodes, names[i]);
    std::printf("  wall %.3f s, %.1f us per node; peak memory %.0f MiB, %.1f KiB per node\n",
                cost.wall, 1e6 * cost.wall / nodes, cost.peak_kib / 1024, cost.peak_kib / nodes);
    print_stages(site);
  }
  std::printf("cost per node at 32,768 against 4,096 nodes: %.2f\n", per_node[1] / per_node[0]);
  return 0;
}

}  // namespace
}  // namespace nfsready::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: nfsready_bench_check NFSREADY FOLDER\n");
    return 2;
  }
  return nfsready::bench::run(argv[1], argv[2]);
}
