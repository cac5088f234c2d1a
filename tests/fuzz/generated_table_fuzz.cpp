#include "fuzz/fuzz.h"
#include "parse/generated_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const GeneratedLine& line : parse_generated_table(input.file(), problems)) {
    input.require(line.line);
    for (const Token& field : line.fields) input.require(field);
  }
  input.require(problems);
  return 0;
}
