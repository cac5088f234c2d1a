// Differences as rsync(1) itemises them, a line each.
#pragma once

#include <string>
#include <string_view>

#include "copy/compare.h"

namespace nfsready {

// What `rsync -aHi --numeric-ids --delete` would say that it does to the copy: "YXcstpoguax name",
// "*deleting name"; bytes that are not printable as \#ooo. What rsync has no sign for is a message
// in its way: "*dense", "*unread", "*changing". No newline at the end.
[[nodiscard]] std::string itemised(const Difference& difference);

// A name as rsync prints it.
[[nodiscard]] std::string itemised_name(std::string_view name);

}  // namespace nfsready
