#include "fuzz/fuzz.h"
#include "parse/nim_locations.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const NimLocation& place : parse_nim_locations(input.file(), problems)) {
    input.require(place.resource);
    input.require(place.location);
  }
  input.require(problems);
  return 0;
}
