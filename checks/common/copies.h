// What mkdsklsnode has made again on the service nodes has to reach the external server: the
// commands that copy it there.
#pragma once

#include <string_view>

#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// Adds them to every finding whose remedy runs mkdsklsnode, at its end, for those of its nodes that
// are redirected, or are as soon as their nfsserver resolves: a private root for each node; the
// shared root with the generated tables for all nodes of a service node and image. A service node
// that is a backup of other nodes copies only the files of its own nodes from .client_data: those
// of the others come from where they boot. Nothing is deleted on the external server, which holds
// the files of all service nodes.
void add_copies(const Context& context, Sink& sink);

// The same for one finding whose remedy sets the nfsserver of its nodes to `host`.
void add_copies_to(const Context& context, std::string_view host, Draft& draft);

}  // namespace nfsready::checks
