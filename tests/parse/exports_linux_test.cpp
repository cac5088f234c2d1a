#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;
using namespace std::string_literals;

const LinuxExports& linux_of(const ExportsTable& table) {
  return *std::get_if<LinuxExports>(&table.content);
}

ExportsTable parsed(std::string text) {
  return parse_exports(Dialect::kLinux, {&source_of(std::move(text))});
}

std::string_view kind_word(ProblemKind kind) {
  constexpr std::array<std::string_view, 10> kWords = {
      "syntax",    "unknown",       "foreign", "space",   "no-client",
      "duplicate", "contradiction", "dropped", "ignored", "long"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string rights_of(const LinuxRule& rule) {
  std::string text;
  for (const LinuxSection& section : rule.sections) {
    if (!text.empty()) text += '/';
    for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
      const auto flavour = static_cast<Flavour>(i);
      if (section.flavours.has(flavour) && flavour != Flavour::kSys) {
        text += std::string(kFlavourNames[i]) + ":";
      }
    }
    text += section.read_write ? "rw" : "ro";
    text += section.all_squash ? ",all" : section.root_squash ? "" : ",root";
    text += section.insecure.value_or(false) ? ",any" : "";
  }
  return text;
}

// Every rule as "path client rights", with its sections parted by '/': "root" where root is kept,
// "all" where all are squashed, "any" where every port may ask, the flavours other than sys before
// a colon. "-" stands for a client without text, "!" marks a rule that is never read.
std::string rules_in(const ExportsTable& table) {
  std::string text;
  for (const LinuxExport& entry : linux_of(table).exports) {
    for (const LinuxRule& rule : entry.rules) {
      if (!text.empty()) text += " | ";
      const std::string_view client = rule.client.text.text;
      text += (entry.lost_to ? "!" : "") + std::string(entry.path.text) + " " +
              std::string(client.empty() ? "-" : client) + " " + rights_of(rule);
    }
  }
  return text;
}

// Every problem as "kind line:column", and ">line:column" where the lost text begins.
std::string problems_in(const ExportsTable& table) {
  std::string text;
  for (const Problem& problem : table.problems) {
    if (!text.empty()) text += " | ";
    text += std::string(kind_word(problem.kind)) + " " + place(problem.where);
    if (problem.lost.is_set()) text += ">" + place(problem.lost);
  }
  return text;
}

struct Row {
  std::string text;
  std::string rules;
  std::string problems;
};

void expect_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const ExportsTable table = parsed(row.text);
    EXPECT_EQ(rules_in(table), row.rules) << row.text;
    EXPECT_EQ(problems_in(table), row.problems) << row.text;
  }
}

TEST(LinuxExports, SplitsWordsAsNfsUtilsDoes) {
  expect_rows({
      {"", "", ""},
      {"# nothing\n\n \t\n", "", ""},
      {"/a h(rw)", "/a h rw", ""},
      {"  /a\th(rw)\tg\n", "/a h rw | /a g ro", ""},
      {"/a#x h(rw) # note\n", "/a#x h rw", ""},
      {"/a h(rw) # note\\\n/b g(rw)\n", "/a h rw | /b g rw", ""},
      {"/a \\\n  h(rw)\\\n\tg(rw)\n", "/a h rw | /a g rw", ""},
      {"\\\n/a h(rw)\n", "/a h rw", ""},
      {"\"/a b\" h(rw)\n", "/a b h rw", ""},
      {"/x/\"a b\" \"h(rw, insecure)\"\n", "/x/a b h rw,any", ""},
      {"\"/a\\\n  b\" h(rw)\n", "/a b h rw", ""},
      {"/a\\040b h\\050rw)\n", "/a b h rw", ""},
      {"/im\\147 *(rw)\n", "/img * rw", ""},
      {"/\\134101 *(rw)\n", "/A * rw", ""},
      {"/a\\777 *(rw)\n", "/a\\777 * rw", ""},
      {"/a h(rw)\r\n/b g(rw)\r\n", "/a h rw | /b g rw", ""},
      {"/a h(rw)\fg(rw)\n", "/a h rw | /a g rw", ""},
      {"/a\0h(rw) \0 g(rw)\n"s, "/a h rw | /a g rw", ""},
      {"/a\\000b h(rw)\n", "/a h rw", "ignored 1:1"},
      {"/a *(rw)\"\" h(ro)\n", "/a * rw | /a h ro", ""},
  });
}

