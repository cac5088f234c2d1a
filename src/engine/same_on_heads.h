// One mistake made in the same way on several heads of a server is one cause.
#pragma once

#include <vector>

#include "finding/finding.h"
#include "model/site.h"

namespace nfsready {

// Joins findings of one check that show the same of different heads of one server: the first,
// or the one of the head that serves, takes the places of the others and its remedy names them.
// Findings about other nodes than its own stay.
void join_same_on_heads(const Site& site, std::vector<Finding>& findings);

}  // namespace nfsready
