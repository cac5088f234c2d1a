// Where a check puts what it finds. One cause is one finding, however many nodes it stops.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "finding/finding.h"

namespace nfsready {

// A finding in the making. In its message, evidence and remedy the engine replaces, when all
// subjects are known:
//   {nodes}    the nodes, folded: "cn[001-256]"; in messages their number when the list is long
//   {count}    "1 node", "12 nodes"
//   {s}        the ending of a verb whose subject they are: "{nodes} mount{s}"
//   {are}      "is" or "are"; likewise {have}, {their}, {they} and {them}
//   {node}     the node when there is one, else "<node>"
//   {for each} empty when there is one node, else "for each <node> of cn[001-256]: "
//   {colons}   the nodes as an AIX list: "cn001:cn002"; words for it when there are many
//   {path}     the path
struct Draft {
  Finding finding;
  std::string path_pattern;  // the path with the node's name as "<node>"; used when paths differ
  bool several_paths = false;
  bool fresh = true;  // nothing filled in yet: this is the first subject of the cause

  // Adds a place unless it is there already; only the first kMaxLocations are kept.
  void add_location(const Span& span);
  // Adds a subject with its own path; with more than one path the pattern is shown instead, which
  // may be empty.
  void add_subject(Subject subject, std::string_view path = {});

  static constexpr std::size_t kMaxLocations = 100;
};

class Sink {
 public:
  explicit Sink(const CheckInfo& check) : check_(check) {}

  // The draft of a cause. Two calls with the same key give the same draft; `fresh` tells whether
  // the caller has to fill it in. Keys are the check's own affair and never shown.
  Draft& cause(const std::string& key);

  // Drafts in the order of their first subject, with the placeholders still in them.
  [[nodiscard]] std::vector<Draft>& drafts() { return drafts_; }

 private:
  const CheckInfo& check_;
  std::vector<Draft> drafts_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace nfsready
