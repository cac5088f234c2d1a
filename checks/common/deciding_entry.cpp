#include "checks/common/deciding_entry.h"

#include <utility>
#include <variant>

#include "checks/common/mistakes.h"

namespace nfsready::checks {

const GaneshaExports* ganesha_exports(const Server& server) {
  return server.exports ? std::get_if<GaneshaExports>(&server.exports->content) : nullptr;
}

void DecidingEntries::build() {
  if (std::exchange(built_, true)) return;
  for (const Server* const server : context_.servers()) {
    for_each_table(*server, [&](const ExportsTable& table) { add(table); });
  }
}

void DecidingEntries::add(const ExportsTable& table) {
  if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    for (const AixExport& entry : aix->exports) aix_.emplace(entry.span, &entry);
  } else if (const auto* const linux_table = std::get_if<LinuxExports>(&table.content)) {
    for (const LinuxExport& entry : linux_table->exports) linux_.emplace(entry.span, &entry);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    for (const GaneshaExport& from : ganesha->exports) ganesha_.emplace(from.span, &from);
  }
}

const AixExport* DecidingEntries::aix(const Grant& grant) { return aix_at(grant.rule); }

const AixExport* DecidingEntries::aix_at(const Span& entry) {
  build();
  const auto found = aix_.find(entry);
  return found == aix_.end() ? nullptr : found->second;
}

const LinuxExport* DecidingEntries::linux_at(const Span& entry) {
  build();
  const auto found = linux_.find(entry);
  return found == linux_.end() ? nullptr : found->second;
}

const GaneshaExport* DecidingEntries::ganesha_at(const Span& entry) {
  build();
  const auto found = ganesha_.find(entry);
  return found == ganesha_.end() ? nullptr : found->second;
}

}  // namespace nfsready::checks
