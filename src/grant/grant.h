// The one question this tool turns on: what does a server's table give a client on a path?
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/address.h"
#include "exports/flavour.h"
#include "exports/grant.h"
#include "exports/table.h"
#include "model/file_tree.h"
#include "model/names.h"

namespace nfsready {

// Who asks: always uid 0, over TCP.
struct Client {
  Address address;
  std::optional<std::uint16_t> port;  // source port; unset: any port, as AIX uses
  Flavour flavour = Flavour::kSys;
  int version = 3;  // of NFS
};

// What surrounds a table on its server.
struct ServerContext {
  const Names& names;  // as that server resolves
  const FileTree& tree;
  std::optional<VersionSet> nfsd_versions;  // of nfs.conf; unset: the program's defaults
};

// A table made ready to be asked many times. Holds references to the table and the context, which
// must outlive it. Asking is safe from several threads, and costs no more with 100,000 exports or
// lists of 50,000 clients than with one.
class Grants {
 public:
  Grants() = default;
  Grants(const Grants&) = delete;
  Grants& operator=(const Grants&) = delete;
  virtual ~Grants() = default;

  // Follows the matching and precedence of the dialect's own program. What cannot be decided from
  // what is known (a reverse name, a word that the source does not print) is unknown, never none.
  [[nodiscard]] virtual Grant grant(std::string_view path, const Client& client) const = 0;
};

[[nodiscard]] std::unique_ptr<Grants> make_grants(const ExportsTable& table,
                                                  const ServerContext& context);

}  // namespace nfsready
