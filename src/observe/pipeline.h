// One step of a probe over many items, with many calls in flight on few connections.
//
// A server that answers is asked at its own speed. One that does not costs each item that it leaves
// without an answer, and no more: what was in flight beside it is asked again, one by one. So is,
// once and a second later, what a server puts off (NFS3ERR_JUKEBOX).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/address.h"
#include "observe/nfs_connection.h"
#include "observe/tcp_socket.h"

namespace nfsready {

struct PipelineLimits {
  std::size_t in_flight = 128;  // calls at once, over all connections
  Milliseconds connect{3000};
  Milliseconds call{5000};
};

class Pipeline {
 public:
  using Item = std::size_t;
  // Starts the call of an item; it must hand `answered` to the connection.
  using Start = std::function<void(NfsConnection& connection, Item item, Answered answered)>;
  using Take = std::function<void(Item item, Reply reply)>;

  // To one port of one server. `stop` (may be null) ends a run early: what was not started yet is
  // answered with kNotAsked.
  Pipeline(Source source, Address to, std::uint16_t port, PipelineLimits limits,
           const std::atomic<bool>* stop);
  ~Pipeline();

  // Calls `take` once for every item, in no particular order. Blocks; no longer than the limits
  // allow for a server that does not answer.
  void run(const std::vector<Item>& items, const Start& start, const Take& take);

  // The same, but not ended by `stop`: for what takes back what a probe did.
  void run_to_the_end(const std::vector<Item>& items, const Start& start, const Take& take);

  // Why the last connection failed, in the system's words; empty when it did not.
  [[nodiscard]] const std::string& detail() const { return detail_; }
  // The address that the server sees; not set before the first connection.
  [[nodiscard]] const Address& local() const { return local_; }

 private:
  class Run;

  // How the attempt ended.
  Reach connect();
  void disconnect();
  [[nodiscard]] bool stopped() const { return stop_ != nullptr && stop_->load(); }

  Source source_;
  Address to_;
  std::uint16_t port_;
  PipelineLimits limits_;
  const std::atomic<bool>* stop_;
  std::unique_ptr<NfsConnection> connection_;
  std::string detail_;
  Address local_;
  std::size_t silences_ = 0;           // deadlines that passed since the last answer
  Reach given_up_ = Reach::kNotAsked;  // set: the server is not asked any more
};

}  // namespace nfsready
