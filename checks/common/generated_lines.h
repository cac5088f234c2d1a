// The lines that mkdsklsnode would generate now, and on which machine (xCAT InstUtils.pm,
// dolitesetup).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/context.h"

namespace nfsready::checks {

// What the generating machine makes of a server's name.
struct ServerField {
  std::string text;                 // as it is written: the first address, or nothing
  std::vector<NameAnswer> answers;  // all addresses
  bool known = true;                // false: no names of that machine were collected
  bool by_others = false;           // its own hosts file has no such name
};

// One per run of a check; not safe from several threads.
class LineGenerator {
 public:
  explicit LineGenerator(const Context& context);

  // The machine that generates the tables a node finds on its service node: that service node, or
  // the management node when the service nodes share their /install (site.sharedinstall). Null:
  // it is not in the snapshot.
  [[nodiscard]] const Server* machine(std::uint32_t service_node) const;

  // Text with four dotted numbers is taken as it is; anything else is looked up.
  [[nodiscard]] const ServerField& server_field(const Server& machine, std::string_view server);

  // "elm01|10.1.0.50|/state"; empty when there is no line.
  [[nodiscard]] std::string statelite_line(const Node& node, const LiteMount& mount,
                                           const Server& machine);
  [[nodiscard]] std::string litetree_line(const Node& node, const LiteMount& mount,
                                          const Server& machine);
  // Either, by purpose, on the machine of the service node that boots the node; empty when that
  // machine is not known.
  [[nodiscard]] std::string line_of(const Node& node, const LiteMount& mount, Purpose purpose);
  [[nodiscard]] static std::string litefile_line(const Node& node, const Litefile& entry);

 private:
  const Context& context_;
  bool shared_install_ = false;
  std::map<std::pair<const Server*, std::string_view>, ServerField> fields_;
};

}  // namespace nfsready::checks
