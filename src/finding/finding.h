// One instance of a check being broken: one cause, however many nodes it stops.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "finding/check_info.h"
#include "finding/severity.h"

namespace nfsready {

// A node by its place in the run, and one of its mounts when the finding is about a mount.
struct Subject {
  static constexpr std::uint32_t kWholeNode = UINT32_MAX;
  std::uint32_t node = 0;
  std::uint32_t mount = kWholeNode;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

// Why a finding does not count: an entry of the site's suppressions.
struct Suppression {
  std::string reason;
  std::string until;  // ISO date; empty when it has no end
  Span where;
};

struct Finding {
  const CheckInfo* check = nullptr;
  Severity severity = Severity::kError;
  Effect effect = Effect::kNone;
  Certainty certainty = Certainty::kCertain;

  // What is wrong, in one clause.
  std::string message;
  std::vector<Subject> subjects;  // sorted, without repetition; empty: about no node
  std::string server;             // the server concerned, as named in the plan; may be empty
  std::string path;               // the path concerned; may be empty
  std::vector<Span> locations;    // the place at fault first
  std::string evidence;           // what was read there; lines joined by '\n'; may be empty
  std::string alike;              // what findings about several heads of a server share when they
                                  // have one cause; empty: their evidence
  std::string remedy;             // what to type, and where; lines joined by '\n'
  std::optional<Suppression> suppressed;
};

}  // namespace nfsready
