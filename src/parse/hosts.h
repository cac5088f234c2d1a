// /etc/hosts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/problem.h"
#include "base/source.h"

namespace nfsready {

// One line: an address, its canonical name and its aliases. Offsets instead of Spans, because
// servers with the same hosts file share one parsed table.
struct HostsEntry {
  Address address;
  std::uint32_t offset = 0;      // of the address in the file
  std::uint32_t first_name = 0;  // into HostsTable::names
  std::uint32_t name_count = 0;  // at least 1
};

struct HostsTable {
  std::vector<HostsEntry> entries;      // in file order
  std::vector<std::string_view> names;  // views into the file that was parsed
};

// A line whose address is no address, or without a name, is a problem and costs that line.
[[nodiscard]] HostsTable parse_hosts(const SourceFile& file, Problems& problems);

}  // namespace nfsready
