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

#include "observe/fake_nfs.h"
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

using testing::FakeAct;
using testing::FakeCall;
using testing::FakeNfs;
using testing::kMount;
using testing::XdrText;

constexpr std::uint32_t kPortmapper = 100000;
constexpr std::size_t kManyExports = 20'000;

std::string path_number(std::size_t number) { return "/export/" + std::to_string(number); }

// An rpcbind and a mount daemon that does with EXPORT as it is told.
class ExportListTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = make_network_namespace();
    if (!made) GTEST_SKIP() << made.error().message;
    namespace_ = std::move(made.value());
  }

  ServerObservation survey_with(FakeAct export_act, const std::string& export_list) {
    const NamespaceVisit visit(namespace_.get());
    EXPECT_TRUE(bring_up_loopback());
    FakeNfs mountd([export_act](const FakeCall& call) {
      return call.program == kMount && call.procedure == 5 ? export_act : FakeAct::kServe;
    });
    mountd.body = export_list;
    FakeNfs rpcbind(
        [](const FakeCall& call) {
          return call.program == kPortmapper && call.procedure == 4 ? FakeAct::kBody
                                                                    : FakeAct::kServe;
        },
        111);
    rpcbind.body = registrations(mountd.port());
    Source source;
    source.network_namespace = namespace_.get();
    SurveyLimits limits;
    limits.call = Milliseconds(2000);
    limits.exports = export_act == FakeAct::kSilence ? Milliseconds(300) : Milliseconds(20'000);
    return survey_server({}, source, "nas", *Address::parse("127.0.0.1"), limits);
  }

  static std::string registrations(std::uint16_t port) {
    XdrText list;
    list.number(1).number(kMount).number(3).number(IPPROTO_TCP).number(port).number(0);
    return list.text();
  }

  // Each path with one group.
  static std::string list_of(std::size_t count) {
    XdrText list;
    for (std::size_t i = 0; i < count; ++i) {
      list.number(1).opaque(path_number(i)).number(1).opaque("10.1.0.0/16").number(0);
    }
    list.number(0);
    return list.text();
  }

  Descriptor namespace_;
};

void expect_mountd_answered(const ServerObservation& seen) {
  EXPECT_EQ(seen.rpcbind, Reach::kAnswered) << seen.detail;
  EXPECT_NE(port_of(seen, kMountProgram, 3), 0U);
}

TEST_F(ExportListTest, ALongOneIsReadWhole) {
  const auto seen = survey_with(FakeAct::kBody, list_of(kManyExports));
  expect_mountd_answered(seen);
  EXPECT_EQ(seen.exports_reach, Reach::kAnswered);
  EXPECT_FALSE(seen.exports_cut);
  ASSERT_EQ(seen.exports.size(), kManyExports);
  EXPECT_EQ(seen.exports.front().path, path_number(0));
  EXPECT_EQ(seen.exports.back().path, path_number(kManyExports - 1));
  EXPECT_EQ(seen.exports.back().groups, std::vector<std::string>{"10.1.0.0/16"});
}

TEST_F(ExportListTest, OneThatIsNeverAnsweredCostsItself) {
  const auto seen = survey_with(FakeAct::kSilence, {});
  expect_mountd_answered(seen);
  EXPECT_EQ(seen.exports_reach, Reach::kNoAnswer);
}

TEST_F(ExportListTest, AResetInsteadOfItCostsItself) {
  const auto seen = survey_with(FakeAct::kReset, {});
  expect_mountd_answered(seen);
  EXPECT_EQ(seen.exports_reach, Reach::kClosed);
}

TEST_F(ExportListTest, OneThatBreaksOffCostsItself) {
  std::string broken = list_of(kManyExports);
  broken.resize(broken.size() / 2);
  const auto seen = survey_with(FakeAct::kBody, broken);
  expect_mountd_answered(seen);
  EXPECT_NE(seen.exports_reach, Reach::kAnswered);
}

}  // namespace
}  // namespace nfsready
