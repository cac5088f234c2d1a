#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "parse/exports.h"
#include "support/problems.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::source_of;
using testing::summary_of;

ExportsTable parse(const std::string& text, Dialect dialect = Dialect::kAix) {
  return parse_exports(dialect, {&source_of(text, "exports")});
}

const std::vector<AixExport>& entries_of(const ExportsTable& table) {
  return std::get_if<AixExports>(&table.content)->exports;
}

std::string dump(std::string_view name, const std::optional<AixList>& list) {
  if (!list) return "";
  std::string text = " " + std::string(name) + "=";
  for (const AixClient& client : list->clients) {
    if (text.back() != '=') text += ':';
    text += client.text;
  }
  return text;
}

std::string dump(const AixSection& section) {
  std::string text = " [";
  for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
    if (!section.flavours.has(static_cast<Flavour>(i))) continue;
    if (text.back() != '[') text += ':';
    text += kFlavourNames[i];
  }
  text += section.read_only ? "] ro" : "]";
  return text + dump("access", section.access) + dump("ro", section.ro) + dump("rw", section.rw) +
         dump("root", section.root);
}

std::string dump(const AixExport& entry) {
  std::string text(entry.path.text);
  for (const AixSection& section : entry.sections) text += dump(section);
  text += " v";
  for (const int version : {2, 3, 4}) {
    if (entry.versions.has(version)) text += std::to_string(version);
  }
  if (entry.anon) text += " anon=" + std::to_string(*entry.anon);
  if (!entry.exname.empty()) text += " exname=" + std::string(entry.exname.text);
  if (!entry.replicas.empty()) text += " replicas=" + std::string(entry.replicas.text);
  if (entry.secure) text += " secure";
  if (entry.lost_to) text += " lost";
  if (entry.doubt) text += " doubt";
  return text;
}

std::string dump(const ExportsTable& table) {
  std::string text;
  for (const AixExport& entry : entries_of(table)) {
    if (!text.empty()) text += '\n';
    text += dump(entry);
  }
  return text;
}

struct Case {
  std::string text;
  std::string entries;   // one line each
  std::string problems;  // in short
};

void check(const std::vector<Case>& cases, Dialect dialect = Dialect::kAix) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const ExportsTable table = parse(one.text, dialect);
    EXPECT_EQ(dump(table), one.entries);
    EXPECT_EQ(summary_of(table.problems), one.problems);
  }
}

TEST(AixExports, Options) {
  check({
      {"", "", ""},
      {"# nothing\n\n   \n", "", ""},
      {"/a\n", "/a [sys] v23", ""},
      {"/a", "/a [sys] v23", ""},
      {"  /a\t-ro # note\n", "/a [sys] ro v23", ""},
      {"/a -ro#note\n", "/a [sys] ro v23", ""},
      {"/a -ro\r\n", "/a [sys] ro v23", ""},
      {"/a -rw\n", "/a [sys] v23", ""},
      {"/a -ro=x:y\n", "/a [sys] ro=x:y v23", ""},
      {"/a -rw=x\n", "/a [sys] rw=x v23", ""},
      {"/a -access=x:@10.0.0.0/24:ng,root=y\n", "/a [sys] access=x:@10.0.0.0/24:ng root=y v23", ""},
      {"/a -root=x:,access=x:\n", "/a [sys] access=x root=x v23", ""},
      {"/a -anon=0\n", "/a [sys] v23 anon=0", ""},
      {"/a -anon=-1\n", "/a [sys] v23 anon=-1", ""},
      {"/a -anon=4294967294\n", "/a [sys] v23 anon=4294967294", ""},
      {"/a -anon=nobody\n", "/a [sys] v23", ""},
      {"/a -vers=3\n", "/a [sys] v23", ""},
      {"/a -vers=4\n", "/a [sys] v4", ""},
      {"/a -vers=3:4,ro\n", "/a [sys] ro v234", ""},
      {"/a -vers=2:3:4\n", "/a [sys] v234", ""},
      {"/a -sec=krb5:krb5i,rw,sec=sys,ro\n", "/a [krb5:krb5i] [sys] ro v23", ""},
      {"/a -anon=0,sec=sys,access=x\n", "/a [sys] access=x v23 anon=0", ""},
      {"/a -vers=4,sec=none:dh:krb5p\n", "/a [none:dh:krb5p] v4", ""},
      {"/a -secure\n", "/a [dh] v23 secure", ""},
      {"/a -exname=/x/y,vers=4\n", "/a [sys] v4 exname=/x/y", ""},
      {"/a -vers=4,replicas=/a@h1:/a@h2,noauto,rw,root=*\n",
       "/a [sys] root=* v4 replicas=/a@h1:/a@h2", ""},
      {"/a -refer=/b@h,scatter=full,deleg=yes,public\n", "/a [sys] v23", ""},
      {"/a -ro,\n", "/a [sys] ro v23", ""},
  });
}

