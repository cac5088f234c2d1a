// Every verdict but those on unknown names was seen on a running NFS-Ganesha 4.3.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "parse/exports.h"
#include "support/export_world.h"
#include "support/ganesha_text.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::export_tree;
using testing::full_names;
using testing::ganesha_export;
using testing::kHost1;
using testing::kHost2;
using testing::kHost3;
using testing::kHost6;
using testing::kNamelessHost;
using testing::place;
using testing::Question;
using testing::source_of;
using testing::unknown_names;
using testing::verdict_of;

// An EXPORT of /export/a over several lines; `rest` starts on line 3.
std::string lines(const std::string& rest, const std::string& path = "/export/a",
                  const std::string& id = "1") {
  return "EXPORT {\n  Export_Id = " + id + "; Path = " + path + "; Pseudo = " + path + ";\n" +
         rest + "}\n";
}

const std::string& vfs() {
  static const std::string text = "  FSAL { Name = VFS; }\n";
  return text;
}

struct Vector {
  std::string id;
  std::string text;
  std::string path;
  const char* address;
  std::uint16_t port;
  std::string expected;
};

std::string clients(const std::string& list) {
  return lines(vfs() + "  CLIENT { Clients = " + list + "; Access_Type = RW; }\n");
}

TEST(GaneshaGrant, Vectors) {
  const std::string a = "/export/a";
  const std::string host_over_export =
      lines("  Access_Type = RO;\n" + vfs() + "  CLIENT { Clients = node01; Access_Type = RW; }\n");
  const std::string privileged = lines("  Access_Type = RW; PrivilegedPort = true;\n" + vfs());
  const std::vector<Vector> vectors = {
      {"G01", lines(vfs()), a, kHost1, 33000, "denied@1"},
      {"G02", host_over_export, a, kHost1, 33000, "rw sq ok@5"},
      {"G03", host_over_export, a, kHost2, 33000, "ro sq ok@1"},
      {"G04",
       lines(vfs() + "  CLIENT { Clients = 10.91.0.0/24; Access_Type = RO; }\n"
                     "  CLIENT { Clients = 10.91.0.11; Access_Type = RW; }\n"),
       a, kHost1, 33000, "ro sq ok@4"},
      {"G05",
       lines(vfs() +
             "  CLIENT { Clients = 10.91.0.11; Access_Type = RW; Squash = No_Root_Squash; }\n"
             "  CLIENT { Clients = *; Access_Type = RO; }\n"),
       a, kHost1, 33000, "rw kept ok@4"},
      {"G06", clients("\"10.91.0.11\""), a, kHost1, 33000, "denied@4"},
      {"G07", clients("10.91.0.*"), a, kHost1, 33000, "rw sq ok@4"},
      {"G08", clients("*.cl.test"), a, kHost3, 33000, "rw sq ok@4"},
      {"G09", clients("NODE0*.cl.test"), a, kHost1, 33000, "denied@1"},
      {"G10", clients("n1alias"), a, kHost1, 33000, "rw sq ok@4"},
      {"G11", clients("n1al*"), a, kHost1, 33000, "denied@1"},
      {"G12", clients("@ngshort"), a, kHost2, 33000, "denied@1"},
      {"G13", clients("@ngip"), a, kNamelessHost, 33000, "rw sq ok@4"},
      {"G14", clients("0.0.0.0/0"), a, kHost1, 33000, "denied@1"},
      {"G15", clients("node01 node02"), a, kHost1, 33000, "denied@1"},
      {"G16", clients("nosuch.cl.test, node01"), a, kHost1, 33000, "rw sq ok@4"},
      {"G17", privileged, a, kHost1, 33000, "rw sq bad@1"},
      {"G18", privileged, a, kHost1, 900, "rw sq ok@1"},
      {"G19",
       lines("  Access_Type = RW;\n" + vfs(), "/export") +
           lines(vfs() + "  CLIENT { Clients = 10.91.0.12; Access_Type = RW; }\n", a, "2"),
       a, kHost1, 33000, "denied@6"},
      {"G20", lines("  Access_Type = RW; Access_Type = RO;\n" + vfs()), a, kHost1, 33000,
       "rw sq ok@1"},
      {"G21", lines("  Acces_Type = RW;\n" + vfs()), a, kHost1, 33000, "denied@1"},
      {"G22", lines("  Access_Type = RW; Protocols = 4;\n" + vfs()), a, kHost1, 33000, "denied@1"},
      {"G23", "EXPORT_DEFAULTS { Access_Type = RO; Squash = None; }\n" + lines(vfs()), a, kHost1,
       33000, "ro kept ok@1"},
      {"G24",
       lines("  Access_Type = RW;\n" + vfs()) +
           lines("  Access_Type = RW;\n" + vfs(), "/export/fs2"),
       "/export/fs2", kHost1, 33000, "denied@6"},
      {"G25", lines("  Access_Type = RW;\n" + vfs(), "/export/link"), "/export/link", kHost1, 33000,
       "denied@1"},
      {"G41", lines("  Access_Type = RW; # note\n" + vfs()) + "# tail", a, kHost1, 33000,
       "denied@6"},
  };
  for (const Vector& vector : vectors) {
    const Question question{Dialect::kGanesha, vector.text, vector.path, vector.address,
                            vector.port};
    EXPECT_EQ(verdict_of(question, full_names(), export_tree()), vector.expected) << vector.id;
  }
}

