#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "parse/exports.h"
#include "support/export_world.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::export_tree;
using testing::full_names;
using testing::kHost1;
using testing::kHost2;
using testing::kNamelessHost;
using testing::place;
using testing::Question;
using testing::short_names;
using testing::source_of;
using testing::unknown_names;
using testing::verdict_of;

constexpr Dialect kAix = Dialect::kAix;
constexpr Dialect kXtab = Dialect::kAixXtab;
constexpr const char* kRoot1 = "/export/nim/root/node1";

struct Vector {
  std::string id;
  Dialect dialect;
  std::string text;
  const char* address;
  bool short_names;  // the server's reverse lookups give short names
  std::string expected;
};

TEST(AixGrant, Vectors) {
  const std::string root(kRoot1);
  const std::vector<Vector> vectors = {
      {"A01", kAix, root + " -root=node01,access=node01\n", kHost1, true, "rw kept ok@1"},
      {"A02", kAix, root + " -root=node01,access=node01\n", kHost2, true, "denied@1"},
      {"A03", kAix, root + " -root=node01,access=node01\n", kHost1, false, "denied@1"},
      {"A04", kAix, root + "\n", kHost2, false, "rw sq ok@1"},
      {"A05", kAix, root + " -rw,anon=0\n", kHost2, false, "rw sq=0 ok@1"},
      {"A06", kAix, root + " -access=node01,root=node02\n", kHost2, true, "denied@1"},
      {"A07", kAix, root + " -access=node02,rw=node01\n", kHost2, true, "ro sq ok@1"},
      {"A08", kAix, root + " -access=node02,rw=node01\n", kHost1, true, "rw sq ok@1"},
      {"A09", kAix, root + " -access=node01,ro=node02\n", kHost2, true, "ro sq ok@1"},
      {"A10", kAix, root + " -access=node01,ro=node02\n", kHost1, true, "rw sq ok@1"},
      {"A11", kAix, root + " -rw=node01\n", kHost2, true, "ro sq ok@1"},
      {"A12", kAix, root + " -ro=node02\n", kHost2, true, "ro sq ok@1"},
      {"A13", kAix, root + " -ro=node02\n", kHost1, true, "rw sq ok@1"},
      {"A14", kAix, root + " -access=@10.91.0.0/24\n", kHost2, false, "rw sq ok@1"},
      {"A15", kAix, root + " -access=@10.91.0.12\n", kHost1, true, "denied@1"},
      {"A16", kAix, root + " -rw\n", kNamelessHost, false, "denied@1"},
      {"A17", kAix, root + " -rw,anon=-1\n", kHost2, false, "rw refused ok@1"},
      {"A18", kAix, root + " -vers=4,rw,root=node01\n", kHost1, true, "denied@1"},
      {"A19", kAix, root + " -sec=krb5,rw,sec=sys,ro\n", kHost2, false, "ro sq ok@1"},
      {"A20", kAix, "/export/nim -ro\n" + root + " -rw,root=node01\n", kHost1, true, "ro sq ok@1"},
      {"A21", kXtab, root + " -root=node01:,access=node01:\n", kHost1, true, "rw kept ok@1"},
      {"A22", kXtab, root + " -ro,anon=0\n", kHost2, false, "ro sq=0 ok@1"},
  };
  for (const Vector& vector : vectors) {
    const Question question{vector.dialect, vector.text, root, vector.address, 33000};
    EXPECT_EQ(
        verdict_of(question, vector.short_names ? short_names() : full_names(), export_tree()),
        vector.expected)
        << vector.id;
  }
}

// A table that can be asked several times.
class Table {
 public:
  explicit Table(const std::string& text, const Names& names = short_names(), FileTree tree = {},
                 Dialect dialect = kAix)
      : tree_(std::move(tree)),
        table_(parse_exports(dialect, {&source_of(text, "exports")})),
        grants_(make_grants(table_, ServerContext{names, tree_, std::nullopt})) {}

  [[nodiscard]] Grant ask(const std::string& path, const char* address, int version = 3,
                          Flavour flavour = Flavour::kSys) const {
    Client client;
    client.address = *Address::parse(address);
    client.version = version;
    client.flavour = flavour;
    return grants_->grant(path, client);
  }

 private:
  FileTree tree_;
  ExportsTable table_;
  std::unique_ptr<Grants> grants_;
};

std::string access_of(const std::string& options, const char* address,
                      const Names& names = short_names()) {
  return std::string(word(Table("/a " + options + "\n", names).ask("/a", address).access));
}

