// Whatever was read of an observation file is written and read again as the same.
#include <cstdlib>

#include "fuzz/fuzz.h"
#include "observe/observation_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Observations first;
  if (!read_observations(text, first)) return 0;
  const std::string written = write_observations(first);
  Observations second;
  if (!read_observations(written, second)) std::abort();
  if (write_observations(second) != written) std::abort();
  return 0;
}