TEST(LinuxExports, LosesTheRestAtAByteThatEndsTheReading) {
  expect_rows({
      {"/a h(rw)\r\n\r\n/b g(rw)\r\n", "/a h rw | !/b g rw", "syntax 2:1>3:1"},
      {"/a h(rw)\n\f\n/b g(rw)\n", "/a h rw | !/b g rw", "syntax 2:1>3:1"},
      {"/a h(rw)\n\"\" \n/b g(rw)\n", "/a h rw | !/b g rw", "syntax 2:1>3:1"},
      {"/a h(rw)\n\r", "/a h rw", ""},
      {"\r\n\r\n\r\n/b g(rw)\n", "!/b g rw", "syntax 1:1>4:1"},
  });
}

TEST(LinuxExports, GoesByDefaultLists) {
  expect_rows({
      {"/a -rw h g(ro)\n", "/a h rw | /a g ro", ""},
      {"/a -rw,no_root_squash h -ro g\n", "/a h rw,root | /a g ro,root", ""},
      {"/a h(rw) -insecure g(rw)\n", "/a h rw | /a g rw,any", ""},
      {"/a -rw -ro h\n", "/a -ro rw | /a h rw", ""},
      {"/a -rw\n/b h\n", "/a - rw | /b h ro", "no-client 1:4"},
      {"/a h(rw) -ro\n", "/a h rw | /a - ro", "no-client 1:10"},
      {"/a - h(rw)\n", "/a h rw", ""},
      {"/a -rw \\\n", "/a - rw", "no-client 1:4"},
  });
}

TEST(LinuxExports, KeepsRightsPerFlavour) {
  expect_rows({
      {"/a h(sec=sys,ro,sec=krb5,rw)\n", "/a h ro/krb5:rw", ""},
      {"/a h(rw,insecure,sec=krb5:sys)\n", "/a h krb5:rw,any", ""},
      {"/a h(sec=krb5,rw,sec=sys)\n", "/a h krb5:rw", ""},
      {"/a h(sec=krb5,rw,sec=sys,ro)\n", "/a h krb5:rw/ro", ""},
      {"/a -sec=sys,rw h(ro)\n", "/a h rw", ""},
      {"/a -sec=sys,rw h(sec=sys,ro)\n", "/a h ro", ""},
      {"/a h(sec=unix,rw,sec=sys,ro)\n", "/a h ro", ""},
      {"/a h(sec=null:krb5i)\n", "/a h none:krb5i:ro", ""},
      // mountd asks for a reserved port when the last flavour does.
      {"/a h(sec=sys,insecure,sec=krb5,secure)\n", "/a h krb5:ro", ""},
      {"/a h(sec=krb5,secure,sec=sys,insecure)\n", "/a h krb5:ro/ro,any", ""},
      {"/a -sec=sys,rw h(insecure)\n", "/a h rw", ""},
  });
}

TEST(LinuxExports, StopsAtWordsItDoesNotKnow) {
  expect_rows({
      {"/a h(rw) g(no_root_sqash,rw) k(ro)\n/b *(ro)\n", "/a h rw | !/a g rw | !/a k ro | !/b * ro",
       "unknown 1:12>1:30"},
      {"/a h(RW)\n", "!/a h ro", "unknown 1:6"},
      {"/a h(,rw)\n", "!/a h rw", "unknown 1:6"},
      {"/a h(rw,,sync)\n", "!/a h rw", "unknown 1:9"},
      {"/a h(rw,)\n", "/a h rw", ""},
      {"/a \"h(rw ,sync)\"\n", "!/a h ro", "unknown 1:7"},
      {"/a -vers=3,rw h\n/b g\n", "!/a h rw | !/b g ro", "foreign 1:5>1:15"},
      {"/a -root=h:g,access=h:g\n", "!/a - ro", "foreign 1:5 | foreign 1:14 | no-client 1:4"},
      {"/a h(rw=g)\n", "!/a h ro", "foreign 1:6"},
      {"/a h(ro=g,anon=0)\n", "!/a h ro", "foreign 1:6 | foreign 1:11"},
      {"/a h(anonuid=x)\n/b g\n", "!/a h ro | !/b g ro", "syntax 1:6>2:1"},
      {"/a h(anonuid=)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(anonuid=0x1)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(fsid=zz)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(fsid=08)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(sec=sys:foo)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(sec=)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(squash_uids=0-5,10)\n", "!/a h ro", "unknown 1:22"},
      {"/a h(squash_uids=-1)\n", "!/a h ro", "syntax 1:6"},
      {"/a h(fsloc=stub)\n", "!/a h ro", "unknown 1:6"},
      {"/a h(xprtsec=tls)\n", "!/a h ro", "unknown 1:6"},
      {"/a h(sync=1)\n", "!/a h ro", "unknown 1:6"},
      // Later mistakes are told too; what is lost belongs to the first one.
      {"/a h(RW)\n/b g(vers=3)\n", "!/a h ro | !/b g ro", "unknown 1:6>2:1 | foreign 2:6"},
  });
}

