#include "fuzz/fuzz.h"
#include "parse/exports.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  (void)recognise_dialect(input.file().text());
  input.require(problems);
  return 0;
}
