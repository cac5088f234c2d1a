#include "fuzz/fuzz.h"
#include "parse/tabdump.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  const XcatTable table = parse_tabdump(input.file(), "noderes", problems);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    (void)table.is_disabled(row);
    for (std::size_t column = 0; column < table.columns().size(); ++column) {
      input.require(table.cell(row, column).token);
    }
  }
  input.require(problems);
  return 0;
}
