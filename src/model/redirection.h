// What mkdsklsnode makes of a node's nfsserver on one service node (xCAT aixinstall.pm,
// mkdsklsnode; NetworkUtils.pm, gethostnameandip).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/names.h"
#include "model/site.h"

namespace nfsready {

enum class Redirect : std::uint8_t {
  kUnset,        // no nfsserver: the boot files stay as NIM writes them
  kSwitchedOff,  // site.sharedinstall is not "no": mkdsklsnode edits no boot file at all
  kUnresolved,   // the service node does not know the name, or no name for the address: an error
  kItself,       // nfsserver is the service node: nothing to edit
  kDone,         // the boot files name `host`
};

struct Redirection {
  Redirect outcome = Redirect::kUnset;
  // The name that is written: nfsserver as given; for an address, the short name that the service
  // node has for it.
  std::string_view host;
  // What the service node resolves it to; the first one is written. Empty when no names were
  // collected at all: then the name is taken to resolve.
  std::vector<NameAnswer> addresses;
  std::uint32_t server = kNoIndex;  // into Site::servers
};

// Requires the names of the site to be joined. Safe from several threads.
[[nodiscard]] Redirection redirection_of(const Site& site, std::string_view nfsserver,
                                         std::uint32_t service_node);

}  // namespace nfsready
