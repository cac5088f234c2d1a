// The syntax of NFS-Ganesha configurations, and what 4.3 does when it is broken. Every row was seen
// on a running server.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/ganesha_dump.h"
#include "support/ganesha_text.h"
#include "support/problems.h"
#include "support/source.h"

namespace nfsready {
namespace {

using testing::dump;
using testing::ganesha_export;
using testing::ganesha_of;
using testing::IncludedText;
using testing::parse_ganesha_text;
using testing::summary_of;

struct Case {
  std::string text;
  std::string expected;
  std::string problems;  // the first one, in short
  std::string message;   // of the first problem
};

void check(const std::vector<Case>& cases, bool fatal,
           const std::vector<IncludedText>& included = {}) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.text);
    const ExportsTable table = parse_ganesha_text(one.text, included);
    EXPECT_EQ(ganesha_of(table).fatal.has_value(), fatal);
    EXPECT_EQ(dump(ganesha_of(table)), one.expected);
    const std::string summary = summary_of(table.problems);
    EXPECT_EQ(summary.substr(0, summary.find(' ')), one.problems);
    EXPECT_EQ(table.problems.empty() ? "" : table.problems[0].message, one.message);
  }
}

const std::string& good() {
  static const std::string text = ganesha_export("Access_Type = RW;");
  return text;
}

constexpr const char* kGoodDump = "1 /a pseudo=/a rw";

TEST(GaneshaSyntax, Accepted) {
  std::string crlf =
      "# note\r\nEXPORT {\r\n Export_Id = 1; Path = /a; Pseudo = /a;\r\n FSAL { Name = "
      "VFS; }\r\n Access_Type = RW;\r\n}\r\n";
  check(
      {
          {"", "", "", ""},
          {" \n\n", "", "", ""},
          {good(), kGoodDump, "", ""},
          {good().substr(0, good().size() - 1), kGoodDump, "", ""},  // no final line end
          {crlf, kGoodDump, "", ""},
          {std::string("# \0 note\n", 9) + good(), kGoodDump, "", ""},
          {good() + "# tail\n", kGoodDump, "", ""},
          {ganesha_export("Access_Type = RW;# note\n"), kGoodDump, "", ""},
          {ganesha_export("Access_Type = RW# note\n;"), kGoodDump, "", ""},
          {ganesha_export("Access_Type\f=\tRW ;"), kGoodDump, "", ""},
          {ganesha_export("Tag = \"a#b\"; Access_Type = RW;"), "1 /a pseudo=/a tag=a#b rw", "", ""},
          {ganesha_export("Tag = \"a\\\"b\\t\"; Access_Type = RW;"), "1 /a pseudo=/a tag=a\"b\t rw",
           "", ""},
          {"export{export_id=1;path=/a;pseudo=/a;fsal{name=vfs;}access_type=rw;}", kGoodDump, "",
           ""},
      },
      false);
}

TEST(GaneshaSyntax, BrokenStatementsAndBlocks) {
  const std::string second = ganesha_export("", "2", "/b", "/b");
  check(
      {
          {ganesha_export("Access_Type = RW\n Squash = None;"), "1 /a pseudo=/a", "syntax@2:2",
           "unexpected 'Squash' after 'RW' in the value of 'Access_Type'; the option counts as not "
           "given"},
          {ganesha_export("Access_Type = RW { };"), "1 /a pseudo=/a", "syntax@1:87",
           "unexpected '{' after 'RW' in the value of 'Access_Type'; the option counts as not "
           "given"},
          {ganesha_export("Access_Type = RW; CLIENT { foo bar = x; }"), kGoodDump, "syntax@1:101",
           "unexpected 'bar' in the block 'CLIENT'; the whole block up to the next '}' is not "
           "read"},
          // A `;` is missing after Clients: what is skipped to the next one contains the FSAL
          // block.
          {"EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; CLIENT { Clients = h }\n FSAL { Name = "
           "VFS; } Access_Type = RW; }\n" +
               second,
           "1 /a pseudo=/a rw {name:h lost} lost\n2 /b pseudo=/b", "syntax@1:70",
           "unexpected '}' after 'h' in the value of 'Clients'; the option counts as not given"},
          // A `;` is missing before `}`: the next EXPORT becomes a part of this one.
          {"EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; FSAL { Name = VFS; } Access_Type = RW "
           "}\n" +
               second,
           "1 /b pseudo=/b lost", "syntax@1:87",
           "unexpected '}' after 'RW' in the value of 'Access_Type'; the option counts as not "
           "given"},
          // `;` after `}` inside a block: the block ends at the next `}`.
          {"EXPORT { CLIENT { Clients = h; }; Export_Id = 1; Path = /a; }\n" + second,
           "1  lost\n2 /b pseudo=/b", "syntax@1:33",
           "unexpected ';' in the block 'EXPORT'; the whole block up to the next '}' is not read"},
      },
      false);
}