// x is in access=, y in the other list, z in none (exports File).
TEST(AixGrant, CombinationMatrix) {
  const Names& names = testing::names_of("10.0.0.1 x\n10.0.0.2 y\n10.0.0.3 z\n");
  struct Row {
    std::string options;
    std::string expected;  // of x, y and z
  };
  const std::vector<Row> rows = {
      {"", "rw rw rw"},
      {"-rw", "rw rw rw"},
      {"-ro", "ro ro ro"},
      {"-access=x", "rw none none"},
      {"-access=x,ro", "ro none none"},
      {"-rw=y", "ro rw ro"},
      {"-ro=y", "rw ro rw"},
      {"-access=x,ro=y", "rw ro none"},
      {"-access=x,rw=y", "ro rw none"},
      {"-access=x:y,rw=y", "ro rw none"},
      {"-access=x,root=y", "rw none none"},
      {"-root=y", "rw rw rw"},
      {"-rw=x,ro=y", "none none none"},
  };
  for (const Row& row : rows) {
    std::string rights = access_of(row.options, "10.0.0.1", names);
    for (const char* const address : {"10.0.0.2", "10.0.0.3"}) {
      rights.append(" ").append(access_of(row.options, address, names));
    }
    EXPECT_EQ(rights, row.expected) << row.options;
  }
  const Table roots("/a -root=y\n", names);
  EXPECT_EQ(roots.ask("/a", "10.0.0.2").root, Root::kKept);
  EXPECT_EQ(roots.ask("/a", "10.0.0.3").root, Root::kSquashed);
}

TEST(AixGrant, Members) {
  struct Row {
    std::string member;
    std::string access;  // of node01.cl.test, 10.91.0.11
    bool certain = true;
  };
  const std::vector<Row> rows = {
      {"node01.cl.test", "rw"},
      {"node01", "none", false},   // an alias
      {"n1alias", "none", false},  // an alias
      {"NODE01.CL.TEST", "none", false},
      {"node01.cl.test.", "none", false},
      {"node02.cl.test", "none"},
      {"10.91.0.11", "rw"},
      {"10.91.0.12", "none"},
      {"@10.91.0.0/24", "rw"},
      {"@10.91.0.0/28", "rw"},
      {"@10.91.0.0/29", "none"},
      {"@10.91.0.12/24", "rw"},
      {"@10.91.0.11", "rw"},
      {"@10.91.0.12", "none"},
      {"@node02.cl.test/24", "rw"},
      {"@node01", "rw"},  // looked up forwards
      {"@10.91.0.0/0", "rw"},
      {"@10.91.0.0/x", "none", false},
      {"@ngfqdn", "none", false},  // a host of that name
      {"ngfqdn", "rw"},
      {"ngnest", "rw"},
      {"ngloop", "rw"},
      {"ngempty", "rw"},
      {"ngdash", "none"},
      {"ngshort", "none"},
      {"ngalias", "none", false},
      {"ngcase", "none", false},
      {"no-such-host", "none", false},  // perhaps a network
      {"*", "unknown"},
  };
  for (const Row& row : rows) {
    const Table table("/a -access=" + row.member + "\n", full_names());
    const Grant grant = table.ask("/a", kHost1);
    EXPECT_EQ(word(grant.access), row.access) << row.member;
    EXPECT_EQ(grant.certain, row.certain) << row.member;
    EXPECT_FALSE(grant.why.empty()) << row.member;
  }
}

TEST(AixGrant, ANetgroupHidesAHostOfItsName) {
  const Names& names = testing::names_of("10.0.0.1 x\n10.0.0.2 y\n", "x (y,,)\n");
  EXPECT_EQ(access_of("-access=x", "10.0.0.1", names), "none");
  EXPECT_EQ(access_of("-access=x", "10.0.0.2", names), "rw");
}

TEST(AixGrant, ReasonsNameBothNames) {
  const Grant grant = Table("/a -access=node01\n", full_names()).ask("/a", kHost1);
  EXPECT_EQ(grant.denial, Denial::kNotListed);
  EXPECT_EQ(
      grant.why,
      "the entry of '/a' does not list 'node01.cl.test'; the list has 'node01', but the server "
      "finds the name 'node01.cl.test'");
}

