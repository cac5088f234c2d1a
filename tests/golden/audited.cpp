#include "golden/audited.h"

#include <stdexcept>
#include <utility>

#include "checks/registry.h"
#include "engine/judge.h"
#include "model/build_site.h"
#include "observe/observation_file.h"
#include "observe/served_files.h"
#include "plan/plan.h"
#include "snapshot/memory_reader.h"
#include "snapshot/served_reader.h"

namespace nfsready::testing {

namespace {

void read_site(const FileReader& reader, Audited& audit) {
  audit.snapshot = std::move(read_snapshot(reader, "", audit.sources).value());
  audit.site = build_site(audit.snapshot, audit.sources, {});
}

}  // namespace

std::unique_ptr<Audited> audited(const SiteFiles& files, const std::string& only_check) {
  auto audit = std::make_unique<Audited>();
  const MemoryReader reader(files.files, files.unreadable);
  read_site(reader, *audit);
  const auto read =
      read_observations(files.observations, "observations.jsonl", audit->observations);
  if (!files.observations.empty() && !read) throw std::invalid_argument(read.error().message);
  const ServedFiles served = served_files(*audit->site, audit->observations);
  if (!served.empty()) {
    Observations observations = std::move(audit->observations);
    audit = std::make_unique<Audited>();
    audit->observations = std::move(observations);
    read_site(ServedReader(reader, served), *audit);
  }
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < audit->site->nodes.size(); ++i) {
    if (audit->site->nodes[i].diskless) nodes.push_back(i);
  }
  audit->plans = plan_nodes(*audit->site, nodes);
  audit->context =
      std::make_unique<Context>(*audit->site, audit->plans, true, &audit->observations);
  JudgeOptions options;
  if (!only_check.empty()) options.only = {only_check};
  audit->run = judge(*audit->context, all_checks(), options);
  return audit;
}

}  // namespace nfsready::testing
