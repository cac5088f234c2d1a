// A small site and checks made for a test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "engine/context.h"
#include "engine/judge.h"
#include "model/build_site.h"
#include "plan/plan.h"
#include "snapshot/disk_reader.h"
#include "snapshot/snapshot.h"

namespace nfsready::testing {

// fixtures/sites/trees with its six nodes, elm01, elm02, oak01, oak02, pine01, pine02: subjects
// 0 to 5.
struct JudgeWorld {
  explicit JudgeWorld(bool whole_site = true) {
    const DiskReader reader(NFSREADY_SOURCE_DIR "/fixtures/sites/trees");
    snapshot = std::move(read_snapshot(reader, "", sources).value());
    site = build_site(snapshot, sources, {});
    std::vector<std::uint32_t> nodes;
    for (std::uint32_t i = 0; i < site->nodes.size(); ++i) {
      if (site->nodes[i].diskless) nodes.push_back(i);
    }
    plans = plan_nodes(*site, nodes);
    context = std::make_unique<Context>(*site, plans, whole_site);
  }

  Sources sources;
  Snapshot snapshot;
  std::unique_ptr<Site> site;
  std::vector<NodePlan> plans;
  std::unique_ptr<Context> context;
};

inline RegisteredCheck registered(const Check& check) { return {&check, "test", ""}; }

}  // namespace nfsready::testing
