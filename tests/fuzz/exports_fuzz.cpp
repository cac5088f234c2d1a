// One exports dialect (NFSREADY_FUZZ_DIALECT): the reader, then the grants of what it read.
#include "fuzz/fuzz.h"
#include "grant/grant.h"
#include "parse/exports.h"

namespace nfsready::fuzz {
namespace {

const Names& names() {
  static Sources sources;
  static const SourceFile& file =
      sources.add("hosts", "10.1.1.1 n1 n1.cl.test alias\n10.1.1.2 n2.cl.test n2\nfd00::3 n3\n");
  static Problems problems;
  static const auto table = std::make_shared<const HostsTable>(parse_hosts(file, problems));
  static const Names names({{std::make_shared<const HostsIndex>(table), file.id()}}, {});
  return names;
}

void ask(const ExportsTable& table, const Input& input) {
  const FileTree tree{{"/export/fs2"}, {{"/export/link", "/export/a"}}};
  const auto grants = make_grants(table, ServerContext{names(), tree, std::nullopt});
  for (const char* path :
       {"/", "/export", "/export/a/b", "/export/fs2", "/export/link", "relative"}) {
    for (const char* address : {"10.1.1.1", "10.1.1.2", "10.9.9.9", "fd00::3"}) {
      Client client;
      client.address = *Address::parse(address);
      const Grant grant = grants->grant(path, client);
      input.require(grant.rule);
      input.require(grant.blame);
      input.require(grant.entry);
    }
  }
}

}  // namespace
}  // namespace nfsready::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  const ExportsTable table = parse_exports(Dialect::NFSREADY_FUZZ_DIALECT, {&input.file()});
  input.require(table.problems);
  fuzz::ask(table, input);
  return 0;
}
