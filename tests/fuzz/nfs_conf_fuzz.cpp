#include "fuzz/fuzz.h"
#include "parse/nfs_conf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  const NfsConf conf = parse_nfs_conf(input.file(), problems);
  for (const NfsConfSetting& setting : conf.settings) input.require(setting.value);
  (void)conf.find("nfsd", "vers3");
  input.require(problems);
  return 0;
}
