#include "support/world.h"

#include <deque>
#include <memory>
#include <utility>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready::testing {

const Names& names_of(std::string hosts, std::string netgroup) {
  struct Owned {
    std::vector<Netgroup> groups;
    Netgroups by_name;
    std::unique_ptr<Names> names;
  };
  static std::deque<Owned> kept;
  Owned& owned = kept.emplace_back();
  Problems problems;
  const SourceFile& file = source_of(std::move(hosts), "hosts");
  const auto table = std::make_shared<const HostsTable>(parse_hosts(file, problems));
  owned.groups = parse_netgroup(source_of(std::move(netgroup), "netgroup"), problems);
  for (const Netgroup& group : owned.groups) owned.by_name.emplace(group.name.text, &group);
  owned.names = std::make_unique<Names>(
      std::vector<HostsSource>{{std::make_shared<const HostsIndex>(table), file.id()}},
      std::vector<const Netgroups*>{&owned.by_name});
  return *owned.names;
}

namespace {

std::string line_of(const Span& span) {
  const std::string at = place(span);
  return at.substr(0, at.find(':'));
}

std::string root_of(const Grant& grant) {
  switch (grant.root) {
    case Root::kKept:
      return "kept";
    case Root::kRefused:
      return "refused";
    case Root::kUnknown:
      return "?";
    default:
      break;
  }
  const bool nobody = !grant.anon_uid || *grant.anon_uid == 65534 || *grant.anon_uid == 4294967294U;
  return nobody ? "sq" : "sq=" + std::to_string(*grant.anon_uid);
}

}  // namespace

std::string verdict_of(const Question& question, const Names& names, const FileTree& tree) {
  const ExportsTable table =
      parse_exports(question.dialect, {&source_of(question.text, "exports")});
  const auto grants = make_grants(table, ServerContext{names, tree, std::nullopt});
  Client client;
  client.address = Address::parse(question.address).value_or(Address());
  client.port = question.port;
  const Grant grant = grants->grant(question.path, client);
  if (grant.access == Access::kNone) return "denied@" + line_of(grant.rule);
  const std::string access(word(grant.access));
  const std::string port = !grant.port_ok ? "?" : *grant.port_ok ? "ok" : "bad";
  return access + " " + root_of(grant) + " " + port + "@" + line_of(grant.rule);
}

}  // namespace nfsready::testing
