// One exports source as a site of its own, for lint.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "exports/dialect.h"
#include "model/site.h"

namespace nfsready {

struct LintRequest {
  std::vector<std::string> files;  // of one source, in reading order; "-" is standard input
  std::optional<Dialect> dialect;  // recognised when not given
  std::string hosts;               // a hosts file; empty: names are not resolved
  std::string netgroup;            // a netgroup file
};

struct LintSource {
  Sources sources;
  std::unique_ptr<Site> site;  // with one server
  Dialect dialect = Dialect::kLinux;
};

// An error means that nothing can be judged: a file that cannot be read, a text of no dialect.
[[nodiscard]] Result<std::unique_ptr<LintSource>> read_lint_source(const LintRequest& request);

}  // namespace nfsready
