// What the comparison of a copied tree with its source showed: plain data, part of the
// observations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

// In what an entry of a copy differs from its source.
enum class CopyAspect : std::uint8_t {
  kMissing,    // the copy lacks it
  kExtra,      // the source lacks it
  kType,       // a file here, a directory there
  kSetId,      // setuid, setgid or sticky bit
  kMode,       // the other bits of the mode
  kOwner,      // uid or gid
  kSize,       // of a file
  kTime,       // of last modification, of a file of the same size
  kContents,   // of files of the same size
  kTarget,     // of a link
  kHardLinks,  // names of one file in the source are several files in the copy, or the reverse
  kDevice,     // device numbers
  kDense,      // sparse in the source, not in the copy
  kUnread,     // one of the sides could not be read there
  kChanging,   // it changed while it was read
};

inline constexpr std::array<std::string_view, 15> kCopyAspectWords = {
    "missing",  "extra",  "type",       "setid",  "mode",  "owner",  "size",    "time",
    "contents", "target", "hard-links", "device", "dense", "unread", "changing"};

[[nodiscard]] constexpr std::string_view word(CopyAspect aspect) {
  return kCopyAspectWords[static_cast<std::size_t>(aspect)];
}

// One differing entry; `source` and `copy` say what it is on each side, as the aspect counts it:
// "4555", "2:2", "1024" (bytes), "1700000000" (seconds), a link's target, "10,5" (device numbers),
// "file"; empty on the side that lacks it; the reason of kUnread.
struct CopyExample {
  std::string path;  // below both trees, with slashes; empty: the tree itself
  std::string source;
  std::string copy;
};

// All differing entries of one aspect and one type of the source (of the copy, where the source
// lacks it).
struct CopyDifference {
  CopyAspect aspect = CopyAspect::kMissing;
  std::uint8_t type = 1;  // of RFC 1813, ftype3
  std::uint64_t count = 0;
  std::string directory;           // that holds most of them, subdirectories not counted
  std::uint64_t in_directory = 0;  // so many
  std::string source;              // the most frequent pair of values
  std::string copy;
  std::uint64_t of_pair = 0;          // entries with this pair
  std::vector<CopyExample> examples;  // the first ones by path, at most kCopyExamples
};

inline constexpr std::size_t kCopyExamples = 5;

struct CopySide {
  std::string server;         // as the nodes are told; of a manifest, as it or the user says
  std::string path;           // of the tree
  std::string manifest;       // the file it was read from; empty: asked over NFS
  std::uint64_t entries = 0;  // that were seen
  std::string trouble;        // why nothing could be compared, in words; empty: it could be
  bool missing = false;       // the server has no such directory
  bool silent = false;        // nothing of the server could be asked, whatever the path
  bool stale = false;         // the server grants the path, and knows its directory no more
};

inline constexpr std::size_t kMostListed = 10'000;

// One copy of one tree.
struct CopyObservation {
  std::string purpose;  // the word of Purpose: what the nodes mount it for
  CopySide source;
  CopySide copy;
  std::vector<CopyDifference> differences;  // by aspect, then by type
  std::uint64_t differing = 0;              // entries
  std::vector<std::string> listed;          // the first kMostListed of them, as rsync itemises
  std::uint64_t bytes = 0;                  // in the source's files that the copy has too
  std::uint64_t bytes_compared = 0;         // of them, by their contents
  std::uint64_t files_compared = 0;
  std::uint64_t passed_over = 0;  // entries that a running cluster changes by itself
  bool whole = false;             // the comparison came to its end
};

}  // namespace nfsready
