// A mount daemon and NFS server in one thread per connection, on loopback: it does what a test
// tells it to do, also what no real server would.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace nfsready::testing {

inline constexpr std::uint32_t kMount = 100005;
inline constexpr std::uint32_t kNfs = 100003;

// Text as XDR (RFC 4506).
class XdrText {
 public:
  XdrText& number(std::uint32_t value);
  XdrText& wide(std::uint64_t value);
  XdrText& opaque(const std::string& bytes);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct FakeCall {
  std::uint32_t program = 0;
  std::uint32_t procedure = 0;
  std::string object;        // MNT, UMNT: the path; NFS: the handle
  std::string name;          // LOOKUP, CREATE, REMOVE
  std::uint64_t cookie = 0;  // READDIR, READDIRPLUS
};

// What to do with a call.
enum class FakeAct {
  kServe,    // as a healthy server does
  kSilence,  // never answer it
  kReset,    // end the connection without an answer
  kDeny,     // MSG_DENIED
  kGarble,   // an answer that cannot be decoded
  kBody,     // `FakeNfs::body` as the result
};

class FakeNfs {
 public:
  // `act` decides on every call; it is called from several threads.
  // Listens on `port`; 0: on any.
  explicit FakeNfs(std::function<FakeAct(const FakeCall&)> act = {}, std::uint16_t port = 0);
  ~FakeNfs();
  FakeNfs(const FakeNfs&) = delete;
  FakeNfs& operator=(const FakeNfs&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // How often a procedure was called.
  [[nodiscard]] std::size_t calls(std::uint32_t program, std::uint32_t procedure) const;
  // Paths that were mounted and not given back, and files that were created and not removed.
  [[nodiscard]] std::multiset<std::string> mounted() const;
  [[nodiscard]] std::set<std::string> files() const;

  // For FakeAct::kBody; set before the first call.
  std::string body;
  std::function<std::string(const FakeCall&)> body_of;  // in its place

 private:
  void listen_for_connections();
  void serve(int connection);
  // False when the connection is to end.
  bool answer(int connection, const std::string& record);
  std::string result_of(const FakeCall& call, const std::string& rest);
  std::string write(const FakeCall& call, const std::string& rest);
  std::string read(const FakeCall& call, const std::string& rest);

  std::function<FakeAct(const FakeCall&)> act_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
  mutable std::mutex mutex_;
  std::vector<int> connections_;
  std::vector<std::thread> servers_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> calls_;
  std::multiset<std::string> mounted_;
  std::map<std::string, std::string> files_;  // content by name, which is the handle too
};

}  // namespace nfsready::testing
