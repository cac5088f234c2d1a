// Golden sites: a folder with the files of a site and an expected.txt.
//
// fixtures/sites/<name>/            a whole site; every check runs
// fixtures/checks/<id>/<case>/      what makes one check speak, or keep silent; only it runs
//
// A case is the smallest change to a whole site: the file `base` names the site in fixtures/sites
// to which the case's own files are added (or which they replace), and lists files to leave out,
// one per line with a leading '-', and files that cannot be read, one per line as "!path reason".
// A case without `base` is a whole site of its own. What the network answered, when the case is
// about that, is observations.jsonl.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "golden/audited.h"

namespace nfsready::testing {

struct GoldenCase {
  std::string name;    // "checks/NR203/squashed", "sites/trees"
  std::string folder;  // absolute
  std::string check;   // the only check to run; empty: all
};

void PrintTo(const GoldenCase& golden, std::ostream* out);  // for GoogleTest

// All cases below fixtures/, sorted.
[[nodiscard]] std::vector<GoldenCase> golden_cases();

// The files of a case, base included, by path in the snapshot. expected.txt and base are left out.
[[nodiscard]] SiteFiles files_of(const GoldenCase& golden);

// Audits a site and prints what was found, in the form of expected.txt.
[[nodiscard]] std::string audit(const SiteFiles& files, const std::string& only_check);

}  // namespace nfsready::testing