TEST(GaneshaSyntax, StartsWithoutAnyExport) {
  check(
      {
          {good() + "EXPORT {\n", "1 /a pseudo=/a rw\n1  lost", "syntax@2:1",
           "'EXPORT' is not ended by '}': NFS-Ganesha starts without any export"},
          {good() + "foo", kGoodDump, "syntax@2:4",
           "a name at the end of the file has neither '{' nor '=': NFS-Ganesha starts without any "
           "export"},
          {good() + "foo = bar", kGoodDump, "syntax@2:1",
           "'foo' is not ended by ';': NFS-Ganesha starts without any export"},
          {"EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; Access_Type = RW; FSAL { Name = VFS } "
           "}\n",
           kGoodDump, "syntax@1:85",
           "unexpected '}' after 'VFS' in the value of 'Name'; the option counts as not given"},
      },
      true);
}

TEST(GaneshaSyntax, DoesNotStart) {
  check(
      {
          {good() + "# tail", kGoodDump, "syntax@2:1",
           "a comment on the last line without a line end: NFS-Ganesha does not start"},
          {"// note\n" + good(), kGoodDump, "syntax@1:1",
           "'//' starts no comment: NFS-Ganesha does not start"},
          {good() + ";", kGoodDump, "syntax@2:1",
           "unexpected ';' between blocks: NFS-Ganesha does not start"},
          {good() + "}\n", kGoodDump, "syntax@2:1",
           "unexpected '}' between blocks: NFS-Ganesha does not start"},
          {"EXPORT { Export_Id = 1; Path = /a; Pseudo = /a; Access_Type = RW; ; FSAL { Name = VFS; "
           "} "
           "}\n",
           kGoodDump, "syntax@1:67",
           "unexpected ';' in the block 'EXPORT'; the whole block up to the next '}' is not read"},
          {"EXPORT\n Export_Id = 1; }\n" + good(), kGoodDump, "syntax@2:2",
           "unexpected 'Export_Id' between blocks: NFS-Ganesha does not start"},
          {"\xEF\xBB\xBF" + good(), kGoodDump, "syntax@1:1",
           "a byte order mark: NFS-Ganesha does not start"},
          {ganesha_export("Access_Type = RW; CLIENT { Clients = h1:h2; }"),
           "1 /a pseudo=/a rw {name:h1 lost}", "syntax@1:109",
           "unexpected ':': NFS-Ganesha does not start"},
          {ganesha_export("Access_Type = RW; CLIENT { Clients = @10.0.0.0/24; }"),
           "1 /a pseudo=/a rw { lost}", "syntax@1:107",
           "unexpected '@': NFS-Ganesha does not start"},
          {ganesha_export("Access_Type = RW; CLIENT { Clients = n[^1]; }"),
           "1 /a pseudo=/a rw {name:n lost}", "syntax@1:108",
           "unexpected '[': NFS-Ganesha does not start"},
          {ganesha_export("Access_Type = RW; Tag = \"x;"), "1 /a pseudo=/a rw", "syntax@1:94",
           "a quote that is out of place or never closed: NFS-Ganesha does not start"},
          {ganesha_export("Access_Type = RW; Tag = a%b;"), kGoodDump, "syntax@1:95",
           "'%' out of place; files are included between blocks only: NFS-Ganesha does not start"},
          {"9P { }\n" + good(), kGoodDump, "syntax@1:1",
           "unexpected '9': NFS-Ganesha does not start"},
      },
      true);
}

TEST(GaneshaSyntax, CrashesWithoutAPath) {
  const std::string second = ganesha_export("", "2", "/b", "/b");
  const std::string message =
      "the EXPORT has no usable Path: NFS-Ganesha 4.3 crashes when it starts";
  for (const std::string& text :
       {"EXPORT { Export_Id = 1; Pseudo = /a; FSAL { Name = VFS; } }\n" + second,
        ganesha_export("", "1", "/a b"), ganesha_export("", "1", "/a//"),
        ganesha_export("", "1", "/a, /b"), ganesha_export("", "1", "")}) {
    SCOPED_TRACE(text);
    const ExportsTable table = parse_ganesha_text(text);
    ASSERT_TRUE(ganesha_of(table).fatal.has_value());
    EXPECT_EQ(table.problems[*ganesha_of(table).fatal].message, message);
  }
  // Without a file system to look it up in, nothing crashes.
  EXPECT_FALSE(
      ganesha_of(parse_ganesha_text("EXPORT { Export_Id = 1; Pseudo = /a; }\n")).fatal.has_value());
}

TEST(GaneshaIncludes, AreSplicedIn) {
  const std::vector<IncludedText> files = {
      {"b.conf", good()},
      {"empty", ""},
      {"head", "EXPORT {\n Export_Id = 1; Path = /a; Pseudo = /a; FSAL { Name = VFS; }\n"},
      {"d", ganesha_export("", "2", "/b", "/b")},
      {"d", ganesha_export("", "3", "/c", "/c")},
      {"nested", "%include b.conf"}};
  check(
      {
          {"%include \"b.conf\"\n", kGoodDump, "", ""},
          {"%include b.conf # note\n", kGoodDump, "", ""},
          {"%include \"b.conf\"", kGoodDump, "", ""},
          {"%include nested\n", kGoodDump, "", ""},
          {"%include \"empty\"\n" + good(), kGoodDump, "", ""},
          {"%include head\n Access_Type = RW;\n}\n", kGoodDump, "", ""},
          {"%dir \"d\"\n" + good(), "2 /b pseudo=/b\n3 /c pseudo=/c\n1 /a pseudo=/a rw", "", ""},
      },
      false, files);
}

