#include "fuzz/fuzz.h"
#include "model/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  const auto table = std::make_shared<const HostsTable>(parse_hosts(input.file(), problems));
  const HostsIndex index(table);
  for (const HostsEntry& entry : table->entries) {
    input.require(input.file().span(entry.offset, 1));
    if (index.with_address(entry.address) == nullptr) std::abort();
    for (const std::string_view name : index.names_of(entry)) {
      if (index.with_name(name).empty()) std::abort();
    }
  }
  input.require(problems);
  return 0;
}
