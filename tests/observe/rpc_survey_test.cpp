// The survey against an rpcbind that means ill, in a network namespace of the test's own.
#include "observe/rpc_survey.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstring>
#include <thread>

#include "observe/network_namespace.h"

namespace nfsready {
namespace {

constexpr Milliseconds kBetweenBytes{50};

bool bring_up_loopback() {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP;
  return ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

Descriptor listen_on_rpcbind_port() {
  Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(111);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int bound =
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return bound == 0 && listen(listener.get(), 1) == 0 ? std::move(listener) : Descriptor();
}

// Takes one connection and sends an endless record, byte by byte, until the other side has gone.
class DribblingServer {
 public:
  explicit DribblingServer(Descriptor listener)
      : listener_(std::move(listener)), thread_([this] { serve(); }) {}
  ~DribblingServer() { thread_.join(); }
  DribblingServer(const DribblingServer&) = delete;
  DribblingServer& operator=(const DribblingServer&) = delete;

 private:
  void serve() const {
    const Descriptor connection(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const std::string mark("\x80\x01\x00\x00", 4);
    for (std::size_t i = 0; i < 1000; ++i) {
      const char byte = i < mark.size() ? mark[i] : '\0';
      if (send(connection.get(), &byte, 1, MSG_NOSIGNAL) < 0) return;
      std::this_thread::sleep_for(kBetweenBytes);
    }
  }

  Descriptor listener_;
  std::thread thread_;
};

class SurveyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_network_namespace();
    if (!made) GTEST_SKIP() << made.error().message;
    namespace_ = std::move(made.value());
    const NamespaceVisit visit(namespace_.get());
    ASSERT_TRUE(bring_up_loopback());
    listener_ = listen_on_rpcbind_port();
    ASSERT_TRUE(listener_.is_open());
  }

  ServerObservation survey(const SurveyLimits& limits) {
    const DribblingServer server(std::move(listener_));
    Source source;
    source.network_namespace = namespace_.get();
    const auto begin = std::chrono::steady_clock::now();
    auto seen = survey_server({}, source, "nas", *Address::parse("127.0.0.1"), limits);
    time_ = std::chrono::steady_clock::now() - begin;
    return seen;
  }

  Descriptor namespace_;
  Descriptor listener_;
  std::chrono::steady_clock::duration time_{};
};

TEST_F(SurveyTest, AnAnswerThatComesByteByByteIsNone) {
  SurveyLimits limits;
  limits.call = Milliseconds(300);
  EXPECT_EQ(survey(limits).rpcbind, Reach::kNoAnswer);
  EXPECT_LT(time_, Milliseconds(3000));
}

TEST_F(SurveyTest, ItEndsWhenTheRunIsToEnd) {
  std::atomic<bool> stop = false;
  SurveyLimits limits;
  limits.call = Milliseconds(60'000);
  limits.stop = &stop;
  std::thread user([&] {
    std::this_thread::sleep_for(Milliseconds(300));
    stop = true;
  });
  survey(limits);
  user.join();
  EXPECT_LT(time_, Milliseconds(3000));
}

TEST_F(SurveyTest, NothingIsAskedOnceTheRunIsToEnd) {
  const std::atomic<bool> stop = true;
  SurveyLimits limits;
  limits.stop = &stop;
  const auto seen = survey_server({}, {}, "nas", *Address::parse("127.0.0.1"), limits);
  EXPECT_EQ(seen.rpcbind, Reach::kNotAsked);
}

}  // namespace
}  // namespace nfsready
