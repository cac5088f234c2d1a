#include "fuzz/fuzz.h"
#include "parse/server_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const Token& path : parse_proc_mounts(input.file(), problems)) input.require(path);
  for (const SymbolicLink& link : parse_listing_links(input.file(), problems)) {
    input.require(link.path);
    input.require(link.target);
  }
  input.require(problems);
  return 0;
}