TEST(AixGrant, ReasonsSayWhichListDecided) {
  struct Row {
    std::string options;
    std::string why;  // for node01
  };
  const std::vector<Row> rows = {
      {"", "the entry admits everybody; there is no root="},
      {"-root=node01", "the entry admits everybody; root= lists it"},
      {"-ro,anon=0",
       "the entry is ro for everybody; there is no root=, but anon=0 makes everybody "
       "root"},
      {"-ro,access=node01", "access= lists 'node01', and ro is for all of them; there is no root="},
      {"-access=node01,root=node02", "access= lists 'node01'; root= does not list it"},
      {"-rw=node01,anon=-1", "rw= lists 'node01'; there is no root=, and anon=-1 refuses root"},
      {"-rw=node02",
       "rw= does not list 'node01', and whom it does not list may read; there is no "
       "root="},
      {"-access=node01,rw=node02", "access= lists 'node01', but rw= does not; there is no root="},
      {"-ro=node01", "ro= lists 'node01'; there is no root="},
      {"-ro=node02",
       "ro= does not list 'node01', and whom it does not list may write; there is no "
       "root="},
      {"-access=node02", "the entry of '/a' does not list 'node01'"},
      {"-root=*", "the entry admits everybody; it is not documented whom '*' in a list means"},
  };
  for (const Row& row : rows) {
    const Grant grant = Table("/a " + row.options + "\n").ask("/a", kHost1);
    EXPECT_EQ(grant.why, row.why) << row.options;
    EXPECT_EQ(place(grant.entry), "1:1") << row.options;
  }
}

TEST(AixGrant, DenialsNameTheEntryThatWasLookedInto) {
  FileTree tree;
  tree.mount_points = {"/", "/d/fs"};
  const Table table("/a -vers=4\n/b -secure\n/c -rw=node02,ro=node01\n/d\n/e/f\n/e\n",
                    short_names(), tree);
  EXPECT_EQ(place(table.ask("/a", kHost1).entry), "1:1");
  EXPECT_EQ(place(table.ask("/b", kHost1).entry), "2:1");
  EXPECT_EQ(place(table.ask("/c", kHost1).entry), "3:1");
  EXPECT_EQ(place(table.ask("/d/fs", kHost1).entry), "4:1");
  EXPECT_EQ(place(table.ask("/e", kHost1).entry), "6:1");
  EXPECT_FALSE(table.ask("/g", kHost1).entry.is_set());
  for (const char* const path : {"/a", "/b", "/c", "/d/fs", "/e", "/g"}) {
    EXPECT_EQ(table.ask(path, kHost1).access, Access::kNone) << path;
    EXPECT_FALSE(table.ask(path, kHost1).why.empty()) << path;
  }
}

TEST(AixGrant, UnknownNamesMatterOnlyWhereTheyDecide) {
  const auto access = [](const std::string& text) {
    return Table(text, unknown_names()).ask("/a", kHost1).access;
  };
  EXPECT_EQ(access("/a\n"), Access::kUnknown);  // callers without a name are refused
  EXPECT_EQ(access("/a -access=node01\n"), Access::kUnknown);
  EXPECT_EQ(access("/a -access=10.91.0.11\n"), Access::kUnknown);
  EXPECT_EQ(access("/a -access=10.91.0.12:@10.92.0.0/16\n"), Access::kNone);
  EXPECT_EQ(access("/a -vers=4\n"), Access::kNone);
  EXPECT_EQ(access("/b\n"), Access::kNone);
}

TEST(AixGrant, CallersWithoutANameAreRefused) {
  for (const char* const options :
       {"", "-rw", "-access=node01", "-access=*", "-access=ngempty",
        "-access=10.91.0.17,root=10.91.0.17", "-access=@10.91.0.0/24"}) {
    const Grant grant =
        Table("/a " + std::string(options) + "\n", full_names()).ask("/a", kNamelessHost);
    EXPECT_EQ(grant.access, Access::kNone) << options;
    EXPECT_TRUE(grant.certain) << options;
    EXPECT_EQ(place(grant.rule), "1:1") << options;
  }
}

TEST(AixGrant, RootAndAnonymousUsers) {
  struct Row {
    std::string options;
    Root root;
    std::optional<std::uint32_t> anon_uid;
  };
  const std::vector<Row> rows = {
      {"", Root::kSquashed, 4294967294U},
      {"-anon=100", Root::kSquashed, 100U},
      {"-anon=nobody", Root::kSquashed, std::nullopt},
      {"-anon=-1", Root::kRefused, std::nullopt},
      {"-anon=-1,root=node01", Root::kKept, std::nullopt},
      {"-root=@10.91.0.0/24", Root::kKept, std::nullopt},
      {"-root=*", Root::kUnknown, std::nullopt},
      {"-root=node02", Root::kSquashed, 4294967294U},
  };
  for (const Row& row : rows) {
    const Grant grant = Table("/a " + row.options + "\n").ask("/a", kHost1);
    EXPECT_EQ(grant.access, Access::kReadWrite) << row.options;
    EXPECT_EQ(grant.root, row.root) << row.options;
    EXPECT_EQ(grant.anon_uid, row.anon_uid) << row.options;
  }
}

