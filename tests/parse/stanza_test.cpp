#include "parse/stanza.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using testing::place;
using testing::source_of;

struct Read {
  std::vector<Stanza> stanzas;
  Problems problems;
};

Read read(StanzaStyle style, std::string text) {
  Read result;
  result.stanzas = parse_stanzas(source_of(std::move(text), "stanzas"), style, result.problems);
  return result;
}

// "name: a=1 b=2"
std::vector<std::string> shown(const std::vector<Stanza>& stanzas) {
  std::vector<std::string> lines;
  for (const Stanza& stanza : stanzas) {
    std::string line = std::string(stanza.name.text) + ":";
    for (const Attribute& attribute : stanza.attributes) {
      line.append(" ").append(attribute.name.text).append("=").append(attribute.value.text);
    }
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Stanza, ReadsLsdef) {
  const Read nodes = read(StanzaStyle::kXcat,
                          "# <xCAT data object stanza file>\n\n"
                          "default-node:\n\tgroups=all\n\n"
                          "sl01:\n"
                          "\tobjtype=node\n"
                          "# a comment\n"
                          "    nfsserver=hanfs\n"
                          "\tdirectory=hanfs:\n"
                          "\tcomments=a = b\n"
                          "mac=\r\n");
  EXPECT_EQ(shown(nodes.stanzas),
            (Lines{"default-node: groups=all",
                   "sl01: objtype=node nfsserver=hanfs directory=hanfs: comments=a = b mac="}));
  EXPECT_EQ(place(nodes.stanzas[1].name.span), "6:1");
  EXPECT_EQ(place(nodes.stanzas[1].attributes[1].name.span), "9:5");
  EXPECT_EQ(place(nodes.stanzas[1].attributes[1].value.span), "9:15");
  EXPECT_TRUE(nodes.problems.empty());
}

TEST(Stanza, ReadsLsnim) {
  const Read objects = read(StanzaStyle::kNim,
                            "71cosi:\n"
                            "   class          = resources\n"
                            "   location       = /install/nim/spot/71cosi/usr\n"
                            "   comments       = # of nodes: 2:\n"
                            "master:\n"
                            "   serves         = boot\n"
                            "   serves         = 71cosi\n"
                            "   empty          =\n");
  EXPECT_EQ(shown(objects.stanzas),
            (Lines{"71cosi: class=resources location=/install/nim/spot/71cosi/usr comments=# of "
                   "nodes: 2:",
                   "master: serves=boot serves=71cosi empty="}));
  EXPECT_TRUE(objects.problems.empty());
}

TEST(Stanza, ReadsFilesystems) {
  const Read filesystems = read(StanzaStyle::kFilesystems,
                                "*\n* of ns01\n*\n"
                                "/:\n"
                                "\tnodename\t=\thanfs\n"
                                "\tdev = /install/nim/root/71cosi_root/ns01\n"
                                "\t* a comment\n"
                                "\tvfs=nfs\n"
                                "\tmount= automatic\n"
                                "\tfree =true\n"
                                "\n"
                                "/usr:\n"
                                "\toptions\t=\tro\n");
  EXPECT_EQ(shown(filesystems.stanzas),
            (Lines{"/: nodename=hanfs dev=/install/nim/root/71cosi_root/ns01 vfs=nfs "
                   "mount=automatic free=true",
                   "/usr: options=ro"}));
  std::string spaced;
  for (const Attribute& attribute : filesystems.stanzas[0].attributes) {
    spaced += attribute.spaced ? 'y' : 'n';
  }
  EXPECT_EQ(spaced, "yynnn");
  EXPECT_TRUE(filesystems.problems.empty());
}

TEST(Stanza, ABlankLineEndsAFilesystemsStanzaOnly) {
  const std::string text = "/usr:\n\tdev = a\n\n\tvfs = nfs\n";
  const Read filesystems = read(StanzaStyle::kFilesystems, text);
  EXPECT_EQ(shown(filesystems.stanzas), (Lines{"/usr: dev=a"}));
  ASSERT_EQ(filesystems.problems.size(), 1U);
  EXPECT_EQ(place(filesystems.problems[0].where), "4:2");
  EXPECT_EQ(shown(read(StanzaStyle::kNim, text).stanzas), (Lines{"/usr: dev=a vfs=nfs"}));
}

TEST(Stanza, ABrokenLineCostsOnlyItself) {
  const Read objects = read(StanzaStyle::kNim, "a = b\nx:\n   c = d\nnonsense\n   = e\n   f = g\n");
  EXPECT_EQ(shown(objects.stanzas), (Lines{"x: c=d f=g"}));
  ASSERT_EQ(objects.problems.size(), 3U);
  EXPECT_EQ(objects.problems[0].message, "'a = b' belongs to no stanza");
  EXPECT_EQ(objects.problems[1].message, "'nonsense' is neither a header nor an attribute");
  EXPECT_EQ(place(objects.problems[2].where), "5:4");
}

TEST(Stanza, FindsTheFirstAttributeOfAName) {
  const Read objects = read(StanzaStyle::kNim, "x:\n   a = 1\n   b = 2\n   b = 3\n");
  ASSERT_NE(objects.stanzas[0].find("b"), nullptr);
  EXPECT_EQ(objects.stanzas[0].find("b")->value.text, "2");
  EXPECT_EQ(objects.stanzas[0].find("c"), nullptr);
}

}  // namespace
}  // namespace nfsready
