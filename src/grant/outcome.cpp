#include "grant/outcome.h"

#include <utility>

namespace nfsready {

Grant denied(Denial denial, const Span& rule, std::string why) {
  Grant grant;
  grant.access = Access::kNone;
  grant.denial = denial;
  grant.rule = rule;
  grant.why = std::move(why);
  return grant;
}

void set_port_rule(bool reserved_only, const Client& client, Grant& grant) {
  constexpr std::uint16_t kFirstUserPort = 1024;  // IPPORT_RESERVED
  grant.port = reserved_only ? PortRule::kReserved : PortRule::kAny;
  grant.port_ok = !reserved_only || (client.port && *client.port < kFirstUserPort);
}

void keep_common(const Grant& other, Grant& common) {
  if (other.access == Access::kNone && common.access == Access::kNone) return;
  if (common.access == Access::kNone) {
    const std::string why = std::move(common.why);
    common = other;
    common.access = Access::kUnknown;
    common.why = why;
    return;
  }
  if (common.access != other.access) common.access = Access::kUnknown;
  if (other.access == Access::kNone) return;
  if (common.root != other.root) common.root = Root::kUnknown;
  if (common.anon_uid != other.anon_uid) common.anon_uid.reset();
  if (common.port != other.port) {
    common.port = PortRule::kUnknown;
    common.port_ok.reset();
  }
}

}  // namespace nfsready
