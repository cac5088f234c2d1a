// One exports dialect (NFSREADY_FUZZ_DIALECT): the reader, the grants of what it read, and of what
// that was meant to be.
#include "fuzz/fuzz.h"
#include "grant/grant.h"
#include "grant/meant.h"
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

const FileTree& tree() {
  static const FileTree tree{{"/export/fs2"}, {{"/export/link", "/export/a"}}};
  return tree;
}

void ask(const ExportsTable& table, const Input& input) {
  const auto grants = make_grants(table, ServerContext{names(), tree(), std::nullopt});
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

// What the table was most likely meant to say, and the grants of that.
void ask_meant(const ExportsTable& table, const Input& input) {
  const std::vector<std::string_view> nodes = {"n1", "n2", "n3"};
  const auto meant = meant_table(table, {names(), tree(), {}, nodes});
  if (meant == nullptr) return;
  for (const TableMistake& mistake : meant->mistakes) {
    input.require(mistake.where);
    input.require(mistake.other);
  }
  for (const auto& [rule, mended] : meant->by_rule) {
    input.require(rule);
    input.require(mended.where);
  }
  ask(meant->table, input);
}

}  // namespace
}  // namespace nfsready::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  const ExportsTable table = parse_exports(Dialect::NFSREADY_FUZZ_DIALECT, {&input.file()});
  input.require(table.problems);
  fuzz::ask(table, input);
  fuzz::ask_meant(table, input);
  return 0;
}
