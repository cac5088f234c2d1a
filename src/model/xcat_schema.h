// The names of xCAT's tables (perl-xCAT, Schema.pm), for releases that know AIX.
#pragma once

#include <string_view>

namespace nfsready {

// A table that exists in the database but was not dumped has no values here; one that xCAT does
// not know at all is an error in a variable.
[[nodiscard]] bool is_xcat_table(std::string_view name);

}  // namespace nfsready
