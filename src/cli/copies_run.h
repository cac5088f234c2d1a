// Compares copies as the options of the command line say: for compare and check --copies.
#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/audit.h"
#include "cli/live_options.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/tree_argument.h"
#include "copy/copy_run.h"
#include "observe/copy_observation.h"
#include "observe/descriptor.h"

namespace nfsready {

struct CopiesRequest {
  LiveRequest live;
  std::vector<std::string> ignored;  // patterns that are passed over
  std::int64_t time_tolerance = 1;   // seconds
  bool times = true;
  ContentWish content;
  std::map<std::string, std::string> manifests;  // "SERVER:PATH" -> the file in its place
};

// --content, --read-limit, --seed, --ignore, --time-tolerance, --no-times, --manifest.
void add_copies_options(boost::program_options::options_description& options);
// The same where a comparison is one of several things to do: nothing without --copies.
[[nodiscard]] Result<std::optional<CopiesRequest>> read_wanted_copies(const ParsedOptions& options,
                                                                      const LiveRequest& live);
[[nodiscard]] Result<CopiesRequest> read_copies_request(const ParsedOptions& options,
                                                        const LiveRequest& live);

// The copies of a site, in the order of wanted_copies(). `list` (may be null) gets every
// difference, see itemised(). An error means that nothing could be asked.
[[nodiscard]] Result<std::vector<CopyObservation>> compare_site(const Audit& audit,
                                                                const CopiesRequest& request,
                                                                const std::atomic<bool>& stop,
                                                                Progress& progress,
                                                                std::ostream* list);

// Who asks when no node does: this host, or a network namespace that is held open.
struct Caller {
  TreeCaller asks;
  Descriptor network_namespace;
};
[[nodiscard]] Result<Caller> caller_for(const LiveRequest& request);
[[nodiscard]] CopyOptions options_for(const LiveRequest& request, const std::atomic<bool>& stop);

// Two trees that the user names, and what they are for.
struct TreePair {
  TreeArgument source;
  TreeArgument copy;
  std::string purpose;  // the word of Purpose, or "tree"
};
[[nodiscard]] Result<CopyObservation> compare_trees(const TreePair& trees,
                                                    const CopiesRequest& request,
                                                    const std::atomic<bool>& stop,
                                                    Progress& progress, std::ostream* list);

}  // namespace nfsready
