// The persistent area and the trees of statelite nodes as the database says them, and what is wrong
// with such a value by itself. Each fault belongs to one check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "checks/common/generated_lines.h"
#include "engine/context.h"
#include "engine/sink.h"

namespace nfsready::checks {

// One of them, of one node.
struct LiteSubject {
  const NodePlan& plan;
  const Node& node;
  const LiteMount& mount;
  Purpose purpose;        // kPersistent or kLitetree
  std::size_t index = 0;  // among the node's trees
};

// Calls `visit` for the persistent area and for every tree of a statelite node.
template <typename Visit>
void for_each_lite_mount(const Context& context, const NodePlan& plan, const Visit& visit) {
  const Node& node = context.node(plan);
  if (node.kind != NodeKind::kStatelite) return;
  if (node.persistent) visit(LiteSubject{plan, node, *node.persistent, Purpose::kPersistent});
  for (std::size_t i = 0; i < node.trees.size(); ++i) {
    visit(LiteSubject{plan, node, node.trees[i], Purpose::kLitetree, i});
  }
}

// The same for all nodes of the run.
template <typename Visit>
void for_each_lite_mount(const Context& context, const Visit& visit) {
  for (const NodePlan& plan : context.plans()) for_each_lite_mount(context, plan, visit);
}

enum class LiteFault : std::uint8_t {
  kNone,
  kUndecided,    // it cannot be worked out from files
  kPattern,      // NR407
  kUndefined,    // NR404
  kColons,       // NR406
  kNoServer,     // NR402
  kNoDirectory,  // NR403
};
[[nodiscard]] LiteFault fault_of(const Context& context, const LiteSubject& subject);

// How a value goes wrong that xCAT reads as an expression.
enum class PatternFault : std::uint8_t {
  kNone,
  kLooksLikePath,  // "/nodedata/state/", which was meant as a directory
  kNoMatch,        // the value becomes the node's name
  kRestOfName,     // what the expression does not match of the name stays in the result
};
[[nodiscard]] PatternFault pattern_fault(std::string_view written, const Node& node);

// The value as it is written in its cell, before inheritance and expressions.
[[nodiscard]] std::string written_value(const Context& context, const LiteMount& mount);

// "statelite", "statemnt" and "litetree", "directory".
[[nodiscard]] std::string_view table_of(Purpose purpose);
[[nodiscard]] std::string_view column_of(Purpose purpose);

// The node's own line for the mount in the tables that it reads, or null. Trees are told apart by
// their order.
[[nodiscard]] const GeneratedLine* line_read(const LiteSubject& subject);

// Whether a line of the generated tables has the word that xCAT writes for a variable without a
// value.
[[nodiscard]] bool has_undefined(const GeneratedLine& line);

// Whether a mount has a path that goes wrong in the tables, so that to export it would be no cure:
// a relative one (NR411), or one with a variable without a value (NR404). A line that is not what
// the database gives is NR417's.
[[nodiscard]] bool is_told_by_its_row(const Context& context, const Mount& mount);

// What that line tells of the value's faults.
enum class LineState : std::uint8_t {
  kUnread,   // they were not collected, or have no such line
  kNow,      // what mkdsklsnode makes of the value, or a line as unusable
  kEarlier,  // a line of an earlier value that can be mounted: a fault is not in force yet
};
[[nodiscard]] LineState line_state(const LiteSubject& subject, LineGenerator& lines);

// What comes of a value that cannot be mounted, a clause: what the boot script does then, or that
// the next run of mkdsklsnode brings it about.
[[nodiscard]] std::string_view consequence_of(const LiteSubject& subject, LineGenerator& lines);

// An error when it is certain that a node is not ready, else a warning.
void rate(Effect effect, Certainty certainty, Finding& finding);

// The draft for a fault of a value: one per value as written, `variant`, and effect. The mount is
// added to it, and the row; effect and severity are filled in. There is no effect yet while the
// node reads an earlier line.
Draft& add_lite_mount(const Context& context, const LiteSubject& subject, std::string_view variant,
                      LineGenerator& lines, Sink& sink);

// Adds the mount to a draft that stands for the same fault of several values. True when no mount
// before was hit as badly: the caller then tells of this one, with the effect filled in.
[[nodiscard]] bool add_to_worst(const Context& context, const LiteSubject& subject,
                                LineGenerator& lines, Draft& draft);

// The row, and the line that mkdsklsnode makes of it for the first node.
[[nodiscard]] std::string evidence_of(const Context& context, const LiteSubject& subject,
                                      LineGenerator& lines);

// How to write another value into the row, and to put it in force.
[[nodiscard]] std::string remedy_value(const Context& context, const LiteSubject& subject,
                                       std::string_view text);

}  // namespace nfsready::checks
