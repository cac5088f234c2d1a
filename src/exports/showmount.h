// What `showmount -e` prints: paths and groups, and nothing about rights.
#pragma once

#include <vector>

#include "base/source.h"

namespace nfsready {

struct ShowmountExport {
  Token path;
  Span span;
  bool everyone = false;  // "(everyone)" or "*"
  std::vector<Token> groups;
};

struct ShowmountList {
  Token host;  // of the header line; empty when there is none
  std::vector<ShowmountExport> exports;
};

}  // namespace nfsready