TEST(LinuxExports, AcceptsWhatExportsKnows) {
  for (const char* word : {"sync",
                           "async",
                           "hide",
                           "nohide",
                           "crossmnt",
                           "nocrossmnt",
                           "wdelay",
                           "no_wdelay",
                           "subtree_check",
                           "no_subtree_check",
                           "auth_nlm",
                           "no_auth_nlm",
                           "secure_locks",
                           "insecure_locks",
                           "acl",
                           "no_acl",
                           "pnfs",
                           "no_pnfs",
                           "security_label",
                           "nordirplus",
                           "mp",
                           "mp=/x",
                           "mountpoint",
                           "mountpoint=/x",
                           "refer=/x@h",
                           "refer=",
                           "replicas=/x@h+g",
                           "fsid=0",
                           "fsid=root",
                           "fsid=010",
                           "fsid=0x1F",
                           "anonuid=-2",
                           "anonuid=+5",
                           "anongid=4294967294",
                           "squash_uids=0-5",
                           "squash_gids=",
                           "all_squash",
                           "no_all_squash",
                           "fsid=01234567-89ab-cdef-0123-456789ABCDEF",
                           "anonuid=99999999999999999999"}) {
    const ExportsTable table = parsed("/a h(" + std::string(word) + ")\n");
    EXPECT_EQ(problems_in(table), "") << word;
  }
}

TEST(LinuxExports, StopsAtListsThatAreNotClosed) {
  expect_rows({
      {"/a h(rw, sync) k\n/b g(rw)\n", "!/a h rw | !/a k ro | !/b g rw", "syntax 1:5>1:10"},
      {"/a h(rw,\\\n no_root_squash)\n/b g(rw)\n", "!/a h rw,root | !/b g rw", "syntax 1:5>2:2"},
      {"/a h(rw\n/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:5>2:1"},
      {"/a h(rw g(ro)\n", "!/a h rw | !/a g ro", "syntax 1:5>1:9"},
      {"/a h(rw)# boot it\n/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:9>2:1"},
      {"/a h(rw)/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:9>1:9"},
      {"/a h(rw)(ro) g\n", "!/a h rw | !/a g ro", "syntax 1:9>1:14"},
      {"/a h(rw)\\", "!/a h rw", "syntax 1:9"},
      {"/a h)rw g\n", "/a h)rw ro | /a g ro", ""},
  });
}

TEST(LinuxExports, ReadsOnAfterARunawayQuote) {
  expect_rows({
      {"\"/a h(rw)\n/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:1>1:1"},
      {"/a \"h(rw)\n/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:4>1:4"},
      {"/a \"h(rw)", "/a h rw", ""},  // nothing follows that could be swallowed
      {"/a \"h(rw)\n/b g(rw)\"\n/c k\n", "!/a h rw | !/b g rw | !/c k ro", "syntax 1:4>2:1"},
      {"/a h\"(rw)\n/b g(rw)\n", "!/a h rw | !/b g rw", "syntax 1:5>1:4"},

  });
}

