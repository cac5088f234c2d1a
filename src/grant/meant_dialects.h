// The makers behind meant_table, one per kind of server. They note in `meant` the mistakes that
// they find; only when there are any, they put the table as it was meant into it.
#pragma once

#include <cstddef>
#include <string_view>

#include "grant/meant.h"

namespace nfsready {

void mend_linux(const LinuxExports& exports, const Problems& problems, const MeantContext& context,
                MeantTable& meant);
void mend_aix(const AixExports& exports, const Problems& problems, const MeantContext& context,
              MeantTable& meant);
void mend_ganesha(const GaneshaExports& exports, const MeantContext& context, MeantTable& meant);

// The node that a name which does not resolve most likely means. Only some names of a table are
// looked at: with many, the hosts file is what is missing.
class MisspeltNames {
 public:
  explicit MisspeltNames(const MeantContext& context) : context_(context) {}

  // Empty when no node's name is near enough, or the server does not know that one either.
  [[nodiscard]] std::string_view meant_by(std::string_view name);

 private:
  static constexpr std::size_t kMostNames = 32;

  const MeantContext& context_;
  std::size_t asked_ = 0;
};

}  // namespace nfsready
