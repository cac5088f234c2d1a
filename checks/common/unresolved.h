// Names of servers that a service node does not resolve: which check tells of one, and what to
// type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checks/common/boot_edits.h"
#include "checks/common/lite_mounts.h"
#include "engine/context.h"

namespace nfsready::checks {

// Whether mkdsklsnode fails on that service node because the node's nfsserver does not resolve
// there. Files that name it were edited by a service node that knows it, from a source not
// collected.
[[nodiscard]] bool is_nfsserver_unresolved(BootEdits& edits, const Node& node,
                                           std::uint32_t service_node);

// A path can be no host name, so that nobody resolves it.
[[nodiscard]] bool is_path(std::string_view nfsserver);

// Whether a mount takes its server from nfsserver: what is wrong with that is one cause.
[[nodiscard]] bool is_from_nfsserver(const LiteSubject& subject);

// Whether the machine that generates the node's line leaves the server out of it now, as far as
// hosts files tell: then NR405 tells what the node loses, else NR302 tells of its nfsserver.
[[nodiscard]] bool is_left_out(const LiteSubject& subject, const Server& machine,
                               LineGenerator& lines);

// Whether a mount has no server because no nfsserver is set, and that is in force: then NR404 tells
// of the node, else NR301 or NR324.
[[nodiscard]] bool lacks_nfsserver(const LiteSubject& subject, LineGenerator& lines);

// The server to which the other nodes are redirected, or from which nodes mount besides service
// nodes, when it is only one; else "<external server>".
[[nodiscard]] std::string external_server(const Context& context);

// Puts the name into the hosts files, and runs mkdsklsnode again. Each run copies /etc/hosts of the
// management node over those of the service nodes (xCAT aixinstall.pm, doSNcopy2), so that a line
// added only there does not last. A loopback address is none that nodes could mount from. `or_else`
// is what may be typed instead of adding a line.
[[nodiscard]] std::string remedy_unknown_name(const Context& context, std::string_view name,
                                              const std::string& or_else);

// The same for the finding's nodes with that nfsserver, or another nfsserver.
[[nodiscard]] std::string remedy_unknown_nfsserver(const Context& context,
                                                   std::string_view nfsserver);

// The server with the name nearest to one that no machine knows; empty when there is none.
[[nodiscard]] std::string_view server_meant(const Site& site, std::string_view name);

}  // namespace nfsready::checks