TEST(AixGrant, FlavoursAndVersions) {
  const Table table("/a -sec=krb5:sys,access=node01,sec=dh,ro\n/b -secure\n/c\n/c -vers=4,ro\n");
  EXPECT_EQ(table.ask("/a", kHost1).access, Access::kReadWrite);
  EXPECT_EQ(table.ask("/a", kHost2).access, Access::kNone);
  EXPECT_EQ(table.ask("/a", kHost2, 3, Flavour::kDh).access, Access::kReadOnly);
  EXPECT_EQ(table.ask("/a", kHost1, 3, Flavour::kKrb5p).denial, Denial::kFlavour);
  EXPECT_EQ(table.ask("/a", kHost1).flavours,
            (FlavourSet{Flavour::kSys, Flavour::kDh, Flavour::kKrb5}));
  EXPECT_EQ(table.ask("/b", kHost1).denial, Denial::kFlavour);
  EXPECT_EQ(table.ask("/b", kHost1, 3, Flavour::kDh).access, Access::kReadWrite);
  EXPECT_EQ(table.ask("/c", kHost1).access, Access::kReadWrite);
  EXPECT_EQ(table.ask("/c", kHost1, 4).access, Access::kReadOnly);
  EXPECT_EQ(table.ask("/c", kHost1).versions, (VersionSet{2, 3}));
  EXPECT_EQ(table.ask("/a", kHost1, 4).denial, Denial::kVersion);
}

TEST(AixGrant, ExternalNames) {
  const Table table("/a -vers=3:4,exname=/x/a\n");
  EXPECT_TRUE(table.ask("/a", kHost1).certain);
  EXPECT_FALSE(table.ask("/a", kHost1, 4).certain);
}

TEST(AixGrant, AnyPortWillDo) {
  const Grant grant = Table("/a\n").ask("/a", kHost1);  // no port given
  EXPECT_EQ(grant.port, PortRule::kAny);
  EXPECT_EQ(grant.port_ok, true);
}

TEST(AixGrant, NestedDirectories) {
  FileTree tree;
  tree.mount_points = {"/", "/x/fs"};
  const std::string text = "/x -ro\n/x/a/b\n/x/fs/c\n/x/fs -rw\n/y/a\n/y -ro\n";
  const Table known(text, short_names(), tree);
  EXPECT_EQ(known.ask("/x", kHost1).access, Access::kReadOnly);
  EXPECT_EQ(known.ask("/x/a/b", kHost1).access, Access::kReadOnly);  // refused; served by /x
  EXPECT_EQ(place(known.ask("/x/a/b", kHost1).rule), "1:1");
  EXPECT_FALSE(known.ask("/x/a/b", kHost1).certain);
  EXPECT_EQ(known.ask("/x/a", kHost1).access, Access::kReadOnly);
  EXPECT_EQ(known.ask("/x/fs/c", kHost1).access, Access::kReadWrite);  // another file system
  EXPECT_TRUE(known.ask("/x/fs/c", kHost1).certain);
  EXPECT_EQ(place(known.ask("/x/fs", kHost1).rule), "4:1");  // refused because of its child
  EXPECT_EQ(known.ask("/x/fs/d", kHost1).denial, Denial::kBoundary);
  EXPECT_EQ(known.ask("/y", kHost1).access, Access::kNone);
  EXPECT_TRUE(known.ask("/y", kHost1).certain);
  EXPECT_EQ(place(known.ask("/y", kHost1).rule), "6:1");
  EXPECT_EQ(place(known.ask("/y", kHost1).blame), "6:1");
  EXPECT_EQ(known.ask("/y/a", kHost1).access, Access::kReadWrite);

  const Table unknown(text);
  EXPECT_EQ(unknown.ask("/x/fs/c", kHost1).access, Access::kReadOnly);
  EXPECT_FALSE(unknown.ask("/x/fs/c", kHost1).certain);
  EXPECT_FALSE(unknown.ask("/y", kHost1).certain);

  const Table live(text, short_names(), {}, kXtab);  // exportfs took them all
  EXPECT_EQ(live.ask("/x/a/b", kHost1).access, Access::kReadWrite);
  EXPECT_EQ(live.ask("/y", kHost1).access, Access::kReadOnly);
}

