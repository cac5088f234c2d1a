// Compares one copy: opens both sides, reads them to their ends, sums up what differs.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "copy/compare.h"
#include "copy/nfs_tree.h"
#include "copy/wanted_copies.h"
#include "observe/copy_observation.h"
#include "observe/rpc_survey.h"

namespace nfsready {

// Which files are read.
enum class ContentMode : std::uint8_t { kNone, kSample, kAll };

struct ContentWish {
  ContentMode mode = ContentMode::kNone;
  std::uint64_t read_limit = UINT64_MAX;  // bytes of each side
  std::uint64_t seed = 0;                 // of the sample
};

// Who asks a server for a tree.
struct TreeCaller {
  Source source;        // where the questions start
  std::string machine;  // the machine name of AUTH_SYS
};

struct CopyTask {
  std::string purpose;  // the word of Purpose, or "tree"
  TreePlace source;
  TreePlace copy;
  TreeCaller source_caller;
  TreeCaller copy_caller;
  std::string source_manifest;  // the file that takes the server's place; empty: none
  std::string copy_manifest;
  CompareRules rules;
  ContentWish content;
  // Files that are read whatever the wish is, as long as they are small; null: none.
  std::function<bool(const std::string& path)> always_read;
};

// A tree, and where it is when it is a server's.
struct OpenTree {
  std::unique_ptr<Tree> tree;  // null: it could not be opened
  std::optional<NfsPlace> place;
};

struct CopyOptions {
  NfsTreeLimits limits;
  SurveyLimits survey;
  const std::atomic<bool>* stop = nullptr;
  // Names of each of several trees that are kept: a server may go on for ever.
  std::uint64_t most_claimed = 1'000'000;
};

// Each may be empty.
struct CopyListeners {
  // Before what differs between these two, if anything.
  std::function<void(const CopySide& source, const CopySide& copy)> begins;
  std::function<void(const Difference& difference)> differs;
  std::function<void(const CompareCounts& so_far)> progress;
};

// One of several trees that are merged on one server.
struct ClaimedTree {
  TreePlace place;
  TreeCaller caller;
  std::string manifest;
  std::vector<std::string> own_suffixes;  // as WantedCopy has them
};

class CopyRunner {
 public:
  explicit CopyRunner(const CopyOptions& options);

  // Blocks until both trees are read. What could not be opened is in the observation.
  [[nodiscard]] CopyObservation run(const CopyTask& task, const CopyListeners& listeners);

  // Reads each of the trees once, and compares what several of them hold, see shared_names(): an
  // observation for each two that share names, and for every tree with one of the others. `task`
  // has what is not said of single trees.
  [[nodiscard]] std::vector<CopyObservation> run_claims(const std::vector<ClaimedTree>& trees,
                                                        const CopyTask& task,
                                                        const CopyListeners& listeners);

  // When it could not be opened, `side` says why. Each address is asked once for what it serves.
  [[nodiscard]] OpenTree open(const TreePlace& place, const TreeCaller& caller,
                              const std::string& manifest, const LeftOut& left_out, CopySide& side);

 private:
  struct ReadTree;

  void compare_opened(const OpenTree& source, const OpenTree& copy, const CopyTask& task,
                      const CopyListeners& listeners, CopyObservation& seen);
  [[nodiscard]] ReadTree read(const ClaimedTree& tree, const CopyTask& task);

  const ServerObservation& survey(const std::string& server, const Address& address,
                                  const Source& source);

  CopyOptions options_;
  std::map<std::pair<int, Address>, ServerObservation> surveys_;  // by network namespace too
};

}  // namespace nfsready
