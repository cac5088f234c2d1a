// A client of a Linux exports file as it should read, ready to be typed.
#pragma once

#include <string>
#include <string_view>

#include "engine/context.h"

namespace nfsready::checks {

// The client at `rule` with `changes` to its options, separated by commas: "n01(rw,insecure)". An
// option takes the place of the one that it takes back; the others stay. Empty when the text cannot
// be given whole: it is not in a file, is quoted or continued, or has options for several flavours
// of which these change some only.
[[nodiscard]] std::string linux_client_with(const Context& context, const Server& server,
                                            const Span& rule, std::string_view changes);

}  // namespace nfsready::checks
