// The mounts that fail because of mistakes in exports files.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/problem.h"
#include "checks/common/faults.h"
#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// A mount that does not get what it needs because of a mistake.
struct Failure {
  const JudgedMount* judged = nullptr;
  FaultSet faults;                   // that go away with the mistake
  std::optional<Mistake> kind = {};  // unset: the granting entry is not read
  bool certain = true;               // that the mount fails
  bool if_entry_refused = false;     // AIX: what exportfs does with the entry is not documented
  bool later = false;                // works by what is in force, and not by the files
  const Server* head = nullptr;      // set: fails only when this head takes over
};

// Whether a mount works by what is in force only, because the entry that gives it in the files is
// not read: whatever costs the entry owns that it is lost when the files are put in force.
[[nodiscard]] bool is_lost_later(const JudgedMount& judged);

// The mounts that fail because of mistakes, by the place of the mistake. Nothing is done before the
// first question. Not safe from several threads.
class Failures {
 public:
  explicit Failures(const Context& context) : context_(context) {}

  // Of a reader's problem.
  [[nodiscard]] std::vector<Failure> of(const Problem& problem);
  // Of a mistake that only the table as a whole shows.
  [[nodiscard]] std::vector<Failure> of(const TableMistake& mistake);
  // Of every mistake of a kind at a place.
  [[nodiscard]] std::vector<Failure> of(const Span& where, Mistake kind);

 private:
  void find();
  void find_on_heads();

  const Context& context_;
  bool found_ = false;
  std::unordered_map<Span, std::vector<Failure>, HashSpan> by_place_;
};

// "; because of that {nodes} may not mount {path}": a clause for the message of a finding about
// such mounts, with the engine's placeholders. Empty when there are none.
[[nodiscard]] std::string consequence(const std::vector<Failure>& failures);

// "{path}", or "3 paths" when they differ: for messages of findings that name these mounts.
[[nodiscard]] std::string shown_paths(const std::vector<Failure>& failures);

// Makes the mounts the subjects of a finding, with the worst of their effects.
void add_subjects(const std::vector<Failure>& failures, Draft& draft);

[[nodiscard]] std::vector<const JudgedMount*> mounts_of(const std::vector<Failure>& failures);

// The path that all of them ask for, with the node's own name as "<node>"; empty when they differ.
[[nodiscard]] std::string common_path(const std::vector<Failure>& failures);

}  // namespace nfsready::checks
