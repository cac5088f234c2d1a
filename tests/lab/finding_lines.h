// What a report says was found, one line each.
#pragma once

#include <string>
#include <vector>

namespace nfsready::testing {

// "error NR204 read-only nas:/state elm01,elm02", in the report's order. Of what is not a JSON
// report: "no report".
[[nodiscard]] std::vector<std::string> finding_lines(const std::string& report);

}  // namespace nfsready::testing
