#include "grant/grant.h"

#include "grant/dialects.h"

namespace nfsready {

std::unique_ptr<Grants> make_grants(const ExportsTable& table, const ServerContext& context) {
  if (const auto* linux_exports = std::get_if<LinuxExports>(&table.content)) {
    return make_linux_grants(*linux_exports, table.problems, context);
  }
  if (const auto* aix_exports = std::get_if<AixExports>(&table.content)) {
    return make_aix_grants(*aix_exports, table.problems, context);
  }
  if (const auto* ganesha_exports = std::get_if<GaneshaExports>(&table.content)) {
    return make_ganesha_grants(*ganesha_exports, table.problems, context);
  }
  return make_showmount_grants(*std::get_if<ShowmountList>(&table.content), context);
}

}  // namespace nfsready
