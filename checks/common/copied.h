// What the comparison of copied trees showed, next to the nodes that mount the copies.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/context.h"
#include "engine/sink.h"
#include "observe/observation.h"

namespace nfsready::checks {

// A node that mounts a copy.
struct CopyUser {
  Subject subject;
  std::string_view nim_name;
};

// One copy, and the mounts that nodes of the run make of it. Of an etc/.client_data: those whose
// files come from its source.
struct CopiedTree {
  const CopyObservation* seen = nullptr;
  std::vector<CopyUser> users;
  std::string pattern;  // its path, with the node's name as "<node>" when it is one node's own
};

// Copies of one purpose from one server to one other, at the same path but for the nodes' names:
// what is wrong with them has one cause.
struct CopiedTrees {
  std::vector<CopiedTree> trees;

  [[nodiscard]] const CopyObservation& first() const { return *trees.front().seen; }
};

// Not a copy, but the etc/.client_data of two service nodes whose files are merged on one server.
[[nodiscard]] bool is_claims(const CopyObservation& seen);

// Shared by the checks, see Context::shared().
class CopyGroups {
 public:
  explicit CopyGroups(const Context& context);
  // Copies only, see is_claims(), without what ClaimConflicts explains.
  [[nodiscard]] const std::vector<CopiedTrees>& all() const { return groups_; }

 private:
  std::deque<CopyObservation> rests_;  // what is left of those that are explained in part
  std::vector<CopiedTrees> groups_;
};

// The differences of some aspects in a group, counted together.
struct CountedDifferences {
  std::vector<const CopiedTree*> trees;  // that have any
  std::uint64_t count = 0;
  std::string directory;  // of the tree with most: where most of them are
  std::uint64_t in_directory = 0;
  std::vector<CopyDifference> differences;  // one for each aspect and type, of all trees
};
[[nodiscard]] CountedDifferences count(const CopiedTrees& group,
                                       const std::vector<CopyAspect>& aspects);

// The draft for one fault of the trees named: server, path, subjects, and as evidence the first
// differences. Of an etc/.client_data only the nodes whose own files differ so are subjects. The
// caller adds message, effect and remedy.
Draft& begin_copied(const CopiedTrees& group, const CountedDifferences& counted, Sink& sink);

// "nas", or a manifest's file.
[[nodiscard]] std::string name_of(const CopySide& side);
// For messages: "the SPOT", "the private root", "the tree".
[[nodiscard]] std::string_view noun_of(const CopyObservation& seen);
// "the SPOT on nas has 412 files".
[[nodiscard]] std::string has(const CopyObservation& seen, const CountedDifferences& counted);
// " (400 of them in usr/lpp)"; empty when no directory has several.
[[nodiscard]] std::string where(const CountedDifferences& counted);
// For evidence: "size lib/libc.a: 5 bytes on sn1, 11 bytes on nas".
[[nodiscard]] std::string text_of(const CopyDifference& difference, const CopyExample& example,
                                  const CopyObservation& seen);
// The first example of an aspect, and its values; null: none.
[[nodiscard]] const CopyExample* example_of(const CountedDifferences& counted, CopyAspect aspect);

// As one word of a shell's command line.
[[nodiscard]] std::string shell_word(const std::string& text);

// "on sn1: rsync OPTIONS /a/ nas:/a/". Nodes must not write there meanwhile where they do. What a
// purpose forbids is left out: nothing is deleted but in a SPOT; etc/.client_data of a shared_root
// is not touched, or, when it is what differs, only the files of the finding's nodes are.
[[nodiscard]] std::string remedy_rsync(const CopiedTrees& group, std::string_view options,
                                       bool may_delete);

}  // namespace nfsready::checks
