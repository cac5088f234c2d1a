// What an exports table was most likely meant to say, where a mistake keeps it from saying so: a
// blank too many, a client that nobody is, an entry that another one hides. A mount that would be
// served by the table as it was meant fails because of that mistake and of nothing else.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/source.h"
#include "exports/table.h"
#include "model/file_tree.h"
#include "model/names.h"

namespace nfsready {

enum class Mistake : std::uint8_t {
  kUnknownOption,     // AIX: a client of a list that stands after a comma is taken for an option
  kStraySpace,        // a blank parts a client, or the first options, from the rest
  kDuplicate,         // a later entry of the same client is ignored
  kContradiction,     // a word of a list takes back another one
  kUnresolvedClient,  // the server does not know the name of a client
  kRootOnly,          // AIX: a host in root= that no other list admits
  kNested,            // AIX: a directory above or below it is exported already
  kDeadClient,        // a client specification that matches nobody, or not whom it means
  kShadowed,          // an earlier entry takes every client of a later one
  kIgnoredFile,       // an entry in a file that is not read
  kIgnoredText,       // an entry of which the server makes something else
  kNoClient,          // Linux: an entry without clients and options: the world gets the defaults
  kUnread,            // an entry that is not read because of a problem
};

// A mistake of a kind that the readers do not report. The reader's own problems tell of the others.
struct TableMistake {
  Mistake kind = Mistake::kDuplicate;
  Span where;                // the text to change
  Span other;                // the entry that takes its place, or hides it; may be unset
  std::string_view path;     // the exported directory
  std::string_view text;     // the client, or the directory
  std::string_view meant;    // what to write instead; empty when that cannot be told
  std::string_view why;      // a clause; may be empty
  bool same_rights = false;  // kDuplicate: nothing is lost by it
  bool certain = true;       // false: it rests on behaviour that nobody has verified
};

// Why an entry of the table as it was meant is not one of the table as it is.
struct Mended {
  Mistake kind = Mistake::kDuplicate;
  Span where;  // the text to change: TableMistake::where, or Problem::where
};

struct HashSpan {
  std::size_t operator()(const Span& span) const {
    return (std::size_t{span.source} << 40U) ^ (std::size_t{span.offset} << 8U) ^ span.length;
  }
};

struct MeantTable {
  std::vector<TableMistake> mistakes;
  ExportsTable table;                                  // as it was meant
  std::unordered_map<Span, Mended, HashSpan> by_rule;  // by Grant::rule of the table as meant
  std::deque<std::string> texts;                       // that are in no file
};

// What surrounds a table.
struct MeantContext {
  const Names& names;  // as the server resolves
  const FileTree& tree;
  const std::vector<ExportsTable>& ignored;         // files that the server does not read
  const std::vector<std::string_view>& node_names;  // whom a misspelt name may mean
};

// Null when there is no mistake in the table. The result refers to the table and its surroundings.
[[nodiscard]] std::unique_ptr<MeantTable> meant_table(const ExportsTable& table,
                                                      const MeantContext& context);

}  // namespace nfsready
