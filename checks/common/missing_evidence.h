// The evidence that an audit of the planned nodes wants and the snapshot does not have.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/source.h"
#include "checks/common/boot_evidence.h"
#include "engine/context.h"

namespace nfsready::checks {

// One piece of evidence, and one node or mount that wants it.
struct MissingEvidence {
  std::string path;                  // where it should lie in the snapshot
  std::string pattern;               // the same, with "*" for what differs from node to node
  std::string_view server;           // empty: a table of the management node
  std::string_view unknown;          // follows "it would tell"; with {nodes} and {server}
  Weight weight = Weight::kVerdict;  // when there may be no such file
  Weight weight_if_there = Weight::kVerdict;  // when there is one that cannot be read
  Span wanted_by;                             // the place that asks for it; may be unset
  std::optional<Subject> subject;
};

// A server that nodes mount or boot from and of which the snapshot has no folder, and one node or
// mount that wants it.
struct UnknownServer {
  std::string_view name;  // as the node is told
  Weight weight = Weight::kVerdict;
  Span wanted_by;
  Subject subject;
};
void visit_unknown_servers(const Context& context,
                           const std::function<void(const UnknownServer&)>& visit);

// Calls `visit` for every piece and everybody who wants it, nodes in order. What other checks take
// for a fault of the site is left out: a niminfo under another name (NR313), nodes that NIM does
// not know (NR319), files that lack where those of other nodes are (NR322), tables without a header
// (NR903).
void visit_missing_evidence(const Context& context,
                            const std::function<void(const MissingEvidence&)>& visit);

// MissingEvidence::unknown with the name of the server in its place.
[[nodiscard]] std::string with_server(std::string_view unknown, std::string_view server);

// The files and folders of the snapshot that could not be read.
class UnreadableFiles {
 public:
  explicit UnreadableFiles(const Site& site);

  [[nodiscard]] bool empty() const { return gaps_.empty(); }
  // What keeps a path from being read: the gap of the file, or of a folder above it; or null.
  [[nodiscard]] const Gap* gap_of(std::string_view path) const;

 private:
  std::unordered_map<std::string_view, const Gap*> gaps_;
};

}  // namespace nfsready::checks
