// All that a run found: the only input of the reports. Plain data; text views and grants live as
// long as the Sources, the Site and the Context of the run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "exports/grant.h"
#include "finding/finding.h"
#include "finding/severity.h"

namespace nfsready {

// The rights a mount needs.
struct Needs {
  bool write = false;
  bool root = false;  // uid 0 must not be squashed
  friend bool operator==(const Needs&, const Needs&) = default;
};

// Whether everything is known of a grant that the needs depend on.
[[nodiscard]] bool is_known(const Grant& grant, const Needs& needs);

// What the servers themselves answered to a mount.
enum class Live : std::uint8_t {
  kNotAsked,   // nobody asked
  kConfirmed,  // from the node's own address, with all it needs
  kRefused,    // to the node's own address, at one of the server's addresses
  kUnknown,    // asked, and not proved for the node: the reason says why
};

inline constexpr std::array<std::string_view, 4> kLiveWords = {"not-asked", "confirmed", "refused",
                                                               "unknown"};

[[nodiscard]] constexpr std::string_view word(Live live) {
  return kLiveWords[static_cast<std::size_t>(live)];
}

struct MountResult {
  std::string_view purpose;
  std::string_view server;
  std::string_view path;
  Needs needs;
  const Grant* grant = nullptr;  // never null in a result
  Verdict verdict = Verdict::kReady;
  Live live = Live::kNotAsked;
  std::string live_reason = {};  // when refused or unknown: the answer, or what is missing
};

struct NodeResult {
  std::string_view name;
  std::string_view kind;  // "stateless", "shared_root", "statelite", "unknown"
  Verdict verdict = Verdict::kReady;
  std::vector<MountResult> mounts;
};

struct LiveCounts {
  std::size_t not_asked = 0;
  std::size_t confirmed = 0;
  std::size_t refused = 0;
  std::size_t unknown = 0;

  [[nodiscard]] bool any_asked() const { return confirmed + refused + unknown != 0; }
};

struct VerdictCounts {
  std::size_t ready = 0;
  std::size_t at_risk = 0;
  std::size_t not_ready = 0;
  std::size_t unknown = 0;
};

// One answer of `lint --client --path`.
struct LintGrant {
  std::string path;
  std::string client;
  Grant grant;
};

// One tree next to the one it is a copy of.
struct CopyResult {
  std::string purpose;
  std::string source;       // "SERVER:PATH", or the file of a manifest
  std::string copy;         // likewise
  std::string copy_server;  // as findings name it
  std::string copy_path;
  std::uint64_t entries = 0;         // of the source
  std::uint64_t differing = 0;       // entries
  std::vector<std::string> listed;   // the first of them, itemised as rsync does
  std::uint64_t bytes = 0;           // in files that both have
  std::uint64_t bytes_compared = 0;  // of them, by their contents
  std::uint64_t files_compared = 0;
  std::uint64_t passed_over = 0;  // entries that a running cluster changes by itself
  bool whole = false;             // both trees were read to their ends
  std::string trouble;            // why nothing was compared; empty: it was
};

struct RunResult {
  std::string command;            // "check", "lint" or "compare"
  std::string site;               // as given on the command line
  std::vector<NodeResult> nodes;  // in natural order of their names
  std::vector<Finding> findings;  // worst first; see engine/judge
  std::vector<LintGrant> grants;  // lint only
  std::vector<CopyResult> copies;
  bool live = false;  // servers were asked, or were to be
  std::size_t servers = 0;
  std::size_t files = 0;                       // input files read
  std::size_t checks = 0;                      // that ran
  std::size_t checks_left_out = 0;             // that were not selected: what they find is not told
  std::vector<std::string> suppression_notes;  // ended or unused suppressions, a sentence each
  std::string asked;  // how old the answers are that were read from files, a sentence; may be empty
};

// The worst verdict of all nodes. A check of no node at all, or an error that no node is named for,
// is not ready.
[[nodiscard]] Verdict verdict_of(const RunResult& run);

// Counts of the nodes' verdicts.
[[nodiscard]] VerdictCounts count_verdicts(const RunResult& run);

// Counts of what the servers answered to the mounts.
[[nodiscard]] LiveCounts count_live(const RunResult& run);

// The names of the finding's nodes, in natural order, without repetition.
[[nodiscard]] std::vector<std::string_view> nodes_of(const Finding& finding, const RunResult& run);

}  // namespace nfsready
