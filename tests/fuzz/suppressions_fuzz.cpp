#include "fuzz/fuzz.h"
#include "parse/suppressions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const SuppressionEntry& entry : parse_suppressions(input.file(), problems)) {
    input.require(entry.id);
    input.require(entry.where);
  }
  input.require(problems);
  return 0;
}
