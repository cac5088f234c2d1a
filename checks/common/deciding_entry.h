// The entry of a server's table that decided about a grant, and the option of it that did.
#pragma once

#include <optional>
#include <unordered_map>

#include "engine/context.h"

namespace nfsready::checks {

// Null when the server is no NFS-Ganesha.
[[nodiscard]] const GaneshaExports* ganesha_exports(const Server& server);

// The entries of all tables, by place. Nothing is done before the first question. Not safe from
// several threads.
class DecidingEntries {
 public:
  explicit DecidingEntries(const Context& context) : context_(context) {}

  // Null when the grant is not of an AIX table.
  [[nodiscard]] const AixExport* aix(const Grant& grant);
  // By the place of the entry; null when it is of another kind.
  [[nodiscard]] const AixExport* aix_at(const Span& entry);
  [[nodiscard]] const LinuxExport* linux_at(const Span& entry);
  [[nodiscard]] const GaneshaExport* ganesha_at(const Span& entry);

  // Where NFS-Ganesha was told an option that a client is judged by: in its CLIENT block, in the
  // EXPORT or in EXPORT_DEFAULTS. Not set when it is built in. The members select the option.
  template <typename Value>
  [[nodiscard]] Span ganesha_option(const GaneshaExports& exports, const Grant& grant,
                                    std::optional<Value> GaneshaPermissions::*value,
                                    Span GaneshaPermissions::*where) {
    const Span by_default = exports.defaults.*value ? exports.defaults.*where : Span{};
    const GaneshaExport* const from = ganesha_at(grant.entry);
    if (from == nullptr) return by_default;
    for (const GaneshaClientBlock& block : from->clients) {
      if (block.span == grant.rule && block.permissions.*value) return block.permissions.*where;
    }
    return from->permissions.*value ? from->permissions.*where : by_default;
  }

 private:
  void build();
  void add(const ExportsTable& table);

  const Context& context_;
  bool built_ = false;
  std::unordered_map<Span, const AixExport*, HashSpan> aix_;
  std::unordered_map<Span, const LinuxExport*, HashSpan> linux_;
  std::unordered_map<Span, const GaneshaExport*, HashSpan> ganesha_;
};

}  // namespace nfsready::checks
