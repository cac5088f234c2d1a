// One name in a directory of a tree, as its server or a manifest describes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace nfsready {

// The numbers of RFC 1813, ftype3.
enum class EntryType : std::uint8_t {
  kFile = 1,
  kDirectory,
  kBlockDevice,
  kCharacterDevice,
  kLink,
  kSocket,
  kFifo,
};

struct DeviceNumber {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  friend bool operator==(const DeviceNumber&, const DeviceNumber&) = default;
};

// What is not set is not known: it is not compared, and the comparison says so.
struct Entry {
  std::string name;  // the bytes as they are kept; neither empty nor with a slash, but for the root
  EntryType type = EntryType::kFile;
  std::optional<std::uint32_t> mode;  // the twelve bits of chmod(2)
  std::optional<std::uint32_t> uid;
  std::optional<std::uint32_t> gid;
  std::optional<std::uint32_t> links;  // names of the file
  std::optional<std::uint64_t> size;   // bytes; of files
  std::optional<std::int64_t> mtime;   // seconds since 1970
  std::optional<DeviceNumber> device;  // of block and character devices
  std::optional<std::string> target;   // of links, the bytes as they are kept
  std::optional<bool> sparse;          // of files: fewer bytes are stored than its size says
  std::string digest;    // of files: SHA-256 of the contents, 32 bytes; empty: not known
  std::uint64_t id = 0;  // equal for the names of one file of one tree; 0: not known
  std::string handle;    // of RFC 1813; empty: a manifest's
};

// Whether a file of `size` bytes that takes `used` bytes on disk has holes: at least 64 KiB and a
// sixteenth of it are not stored. Less is what servers round or pack.
[[nodiscard]] constexpr bool is_sparse(std::uint64_t size, std::uint64_t used) {
  constexpr std::uint64_t kLeastHole = 65'536;
  return used < size && size - used >= kLeastHole && size - used >= size / 16;
}

}  // namespace nfsready
