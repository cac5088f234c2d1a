// `lsnim -a location -Z <resource>`, once per resource: "#name:location:" and one record each.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

struct NimLocation {
  Token resource;
  Token location;
};

[[nodiscard]] std::vector<NimLocation> parse_nim_locations(const SourceFile& file,
                                                           Problems& problems);

}  // namespace nfsready
