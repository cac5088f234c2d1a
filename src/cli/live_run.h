// Asks the servers of an audit, as the options of the command line say.
#pragma once

#include <atomic>

#include "base/result.h"
#include "cli/audit.h"
#include "cli/live_options.h"
#include "cli/terminal.h"
#include "observe/clean.h"
#include "observe/observation.h"

namespace nfsready {

// What the servers answered. An error means that nothing could be asked.
[[nodiscard]] Result<Observations> observe_live(const Audit& audit, const LiveRequest& request,
                                                const std::atomic<bool>& stop, Progress& progress);

// The files that killed runs have left on the servers of an audit, removed. An error means that
// nothing could be asked.
[[nodiscard]] Result<Cleaning> clean_live(const Audit& audit, const LiveRequest& request,
                                          const std::atomic<bool>& stop, Progress& progress);

}  // namespace nfsready
