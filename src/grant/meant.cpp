#include "grant/meant.h"

#include <variant>

#include "base/text.h"
#include "grant/meant_dialects.h"

namespace nfsready {

std::string_view MisspeltNames::meant_by(std::string_view name) {
  constexpr std::size_t kMostDifference = 2;  // in length
  if (++asked_ > kMostNames) return {};
  std::vector<std::string_view> near;
  for (const std::string_view node : context_.node_names) {
    const std::size_t difference =
        node.size() > name.size() ? node.size() - name.size() : name.size() - node.size();
    if (difference <= kMostDifference) near.push_back(node);
  }
  const std::string_view meant = nearest(name, near);
  return context_.names.addresses(meant).empty() ? std::string_view{} : meant;
}

std::unique_ptr<MeantTable> meant_table(const ExportsTable& table, const MeantContext& context) {
  auto meant = std::make_unique<MeantTable>();
  meant->table.dialect = table.dialect;
  meant->table.files = table.files;
  if (const auto* const linux_exports = std::get_if<LinuxExports>(&table.content)) {
    mend_linux(*linux_exports, table.problems, context, *meant);
  } else if (const auto* const aix = std::get_if<AixExports>(&table.content)) {
    mend_aix(*aix, table.problems, context, *meant);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&table.content)) {
    mend_ganesha(*ganesha, context, *meant);
  }
  if (meant->mistakes.empty() && meant->by_rule.empty()) return nullptr;
  meant->table.problems = table.problems;
  return meant;
}

}  // namespace nfsready