// A configuration that can be asked several times.
class Server {
 public:
  explicit Server(const std::string& text, const Names& names = full_names(),
                  FileTree tree = export_tree())
      : tree_(std::move(tree)),
        table_(testing::parse_ganesha_text(text)),
        grants_(make_grants(table_, ServerContext{names, tree_, std::nullopt})) {}

  [[nodiscard]] Grant ask(const std::string& path, const char* address = kHost1, int version = 3,
                          Flavour flavour = Flavour::kSys) const {
    Client client;
    client.address = *Address::parse(address);
    client.version = version;
    client.flavour = flavour;
    return grants_->grant(path, client);
  }
  [[nodiscard]] std::string access(const std::string& path, const char* address = kHost1,
                                   int version = 3) const {
    return std::string(word(ask(path, address, version).access));
  }

 private:
  FileTree tree_;
  ExportsTable table_;
  std::unique_ptr<Grants> grants_;
};

TEST(GaneshaGrant, PermissionsAreInheritedOneByOne) {
  const Server server(
      "EXPORT_DEFAULTS { Squash = None; Anonymous_uid = 7; }\n" +
      ganesha_export(
          "Access_Type = RO; PrivilegedPort = true; CLIENT { Clients = node01; Squash = "
          "All; PrivilegedPort = false; } CLIENT { Clients = node02; Access_Type = None; "
          "}"));
  EXPECT_EQ(server.access("/a"), "ro");
  EXPECT_EQ(server.ask("/a").root, Root::kSquashed);
  EXPECT_EQ(server.ask("/a").anon_uid, 7U);
  EXPECT_EQ(server.ask("/a").port, PortRule::kAny);
  EXPECT_EQ(server.access("/a", kHost2), "none");
  EXPECT_EQ(server.ask("/a", kHost3).root, Root::kKept);
  EXPECT_EQ(server.ask("/a", kHost3).port, PortRule::kReserved);
  EXPECT_EQ(server.ask("/a", kHost3).port_ok, false);  // no port given: not a reserved one
}

