#include "bench/plain_mounts.h"

#include <nfsc/libnfs.h>

#include <chrono>
#include <cstdio>

#include "bench/process_cost.h"

namespace nfsready::bench {

namespace {

template <typename Mount>
double rate_of(const std::vector<std::string>& paths, const Mount& mount) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (const std::string& path : paths) {
    if (!mount(path)) return 0;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return static_cast<double>(paths.size()) / seconds;
}

}  // namespace

double rate_of_nfs_mount(const std::string& server, const std::vector<std::string>& paths) {
  return rate_of(paths, [&](const std::string& path) {
    nfs_context* const context = nfs_init_context();
    const bool is_mounted = nfs_mount(context, server.c_str(), path.c_str()) == 0;
    if (!is_mounted) std::fprintf(stderr, "nfs_mount: %s\n", nfs_get_error(context));
    nfs_destroy_context(context);
    return is_mounted;
  });
}

double rate_of_nfs_ls(const std::string& server, const std::vector<std::string>& paths) {
  return rate_of(paths, [&](const std::string& path) {
    return run_process({"nfs-ls", "nfs://" + server + path}).status == 0;
  });
}

}  // namespace nfsready::bench
