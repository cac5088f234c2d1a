// Files of service nodes of which the external server holds others, as their copies were compared.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/context.h"

namespace nfsready::checks {

// Shared by the checks, see Context::shared().
class DifferingFiles {
 public:
  explicit DifferingFiles(const Context& context);

  // `server` is the service node's name, `path` the whole one there.
  [[nodiscard]] bool has(std::string_view server, const std::string& path) const;

 private:
  std::set<std::pair<std::string_view, std::string>> files_;
};

}  // namespace nfsready::checks