TEST(GaneshaGrant, Denials) {
  struct Row {
    std::string text;
    Denial denial;
    const char* rule;
  };
  const std::string rw = ganesha_export("Access_Type = RW;");
  const std::string only_4 = "NFS_CORE_PARAM { Protocols = 4; }\n";
  const std::vector<Row> rows = {
      {ganesha_export(""), Denial::kNotListed, "1:1"},
      {ganesha_export("Access_Type = None;"), Denial::kNotListed, "1:1"},
      {ganesha_export("Access_Type = MDONLY;"), Denial::kNotListed, "1:1"},
      {ganesha_export("Access_Type = MDONLY_RO;"), Denial::kNotListed, "1:1"},
      {ganesha_export("Access_Type = RW; Transports = UDP;"), Denial::kNotListed, "1:1"},
      {ganesha_export("Access_Type = RW; SecType = krb5;"), Denial::kFlavour, "1:1"},
      {ganesha_export("Access_Type = RW; SecType = none;"), Denial::kFlavour, "1:1"},
      {ganesha_export("Access_Type = RW; Protocols = 4;"), Denial::kVersion, "1:1"},
      {only_4 + rw, Denial::kVersion, "2:1"},
      {only_4 + "EXPORT_DEFAULTS { Protocols = 3; }\n" + rw, Denial::kVersion, "3:1"},
      {ganesha_export("Access_Type = RW;", "1", "/b"), Denial::kNotExported, "-"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const Grant grant = Server(row.text).ask("/a");
    EXPECT_EQ(grant.access, Access::kNone);
    EXPECT_EQ(grant.denial, row.denial);
    EXPECT_EQ(place(grant.rule), row.rule);
    EXPECT_FALSE(grant.why.empty() || grant.blame.is_set());
  }
}

TEST(GaneshaGrant, ReasonsSayWhichBlockDecided) {
  struct Row {
    std::string text;
    std::string why;  // for node01
  };
  const std::vector<Row> rows = {
      {"Access_Type = RO; Squash = All;",
       "the EXPORT of '/a' lists no clients, and the EXPORT itself is open, with Access_Type = RO "
       "and Squash = All_Squash"},
      {"Access_Type = RW; CLIENT { Clients = node02; }",
       "no client of '/a' matches 10.91.0.11, and the EXPORT itself is open, with Access_Type = RW "
       "and Squash = Root_Squash"},
      {"CLIENT { Clients = node01; Access_Type = RW; Squash = None; }",
       "the client 'node01' of '/a' matches 10.91.0.11, with Access_Type = RW and Squash = "
       "No_Root_Squash"},
      {"CLIENT { Clients = node02, node01; Access_Type = RW; Squash = RootId; }",
       "one of 'node02' and 1 other client of '/a' matches 10.91.0.11, with Access_Type = RW and "
       "Squash = Root_Id_Squash"},
      {"CLIENT { Clients = node01; Access_Type = None; }",
       "the client 'node01' of '/a' matches 10.91.0.11, and its Access_Type is None"},
      {"CLIENT { Clients = node02; Access_Type = RW; }",
       "no client of '/a' matches 10.91.0.11, and the Access_Type of the EXPORT itself is None"},
      {"", "the EXPORT of '/a' lists no clients, and the Access_Type of the EXPORT itself is None"},
  };
  for (const Row& row : rows) {
    const Grant grant = Server(ganesha_export(row.text)).ask("/a");
    EXPECT_EQ(grant.why, row.why) << row.text;
    EXPECT_EQ(place(grant.entry), "1:1") << row.text;
  }
}

TEST(GaneshaGrant, KerberosClients) {
  const Server server(ganesha_export("Access_Type = RW; SecType = krb5;"));
  EXPECT_EQ(server.ask("/a", kHost1, 3, Flavour::kKrb5).access, Access::kReadWrite);
}

TEST(GaneshaGrant, Paths) {
  const Server server(ganesha_export("Access_Type = RW; Tag = t;", "1", "/export/a", "/p"));
  for (const char* const path : {"/export/a", "/export/a/", "/export/a//", "/export/a//b",
                                 "/export/a/b//c", "/export/a/.", "/export/a/./b", "t", "t/"}) {
    EXPECT_EQ(server.access(path), "rw") << path;
  }
  for (const char* const path : {"/export//a", "/export/./a", "/export/a/..", "/export/a/b/../b",
                                 "/export/ab", "export/a", "/export", "/", "", "/p", "t/b", "T"}) {
    EXPECT_EQ(server.access(path), "none") << path;
  }
  EXPECT_EQ(server.access("/export/a/" + std::string(2000, 'x')), "none");
}

TEST(GaneshaGrant, UnusualPathsOfExports) {
  EXPECT_EQ(Server(ganesha_export("Access_Type = RW;", "1", "\"/a//b\"")).access("/a//b"), "rw");
  EXPECT_EQ(Server(ganesha_export("Access_Type = RW;", "1", "/")).access("/any"), "rw");
}

// Of two EXPORTs with one Path the first answers for the path, the second for what is below it.
TEST(GaneshaGrant, ExportsWithTheSamePath) {
  const Server server(ganesha_export("Access_Type = RO;") +
                      ganesha_export("Access_Type = RW;", "2", "/a", "/b"));
  EXPECT_EQ(server.access("/a/"), "ro");
  EXPECT_EQ(server.access("/a/b"), "rw");
}

TEST(GaneshaGrant, LinksAreNotFollowed) {
  const Server server(ganesha_export("Access_Type = RW;", "1", "/export", "/x") +
                      ganesha_export("Access_Type = RW;", "2", "/export/link", "/y"));
  EXPECT_EQ(server.access("/export/a"), "rw");
  EXPECT_EQ(server.access("/export/fs2"), "rw");  // another file system needs no word
  EXPECT_EQ(server.access("/export/link"), "none");
  EXPECT_EQ(server.access("/export/link/b"), "none");
  EXPECT_EQ(server.access("/export/link2"), "rw");
}

TEST(GaneshaGrant, MountPathPseudo) {
  const Server server("NFS_CORE_PARAM { Mount_Path_Pseudo = true; }\n" +
                      ganesha_export("Access_Type = RW;", "1", "/export/a", "/p/q"));
  EXPECT_EQ(server.access("/p/q"), "rw");
  EXPECT_EQ(server.access("/p/q/b"), "rw");
  EXPECT_EQ(server.access("/export/a"), "none");
}

TEST(GaneshaGrant, NfsVersion4GoesByPseudoPaths) {
  const Server server(ganesha_export("Access_Type = RW;", "1", "/export/a", "/p"));
  EXPECT_EQ(server.access("/p", kHost1, 4), "rw");
  EXPECT_EQ(server.access("/p/b", kHost1, 4), "rw");
  EXPECT_EQ(server.access("/export/a", kHost1, 4), "none");
  const Server closed_above(ganesha_export("Access_Type = None;", "1", "/export", "/export") +
                            ganesha_export("Access_Type = RW;", "2", "/export/a", "/export/a"));
  EXPECT_EQ(closed_above.access("/export/a", kHost1, 4), "none");
  EXPECT_EQ(closed_above.access("/export/a", kHost1, 3), "rw");
}

TEST(GaneshaGrant, NamesThatDoNotResolveAfterASevereError) {
  const std::string severe = ganesha_export("PrivilegedPort = 1;", "9", "/z", "/z");
  const auto with = [](const std::string& list) {
    return ganesha_export("Access_Type = RW; CLIENT { Clients = " + list + "; }");
  };
  EXPECT_EQ(Server(with("nosuch")).access("/a"), "rw");
  EXPECT_EQ(Server(severe + with("node01")).access("/a"), "rw");
  const Grant lost = Server(severe + with("nosuch")).ask("/a");
  EXPECT_EQ(lost.access, Access::kNone);
  EXPECT_EQ(place(lost.blame), "1:87");  // the severe error
}

TEST(GaneshaGrant, BlamesTheFault) {
  const std::string faulty = lines("  Access_Type = RW; Manage_Gids = 1;\n" + vfs());
  const std::string parent = lines("  Access_Type = None;\n" + vfs(), "/export", "2");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {clients("\"10.91.0.11\""), "4:3"},
      {clients("\"10.91.0.12\""), "-"},  // would not admit this host either
      {clients("0.0.0.0/0"), "4:3"},     // whom it means is not known
      {clients("node01 node02"), "4:3"},
      {clients("node02 node03"), "-"},
      {clients("@10.91.0.0/24, node01"), "4:22"},
      {clients("node01") + "}\n", "6:1"},
      {clients("node02") + "}\n", "-"},
      {faulty, "3:35"},
      {parent + faulty, "8:35"},
      {lines("  Access_Type = RW\n" + vfs()), "5:1"},  // then there is one brace too many
  };
  for (const auto& [text, blame] : cases) {
    EXPECT_EQ(place(Server(text).ask("/export/a").blame), blame) << text;
  }
}