TEST(LinuxExports, KeepsToTheLengthsOfItsBuffers) {
  // A list of exactly so many bytes, filled up with blanks in quotes.
  const auto list = [](std::size_t length) {
    return "\"h(" + std::string(length - 5, ' ') + "rw)\"";
  };
  EXPECT_EQ(problems_in(parsed("/a " + list(511) + "\n/b g\n")), "");
  EXPECT_EQ(problems_in(parsed("/a " + list(512) + "\n/b g\n")), "long 1:4>2:1");
  const std::string path = "/" + std::string(1023, 'p');
  EXPECT_EQ(problems_in(parsed(path + " h(rw)\n/b g\n")), "");
  EXPECT_EQ(problems_in(parsed(path + "p h(rw)\n/b g\n")), "long 1:1>1:1027");
  EXPECT_EQ(rules_in(parsed("/a g\n" + path + "p h(rw)\n")), "/a g ro | !" + path + "p h rw");
}

TEST(LinuxExports, TellsWhoIsNamedByNobody) {
  expect_rows({
      {"/a\n", "/a - ro", "no-client 1:1"},
      {"/a \r\n", "/a - ro", "no-client 1:1"},
      {"/a (rw)\n", "/a - rw", "no-client 1:4"},
      {"/a h (rw)\n", "/a h ro | /a - rw", "space 1:4"},
      {"/a h(ro) (rw)\n", "/a h ro | /a - rw", "no-client 1:10"},
      {"/a -ro (rw)\n", "/a - rw", "no-client 1:8"},
      {"/a \"\" h(rw)\n", "/a - ro | /a h rw", "no-client 1:1"},
  });
}

TEST(LinuxExports, TellsBrokenContinuations) {
  expect_rows({
      {"/a h(rw) \\\n# note\n g(rw)\n", "/a h rw | g(rw) - ro", "ignored 3:2"},
      {"/a h(rw) \\\n# note\n/b g(rw)\n", "/a h rw | /b g rw", ""},
      {"/a h(rw) \\ \n g(rw)\n", "/a h rw | /a \\ ro | g(rw) - ro", "ignored 1:10"},
      {"/a h(rw) \\\r\n g(rw)\r\n", "/a h rw | /a \\ ro | g(rw) - ro", "ignored 1:10"},
      {"a/b h(rw)\n", "a/b h rw", "ignored 1:1"},
      {"\xEF\xBB\xBF/a h(rw)\n/b g\n", "\xEF\xBB\xBF/a h rw | /b g ro", "ignored 1:1"},
      {"EXPORT {\n  Path = /a;\n}\n", "EXPORT { ro | Path = ro | Path /a; ro | } - ro",
       "foreign 1:1"},
  });
}

TEST(LinuxExports, TellsACommentFromOtherBreaks) {
  const auto message = [](const char* text) { return parsed(text).problems.at(0).message; };
  EXPECT_EQ(message("/a h(rw) \\\n# note\n g(rw)\n").find("the comment above"), 0U);
  EXPECT_EQ(message("/a h(rw) # note\n g(rw)\n").find("'g(rw)' is read as a path"), 0U);
}

TEST(LinuxExports, TellsContradictions) {
  expect_rows({
      {"/a h(rw,ro)\n", "/a h ro", "contradiction 1:9"},
      {"/a h(insecure,rw,secure)\n", "/a h rw", "contradiction 1:18"},
      {"/a h(no_root_squash,root_squash)\n", "/a h ro", "contradiction 1:21"},
      {"/a h(async,sec=sys,sync)\n", "/a h ro", "contradiction 1:20"},
      {"/a h(rw,all_squash,no_root_squash)\n", "/a h rw,all", "contradiction 1:20"},
      {"/a h(rw,rw)\n", "/a h rw", ""},
      {"/a -rw h(ro)\n", "/a h ro", ""},
      {"/a h(sec=sys,ro,sec=krb5,rw)\n", "/a h ro/krb5:rw", ""},
      {"/a -ro,rw h\n", "/a h rw", "contradiction 1:8"},
  });
}