TEST(AixExports, FaultsWhoseEffectIsDocumented) {
  check({
      {"/a -rw=x,ro=y\n", "/a [sys] ro=y rw=x v23 lost", "contradiction@1:5"},
      {"/a -ro=y,rw=x\n/b\n", "/a [sys] ro=y rw=x v23 lost\n/b [sys] v23", "contradiction@1:10"},
      {"/a -sec=sys,rw=x,sec=krb5,ro=y\n", "/a [sys] rw=x [krb5] ro=y v23", ""},
      {"/a\n/a -ro\n", "/a [sys] v23\n/a [sys] ro v23 lost", "duplicate@2:1"},
      {"/a\n/a/ -ro\n", "/a [sys] v23\n/a/ [sys] ro v23 lost", "duplicate@2:1"},
      {"/a -vers=3\n/a -vers=4,ro\n", "/a [sys] v23\n/a [sys] ro v4", ""},
      {"/a -vers=4\n/a\n/a -vers=2\n", "/a [sys] v4\n/a [sys] v23\n/a [sys] v23 lost",
       "duplicate@3:1"},
      {"/a -vers=3:4\n/a -vers=4\n", "/a [sys] v234\n/a [sys] v4 lost", "duplicate@2:1"},
      {"/a -rw=x,ro=y\n/a\n", "/a [sys] ro=y rw=x v23 lost\n/a [sys] v23", "contradiction@1:5"},
      {"/a\n/a/b\n/\n", "/a [sys] v23\n/a/b [sys] v23\n/ [sys] v23", ""},
  });
}

TEST(AixExports, FaultsWhoseEffectIsNotDocumented) {
  check({
      {"/a -insecure,ro\n", "/a [sys] ro v23 doubt", "foreign@1:5"},
      {"/a -rw,no_root_squash\n", "/a [sys] v23 doubt", "foreign@1:8"},
      {"/a -sync\n", "/a [sys] v23 doubt", "foreign@1:5"},
      {"/a -no_subtree_check\n", "/a [sys] v23 doubt", "foreign@1:5"},
      {"/a node1(rw,no_root_squash)\n", "/a [sys] v23 doubt", "foreign@1:4"},
      {"/a *(rw)\n", "/a [sys] v23 doubt", "foreign@1:4"},
      {"/a -sync node1(rw)\n", "/a [sys] v23 doubt", "foreign@1:5 foreign@1:10"},
      {"/a -nfs4\n", "/a [sys] v23 doubt", "unknown-option@1:5"},
      {"/a -acess=x\n", "/a [sys] v23 doubt", "unknown-option@1:5"},
      {"/a -root=a,b,access=a\n", "/a [sys] access=a root=a v23 doubt", "unknown-option@1:12"},
      {"/a -ro, root=a\n", "/a [sys] ro v23 doubt", "stray-space@1:9"},
      {"/a - ro\n", "/a [sys] v23 doubt", "stray-space@1:6"},
      {"/a -\n", "/a [sys] v23 doubt", "syntax@1:4"},
      {"/a -ro root=a\n", "/a [sys] ro v23 doubt", "syntax@1:8"},
      {"/a ro,root=a\n", "/a [sys] v23 doubt", "syntax@1:4"},
      {"/a -ro,,rw=x\n", "/a [sys] ro rw=x v23 doubt", "syntax@1:8 contradiction@1:9"},
      {"a/b -ro\n", "a/b [sys] ro v23 doubt", "syntax@1:1"},
      {"/a -anon=\n", "/a [sys] v23 doubt", "syntax@1:5"},
      {"/a -anon=0x10\n", "/a [sys] v23 doubt", "syntax@1:5"},
      {"/a -anon=4294967296\n", "/a [sys] v23 doubt", "syntax@1:5"},
      {"/a -vers=5\n", "/a [sys] v23 doubt", "syntax@1:5"},
      {"/a -vers=\n", "/a [sys] v23 doubt", "syntax@1:5"},
      {"/a -access\n", "/a [sys] access= v23 doubt", "syntax@1:5"},
      {"/a -access=:\n", "/a [sys] access= v23 doubt", "syntax@1:5"},
      {"/a -ro,rw\n", "/a [sys] ro v23 doubt", "contradiction@1:8"},
      {"/a -rw,rw=x\n", "/a [sys] rw=x v23 doubt", "contradiction@1:8"},
      {"/a -ro,ro=x\n", "/a [sys] ro ro=x v23 doubt", "contradiction@1:8"},
      {"/a -access=x,access=y\n", "/a [sys] access=x v23 doubt", "contradiction@1:14"},
      {"/a -anon=0,anon=1\n", "/a [sys] v23 anon=1 doubt", "contradiction@1:12"},
      {"/a -vers=3,vers=4\n", "/a [sys] v4 doubt", "contradiction@1:12"},
      {"/a -sec=sys,sec=sys\n", "/a [sys] [sys] v23 doubt", "contradiction@1:13"},
      {"/a -ro,sec=krb5\n", "/a [sys] ro [krb5] v23 doubt", "contradiction@1:8"},
      {"/a -sec=kerberos\n", "/a [] v23 doubt", "unknown-option@1:5"},
      {"/a -ro \\\n/b\n", "/a [sys] ro v23 doubt\n/b [sys] v23", "syntax@1:8"},
  });
}

