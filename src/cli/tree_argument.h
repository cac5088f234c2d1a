// A tree as the user names it: SERVER:PATH, or the file of a manifest.
#pragma once

#include <string>

#include "base/result.h"
#include "copy/wanted_copies.h"

namespace nfsready {

struct TreeArgument {
  TreePlace place;       // of a manifest: its file's name as the path
  std::string manifest;  // empty: the server is asked
};

// "sn01:/install/nim/spot/x/usr", "10.1.0.50:/x", "[fd00::1]:/x"; what has no ":/" in it, or exists
// as a file, is a manifest. Names are resolved by this host. An error says what is wrong.
[[nodiscard]] Result<TreeArgument> read_tree_argument(const std::string& text);

// The same, of a server only.
[[nodiscard]] Result<TreePlace> read_tree_place(const std::string& text);

}  // namespace nfsready
