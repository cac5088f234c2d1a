// Attribute stanzas: `lsdef -z`, `lsnim -l`, AIX filesystems and swapspaces files.
//
// All have a header that ends with a colon at the start of a line, then indented name and value.
#pragma once

#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct Attribute {
  Token name;
  Token value;         // without surrounding blanks; quotes stay
  bool spaced = true;  // a blank on both sides of '='; xCAT edits filesystems lines only then
};

struct Stanza {
  Token name;  // the header without its colon
  std::vector<Attribute> attributes;

  // The first attribute of that name, or null.
  [[nodiscard]] const Attribute* find(std::string_view attribute) const;
};

// What starts a comment line, and whether a blank line ends a stanza.
enum class StanzaStyle {
  kXcat,         // lsdef -z: `#` comments
  kNim,          // lsnim -l: no comments; an attribute may repeat
  kFilesystems,  // `*` comments; a blank line ends a stanza [AIX filesystems file]
};

[[nodiscard]] std::vector<Stanza> parse_stanzas(const SourceFile& file, StanzaStyle style,
                                                Problems& problems);

}  // namespace nfsready
