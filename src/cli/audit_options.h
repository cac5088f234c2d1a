// The options that check, plan and explain have in common.
#pragma once

#include "base/result.h"
#include "cli/audit.h"
#include "cli/options.h"

namespace nfsready {

void add_audit_options(boost::program_options::options_description& options);

[[nodiscard]] Result<AuditRequest> read_audit_request(const ParsedOptions& options);

// Says on standard error what the noderange names and the run leaves out.
void tell_left_out(const Audit& audit);

// Says on standard error why nothing could be audited; the exit status of that.
int report_audit_error(const Error& error);

}  // namespace nfsready
