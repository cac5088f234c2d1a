#include "bench/call_limits.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <numeric>
#include <thread>
#include <utility>

#include "observe/pipeline.h"

namespace nfsready::bench {

namespace {

constexpr std::uint16_t kMountPort = 20048;
constexpr std::uint16_t kNfsPort = 2049;
struct Window {
  std::size_t connections;
  std::size_t in_flight;  // on each
};
constexpr std::array<Window, 3> kWindows = {{{1, 64}, {1, 128}, {4, 32}}};

struct Procedure {
  std::string_view name;
  std::uint16_t port;
  double each_path;
  std::function<void(NfsConnection& connection, std::size_t path, Answered answered)> ask;
};

class Limits {
 public:
  Limits(const Address& server, const std::vector<std::string>& paths)
      : server_(server), paths_(paths), handles_(paths.size()), identity_{"bench"} {}

  std::vector<CallLimit> measure() {
    fetch_handles();
    std::vector<CallLimit> limits;
    for (const Procedure& procedure : procedures()) {
      limits.push_back({procedure.name, best_rate(procedure), procedure.each_path});
    }
    return limits;
  }

 private:
  void fetch_handles() {
    Pipeline pipeline({}, server_, kMountPort, {}, nullptr);
    pipeline.run(
        items(0, paths_.size()),
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          connection.mnt(identity_, paths_[item], std::move(answered));
        },
        [&](Pipeline::Item item, Reply reply) { handles_[item] = std::move(reply.handle); });
  }

  using Ask = void (NfsConnection::*)(const Identity&, const Handle&, Answered);

  Procedure of_root(std::string_view name, double each_path, Ask procedure) {
    return {name, kNfsPort, each_path,
            [this, procedure](NfsConnection& connection, std::size_t path, Answered answered) {
              (connection.*procedure)(identity_, handles_[path], std::move(answered));
            }};
  }

  std::vector<Procedure> procedures() {
    return {
        {"NULL", kNfsPort, 0,
         [](NfsConnection& connection, std::size_t, Answered answered) {
           connection.null(std::move(answered));
         }},
        {"MNT", kMountPort, 1,
         [this](NfsConnection& connection, std::size_t path, Answered answered) {
           connection.mnt(identity_, paths_[path], std::move(answered));
         }},
        of_root("GETATTR", 1, &NfsConnection::getattr),
        of_root("FSINFO", 1, &NfsConnection::fsinfo),
        of_root("FSSTAT", 1, &NfsConnection::fsstat),
        of_root("ACCESS", 1, &NfsConnection::access),
        {"READDIRPLUS", kNfsPort, 1,
         [this](NfsConnection& connection, std::size_t path, Answered answered) {
           connection.readdirplus(identity_, handles_[path], {}, std::move(answered));
         }},
        {"UMNT", kMountPort, 1,
         [this](NfsConnection& connection, std::size_t path, Answered answered) {
           connection.umnt(identity_, paths_[path], std::move(answered));
         }},
    };
  }

  static std::vector<Pipeline::Item> items(std::size_t first, std::size_t last) {
    std::vector<Pipeline::Item> all(last - first);
    std::iota(all.begin(), all.end(), first);
    return all;
  }

  [[nodiscard]] double best_rate(const Procedure& procedure) const {
    double best = 0;
    for (const Window& window : kWindows) best = std::max(best, rate(procedure, window));
    return best;
  }

  [[nodiscard]] double rate(const Procedure& procedure, const Window& window) const {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < window.connections; ++i) {
      threads.emplace_back([&, i] {
        ask(procedure, window,
            items(paths_.size() * i / window.connections,
                  paths_.size() * (i + 1) / window.connections));
      });
    }
    for (std::thread& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return static_cast<double>(paths_.size()) / seconds;
  }

  void ask(const Procedure& procedure, const Window& window,
           const std::vector<Pipeline::Item>& paths) const {
    PipelineLimits limits;
    limits.in_flight = window.in_flight;
    Pipeline pipeline({}, server_, procedure.port, limits, nullptr);
    pipeline.run(paths, procedure.ask, [](Pipeline::Item, const Reply&) {});
  }

  Address server_;
  const std::vector<std::string>& paths_;
  std::vector<Handle> handles_;
  Identity identity_;
};

}  // namespace

std::vector<CallLimit> measure_limits(const Address& server,
                                      const std::vector<std::string>& paths) {
  return Limits(server, paths).measure();
}

void keep_best(const std::vector<CallLimit>& next, std::vector<CallLimit>& limits) {
  if (limits.empty()) limits = next;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    limits[i].per_second = std::max(limits[i].per_second, next[i].per_second);
  }
}

double sum_of_limits(const std::vector<CallLimit>& limits) {
  double seconds = 0;
  for (const CallLimit& limit : limits) seconds += limit.each_path / limit.per_second;
  return 1 / seconds;
}

}  // namespace nfsready::bench
