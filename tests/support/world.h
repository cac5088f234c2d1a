// A small world of names for grant tests.
#pragma once

#include <string>

#include "grant/grant.h"
#include "model/file_tree.h"
#include "model/names.h"

namespace nfsready::testing {

// Names from the texts of a hosts file and a netgroup file. Kept until the program ends.
const Names& names_of(std::string hosts, std::string netgroup = "");

// Asks one table once, with the whole text as its only file.
struct Question {
  Dialect dialect = Dialect::kLinux;
  std::string text;
  std::string path;
  std::string address;
  std::uint16_t port = 33000;
};

// The verdict in the notation of the test vectors: "<access> <root> <port>@<line>", where access is
// rw, ro, denied or unknown; root is kept, sq, sq=<uid>, refused or ?; port is ok, bad or ?; line
// is the line of what decided, or -. A denial has neither root nor port: "denied@-".
// An uid of 65534 (nobody) is not shown.
std::string verdict_of(const Question& question, const Names& names, const FileTree& tree = {});

}  // namespace nfsready::testing
