// What an administrator sees when a node does not boot, and which causes fit it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "finding/run_result.h"
#include "plan/mount.h"

namespace nfsready {

// One thing that a console or the operator panel of a node shows.
struct Symptom {
  std::string_view pattern;                  // lower case; a number counts as a whole only
  std::string_view meaning;                  // for people
  std::span<const std::string_view> checks;  // ids that explain it, the likeliest first
  std::span<const Stage> stages;             // mounts that it can come from; empty: any
  std::string_view otherwise;                // what to look at when the files show nothing
  bool of_any_fault = false;                 // also explained by whatever else fails those mounts
};

// All that is known, as the network boot scripts of AIX, its mount command and the boot scripts of
// xCAT show it.
[[nodiscard]] std::span<const Symptom> known_symptoms();

// The symptoms named in a text such as "LED 611" or "vmount: Operation not permitted".
[[nodiscard]] std::vector<Symptom> symptoms_in(std::string_view seen);

// The findings of a one-node run that stop or harm the node, likeliest first.
struct RankedCauses {
  std::vector<const Finding*> fitting;  // that a symptom can come from
  std::vector<const Finding*> others;   // that make the node not ready, and show otherwise
};

// The checks that a symptom names come first, in its order; of the rest, errors before warnings.
[[nodiscard]] RankedCauses rank_causes(const std::vector<Symptom>& symptoms, const RunResult& run,
                                       const NodePlan& plan);

}  // namespace nfsready
