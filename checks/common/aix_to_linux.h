// An entry of an AIX exports file as a Linux server has to read it.
#pragma once

#include <string>
#include <string_view>

namespace nfsready::checks {

// The line of exports(5) that gives the hosts of an AIX line what they had there, and lets them
// mount from any port as AIX does: "/p -rw,root=a,access=a:b" becomes
// "/p a(rw,sync,insecure,no_root_squash,no_subtree_check) b(rw,sync,insecure,no_subtree_check)".
// A host that is only in root= is admitted: it was meant. `more` is put at the end of every
// client's options, such as ",fsid=7". Empty when the text is no path followed by AIX options.
[[nodiscard]] std::string linux_line_of(std::string_view aix_line, std::string_view more);

}  // namespace nfsready::checks
