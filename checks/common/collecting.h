// How a file gets into a snapshot.
#pragma once

#include <string>
#include <string_view>

namespace nfsready::checks {

// What to type, and where, to collect the file that lies at `path` in the snapshot:
// "on sn1: lsnim -l > servers/sn1/lsnim-l.txt". The path may hold '*'.
[[nodiscard]] std::string how_to_collect(std::string_view path);

}  // namespace nfsready::checks
