#include "model/redirection.h"

#include "base/text.h"

namespace nfsready {

namespace {

// The name for an address, cut at its first dot; empty when there is none.
std::string_view host_of(const Names& names, const Address& address) {
  const ReverseAnswer answer = names.names(address);
  return answer.names.empty() ? std::string_view{} : short_name(answer.names.front());
}

}  // namespace

Redirection redirection_of(const Site& site, std::string_view nfsserver,
                           std::uint32_t service_node) {
  Redirection redirection;
  if (nfsserver.empty()) return redirection;
  const Names& names = *site.servers[service_node].names;
  const auto address = Address::parse(nfsserver);
  redirection.host = address ? host_of(names, *address) : nfsserver;
  redirection.addresses = names.addresses(nfsserver);
  redirection.server = site.server_named(nfsserver, names);
  const bool resolved = !redirection.host.empty() && !redirection.addresses.empty();
  if (site.site_key_or("sharedinstall", "no") != "no") {
    redirection.outcome = Redirect::kSwitchedOff;
  } else if (redirection.server == service_node) {
    redirection.outcome = Redirect::kItself;
  } else if (!resolved && names.any_source()) {
    redirection.outcome = Redirect::kUnresolved;
  } else {
    redirection.outcome = Redirect::kDone;
  }
  if (redirection.host.empty()) redirection.host = nfsserver;
  return redirection;
}

}  // namespace nfsready
