// CLIENT blocks, as NFS-Ganesha 4.3 reads them. Every row was seen on a running server.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/ganesha_dump.h"
#include "support/ganesha_text.h"
#include "support/problems.h"

namespace nfsready {
namespace {

using testing::dump;
using testing::ganesha_export;
using testing::ganesha_of;
using testing::kinds_of;
using testing::parse_ganesha_text;

struct Case {
  std::string text;
  std::string expected;  // after "1 /a pseudo=/a"
  std::string problems;  // kinds
};

void check(const std::vector<Case>& cases, const std::string& before, const std::string& after) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    std::string options = before;
    options.append(one.text).append(after);
    const ExportsTable table = parse_ganesha_text(ganesha_export(options));
    EXPECT_EQ(dump(ganesha_of(table)), "1 /a pseudo=/a" + one.expected);
    EXPECT_EQ(kinds_of(table.problems), one.problems);
    EXPECT_FALSE(ganesha_of(table).fatal.has_value());
  }
}

TEST(GaneshaClients, WhatTheTextMeans) {
  const std::string long_name(65, 'a');
  check(
      {
          {"node01", " {name:node01}", ""},
          {"node01, n2.dom", " {name:node01, name:n2.dom}", ""},
          {long_name, " {name:" + long_name + "}", ""},
          {"10.0.0.1", " {ip:10.0.0.1}", ""},
          {"10.0.0.0/24", " {net:10.0.0.0/24}", ""},
          {"10.0.0.9/32", " {net:10.0.0.9/32}", ""},
          {"10.0.0.0/1", " {net:10.0.0.0/1}", ""},
          {"010.0.0.1", " {ip:010.0.0.1}", ""},
          {"10.00.0.1", " {ip:10.00.0.1}", ""},
          {"*", " {*}", ""},
          {"0.0.0.0", " {0.0.0.0}", ""},
          {"fd00::5", " {ip:fd00::5}", ""},
          {"fd00::/64", " {net:fd00::/64}", ""},
          {"fd00::/99", " {net:fd00::/99}", ""},
          {"::ffff:10.0.0.1", " {ip:::ffff:10.0.0.1}", ""},
          {"*.dom", " {wild:*.dom}", ""},
          {"10.0.0.*", " {wild:10.0.0.*}", ""},
          {"n[12]?", " {wild:n[12]?}", ""},
          {"n[!1]", " {wild:n[!1]}", ""},
          {"@ng", " {@ng}", ""},
          {",node01", " {name:node01}", ""},
      },
      "CLIENT { Clients = ", "; }");
}

TEST(GaneshaClients, WhatCostsTheExport) {
  check(
      {
          {"10.0.0.0/33", " { lost garbled} lost", "dropped"},
          {"10.0.0.0/33, node01", " {name:node01 lost garbled} lost", "dropped"},
          {"10.09.0.1", " { lost garbled} lost", "dropped"},
          {"10.0.0.256", " { lost garbled} lost", "dropped"},
          {"*" + std::string(64, 'a'), " { lost garbled} lost", "dropped"},
          {"@" + std::string(64, 'a'), " { lost garbled} lost", "dropped"},
          {"10.0.0.0/0", " { lost garbled} lost", "ignored dropped"},
          {"10.0.0.0/08", " { lost garbled} lost", "ignored dropped"},
          {"10.0.0.0/255.255.255.0", " { lost garbled} lost", "ignored dropped"},
          {"10.0/16", " { lost garbled} lost", "ignored dropped"},
          {"\"node01\"", " {name:node01 lost} lost", "ignored dropped"},
          {"'10.0.0.1'", " {ip:10.0.0.1 lost} lost", "ignored dropped"},
          {"yes", " { lost garbled} lost", "ignored dropped"},
          {"5", " { lost garbled} lost", "ignored dropped"},
          {"node01/24", " { lost garbled} lost", "ignored dropped"},
      },
      "CLIENT { Clients = ", "; }");
}

// A list with a syntax error counts as not given: only the CLIENT block is dropped, and everybody
// gets what the EXPORT itself gives.
TEST(GaneshaClients, WhatCostsTheBlockOnly) {
  check(
      {
          {"node01 node02", " {name:node01, name:node02 lost}", "syntax dropped"},
          {"node01,", " {name:node01 lost}", "syntax dropped"},
          {"1node", " {name:node lost garbled}", "syntax dropped"},
          {"fd00::5/128", " {net:fd00::5/12 lost garbled}", "syntax dropped"},
          {"", " { lost}", "ignored dropped"},
      },
      "CLIENT { Clients = ", "; }");
  check({{"Access_Type = RO;", " { ro lost}", "dropped"}}, "CLIENT { ", " }");
}

TEST(GaneshaClients, WhatIsOnlyLeftOut) {
  check(
      {
          {"\"10.0.0.1\", node01", " {name:node01}", "ignored"},
          {"10.0.0.0/0, node01", " {name:node01}", "ignored"},
      },
      "CLIENT { Clients = ", "; }");
}

TEST(GaneshaClients, Blocks) {
  check(
      {
          {"CLIENT { }", "", "ignored"},
          {"CLIENT { foo bar; }", "", "syntax"},
          {"CLIENT { Typo = 1; }", " { lost}", "unknown-option dropped"},
          {"CLIENT = x;", " lost", "dropped"},
          {"CLIENT { Clients = *; Typo = 1; }", " {*}", "unknown-option"},
          {"CLIENT { Clients = *; SUB { x = 1; } }", " {*}", "unknown-option"},
          {"CLIENT { Clients = *; PrivilegedPort = 1; }", " {* lost} lost", "dropped"},
          {"CLIENT { Clients = a; Clients = b; Access_Type = RW; }", " {name:a, name:b rw}", ""},
          {"client { clients = a; } CLIENT { Clients = *; Access_Type = None; }",
           " {name:a} {* none}", ""},
          {"CLIENT { Clients = a; Access_Type = RO; Squash = None; SecType = krb5; Protocols = 4; "
           "PrivilegedPort = true; Anonymous_uid = 7; Transports = UDP; }",
           " {name:a ro squash=none anon=7 sec=krb5 port=reserved v4 no-tcp}", ""},
      },
      "", "");
}

TEST(GaneshaClients, AddressesAndNetworksAreDecoded) {
  const ExportsTable table =
      parse_ganesha_text(ganesha_export("CLIENT { Clients = 010.0.0.011, 10.1.2.3/24; }"));
  const auto& clients = ganesha_of(table).exports.at(0).clients.at(0).clients;
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_EQ(clients[0].address, Address::parse("8.0.0.9"));  // a leading zero means octal
  ASSERT_TRUE(clients[1].network.has_value());
  EXPECT_TRUE(clients[1].network->contains(*Address::parse("10.1.2.200")));
  EXPECT_FALSE(clients[1].network->contains(*Address::parse("10.1.3.3")));
}

}  // namespace
}  // namespace nfsready
