#include "fuzz/fuzz.h"
#include "parse/netgroup.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const Netgroup& group : parse_netgroup(input.file(), problems)) {
    input.require(group.name);
    for (const NetgroupMember& member : group.members) input.require(member.text);
  }
  input.require(problems);
  return 0;
}
