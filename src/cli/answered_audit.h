// An audit with what the servers answered: for check and explain.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "cli/audit.h"
#include "cli/copies_run.h"
#include "cli/live_options.h"
#include "cli/options.h"
#include "cli/terminal.h"

namespace nfsready {

// --observations, --live, and the options of everything that asks servers.
void add_answer_options(boost::program_options::options_description& options);

// Reads and plans; with --observations or --live once more, with what the servers answered and the
// files that they serve. `live` is used with --live only. An error is one of read_audit, or says
// why the answers cannot be used.
// Copies are compared too when `copies` says how.
[[nodiscard]] Result<std::unique_ptr<Audit>> read_answered_audit(
    const AuditRequest& request, const ParsedOptions& options, const LiveRequest& live,
    const std::optional<CopiesRequest>& copies, Progress& progress);

}  // namespace nfsready