TEST(GaneshaGrant, UnknownNamesMatterOnlyWhereTheyDecide) {
  const std::string wild = "CLIENT { Clients = *.cl.test; Access_Type = RW; }";
  const std::string everyone = " CLIENT { Clients = *; Access_Type = RW; Squash = None; }";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {wild, "unknown squashed"},
      {"Access_Type = RW; " + wild, "rw squashed"},
      {"Access_Type = RO; " + wild, "unknown squashed"},
      {"CLIENT { Clients = 10.91.0.11; Access_Type = RO; } " + wild, "ro squashed"},
      {wild + everyone, "rw unknown"},
      {"CLIENT { Clients = 10.91.0.*; Access_Type = RW; }", "rw squashed"},
      {"CLIENT { Clients = @ng; Access_Type = RW; }", "unknown squashed"},
      {"CLIENT { Clients = node01; Access_Type = RW; }", "unknown squashed"},
      {"CLIENT { Clients = 10.91.0.12; Access_Type = RW; }", "none unknown"},
  };
  for (const auto& [options, expected] : cases) {
    const Grant grant = Server(ganesha_export(options), unknown_names()).ask("/a");
    EXPECT_EQ(std::string(word(grant.access)) + " " + std::string(word(grant.root)), expected)
        << options;
  }
}

