// Reads the directories of a mounted tree ahead, in a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "copy/nfs_tree.h"
#include "copy/tree.h"
#include "copy/walk_order.h"
#include "observe/nfs_connection.h"

namespace nfsready {

// What attributes say of an entry. Files of another file system than the tree's own get numbers of
// their own.
[[nodiscard]] Entry to_entry(const Attributes& attributes, std::uint64_t file_system);

class NfsWalk {
 public:
  // `root` has the handle of the mounted directory; `file_system` is its fsid.
  NfsWalk(NfsPlace place, const NfsTreeLimits& limits, LeftOut left_out,
          const std::atomic<bool>* stop, const Entry& root, std::uint64_t file_system);
  ~NfsWalk();  // ends the reading
  NfsWalk(const NfsWalk&) = delete;
  NfsWalk& operator=(const NfsWalk&) = delete;

  // As Tree has them.
  [[nodiscard]] std::optional<Listing> next();
  [[nodiscard]] std::uint64_t left() const;

 private:
  // One of the connections.
  struct Lane {
    std::unique_ptr<NfsConnection> connection;
    bool lost = false;
  };
  using Place = WalkOrder::Place;

  void run();
  void fill();
  bool connect_all();
  void tell_of_ready();
  void turn();
  void wait_for_work();
  void end(std::string why);

  [[nodiscard]] bool is_over() const;
  [[nodiscard]] std::size_t window() const;
  Lane& idlest_lane();

  void ask(Place place);
  void ask_for_page(Place place, Lane& lane);
  void ask_for_entry(Place place, std::size_t index, Lane& lane);
  // Books an answer; false when the call has to be made again, or was given up in words.
  bool is_answered(Place place, Lane& lane, const Reply& reply);
  void take_page(Place place, Lane& lane, bool plus, Reply reply);
  void take_entry(Place place, std::size_t index, Lane& lane, Reply reply);
  bool is_put_off(WalkedDirectory& directory);
  void begin_again(Place place);
  void add_page(Place place, Reply reply);
  void add_entries(Place place, std::vector<DirectoryEntry> found);
  void settle(Place place);

  NfsPlace place_;
  NfsTreeLimits limits_;
  LeftOut left_out_;
  const std::atomic<bool>* stop_;
  Identity identity_;
  std::uint64_t file_system_;
  std::vector<Lane> lanes_;
  std::size_t in_flight_ = 0;
  std::size_t careful_ = 0;  // answers to come before several calls are made at once again
  std::chrono::steady_clock::time_point last_heard_;  // or not asked
  std::chrono::steady_clock::time_point resumes_at_;  // nothing is asked before
  bool has_readdirplus_ = true;                       // else names are asked for one by one
  std::string given_up_;                              // why no more is read; empty: it is

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  WalkOrder order_;                   // with mutex_
  bool leave_ = false;                // with mutex_
  std::optional<std::string> ended_;  // with mutex_: why no more is read
  std::thread thread_;
};

}  // namespace nfsready
