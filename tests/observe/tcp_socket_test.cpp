#include "observe/tcp_socket.h"

#include <gtest/gtest.h>

#include "observe/network_namespace.h"

namespace nfsready {
namespace {

TEST(TcpSocket, AnAddressWithoutARouteSaysNothingOfTheOtherSide) {
  const auto empty = make_network_namespace();
  if (!empty) GTEST_SKIP() << empty.error().message;
  Source source;
  source.network_namespace = empty.value().get();
  const Connection made = connect_tcp(source, *Address::parse("192.0.2.1"), 111, Milliseconds(500));
  EXPECT_EQ(made.reach, Reach::kLocal);
  EXPECT_NE(made.detail.find("no route from here"), std::string::npos) << made.detail;
}

TEST(TcpSocket, APortThatNobodyListensOnRefuses) {
  const Connection made = connect_tcp({}, *Address::parse("127.0.0.1"), 1, Milliseconds(500));
  EXPECT_EQ(made.reach, Reach::kRefused);
}

}  // namespace
}  // namespace nfsready
