#include "cli/audit_options.h"

#include <iostream>

#include "base/text.h"
#include "cli/exit_status.h"

namespace nfsready {

namespace po = boost::program_options;

void add_audit_options(po::options_description& options) {
  options.add_options()  //
      ("nodes,n", po::value<std::string>()->value_name("NODERANGE"),
       "these nodes only: names, groups, a,b, a-b, n[01-12], -x to leave out")  //
      ("dialect", po::value<std::vector<std::string>>()->value_name("SERVER=DIALECT"),
       "the syntax of a server's /etc/exports: linux or aix; recognised when not given")  //
      ("dns", "ask this machine's resolver for names that the files do not have");
}

Result<AuditRequest> read_audit_request(const ParsedOptions& options) {
  AuditRequest request;
  request.site = options.text("SITE");
  request.noderange = options.text("nodes");
  if (options.has("nodes") && trim(request.noderange).empty()) {
    return Error{"--nodes names no node", {}};
  }
  request.dns = options.has("dns");
  for (const std::string& item : options.list("dialect")) {
    const std::size_t equals = item.find('=');
    const auto dialect = dialect_named(item.substr(equals == std::string::npos ? 0 : equals + 1));
    if (equals == std::string::npos || !dialect ||
        (*dialect != Dialect::kLinux && *dialect != Dialect::kAix)) {
      return Error{"--dialect takes SERVER=linux or SERVER=aix, not '" + item + "'", {}};
    }
    request.dialects.emplace(item.substr(0, equals), *dialect);
  }
  return request;
}

void tell_left_out(const Audit& audit) {
  for (const std::string& what : audit.left_out) {
    std::cerr << "nfsready: left out: " << printable(what) << '\n';
  }
}

int report_audit_error(const Error& error) {
  std::cerr << "nfsready: " << printable(error.message) << '\n';
  return kCouldNotAudit;
}

}  // namespace nfsready
