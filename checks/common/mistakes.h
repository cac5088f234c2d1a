// Mistakes in exports files: the readers' problems and the tables' own ones, as findings.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "checks/common/failures.h"
#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// What a finding about a mistake says. The engine's placeholders may be used.
struct MistakeText {
  std::string message;
  std::string evidence;
  std::string hint;                         // the remedy
  Severity otherwise = Severity::kWarning;  // when no node fails because of it
};

// What a mistake weighs that costs an export, or a part of one, when no node fails by it: a
// warning; an error where the source is judged by itself, because there the nodes are not known.
[[nodiscard]] Severity severity_of_loss(const Context& context);

// Fills in a fresh draft: places, message, evidence and remedy, and the nodes that fail. With such
// nodes the finding is an error, or likely; without, it has no effect.
void fill_in_mistake(const Context& context, const Server& server, const Span& where,
                     const std::vector<Failure>& failures, MistakeText text, Draft& draft);

// Whether at least one of the mounts is sure to fail.
[[nodiscard]] bool any_certain(const std::vector<Failure>& failures);

// "on nas, at /etc/exports:3: <hint>; then: exportfs -ra"
[[nodiscard]] std::string remedy_at(const Context& context, const Server& server, const Span& where,
                                    std::string_view hint);

// The exports sources of a server: its files, then its live tables.
void for_each_table(const Server& server, const std::function<void(const ExportsTable&)>& visit);

// "; lines 3 to 9 below it are not read", for problems that end the reading of a Linux file; else
// empty.
[[nodiscard]] std::string lost_lines(const Context& context, const ExportsTable& table,
                                     const Problem& problem);

// Two lines as evidence, or the one in which both places are.
[[nodiscard]] std::string both_lines(const Context& context, const Span& first, const Span& second);

// Problems of one kind that say the same of one server are one finding.
struct ProblemGroup {
  const Server* server = nullptr;
  const ExportsTable* table = nullptr;
  std::vector<const Problem*> problems;  // as they were met
};

// All problems of a kind. Beyond a number that nobody reads, the rest of a server is one group.
// `leave_out` may be empty.
[[nodiscard]] std::vector<ProblemGroup> problem_groups(
    const Context& context, ProblemKind kind,
    const std::function<bool(const Server&, const ExportsTable&, const Problem&)>& leave_out = {});

// A finding for every group of a kind.
void report_problems(const Context& context, ProblemKind kind, Severity otherwise, Sink& sink);
// `hint` is what to do where the problem itself does not say it.
// Gives the finding.
Draft& report_group(const Context& context, const ProblemGroup& group, Severity otherwise,
                    Failures& failures, Sink& sink,
                    std::string_view hint = "correct this, or remove it");

// Mistakes of one kind, grouped likewise by client and reason.
struct MistakeGroup {
  const Server* server = nullptr;
  std::vector<const TableMistake*> mistakes;
};

// The mounts that the mistakes of a group cost.
[[nodiscard]] std::vector<Failure> failures_of(const MistakeGroup& group, Failures& failures);

[[nodiscard]] std::vector<MistakeGroup> mistake_groups(
    const Context& context, Mistake kind,
    const std::function<std::string(const TableMistake&)>& key);

}  // namespace nfsready::checks