TEST(AixGrant, OtherFileSystemsNeedAnEntryOfTheirOwn) {
  const Table table("/export\n", short_names(), export_tree());
  EXPECT_EQ(table.ask("/export/fs2", kHost1).denial, Denial::kBoundary);
  EXPECT_EQ(table.ask("/export/fs2/x", kHost1).denial, Denial::kBoundary);
  EXPECT_EQ(table.ask("/export/fs22", kHost1).access, Access::kReadWrite);
}

TEST(AixGrant, Paths) {
  const Table table("/a/b/\n");
  EXPECT_EQ(table.ask("/a/b", kHost1).access, Access::kReadWrite);
  EXPECT_EQ(table.ask("//a/./b/", kHost1).access, Access::kReadWrite);
  EXPECT_EQ(table.ask("/a/b/c", kHost1).certain, false);
  EXPECT_EQ(table.ask("/a/bc", kHost1).denial, Denial::kNotExported);
  EXPECT_EQ(table.ask("/a", kHost1).denial, Denial::kNotExported);
  EXPECT_FALSE(table.ask("/a", kHost1).rule.is_set());
  EXPECT_EQ(table.ask("a/b", kHost1).access, Access::kNone);
  EXPECT_EQ(table.ask("", kHost1).access, Access::kNone);
  EXPECT_EQ(table.ask("/a/b/" + std::string(2000, 'x'), kHost1).access, Access::kNone);
}

TEST(AixGrant, BlamesTheFaultThatCostsAnEntry) {
  const Table table("/a -rw=node01,ro=node02\n/b -access=node01\n/b -rw\n/c -access=x,ro=y,rw=z\n");
  EXPECT_EQ(table.ask("/a", kHost1).access, Access::kNone);
  EXPECT_EQ(place(table.ask("/a", kHost1).blame), "1:5");
  EXPECT_EQ(place(table.ask("/a", kHost1).rule), "1:1");
  EXPECT_EQ(place(table.ask("/b", kHost2).rule), "2:1");   // the first entry decides
  EXPECT_EQ(place(table.ask("/b", kHost2).blame), "3:1");  // the second one would admit
  EXPECT_FALSE(table.ask("/b", kHost1).blame.is_set());
  EXPECT_FALSE(table.ask("/c", kHost1).blame.is_set());  // would not admit either
}

TEST(AixGrant, DoubtfulEntriesAreNotCertain) {
  const Table table("/a -rw,insecure\n/b node01(rw)\n/c -ro, root=node01\n");
  EXPECT_EQ(table.ask("/a", kHost1).access, Access::kReadWrite);
  EXPECT_FALSE(table.ask("/a", kHost1).certain);
  EXPECT_EQ(
      table.ask("/a", kHost1).why,
      "the entry admits everybody; there is no root=; 'insecure' is an option of Linux exports; "
      "AIX has none of that name; what exportfs does "
      "with the entry is not documented");
  EXPECT_EQ(table.ask("/b", kHost1).access, Access::kUnknown);
  EXPECT_EQ(table.ask("/c", kHost1).access, Access::kReadOnly);
  EXPECT_FALSE(table.ask("/c", kHost1).certain);
}

std::string names_list(int count) {
  std::string list;
  for (int i = 0; i < count; ++i)
    list += "n" + std::to_string(i) + ":@10.0." + std::to_string(i % 256) + ".0/24:";
  return list;
}

TEST(AixGrant, ManyEntriesAndLongListsCostNoMore) {
  std::string text = "/big -access=" + names_list(50000) + "node01\n";
  for (int i = 0; i < 100000; ++i)
    text += "/nodes/n" + std::to_string(i) + "/root -access=node01\n";
  const Table table(text, short_names(), {}, kXtab);
  for (int i = 0; i < 100000; ++i) {
    ASSERT_EQ(table.ask("/big/x/y", kHost1).access, Access::kReadWrite);
  }
  EXPECT_EQ(table.ask("/big", kHost2).access, Access::kNone);
  EXPECT_EQ(table.ask("/nodes/n99999/root", kHost1).access, Access::kReadWrite);
}

TEST(AixGrant, CanBeAskedFromSeveralThreads) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "/n" + std::to_string(i) + " -access=node01\n";
  const Table table(text);
  const auto ask_all = [&] {
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(table.ask("/n" + std::to_string(i), kHost1).access, Access::kReadWrite);
    }
  };
  std::thread other(ask_all);
  ask_all();
  other.join();
}

}  // namespace
}  // namespace nfsready