TEST(LinuxExports, TellsDuplicatesOfTheText) {
  expect_rows({
      {"/a h(ro)\n/a H(rw)\n", "/a h ro | /a H rw", "duplicate 2:4"},
      {"/a h(ro) h(ro)\n", "/a h ro | /a h ro", "duplicate 1:10"},
      {"/a h\n//a/./ h\n", "/a h ro | //a/./ h ro", "duplicate 2:8"},
      {"/a *(ro)\n/a (rw)\n", "/a * ro | /a - rw", "no-client 2:4 | duplicate 2:4"},
      {"/a 10.0.0.0/24\n/a 10.0.0.0/255.255.255.0\n",
       "/a 10.0.0.0/24 ro | /a 10.0.0.0/255.255.255.0 ro", ""},
      {"/a h\n/b h\n", "/a h ro | /b h ro", ""},
      {"/a h\n/b g(RW)\n/a h\n", "/a h ro | !/b g ro | !/a h ro", "unknown 2:6>3:1"},
  });
  const ExportsTable table = parse_exports(
      Dialect::kLinux, {&source_of("/a h(rw)\n"), &source_of("/a h(ro)\n"), &source_of("/b h\n")});
  EXPECT_EQ(problems_in(table), "duplicate 1:4");
  EXPECT_EQ(table.problems[0].where.source, table.files[1]);
}

TEST(LinuxExports, StopsOneFileOnly) {
  const ExportsTable table = parse_exports(
      Dialect::kLinux, {&source_of("/a h(RW)\n/b h\n"), &source_of("/c h\n/d h(RW)\n/e h\n")});
  EXPECT_EQ(rules_in(table), "!/a h ro | !/b h ro | /c h ro | !/d h ro | !/e h ro");
  EXPECT_EQ(linux_of(table).exports[1].lost_to, 0U);
  EXPECT_EQ(linux_of(table).exports[4].lost_to, 1U);
}

struct HintRow {
  const char* text;
  const char* hint;
};

TEST(LinuxExports, HintsAtWhatWasMeant) {
  const std::vector<HintRow> rows = {
      {"/a h(no_root_sqash)\n", "write 'no_root_squash'"},
      {"/a h(RW)\n", "write 'rw'"},
      {"/a h(fsidd=1)\n", "write 'fsid'"},
      {"/a h(quite_another)\n", ""},
      {"/a node01 (rw)\n", "write 'node01(rw)'"},
      {"/a -root=h\n", "write 'no_root_squash' in the options of each of these hosts"},
      {"/a h(xprtsec=tls)\n", "leave it out on servers with an older nfs-utils"},
  };
  for (const HintRow& row : rows) EXPECT_EQ(parsed(row.text).problems.at(0).hint, row.hint);
}

std::string contradicting(const LinuxRule& rule) {
  std::string words;
  for (const Token& word : rule.contradicting) {
    words += std::string(word.text) + "@" + place(word.span) + " ";
  }
  return words;
}

TEST(LinuxExports, KeepsWhereThingsStand) {
  const std::string entry_text = "/a -rw,ro,fsid=7 \\\n \"h\"(sync,mp=/m,async) g";
  const ExportsTable table = parsed("# c\n" + entry_text + "\n");
  const LinuxExport& entry = linux_of(table).exports.at(0);
  EXPECT_EQ(entry.line, 2U);
  EXPECT_EQ(place(entry.span), "2:1");
  EXPECT_EQ(entry.span.length, entry_text.size());
  EXPECT_EQ(place(entry.rules.at(0).span), "3:2");
  EXPECT_EQ(place(entry.rules.at(0).fsid.span), "2:16");
  EXPECT_EQ(place(entry.rules.at(0).mountpoint.span), "3:14");
  EXPECT_EQ(contradicting(entry.rules.at(0)), "ro@2:8 async@3:17 ");
  EXPECT_EQ(contradicting(entry.rules.at(1)), "ro@2:8 ");
}

TEST(LinuxExports, KeepsWhatWasWritten) {
  const ExportsTable table = parsed("/a h(anonuid=12,mp=/m,async,fsid=7)\n");
  const LinuxRule& rule = linux_of(table).exports.at(0).rules.at(0);
  EXPECT_EQ(rule.anon_uid, 12U);
  EXPECT_EQ(rule.anon_gid, 65534U);
  EXPECT_TRUE(rule.async && rule.has_mountpoint && !rule.crossmnt);
  EXPECT_EQ(rule.fsid.text, "7");
  EXPECT_EQ(rule.mountpoint.text, "/m");
}

