// What a reader found wrong with a file. Readers report and read on; the checks turn problems into
// findings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"

namespace nfsready {

enum class ProblemKind : std::uint8_t {
  kSyntax,          // the program that owns the file refuses this text
  kUnknownOption,   // an option word the program does not know
  kForeignSyntax,   // correct in another dialect
  kStraySpace,      // a blank between a client and its options
  kNoClient,        // a path without any client: exported to the world
  kDuplicate,       // an entry that repeats an earlier one
  kContradiction,   // options of one rule that exclude each other
  kDropped,         // well-formed, but the program drops the entry
  kIgnored,         // the program ignores the text without stopping
  kTooLong,         // over a limit of the program
  kNulByte,         // not text: programs take a NUL byte for its end
  kCarriageReturn,  // lines end in CR LF
  kNotUtf8,         // ill-formed UTF-8
  kCutShort,        // an empty file, or a last line without its line end
};

// `message` says what is wrong and what was expected; `hint` is what to write instead (may be
// empty). `lost` is the text that the program does not read because of this problem (not set when
// nothing else is lost).
struct Problem {
  ProblemKind kind = ProblemKind::kSyntax;
  Span where;
  std::string message;
  std::string hint;
  Span lost;
};

using Problems = std::vector<Problem>;

}  // namespace nfsready
