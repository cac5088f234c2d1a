// A frame from the network; one that claims an address can be asked about and announced.
#include <cstdlib>

#include "fuzz/fuzz.h"
#include "observe/neighbours.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const auto claim = claim_in({reinterpret_cast<const char*>(data), size});
  if (!claim || !claim->address.is_set()) return 0;
  const auto announced = claim_in(announcement_of(claim->address, claim->holder));
  if (!announced || announced->address != claim->address) std::abort();
  if (announced->holder != claim->holder) std::abort();
  return 0;
}
