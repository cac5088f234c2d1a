#include "engine/context.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "base/parallel.h"
#include "base/text.h"
#include "grant/same_table.h"

namespace nfsready {

// The tables of one server, ready to be asked.
struct Context::ServerGrants {
  std::unique_ptr<Grants> file;
  std::vector<std::unique_ptr<Grants>> live;  // the one that tells most first

  // Made at the first question about them.
  std::once_flag meant_once;
  std::unique_ptr<MeantTable> meant;
  std::unique_ptr<Grants> meant_grants;
};

namespace {

// Versions that nfs.conf(5) leaves on; unset when the file does not say.
std::optional<VersionSet> nfsd_versions(const Server& server) {
  if (!server.nfs_conf) return std::nullopt;
  const auto is_on = [&](std::string_view name) {
    const NfsConfSetting* const setting = server.nfs_conf->content.find("nfsd", name);
    if (setting == nullptr) return true;
    const std::string value = to_lower(setting->value.text);
    return !(value == "n" || value == "no" || value == "0" || value == "f" || value == "false" ||
             value == "off");
  };
  VersionSet versions;
  if (is_on("vers3")) versions.add(3);
  if (is_on("vers4")) versions.add(4);
  return versions;
}

// Root that is squashed to uid 0 is root all the same.
bool same_root(const Grant& a, const Grant& b) {
  if (a.root != b.root) return false;
  return a.root != Root::kSquashed || (a.anon_uid == 0U) == (b.anon_uid == 0U);
}

bool same_rights(const Grant& a, const Grant& b) {
  if (a.access != b.access) return false;
  if (a.access == Access::kNone) return true;
  return same_root(a, b) && (a.port == b.port || a.port == PortRule::kUnknown);
}

// A live table that does not print a word (rights, the port rule) leaves it to the file.
Grant completed(Grant live, const Grant& file) {
  if (live.access == Access::kUnknown && file.access != Access::kUnknown) return file;
  if (live.access != file.access) return live;
  if (live.root == Root::kUnknown) {
    live.root = file.root;
    live.anon_uid = file.anon_uid;
  }
  if (live.port == PortRule::kUnknown) {
    live.port = file.port;
    live.port_ok = file.port_ok;
  }
  return live;
}

// Whether a mount surely gets what it needs.
bool suffices(const Grant& grant, const Needs& needs) {
  if (grant.access == Access::kNone || grant.access == Access::kUnknown) return false;
  if (needs.write && grant.access != Access::kReadWrite) return false;
  if (needs.root && grant.root != Root::kKept) return false;
  return grant.port_ok.value_or(false);
}

const Observations kNothingObserved;

}  // namespace

Context::Context(const Site& site, const std::vector<NodePlan>& plans, bool whole_site,
                 const Observations* observations)
    : site_(site),
      plans_(plans),
      whole_site_(whole_site),
      observations_(observations == nullptr ? kNothingObserved : *observations),
      grants_(site.servers.size()) {
  for (const Node& each : site.nodes) node_names_.push_back(each.name);
  parallel_for(site.servers.size(), [&](std::size_t i) {
    const Server& server = site.servers[i];
    const ServerContext context{*server.names, server.tree, nfsd_versions(server)};
    grants_[i] = std::make_unique<ServerGrants>();
    if (server.exports) grants_[i]->file = make_grants(*server.exports, context);
    const bool put_in_force = server.exports && !server.live.empty() &&
                              says_the_same(*server.exports, server.live.front());
    if (put_in_force) return;
    for (const ExportsTable& table : server.live) {
      grants_[i]->live.push_back(make_grants(table, context));
    }
  });

  std::vector<bool> concerned(site.servers.size(), whole_site);
  for (std::uint32_t p = 0; p < plans.size(); ++p) {
    const Node& planned = node(plans[p]);
    for (const std::uint32_t server : planned.service_nodes) concerned[server] = true;
    for (std::uint32_t m = 0; m < plans[p].mounts.size(); ++m) {
      const Mount& mount = plans[p].mounts[m];
      if (mount.server != kNoIndex) {
        for (const std::uint32_t head : site.heads_of(mount.server)) concerned[head] = true;
      }
      judged_.push_back({&planned, &mount, nullptr, Subject{p, m}});
    }
  }
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    if (concerned[i]) servers_.push_back(&site.servers[i]);
  }
  // The checks ask for the mistakes of every one of them.
  parallel_for(servers_.size(), [&](std::size_t i) { static_cast<void>(mistakes(*servers_[i])); });

