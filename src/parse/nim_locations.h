// `lsnim -a location -Z <resource>`, once per resource: "#name:location:" and one record each.
#pragma once

#include <vector>

#include "base/problem.h"
#include "base/source.h"
#include "parse/stanza.h"

namespace nfsready {

struct NimLocation {
  Token resource;
  Token location;
};

[[nodiscard]] std::vector<NimLocation> parse_nim_locations(const SourceFile& file,
                                                           Problems& problems);

// NIM keeps absolute locations only: any other in `lsnim -l` is no output of lsnim, and a problem
// each.
void report_relative_locations(const SourceFile& file, const std::vector<Stanza>& objects,
                               Problems& problems);

}  // namespace nfsready