struct ClientRow {
  const char* text;
  LinuxClientKind kind;
  const char* address = "";
};

TEST(LinuxExports, TellsClientsApart) {
  constexpr auto kHost = LinuxClientKind::kHost;
  constexpr auto kNetwork = LinuxClientKind::kNetwork;
  constexpr auto kWildcard = LinuxClientKind::kWildcard;
  constexpr auto kNetgroup = LinuxClientKind::kNetgroup;
  constexpr auto kDead = LinuxClientKind::kDead;
  const std::vector<ClientRow> rows = {
      {"*", LinuxClientKind::kEveryone},
      {"gss/krb5", LinuxClientKind::kGss},
      {"node01", kHost},
      {"10.0.0.5", kHost, "10.0.0.5"},
      {"fd91::2", kHost, "fd91::2"},
      {"fe80::1%eth0", kHost, "fe80::1"},
      {"010.0.0.12", kHost, "8.0.0.12"},
      {"10.12", kHost, "10.0.0.12"},
      {"0x0a000001", kHost, "10.0.0.1"},
      {"10.0.0.7/24", kNetwork, "10.0.0.0"},
      {"10.0.0.7/024", kNetwork, "10.0.0.0"},
      {"10.0.0.7/+24", kNetwork, "10.0.0.0"},
      {"10.0.0.7/255.255.0.0", kNetwork, "10.0.0.0"},
      {"fd91::9/64", kNetwork, "fd91::"},
      {"fd91:2::9/ffff::", kNetwork, "fd91::"},
      {"10.0.0.7/0", kNetwork, "10.0.0.7"},
      {"fd91::9/0", kNetwork, "fd91::"},
      {"*.cl.test", kWildcard},
      {"node[01-16]", kWildcard},
      {"node?", kWildcard},
      {"1*", kWildcard},
      {"[a:b]*", kDead},
      {"@ng", kNetgroup},
      {"@10.0.0.0/24", kNetgroup},
      {"0.0.0.0/0", kDead},
      {"0.0.0.0/", kDead},
      {"::/0", kDead},
      {"10.0.0.*", kDead},
      {"10.0.*/16", kDead},
      {"10.0.0.[1-9]", kDead},
      {"[fd91::2]", kDead},
      {"fd91::*", kDead},
      {"node0*,node1*", kDead},
      {"*.cl.test/24", kDead},
      {"10.0/16", kDead},
      {"name/24", kDead},
      {"010.0.0.0/16", kDead},
      {"10.0.0.0/33", kDead},
      {"10.0.0.0/-1", kDead},
      {"10.0.0.0/24x", kDead},
      {"10.0.0.0/255.255.0", kDead},
      {"10.0.0.0/2*", kDead},
      {"fd91::/129", kDead},
      {"/export/b", kDead},
      {"a,b", kDead},
      {"a:b", kDead},
      {"::1%eth0", kDead},
      {"{", kDead},
  };
  for (const ClientRow& row : rows) {
    const ExportsTable table = parsed("/a " + std::string(row.text) + "\n");
    const LinuxClient& client = linux_of(table).exports.at(0).rules.at(0).client;
    EXPECT_EQ(client.kind, row.kind) << row.text;
    EXPECT_EQ(client.why_dead.empty(), row.kind != kDead) << row.text;
    const Address address = client.address   ? *client.address
                            : client.network ? client.network->address()
                                             : Address();
    EXPECT_EQ(row.kind == kDead ? "" : address.text(), row.address) << row.text;
  }
}

TEST(LinuxExports, TakesBadInputInLinearTime) {
  const std::vector<std::string> patterns = {
      "\"",   "/a\"b ", "\"/a b\" \"x(rw)\n", "(",       "x(",  "x( ", "\\",
      "\\\n", "\r\n",   "/a *(rw)",           "/a x(rw", "\0"s, "#",   ")",
      "-"};
  for (const std::string& pattern : patterns) {
    std::string text = "/a ";
    while (text.size() < (1U << 18U)) text += pattern;
    EXPECT_FALSE(linux_of(parsed(text)).exports.empty()) << pattern;
  }
}

}  // namespace
}  // namespace nfsready