TEST(AixExports, OtherDialects) {
  check({
      {"EXPORT {\n  Path = /a;\n}\n", "", "foreign@1:1 foreign@2:3 foreign@3:1"},
      {"/a;\n", "/a; [sys] v23", ""},
  });
}

TEST(AixExports, LiveTableWasAccepted) {
  check(
      {
          {"/a -rw=x,ro=y\n/a -ro\n", "/a [sys] ro=y rw=x v23\n/a [sys] ro v23", ""},
          {"/a -root=x:,access=x:\n/b\n", "/a [sys] access=x root=x v23\n/b [sys] v23", ""},
      },
      Dialect::kAixXtab);
  const ExportsTable live = parse("/a\n", Dialect::kAixXtab);
  EXPECT_TRUE(std::get_if<AixExports>(&live.content)->live);
  const ExportsTable file = parse("/a\n");
  EXPECT_FALSE(std::get_if<AixExports>(&file.content)->live);
}

std::string list_of(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "n" : ":n") + std::to_string(i);
  return list;
}

TEST(AixExports, Limits) {
  EXPECT_EQ(summary_of(parse("/a -root=" + list_of(256) + "\n").problems), "");
  EXPECT_EQ(summary_of(parse("/a -root=" + list_of(257) + "\n").problems), "too-long@1:5");
  const std::string exactly = "/a -access=" + std::string(32767 - 11, 'x');
  EXPECT_EQ(summary_of(parse(exactly + "\n").problems), "");
  EXPECT_EQ(summary_of(parse(exactly + "x\n").problems), "too-long@1:1");
  const ExportsTable too_long = parse(exactly + "x\n");
  EXPECT_TRUE(entries_of(too_long)[0].lost_to.has_value());
  const ExportsTable long_list = parse("/a -root=" + list_of(50000) + "\n");
  EXPECT_EQ(entries_of(long_list)[0].sections[0].root->clients.size(), 50000U);
}

TEST(AixExports, ManyFaultsOfOneEntryAreNotAllReported) {
  std::string line = "/a -x";
  for (int i = 0; i < 200000; ++i) line += ",x";
  EXPECT_EQ(parse(line + "\n").problems.size(), 17U);  // and the length of the line
}

TEST(AixExports, MessagesSayWhatToDo) {
  const auto first = [](const std::string& text) { return parse(text).problems.at(0); };
  EXPECT_EQ(first("/a -rw=x,ro=y\n").message,
            "rw= and ro= cannot be combined: the entry is not exported");
  EXPECT_EQ(first("/a -acess=x\n").message,
            "unknown option 'acess=x'; what exportfs does with the entry is not documented");
  EXPECT_EQ(first("/a -acess=x\n").hint, "write access");
  EXPECT_EQ(first("/a -root=a,b\n").hint, "separate the clients of a list by ':', not by ','");
  EXPECT_EQ(first("/a -sec=krb\n").hint, "write sec=krb5");
}

TEST(AixExports, SpansCoverTheEntryWithoutItsComment) {
  const ExportsTable table = parse("# x\n  /a -ro=h1,root=h2  # y\n");
  const AixExport& entry = entries_of(table)[0];
  EXPECT_EQ(testing::place(entry.span), "2:3");
  EXPECT_EQ(entry.span.length, std::string("/a -ro=h1,root=h2").size());
  EXPECT_EQ(testing::place(entry.sections[0].ro->span), "2:7");
  EXPECT_EQ(testing::place(entry.sections[0].root->clients[0].span), "2:18");
  ASSERT_EQ(entry.words.size(), 2U);
  EXPECT_EQ(entry.words[1].text, "root=h2");
}

TEST(AixExports, TextAfterABlankIsLost) {
  const ExportsTable table = parse("/a -ro, root=a,b # c\n");
  EXPECT_EQ(table.problems.at(0).lost.length, std::string("root=a,b").size());
}

TEST(AixExports, ManyEntriesAreReadInLinearTime) {
  std::string text;
  for (int i = 0; i < 100000; ++i) {
    const std::string name = "ns" + std::to_string(i);
    text.append("/install/nim/root/71cosi_root/").append(name);
    text.append(" -root=").append(name).append(":,access=").append(name).append(":\n");
  }
  const auto start = std::chrono::steady_clock::now();
  const ExportsTable table = parse(text);
  const auto spent = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(entries_of(table).size(), 100000U);
  EXPECT_TRUE(table.problems.empty());
  EXPECT_LT(spent, std::chrono::seconds(5));  // quadratic work would take minutes
}

}  // namespace
}  // namespace nfsready