TEST(GaneshaIncludes, WhatStopsTheServer) {
  const std::vector<IncludedText> files = {{"b.conf", good()},
                                           {"loop", "%include loop\n"},
                                           {"comment", "# x"},
                                           {"cut", "%include gone\n"}};
  check(
      {
          {"%include \"gone\"\n" + good(), kGoodDump, "syntax@1:11",
           "the included file 'gone' is not there: NFS-Ganesha does not start"},
          {"%include b.conf\n%include b.conf\n", kGoodDump, "duplicate@2:10",
           "'b.conf' is included a second time: NFS-Ganesha does not start"},
          {"%include loop\n" + good(), kGoodDump, "duplicate@1:10",
           "'loop' is included a second time: NFS-Ganesha does not start"},
          {"%include ganesha.conf\n" + good(), kGoodDump, "duplicate@1:10",
           "'ganesha.conf' is included a second time: NFS-Ganesha does not start"},
          {"%include cut\n" + good(), kGoodDump, "syntax@1:10",
           "the included file 'gone' is not there: NFS-Ganesha does not start"},
          {"%include comment\n" + good(), kGoodDump, "syntax@1:1",
           "a comment on the last line without a line end: NFS-Ganesha does not start"},
          {"foo = bar;\n%include b.conf\n", kGoodDump, "syntax@2:1",
           "'%' out of place; files are included between blocks only: NFS-Ganesha does not start"},
          {"%INCLUDE b.conf\n" + good(), kGoodDump, "syntax@1:1",
           "this is no %include, %dir or %url (lower case) with a path of letters, digits, '.', "
           "'-', '_' and '/': NFS-Ganesha does not start"},
          {"%include \"b c\"\n" + good(), kGoodDump, "syntax@1:1",
           "this is no %include, %dir or %url (lower case) with a path of letters, digits, '.', "
           "'-', '_' and '/': NFS-Ganesha does not start"},
      },
      true, files);
}

TEST(GaneshaIncludes, WhatCannotBeReadMayHoldMore) {
  for (const char* const line : {"%dir gone\n", "%url \"rados://pool/object\"\n"}) {
    const ExportsTable table = parse_ganesha_text(line + good());
    EXPECT_TRUE(ganesha_of(table).incomplete);
    EXPECT_FALSE(ganesha_of(table).fatal.has_value());
    EXPECT_EQ(dump(ganesha_of(table)), kGoodDump);
    EXPECT_EQ(testing::kinds_of(table.problems), "ignored");
  }
}

TEST(GaneshaIncludes, FilesAreListedOnce) {
  const ExportsTable table = parse_ganesha_text("%include b.conf\n# tail", {{"b.conf", good()}});
  EXPECT_EQ(table.files.size(), 2U);  // though a broken configuration is read a second time
  EXPECT_NE(table.files[0], table.files[1]);
  EXPECT_EQ(ganesha_of(table).exports.at(0).span.source, table.files[1]);
}

TEST(GaneshaSyntax, DeepNesting) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "A { ";
    return text + std::string(static_cast<std::size_t>(depth), '}') + "\n" + good();
  };
  EXPECT_FALSE(ganesha_of(parse_ganesha_text(nested(4990))).fatal.has_value());
  EXPECT_TRUE(ganesha_of(parse_ganesha_text(nested(5000))).fatal.has_value());
  EXPECT_TRUE(ganesha_of(parse_ganesha_text(nested(500000))).fatal.has_value());
}

TEST(GaneshaSyntax, LongTextsAreReadInLinearTime) {
  const std::size_t size = 1U << 20U;
  std::string terms = "A = ";
  while (terms.size() < size) terms += "5-";
  std::string statements = "EXPORT { ";
  while (statements.size() < size) statements += "a = b; ";
  std::string quotes = "A = ";
  while (quotes.size() < size) quotes += "\"\\\"";
  for (const std::string& text : {terms, statements, quotes, std::string(size, '{'),
                                  std::string(size, '"'), "A = " + std::string(size, '[')}) {
    const ExportsTable table = parse_ganesha_text(text);
    EXPECT_TRUE(ganesha_of(table).fatal.has_value());
  }
  std::string clients = "CLIENT { Clients = n0";
  for (int i = 1; i < 50000; ++i) clients += ", n" + std::to_string(i);
  const ExportsTable table = parse_ganesha_text(ganesha_export(clients + "; }"));
  EXPECT_EQ(ganesha_of(table).exports.at(0).clients.at(0).clients.size(), 50000U);
}

}  // namespace
}  // namespace nfsready