TEST(GaneshaGrant, WhatCouldNotBeReadMayExportMore) {
  const Server server("%url \"rados://pool/x\"\n" + ganesha_export("Access_Type = RW;"));
  EXPECT_EQ(server.access("/a"), "rw");
  EXPECT_EQ(server.access("/b"), "unknown");
}

TEST(GaneshaGrant, CanBeAskedFromSeveralThreads) {
  std::string text;
  for (int i = 1; i < 200; ++i) {
    const std::string path = "/n" + std::to_string(i);
    text += ganesha_export("CLIENT { Clients = node01; Access_Type = RW; }", std::to_string(i),
                           path, path);
  }
  const Server server(text);
  const auto ask_all = [&] {
    for (int i = 1; i < 200; ++i) EXPECT_EQ(server.access("/n" + std::to_string(i)), "rw");
  };
  std::thread other(ask_all);
  ask_all();
  other.join();
}

TEST(GaneshaGrant, ManyClientsAndExportsCostNoMore) {
  std::string list = "CLIENT { Access_Type = RO; Clients = h0";
  for (int i = 1; i < 50000; ++i) {
    list += ", h" + std::to_string(i) + ", 10." + std::to_string(i % 90) + "." +
            std::to_string(i / 256) + ".0/24, @g" + std::to_string(i);
  }
  std::string text = ganesha_export(list + "; } CLIENT { Clients = node01; Access_Type = RW; }");
  for (int i = 2; i < 60000; ++i) {
    const std::string path = "/n/" + std::to_string(i);
    text += ganesha_export("Access_Type = RW;", std::to_string(i), path, path);
  }
  const Server server(text);
  for (int i = 0; i < 50000; ++i) ASSERT_EQ(server.access("/a/b/c"), "rw");
  EXPECT_EQ(server.access("/n/59999"), "rw");
  EXPECT_EQ(server.access("/n/60000"), "none");
}

}  // namespace
}  // namespace nfsready
