#include "parse/tabdump.h"

#include <gtest/gtest.h>

#include "support/source.h"

namespace nfsready {
namespace {

using namespace std::string_literals;
using testing::place;
using testing::source_of;

struct Read {
  XcatTable table;
  Problems problems;
};

Read read(std::string text) {
  Read result;
  result.table = parse_tabdump(source_of(std::move(text), "table.csv"), "table", result.problems);
  return result;
}

// The row's cells in square brackets; a null one is shown as -.
std::string row_of(const XcatTable& table, std::size_t row) {
  std::string shown;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const Cell& cell = table.cell(row, i);
    shown += cell.is_null ? "-" : "[" + std::string(cell.token.text) + "]";
  }
  return shown;
}

std::vector<std::string> rows_of(const XcatTable& table) {
  std::vector<std::string> rows;
  for (std::size_t row = 0; row < table.row_count(); ++row) rows.push_back(row_of(table, row));
  return rows;
}

using Rows = std::vector<std::string>;

TEST(Tabdump, ReadsWhatTabdumpPrints) {
  const Read statelite = read(
      "#node,image,statemnt,mntopts,comments,disable\n"
      "\"slnodes\",,\"$noderes.nfsserver:/stateliteroot\",,\"one, per node\",\n"
      "\"sl07\",,\"hanfs:/other\",\"retry=2\",\"said \"\"temporary\"\"\",\n"
      "\"oldnodes\",,\"aixsn1:/state\",,,\"1\"\n");
  EXPECT_EQ(statelite.table.name(), "table");
  EXPECT_EQ(rows_of(statelite.table),
            (Rows{"[slnodes]-[$noderes.nfsserver:/stateliteroot]-[one, per node]-",
                  "[sl07]-[hanfs:/other][retry=2][said \"temporary\"]-",
                  "[oldnodes]-[aixsn1:/state]--[1]"}));
  EXPECT_TRUE(statelite.problems.empty());
}

TEST(Tabdump, KeepsThePlaceOfEveryCell) {
  const Read read_table = read("#node,a,b\n\"n\"\"1\",plain,\"x\ny\"\nn2,,\"z\"");
  const XcatTable& table = read_table.table;
  EXPECT_EQ(place(table.columns()[2].span), "1:9");
  EXPECT_EQ(place(table.cell(0, 0).token.span), "2:2");
  EXPECT_EQ(table.cell(0, 0).token.span.length, 4U);
  EXPECT_EQ(place(table.cell(0, 1).token.span), "2:8");
  EXPECT_EQ(place(table.cell(0, 2).token.span), "2:15");
  EXPECT_EQ(table.cell(0, 2).token.text, "x\ny");
  EXPECT_EQ(place(table.cell(1, 0).token.span), "4:1");
  EXPECT_EQ(place(table.cell(1, 1).token.span), "4:4");
  EXPECT_EQ(place(table.cell(1, 2).token.span), "4:6");
}

TEST(Tabdump, TellsNullFromTheEmptyString) {
  const Read read_table = read("#a,b,c\n,\"\",x\n\"\",,\"\"\n");
  EXPECT_EQ(rows_of(read_table.table), (Rows{"-[][x]", "[]-[]"}));
}

TEST(Tabdump, AcceptsRowsMadeByHand) {
  const Read read_table =
      read("#\"node\",ip,comments\r\n\r\nn1,10.0.0.1\r\n\n  \nn2, x y \nn3,,c,\nn4 ");
  EXPECT_EQ(read_table.table.columns()[0].text, "node");
  EXPECT_EQ(rows_of(read_table.table),
            (Rows{"[n1][10.0.0.1]-", "[n2][ x y]-", "[n3]-[c]", "[n4]--"}));
  EXPECT_TRUE(read_table.problems.empty());
}

TEST(Tabdump, FindsColumnsByName) {
  const Read read_table = read("#node,disable\nn1,1\n");
  EXPECT_EQ(read_table.table.column("disable"), 1U);
  EXPECT_EQ(read_table.table.column("mntopts"), std::nullopt);
  EXPECT_EQ(read_table.table.cell(0, "node").token.text, "n1");
  EXPECT_TRUE(read_table.table.cell(0, "mntopts").is_null);
}

TEST(Tabdump, KnowsWhichRowsAreDisabled) {
  const std::vector<std::pair<std::string, bool>> cases = {
      {"", false},    {"0", false}, {"no", false}, {"NO", false},   {"No", false}, {"nO", false},
      {"\"\"", true}, {"1", true},  {"yes", true}, {"false", true}, {"00", true}};
  for (const auto& [value, disabled] : cases) {
    EXPECT_EQ(read("#node,disable\nn1," + value + "\n").table.is_disabled(0), disabled) << value;
  }
  EXPECT_FALSE(read("#node\nn1\n").table.is_disabled(0));
}

struct Broken {
  std::string text;
  Rows rows;
  std::string place;
  std::string message;
};

TEST(Tabdump, ABrokenRowCostsOnlyItself) {
  const std::vector<Broken> cases = {
      {"#a,b\nx,y\n1,2,3\nz,\n",
       {"[x][y]", "[z]-"},
       "3:1",
       "the row has 3 fields, the table 2 columns"},
      {"#a,b\n1,2,,\nz,\n", {"[z]-"}, "2:1", "the row has 4 fields, the table 2 columns"},
      {"#a,b\nx,\"y\nz,1\n", {"[z][1]"}, "2:3", "the quote that opens here is never closed"},
      {"#a,b\nx,\"y\nz,\"1\"\n", {"[z][1]"}, "3:4", "text follows the closing quote of a value"},
      {"#a,b\nx\"y\",1\nz,1\n", {"[z][1]"}, "2:2", "a quote inside a value that is not quoted"},
      {"#a,b\n\"x\"y,1\nz,1\n", {"[z][1]"}, "2:4", "text follows the closing quote of a value"},
      {"#a,b\n\"x\", \"y\"\nz,1\n",
       {"[x][y]", "[z][1]"},
       "2:5",
       "a blank outside the quotes: tabrestore refuses this row"},
      {"a,b\nx,y\n", {}, "1:1", "the first line must be '#' and the names of the columns"},
      {"$ tabdump t\n#a,b\nx,y\n",
       {"[x][y]"},
       "1:1",
       "the first line must be '#' and the names of the columns"},
  };
  for (const Broken& broken : cases) {
    const Read read_table = read(broken.text);
    EXPECT_EQ(rows_of(read_table.table), broken.rows) << broken.text;
    ASSERT_EQ(read_table.problems.size(), 1U) << broken.text;
    EXPECT_EQ(place(read_table.problems[0].where), broken.place) << broken.text;
    EXPECT_EQ(read_table.problems[0].message, broken.message) << broken.text;
  }
}

TEST(Tabdump, SaysWhatABrokenRowCosts) {
  const Read read_table = read("#a,b\nx,\"y\nz,1\n");
  ASSERT_EQ(read_table.problems.size(), 1U);
  EXPECT_EQ(place(read_table.problems[0].lost), "2:1");
  EXPECT_EQ(read_table.problems[0].lost.length, 4U);
}

TEST(Tabdump, AFileWithoutAHeaderIsNoTable) {
  const Read read_table = read("node,ip");
  EXPECT_TRUE(read_table.table.columns().empty());
  ASSERT_EQ(read_table.problems.size(), 1U);
  EXPECT_EQ(read_table.problems[0].where.length, 7U);
  EXPECT_EQ(read_table.problems[0].lost.length, 7U);
}

TEST(Tabdump, ReadsTablesWithoutRows) {
  EXPECT_EQ(read("").table.row_count(), 0U);
  EXPECT_TRUE(read("").problems.empty());
  EXPECT_TRUE(read(" \n\n").problems.empty());
  EXPECT_EQ(read("#a,b").table.columns().size(), 2U);
  EXPECT_EQ(read("#a,b").table.row_count(), 0U);
  EXPECT_EQ(read("#").table.row_count(), 0U);
  EXPECT_EQ(read("#\nx\n").problems.size(), 1U);
}

TEST(Tabdump, KeepsNulBytes) {
  const Read read_table = read("#a,b\nx\0y,\"\0\"\n"s);
  EXPECT_EQ(read_table.table.cell(0, 0).token.text, std::string_view("x\0y", 3));
  EXPECT_EQ(read_table.table.cell(0, 1).token.text, std::string_view("\0", 1));
}

TEST(Tabdump, ManyOpenQuotesAreReadInLinearTime) {
  std::string text = "#a,b\n";
  for (int i = 0; i < 100000; ++i) text += "x,\"y\n";
  EXPECT_EQ(read(text).table.row_count(), 0U);
}

}  // namespace
}  // namespace nfsready
