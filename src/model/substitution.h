// Variables in statelite.statemnt and litetree.directory (SvrUtils.pm, subVars), and how such a
// value is split (InstUtils.pm, dolitesetup).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

// What "$table.column" stands for.
struct VariableValue {
  enum class Kind : std::uint8_t { kValue, kNoValue, kUnknownTable, kUndecidable };
  Kind kind = Kind::kNoValue;
  std::string_view text;  // the value, or why it is undecidable
};

// Asked for every variable but $node. The column of table "site" is a site attribute; `column` is
// "UNDEFINED" when the variable names none. The text must live until the substitution returns.
using LookUpVariable =
    std::function<VariableValue(std::string_view table, std::string_view column)>;

struct Substitution {
  std::string text;  // as it stands in the generated table; empty for an unknown table
  std::vector<std::string> undefined;  // variables without a value, with their '$'
  std::string unknown_table;           // named by a variable; xCAT then takes the empty text
  std::string undecidable;             // why the text cannot be worked out, a clause
};

// The server part: slashes are removed. The directory part: gets a leading slash and loses trailing
// ones, then each "//" becomes "/" in one pass; so "/" becomes empty. A variable without a value
// (or with the value 0) becomes UNDEFINED. Commands (#CMD=...#) are never run: undecidable.
[[nodiscard]] Substitution substitute_server(std::string_view text, std::string_view node,
                                             const LookUpVariable& look_up);
[[nodiscard]] Substitution substitute_directory(std::string_view text, std::string_view node,
                                                const LookUpVariable& look_up);

// Whether litetree substitutes in a text at all; it takes any other as it is. statelite always
// substitutes.
[[nodiscard]] bool has_variables(std::string_view text);

// The variables of a text, with their '$', as they are written; $node is none of them.
[[nodiscard]] std::vector<std::string_view> variables_of(std::string_view text);

// The table that a variable names: "nodepos" of "$nodepos.rack".
[[nodiscard]] std::string_view table_named(std::string_view variable);

// A value split at its colons; what follows the second one is lost. A value with nothing behind its
// first colon, or without one, is a directory without a server.
struct LiteLocation {
  std::string_view server;
  std::string_view directory;
};
[[nodiscard]] LiteLocation split_lite_location(std::string_view value);

}  // namespace nfsready
