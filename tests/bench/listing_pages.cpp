#include "bench/listing_pages.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <numeric>
#include <thread>
#include <utility>

#include "observe/pipeline.h"

namespace nfsready::bench {

namespace {

constexpr std::uint16_t kMountPort = 20048;
constexpr std::uint16_t kNfsPort = 2049;
constexpr std::uint32_t kDirectory = 2;
constexpr std::uint32_t kLink = 5;
struct Window {
  std::size_t connections;
  std::size_t in_flight;  // on each
};
constexpr std::array<Window, 4> kWindows = {{{1, 32}, {1, 128}, {2, 64}, {4, 32}}};

std::vector<Pipeline::Item> items(std::size_t first, std::size_t last) {
  std::vector<Pipeline::Item> all(last - first);
  std::iota(all.begin(), all.end(), first);
  return all;
}

Handle mounted(const Address& server, const std::string& path) {
  Handle handle;
  Pipeline pipeline({}, server, kMountPort, {}, nullptr);
  pipeline.run(
      {0},
      [&](NfsConnection& connection, Pipeline::Item, Answered answered) {
        connection.mnt({"bench"}, path, std::move(answered));
      },
      [&](Pipeline::Item, Reply reply) { handle = std::move(reply.handle); });
  return handle;
}

// Items are the pages, then the links.
void ask(Pipeline& pipeline, const ListingPages& tree, const std::vector<Pipeline::Item>& wanted,
         const Pipeline::Take& take) {
  pipeline.run(
      wanted,
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        if (item >= tree.pages.size()) {
          connection.readlink({"bench"}, tree.links[item - tree.pages.size()], std::move(answered));
          return;
        }
        const ListingPages::Page& page = tree.pages[item];
        connection.readdirplus({"bench"}, page.directory, page.position, std::move(answered));
      },
      take);
}

bool is_below(const DirectoryEntry& entry) { return entry.name != "." && entry.name != ".."; }

bool is_a(const DirectoryEntry& entry, std::uint32_t type) {
  return entry.attributes && entry.attributes->type == type && !entry.handle.empty();
}

void ask_all(const ListingPages& tree, Asked asked, const Window& window) {
  const std::size_t calls =
      tree.pages.size() + (asked == Asked::kPagesAndLinks ? tree.links.size() : 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < window.connections; ++i) {
    threads.emplace_back([&tree, &window, calls, i] {
      PipelineLimits limits;
      limits.in_flight = window.in_flight;
      Pipeline pipeline({}, tree.server, kNfsPort, limits, nullptr);
      ask(pipeline, tree,
          items(calls * i / window.connections, calls * (i + 1) / window.connections),
          [](Pipeline::Item, const Reply&) {});
    });
  }
  for (std::thread& thread : threads) thread.join();
}

double seconds_of(const std::vector<ListingPages>& trees, Asked asked, const Window& window) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  std::vector<std::thread> servers;
  servers.reserve(trees.size());
  for (const ListingPages& tree : trees) {
    servers.emplace_back([&tree, asked, &window] { ask_all(tree, asked, window); });
  }
  for (std::thread& server : servers) server.join();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

ListingPages learn_pages(const Address& server, const std::string& path) {
  ListingPages tree{server, {}, {}, 0};
  Handle root = mounted(server, path);
  if (root.empty()) return tree;
  tree.pages.push_back({std::move(root), {}});
  Pipeline pipeline({}, server, kNfsPort, {}, nullptr);
  for (std::size_t asked = 0; asked < tree.pages.size();) {
    std::vector<ListingPages::Page> found;
    const auto wanted = items(asked, tree.pages.size());
    asked = tree.pages.size();
    ask(pipeline, tree, wanted, [&](Pipeline::Item item, Reply reply) {
      if (!reply.end_of_file && !reply.entries.empty()) {
        found.push_back({tree.pages[item].directory,
                         {reply.entries.back().cookie, std::move(reply.cookie_verifier)}});
      }
      for (DirectoryEntry& entry : reply.entries) {
        if (!is_below(entry)) continue;
        ++tree.names;
        if (is_a(entry, kLink)) tree.links.push_back(entry.handle);
        if (is_a(entry, kDirectory)) found.push_back({std::move(entry.handle), {}});
      }
    });
    std::move(found.begin(), found.end(), std::back_inserter(tree.pages));
  }
  return tree;
}

double names_per_second(const std::vector<ListingPages>& trees, Asked asked) {
  double best = 0;
  std::uint64_t names = 0;
  for (const ListingPages& tree : trees) names += tree.names;
  for (const Window& window : kWindows) {
    best = std::max(best, static_cast<double>(names) / seconds_of(trees, asked, window));
  }
  return best;
}

}  // namespace nfsready::bench
