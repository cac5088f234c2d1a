// What to ask of a server: one path that nodes mount from it, and what they expect to find there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nfsready {

enum class Look : std::uint8_t {
  kAttributes,  // does it exist, and what is it
  kText,        // the same, and its contents
  kHoles,       // the same, and whether its holes read as zeros
  kWriteHere,   // a directory in which the node writes
};

struct WantedName {
  std::string name;  // relative to the mounted path, with slashes; never empty
  Look look = Look::kAttributes;

  friend bool operator==(const WantedName&, const WantedName&) = default;
  friend auto operator<=>(const WantedName&, const WantedName&) = default;
};

struct Target {
  std::string server;             // as the nodes are told
  std::string path;               // as MNT asks for it
  std::string machine;            // the machine name of AUTH_SYS
  bool write = false;             // whether a node writes below it
  std::vector<WantedName> names;  // sorted, without repetition
};

}  // namespace nfsready
