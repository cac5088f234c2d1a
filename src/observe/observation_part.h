// What is known of the records themselves: when they were made, and whether all of them are there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nfsready {

// A line that is no record.
struct BrokenRecord {
  std::string place;  // "answers.jsonl:7:12"
  std::string message;
};

inline constexpr std::size_t kMaxBrokenRecords = 20;  // that are kept of one part

// The records of one run, or of one shard of it: as a rule a file.
struct ObservationPart {
  std::string file;                  // as the user named it; empty: asked by this very run
  std::optional<std::int64_t> time;  // when asking began, in seconds since 1970
  std::size_t records = 0;           // lines between the first and the end record
  // How many there were when it was written. Not set: the file has no end record, so it was cut.
  std::optional<std::uint64_t> written;
  std::size_t broken_count = 0;
  std::vector<BrokenRecord> broken;  // the first of them

  [[nodiscard]] bool is_cut() const { return !written || *written != records; }
};

}  // namespace nfsready
