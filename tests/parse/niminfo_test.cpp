#include "parse/niminfo.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

struct Read {
  Niminfo info;
  Problems problems;
};

Read read(std::string text) {
  Read result;
  result.info = parse_niminfo(source_of(std::move(text), "10.40.1.1.info"), result.problems);
  return result;
}

std::string value(const Read& read_info, std::string_view name) {
  const NiminfoVariable* const variable = read_info.info.find(name);
  return variable == nullptr ? "-" : std::string(variable->value.text);
}

// "address address=name name" for each entry of NIM_HOSTS.
std::vector<std::string> hosts_of(const std::string& nim_hosts) {
  std::vector<std::string> shown;
  for (const NimHost& host : read("export NIM_HOSTS=\"" + nim_hosts + "\"\n").info.hosts) {
    std::string line;
    for (const Address& address : host.addresses) line += address.text() + " ";
    line += "=";
    for (const Token& name : host.names) line += " " + std::string(name.text);
    shown.push_back(line);
  }
  return shown;
}

using Lines = std::vector<std::string>;

TEST(Niminfo, ReadsVariables) {
  const Read info = read(
      "#---- Network Install Manager ----\n"
      "export NIM_NAME=ns01\n"
      "export NIM_SHELL=\"nimsh\"\r\n"
      "export ROUTES=\" default:0:10.40.0.1 \"\n"
      "  export NIM_MOUNTS=\"\" # none\n"
      "RC_CONFIG=rc.dd_boot   \n"
      "export A='b c' d\n"
      "export NIM_NAME=second\n");
  EXPECT_EQ(value(info, "NIM_NAME"), "ns01");
  EXPECT_EQ(value(info, "NIM_SHELL"), "nimsh");
  EXPECT_EQ(value(info, "ROUTES"), " default:0:10.40.0.1 ");
  EXPECT_EQ(value(info, "NIM_MOUNTS"), "");
  EXPECT_EQ(value(info, "RC_CONFIG"), "rc.dd_boot");
  EXPECT_EQ(value(info, "A"), "b c");
  EXPECT_EQ(value(info, "DUMP"), "-");
  EXPECT_EQ(info.info.variables.size(), 7U);
  EXPECT_EQ(place(info.info.find("NIM_SHELL")->value.span), "3:19");
  EXPECT_TRUE(info.problems.empty());
}

TEST(Niminfo, SplitsMountsAtTheLastColon) {
  const Read info = read(
      "export ROOT=hanfs:/install/nim/root/71cosi_root/ns01\n"
      "export SPOT=fd00::50:/install/nim/spot/71cosi/usr\nexport DUMP=none\n");
  EXPECT_EQ(info.info.mount("ROOT").server.text, "hanfs");
  EXPECT_EQ(info.info.mount("ROOT").path.text, "/install/nim/root/71cosi_root/ns01");
  EXPECT_EQ(place(info.info.mount("ROOT").server.span), "1:13");
  EXPECT_EQ(place(info.info.mount("ROOT").path.span), "1:19");
  EXPECT_EQ(info.info.mount("SPOT").server.text, "fd00::50");
  EXPECT_TRUE(info.info.mount("DUMP").server.empty());
  EXPECT_TRUE(info.info.mount("MISSING").path.empty());
}

TEST(Niminfo, DropsAValueThatMayBeCut) {
  const Read cut = read("export SPOT=hanfs:/spot/usr\nexport ROOT=hanfs:/install/nim/ro");
  EXPECT_EQ(cut.info.mount("SPOT").path.text, "/spot/usr");
  EXPECT_TRUE(cut.info.mount("ROOT").path.empty());
  EXPECT_EQ(place(cut.info.find("ROOT")->value.span), "2:13");
  EXPECT_EQ(value(read("export ROUTES=\" default:0:10.40.0.1 \""), "ROUTES"),
            " default:0:10.40.0.1 ");
}

TEST(Niminfo, ReadsNimHosts) {
  EXPECT_EQ(hosts_of(" 127.0.0.1:loopback:localhost  10.40.1.1:ns01 "),
            (Lines{"127.0.0.1 = loopback localhost", "10.40.1.1 = ns01"}));
  EXPECT_EQ(hosts_of("fd00:40::50:hanfs:ha"), (Lines{"fd00:40::50 = hanfs ha"}));
  EXPECT_EQ(hosts_of(""), Lines{});
}

TEST(Niminfo, SeesEntriesThatRunTogether) {
  EXPECT_EQ(hosts_of("10.40.0.11:aixsn110.40.0.50:hanfs "),
            (Lines{"10.40.0.11 10.40.0.50 = aixsn1 hanfs"}));
  EXPECT_EQ(hosts_of("10.40.0.11:aixsn192.168.0.5:hanfs"),
            (Lines{"10.40.0.11 192.168.0.5 = aixsn hanfs"}));
  EXPECT_EQ(hosts_of("10.40.0.11:aixsn:10.40.0.50:hanfs"),
            (Lines{"10.40.0.11 10.40.0.50 = aixsn hanfs"}));
  EXPECT_EQ(hosts_of("10.40.0.11:sn.1.2:ns01.cluster.example"),
            (Lines{"10.40.0.11 = sn.1.2 ns01.cluster.example"}));
}

TEST(Niminfo, ABrokenEntryCostsOnlyItself) {
  const Read info =
      read("export NIM_HOSTS=\"x 10.40.1.1:ns01 10.40.1.2: 10.40.1.3 :y 10.40.1.4:z\"");
  ASSERT_EQ(info.info.hosts.size(), 2U);
  EXPECT_EQ(place(info.info.hosts[0].span), "1:21");
  EXPECT_EQ(info.problems.size(), 4U);
}

TEST(Niminfo, ABrokenLineCostsOnlyItself) {
  const Read info =
      read("if true; then\nexport\nexport =x\nexport A B=c\nexport C=\"d\nexport E=f\n");
  EXPECT_EQ(value(info, "C"), "d");
  EXPECT_EQ(value(info, "E"), "f");
  EXPECT_EQ(info.info.variables.size(), 2U);
  EXPECT_EQ(info.problems.size(), 5U);
}

}  // namespace
}  // namespace nfsready
