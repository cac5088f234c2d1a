// Whatever was read of an observation file is written and read again as the same.
#include <cstdlib>
#include <sstream>
#include <utility>

#include "fuzz/fuzz.h"
#include "observe/observation_file.h"

namespace {

std::string text_of(nfsready::Observations observations) {
  std::ostringstream out;
  write_observations(std::move(observations), out);
  return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Observations first;
  if (!read_observations(text, "fuzz", first)) return 0;
  const std::string written = text_of(std::move(first));
  Observations second;
  if (!read_observations(written, "fuzz", second)) std::abort();
  if (text_of(std::move(second)) != written) std::abort();
  return 0;
}
