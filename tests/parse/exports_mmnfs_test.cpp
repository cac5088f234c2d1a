#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parse/exports.h"
#include "support/ganesha_dump.h"
#include "support/ganesha_text.h"
#include "support/problems.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::dump;
using testing::ganesha_of;
using testing::source_of;
using testing::summary_of;

const std::string& header() {
  static const std::string text =
      "mmcesnfslsexport:nfsexports:HEADER:version:reserved:reserved:Path:Delegations:Clients:"
      "Access_Type:Protocols:Transports:Squash:Anonymous_uid:Anonymous_gid:SecType:PrivilegedPort:"
      "DefaultDelegations:Manage_Gids:NFS_Commit:\n";
  return text;
}

std::string row(const std::string& path, const std::string& client, const std::string& access,
                const std::string& squash = "ROOT_SQUASH") {
  return "mmcesnfslsexport:nfsexports:0:1:::" + path + ":none:" + client + ":" + access +
         ":3,4:TCP:" + squash + ":-2:-2:SYS:FALSE:none:FALSE:FALSE:\n";
}

ExportsTable parse(const std::string& text) {
  return parse_exports(Dialect::kMmnfs, {&source_of(text, "exports")});
}

// What the options of row() come to, after the client.
constexpr const char* kOptions = " anon=4294967294 sec=sys port=any v34 tcp";

std::string options(const std::string& access, const std::string& squash = "root") {
  return " " + access + " squash=" + squash + kOptions;
}

struct Case {
  std::string text;
  std::string expected;
  std::string problems;
};

void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const ExportsTable table = parse(one.text);
    EXPECT_EQ(dump(ganesha_of(table)), one.expected);
    EXPECT_EQ(summary_of(table.problems), one.problems);
  }
}

TEST(Mmnfs, RowsOfOnePathAreItsClients) {
  check({
      {"", "", ""},
      {header(), "", ""},
      {header() + row("/gpfs0/a", "10.0.0.11", "RW", "NO_ROOT_SQUASH") +
           row("/gpfs0/b", "*", "RO") + row("/gpfs0/a", "*", "RO"),
       "- /gpfs0/a pseudo=/gpfs0/a none {ip:10.0.0.11" + options("rw", "none") + "} {*" +
           options("ro") + "}\n- /gpfs0/b pseudo=/gpfs0/b none {*" + options("ro") + "}",
       ""},
  });
}

TEST(Mmnfs, KindsOfClients) {
  const auto one = [](const std::string& client, const std::string& expected) {
    return Case{header() + row("/a", client, "RW"),
                "- /a pseudo=/a none {" + expected + options("rw") + "}", ""};
  };
  check({
      one("10.0.0.0/24", "net:10.0.0.0/24"),
      one("node1.dom", "name:node1.dom"),
      one("*.dom", "wild:*.dom"),
      one("@ng", "@ng"),
      one("h1,h2", "name:h1, name:h2"),
      one("h1%2Ch2", "name:h1, name:h2"),
      one("%2A", "*"),
      one("%40ng", "@ng"),
      one("10.0.0.0%2F24", "net:10.0.0.0/24"),
      one("fd00%3A%3A5", "ip:fd00::5"),
      one("fd00::5", "ip:fd00::5"),
      one("fd00::/64", "net:fd00::/64"),
      one("1:2:3:4:5:6:7:8", "ip:1:2:3:4:5:6:7:8"),
  });
}

TEST(Mmnfs, PathsAreDecoded) {
  check({
      {header() + row("%2Fgpfs0%2Fwith%20space", "*", "RW"),
       "- /gpfs0/with space pseudo=/gpfs0/with space none {*" + options("rw") + "}", ""},
      {header() + row("/100%", "*", "RW"), "- /100% pseudo=/100% none {*" + options("rw") + "}",
       ""},
      {header() + row("/a%zz", "*", "RW"), "- /a%zz pseudo=/a%zz none {*" + options("rw") + "}",
       ""},
  });
}

TEST(Mmnfs, ColumnsGoByTheirNames) {
  check({
      {"mmcesnfslsexport:nfsexports:HEADER:version:reserved:reserved:Clients:Squash:Path:New:"
       "Access_"
       "Type:\n"
       "mmcesnfslsexport:nfsexports:0:1:::fd00::5:NO_ROOT_SQUASH:/a:x:RO:\n",
       "- /a pseudo=/a none {ip:fd00::5 ro squash=none}", ""},
      {header() + row("/a", "h", "RW") +
           "mmcesnfslsexport:nfsexports:HEADER:v:r:r:Path:Clients:Access_Type:\n"
           "mmcesnfslsexport:nfsexports:0:1:::/a:i:RO:\n",
       "- /a pseudo=/a none {name:h" + options("rw") + "} {name:i ro}", ""},
  });
}

TEST(Mmnfs, FaultsCostARowOrAnOption) {
  check({
      {row("/a", "h", "RW"), "", "syntax@1:1"},
      {header() + "garbage\n" + row("/a", "*", "RW"),
       "- /a pseudo=/a none {*" + options("rw") + "}", "syntax@2:1"},
      {header() + "mmcesnfslsexport:nfsexports:0:1:::/a:none\n", "", "syntax@2:1"},
      {header() + row("a", "*", "RW"), "", "syntax@2:1"},
      {header() + row("/a", "*", "RX"),
       "- /a pseudo=/a none {* squash=root" + std::string(kOptions) + "}", "unknown-option@2:45"},
      {header() + row("/a", "10.0.0.0/0", "RW"), "- /a pseudo=/a none {" + options("rw") + "}",
       "ignored@2:43"},
      {"mmcesnfslsexport:nfsexports:HEADER:v:r:r:Path:\n" + row("/a", "*", "RW"), "", "syntax@2:1"},
  });
}

TEST(Mmnfs, SpansAreThoseOfTheRows) {
  const ExportsTable table = parse(header() + row("/a", "10.0.0.1", "RW") + row("/a", "*", "RO"));
  const GaneshaExport& from = ganesha_of(table).exports.at(0);
  EXPECT_EQ(testing::place(from.span), "2:1");
  EXPECT_EQ(testing::place(from.path.span), "2:35");
  EXPECT_EQ(testing::place(from.clients.at(1).span), "3:1");
  EXPECT_EQ(testing::place(from.clients.at(0).clients.at(0).text.span), "2:43");
}

}  // namespace
}  // namespace nfsready
