#include "fuzz/fuzz.h"
#include "parse/niminfo.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  const Niminfo niminfo = parse_niminfo(input.file(), problems);
  for (const NiminfoVariable& variable : niminfo.variables) input.require(variable.value);
  for (const NimHost& host : niminfo.hosts) input.require(host.span);
  input.require(niminfo.mount("ROOT").path);
  input.require(niminfo.mount("SPOT").server);
  input.require(problems);
  return 0;
}
