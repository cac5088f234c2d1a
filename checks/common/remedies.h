// What to type on a server, in its own dialect.
#pragma once

#include <string>
#include <string_view>

#include "engine/context.h"

namespace nfsready::checks {

// An export as it should be, in words that can be pasted: an exports line for Linux, mknfsexp for
// AIX, an EXPORT block for Ganesha, and the command that puts it in force. The placeholders of a
// draft may be used in `path`.
[[nodiscard]] std::string remedy_export(const Server& server, std::string_view path,
                                        const Needs& needs);

// How to admit the finding's nodes to a path that is exported to others.
[[nodiscard]] std::string remedy_client(const Context& context, const Server& server,
                                        std::string_view path, const Span& entry,
                                        const Needs& needs);

// How to change an option of a rule that is there: `linux_option` such as "no_root_squash",
// `aix_change` such as "-r {nodes}" for chnfsexp, `ganesha_setting` such as "Squash =
// No_Root_Squash".
[[nodiscard]] std::string remedy_option(const Context& context, const Server& server,
                                        std::string_view path, const Grant& grant,
                                        std::string_view linux_option, std::string_view aix_change,
                                        std::string_view ganesha_setting);

// The command that puts the server's files in force.
[[nodiscard]] std::string_view reload_command(const Server& server);

// Whether its exports are the table of GPFS, which is changed by mmnfs and not in a file.
[[nodiscard]] bool is_mmnfs(const Server& server);

// "on nas" for the start of a remedy.
[[nodiscard]] std::string on(const Server& server);

// Run mkdsklsnode again for the finding's nodes, on the management node.
[[nodiscard]] std::string remedy_mkdsklsnode();

}  // namespace nfsready::checks