  answers_.resize(judged_.size());
  parallel_chunks(judged_.size(), 512, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      JudgedMount& judged = judged_[i];
      const Mount& mount = *judged.mount;
      judged.answer = &answers_[i];
      if (mount.server == kNoIndex || mount.asked.empty()) continue;
      const Server& server = site.servers[mount.server];
      const Client client = client_of(*judged.node, mount.version);
      answers_[i] = ask(server, mount.asked, client);
      if (suffices(answers_[i].now, mount.needs)) continue;
      answers_[i].meant = ask_meant(server, mount.asked, client);
    }
  });
}

Context::~Context() = default;

// The grants of a server, with the table as it was meant made ready.
Context::ServerGrants& Context::with_meant(const Server& server) const {
  const auto index = static_cast<std::size_t>(&server - site_.servers.data());
  ServerGrants& tables = *grants_[index];
  std::call_once(tables.meant_once, [&] {
    if (!server.exports) return;
    tables.meant = meant_table(*server.exports,
                               {*server.names, server.tree, server.ignored_exports, node_names_});
    if (!tables.meant || tables.meant->by_rule.empty()) return;
    const ServerContext context{*server.names, server.tree, nfsd_versions(server)};
    tables.meant_grants = make_grants(tables.meant->table, context);
  });
  return tables;
}

const std::vector<TableMistake>& Context::mistakes(const Server& server) const {
  static const std::vector<TableMistake> kNone;
  const ServerGrants& tables = with_meant(server);
  return tables.meant ? tables.meant->mistakes : kNone;
}

std::unique_ptr<MeantGrant> Context::ask_meant(const Server& server, std::string_view path,
                                               const Client& client) const {
  const ServerGrants& tables = with_meant(server);
  if (!tables.meant_grants || !client.address.is_set()) return nullptr;
  Grant grant = tables.meant_grants->grant(path, client);
  const auto mended = tables.meant->by_rule.find(grant.rule);
  if (mended == tables.meant->by_rule.end()) return nullptr;
  return std::make_unique<MeantGrant>(MeantGrant{std::move(grant), mended->second});
}

Subject Context::subject(const NodePlan& plan) const {
  return Subject{static_cast<std::uint32_t>(&plan - plans_.data()), Subject::kWholeNode};
}

Client Context::client_of(const Node& node, int version) {
  Client client;
  if (!node.addresses.empty()) client.address = node.addresses.front().address;
  client.version = version;
  return client;
}

Answer Context::ask(const Server& server, std::string_view path, const Client& client) const {
  const ServerGrants& tables = *grants_[static_cast<std::size_t>(&server - site_.servers.data())];
  if (!client.address.is_set()) {
    Answer unknown;
    unknown.now.why = "the address of the node is not known";
    return unknown;
  }
  std::optional<Grant> file;
  if (tables.file) file = tables.file->grant(path, client);
  if (tables.live.empty()) {
    if (file) return {std::move(*file), nullptr, nullptr};
    Answer unknown;
    unknown.now.why = "no exports of the server were collected";
    return unknown;
  }
  Grant live = tables.live.front()->grant(path, client);
  for (std::size_t i = 1; i < tables.live.size() && live.access == Access::kUnknown; ++i) {
    live = tables.live[i]->grant(path, client);
  }
  if (!file) return {std::move(live), nullptr, nullptr};
  live = completed(std::move(live), *file);
  if (same_rights(live, *file)) {
    if (live.access != Access::kNone) file->blame = {};  // the server took the entry
    return {std::move(*file), nullptr, nullptr};
  }
  return {std::move(live), std::make_unique<Grant>(std::move(*file)), nullptr};
}

std::string Context::where(const Span& span) const { return site_.sources->where(span); }

Context::Slot& Context::slot_of(const std::type_info& type) const {
  const std::lock_guard lock(slots_mutex_);
  return slots_[type];
}

std::string Context::line(const Span& span) const {
  constexpr std::size_t kLongest = 200;
  if (!span.is_set()) return {};
  const SourceFile& file = site_.sources->file(span.source);
  const std::string_view text = trim(file.line(file.position(span.offset).line));
  std::string line(cut_short(text, kLongest));
  std::replace(line.begin(), line.end(), '\t', ' ');
  return printable(line) + (text.size() > kLongest ? " ..." : "");
}

std::string_view Context::file_name(SourceId file) const {
  return site_.sources->file(file).name();
}

}  // namespace nfsready
