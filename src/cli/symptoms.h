// What an administrator sees when a node does not boot, and which causes fit it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "finding/run_result.h"
#include "plan/mount.h"

namespace nfsready {

// One thing that a console or the operator panel of a node shows.
struct Symptom {
  std::string_view pattern;              // lower case; found anywhere in the text
  std::string_view meaning;              // for people
  std::vector<std::string_view> checks;  // ids that explain it, the likeliest first
  std::vector<Stage> stages;             // mounts that it can come from; empty: any
  std::string_view otherwise;            // what to look at when the files show nothing
  bool of_any_fault = false;             // also explained by whatever else stops those mounts
};

// The symptoms named in a text such as "LED 611" or "vmount: Operation not permitted".
[[nodiscard]] std::vector<Symptom> symptoms_in(std::string_view seen);

struct RankedCause {
  const Finding* finding;
  int score;
};

// The findings of a one-node run that fit the symptoms: those of the named checks first, errors
// before warnings.
[[nodiscard]] std::vector<RankedCause> rank_causes(const std::vector<Symptom>& symptoms,
                                                   const RunResult& run, const NodePlan& plan);

}  // namespace nfsready
