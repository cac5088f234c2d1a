// One audit in memory, with everything that it points at.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "engine/context.h"
#include "finding/run_result.h"
#include "model/site.h"
#include "observe/observation.h"
#include "plan/mount.h"
#include "snapshot/snapshot.h"

namespace nfsready::testing {

struct SiteFiles {
  std::map<std::string, std::string> files;       // by path in the snapshot
  std::map<std::string, std::string> unreadable;  // path and reason
  std::string observations;                       // as `observe` writes them; empty: none
};

// Every diskless node of the site is judged. Its parts point at each other: it stays where it is.
struct Audited {
  Sources sources;
  Snapshot snapshot;
  std::unique_ptr<Site> site;
  Observations observations;
  std::vector<NodePlan> plans;
  std::unique_ptr<Context> context;
  RunResult run;
};

// `only_check`: the id of the only check to run; empty: all.
[[nodiscard]] std::unique_ptr<Audited> audited(const SiteFiles& files,
                                               const std::string& only_check);

}  // namespace nfsready::testing
