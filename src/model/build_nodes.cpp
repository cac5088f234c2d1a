#include "model/build_nodes.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/parallel.h"
#include "base/text.h"
#include "model/attributes.h"
#include "model/nim_machines.h"
#include "model/redirection.h"
#include "model/statelite.h"

namespace nfsready {

LsdefObjects sort_lsdef(std::vector<Stanza>& stanzas) {
  std::unordered_map<std::string_view, const Stanza*> defaults;  // by object type
  LsdefObjects objects;
  for (Stanza& stanza : stanzas) {
    if (stanza.name.text.starts_with("default-")) {
      defaults[stanza.name.text.substr(std::string_view("default-").size())] = &stanza;
    }
  }
  for (Stanza& stanza : stanzas) {
    const Attribute* const type = stanza.find("objtype");
    if (type == nullptr || stanza.name.text.starts_with("default-")) continue;
    if (const auto found = defaults.find(type->value.text); found != defaults.end()) {
      for (const Attribute& attribute : found->second->attributes) {
        if (stanza.find(attribute.name.text) == nullptr) stanza.attributes.push_back(attribute);
      }
    }
    if (type->value.text == "node") objects.nodes.try_emplace(stanza.name.text, &stanza);
    if (type->value.text == "osimage") objects.images.try_emplace(stanza.name.text, &stanza);
  }
  return objects;
}

namespace {

using ImageColumn = std::pair<std::string_view, Value Image::*>;

constexpr std::array<ImageColumn, 10> kNimimageColumns = {{
    {"nimtype", &Image::nimtype},
    {"spot", &Image::spot},
    {"root", &Image::root},
    {"shared_root", &Image::shared_root},
    {"paging", &Image::paging},
    {"tmp", &Image::tmp},
    {"home", &Image::home},
    {"shared_home", &Image::shared_home},
    {"dump", &Image::dump},
    {"resolv_conf", &Image::resolv_conf},
}};

Value value_of(const Cell& cell) { return {cell.token.text, cell.token.span, {}}; }

Image& image_named(Site& site, std::string_view name, const Span& where) {
  const auto [found, is_new] =
      site.image_index.try_emplace(name, static_cast<std::uint32_t>(site.images.size()));
  if (is_new) {
    site.images.emplace_back();
    site.images.back().name = name;
    site.images.back().where = where;
  }
  return site.images[found->second];
}

void take_from_stanza(const Stanza& stanza, Image& image) {
  const auto take = [&](std::string_view name, Value& value) {
    if (const Attribute* attribute = stanza.find(name)) {
      value = {attribute->value.text, attribute->value.span, {}};
    }
  };
  for (const auto& [name, member] : kNimimageColumns) take(name, image.*member);
  take("groups", image.groups);
}

}  // namespace

void build_images(const LsdefObjects& lsdef, Site& site) {
  if (const XcatTable* const table = site.table("nimimage")) {
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      const Token& name = table->cell(row, "imagename").token;
      if (name.empty() || table->is_disabled(row)) continue;
      Image& image = image_named(site, name.text, name.span);
      for (const auto& [column, member] : kNimimageColumns) {
        image.*member = value_of(table->cell(row, column));
      }
    }
  }
  if (const XcatTable* const table = site.table("osimage")) {
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      const Token& name = table->cell(row, "imagename").token;
      if (name.empty() || table->is_disabled(row)) continue;
      const auto known = site.image_index.find(name.text);
      if (known != site.image_index.end()) {
        site.images[known->second].groups = value_of(table->cell(row, "groups"));
      }
    }
  }
  for (const auto& [name, stanza] : lsdef.images) {
    if (stanza->find("nimtype") == nullptr && site.image_index.count(name) == 0) continue;
    Image& image = image_named(site, name, stanza->name.span);
    take_from_stanza(*stanza, image);
    image.in_lsdef = true;
  }
}

namespace {

// What xCAT knows of all nodes, one reader per attribute.
class NodeReader {
 public:
  NodeReader(const LsdefObjects& lsdef, Site& site)
      : lsdef_(lsdef),
        site_(site),
        machines_(site),
        groups_(site.table("nodelist"), "groups", "groups", site.texts),
        nfsserver_(site.table("noderes"), "nfsserver", "nfsserver", site.texts),
        xcatmaster_(site.table("noderes"), "xcatmaster", "xcatmaster", site.texts),
        servicenode_(site.table("noderes"), "servicenode", "servicenode", site.texts),
        provmethod_(site.table("nodetype"), "provmethod", "provmethod", site.texts),
        profile_(site.table("nodetype"), "profile", "profile", site.texts),
        ip_(site.table("hosts"), "ip", "ip", site.texts) {
    read_hierarchical_attributes();
    const XcatTable* const noderes = site.table("noderes");
    noderes_is_complete_ = noderes != nullptr && is_complete(*noderes);
  }

  [[nodiscard]] const Stanza* stanza_of(std::string_view node) const {
    const auto found = lsdef_.nodes.find(node);
    return found == lsdef_.nodes.end() ? nullptr : found->second;
  }

  // nodelist itself is never inherited.
  void read_groups(Node& node) const {
    const Value groups = groups_.of(node.name, {}, stanza_of(node.name));
    for (const std::string_view group : split(groups.text, ',')) {
      if (!trim(group).empty()) node.groups.push_back(trim(group));
    }
  }

  void read(Node& node) const {
    const Stanza* const stanza = stanza_of(node.name);
    node.in_lsdef = stanza != nullptr;
    const auto value = [&](const NodeAttribute& attribute) {
      return attribute.of(node.name, node.groups, stanza);
    };
    node.nfsserver = value(nfsserver_);
    node.xcatmaster = value(xcatmaster_);
    node.servicenode = value(servicenode_);
    node.provmethod = value(provmethod_);
    node.profile = value(profile_);
    find_image(node);
    find_service_nodes(node);
    find_addresses(node, value(ip_));
    find_nim_name(node);
    find_external_server(node);
  }

 private:
  // Whether all rows that the table had when it was dumped are there, as far as its text tells.
  [[nodiscard]] bool is_complete(const XcatTable& table) const {
    if (table.columns().empty()) return false;
    const SourceId file = table.columns().front().span.source;
    return std::none_of(site_.problems.begin(), site_.problems.end(), [&](const Problem& problem) {
      if (problem.where.source != file) return false;
      return problem.lost.is_set() || problem.kind == ProblemKind::kCutShort ||
             problem.kind == ProblemKind::kNulByte;
    });
  }

  // "attr1,attr2" or "attr1:sep": values of these attributes are joined over all groups.
  void read_hierarchical_attributes() {
    for (const std::string_view item : split(site_.site_key("hierarchicalattrs").text, ',')) {
      const std::string_view name = trim(item.substr(0, item.find(':')));
      const std::array<std::pair<std::string_view, NodeAttribute*>, 5> readers = {
          {{"nfsserver", &nfsserver_},
           {"xcatmaster", &xcatmaster_},
           {"servicenode", &servicenode_},
           {"provmethod", &provmethod_},
           {"profile", &profile_}}};
      for (const auto& [attribute, reader] : readers) {
        if (attribute == name) reader->join_all_hits(",");
      }
    }
  }

  // mkdsklsnode takes provmethod, else profile.
  void find_image(Node& node) const {
    const Value& wanted = node.provmethod.is_set() ? node.provmethod : node.profile;
    const auto found = site_.image_index.find(wanted.text);
    if (found != site_.image_index.end()) {
      node.image = found->second;
      const Image& image = site_.images[node.image];
      node.diskless = image.nimtype.text != "standalone";
      if (image.shared_root.is_set())
        node.kind = NodeKind::kSharedRoot;
      else if (image.root.is_set())
        node.kind = NodeKind::kStateless;
      return;
    }
    // An image that nobody defined, a diskless Linux node, or a node that shall mount from an NFS
    // server and lost its image: not nodes to pass over.
    node.diskless = wanted.is_set() ? wanted.text != "install" : node.nfsserver.is_set();
  }

  // What resolves is what the servers see; the hosts table and lsdef only feed makehosts.
  void find_addresses(Node& node, const Value& ip) const {
    node.addresses = site_.names->addresses(node.name);
    if (node.addresses.empty() && !node.service_nodes.empty()) {
      node.addresses = site_.servers[node.service_nodes.front()].names->addresses(node.name);
    }
    const auto address = Address::parse(ip.text);
    if (node.addresses.empty() && address) node.addresses.push_back({*address, ip.where});
  }

  void find_service_nodes(Node& node) const {
    const Value& named = node.servicenode.is_set() ? node.servicenode : node.xcatmaster;
    for (const std::string_view item : split(named.text, ',')) {
      const std::string_view name = trim(item);
      if (name.empty()) continue;
      const std::uint32_t server = site_.server_named(name, *site_.names);
      if (server == kNoIndex) {
        node.missing_service_nodes.push_back(name);
      } else if (std::find(node.service_nodes.begin(), node.service_nodes.end(), server) ==
                 node.service_nodes.end()) {
        node.service_nodes.push_back(server);
      }
    }
    const bool is_known = node.in_lsdef || noderes_is_complete_;
    if (!named.is_set() && is_known && site_.management_node != kNoIndex) {
      node.service_nodes = servers_prepared_for(node);
    }
  }

  // Without a service node the management node prepares a node. Where its row went missing or was
  // disabled after another server had done that, the node boots from there as before (NR326).
  [[nodiscard]] std::vector<std::uint32_t> servers_prepared_for(const Node& node) const {
    const std::uint32_t management = site_.management_node;
    const auto addresses = site_.names->addresses(node.name);
    const auto is_prepared = [&](std::uint32_t server) {
      if (machines_.machine_of(server, short_name(node.name)) != nullptr) return true;
      const auto& files = site_.servers[server].niminfo;
      return std::any_of(addresses.begin(), addresses.end(), [&](const NameAnswer& answer) {
        return files.count(answer.address.text()) != 0;
      });
    };
    if (is_prepared(management)) return {management};
    std::vector<std::uint32_t> prepared;
    for (std::uint32_t i = 0; i < site_.servers.size(); ++i) {
      if (is_prepared(i)) prepared.push_back(i);
    }
    return prepared.empty() ? std::vector<std::uint32_t>{management} : prepared;
  }

  // The NIM object that the niminfo file for the node's address was made for; empty when there is
  // no such file, or it is no object of this node.
  [[nodiscard]] static std::string_view nim_object_booted(const Server& server, const Node& node) {
    if (node.addresses.empty()) return {};
    const auto file = server.niminfo.find(node.addresses.front().address.text());
    if (file == server.niminfo.end()) return {};
    const NiminfoVariable* const name = file->second.content.find("NIM_NAME");
    const std::string_view own = short_name(node.name);
    if (name == nullptr || !name->value.text.starts_with(own)) return {};
    const std::string_view rest = name->value.text.substr(own.size());
    const bool is_own = rest.empty() || rest.front() == '_' || rest.front() == '.';
    return is_own || server.nim_object(name->value.text) != nullptr ? name->value.text
                                                                    : std::string_view{};
  }

  // The short host name; with mkdsklsnode -n, "<short name>_<image>"; else what NIM itself calls
  // the host.
  void find_nim_name(Node& node) const {
    node.nim_name = short_name(node.name);
    if (node.service_nodes.empty() || node.image == kNoIndex) return;
    const Server& server = site_.servers[node.service_nodes.front()];
    if (const auto booted = nim_object_booted(server, node); !booted.empty()) {
      node.nim_name = booted;
      return;
    }
    if (server.nim_object(node.nim_name) != nullptr) return;
    const std::string with_image =
        std::string(node.nim_name) + '_' + std::string(site_.images[node.image].name);
    const auto found = server.nim_objects.find(with_image);
    if (found != server.nim_objects.end()) {
      node.nim_name = found->first;
    } else if (const Stanza* const machine =
                   machines_.machine_of(node.service_nodes.front(), node.nim_name)) {
      node.nim_name = machine->name.text;
    }
  }

  // mkdsklsnode cuts a node's name at its first dot before it asks for nfsserver; by that name only
  // a row of its own answers.
  [[nodiscard]] bool is_nfsserver_seen(const Node& node) const {
    const std::string_view asked = short_name(node.name);
    return asked == node.name || nfsserver_.of(asked, {}, stanza_of(asked)).is_set();
  }

  void find_external_server(Node& node) const {
    if (!node.nfsserver.is_set() || node.service_nodes.empty()) return;
    node.nfsserver_seen = is_nfsserver_seen(node);
    const Redirection redirection =
        redirection_of(site_, node.nfsserver.text, node.service_nodes.front());
    node.redirected = node.nfsserver_seen && redirection.outcome == Redirect::kDone;
    if (node.redirected) node.external = redirection.server;
  }

  const LsdefObjects& lsdef_;
  Site& site_;
  NimMachines machines_;
  bool noderes_is_complete_ = false;  // else nobody can tell that an attribute is not set
  NodeAttribute groups_;
  NodeAttribute nfsserver_;
  NodeAttribute xcatmaster_;
  NodeAttribute servicenode_;
  NodeAttribute provmethod_;
  NodeAttribute profile_;
  NodeAttribute ip_;
};

void add_node_names(const LsdefObjects& lsdef, Site& site) {
  std::unordered_set<std::string_view> known;
  std::vector<Token> names;
  const auto add = [&](const Token& name) {
    if (!name.empty() && known.insert(name.text).second) names.push_back(name);
  };
  if (const XcatTable* const table = site.table("nodelist")) {
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      if (!table->is_disabled(row)) add(table->cell(row, "node").token);
    }
  }
  for (const auto& [name, stanza] : lsdef.nodes) add(stanza->name);
  std::sort(names.begin(), names.end(),
            [](const Token& a, const Token& b) { return natural_less(a.text, b.text); });
  site.nodes = std::vector<Node>(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    site.nodes[i].name = names[i].text;
    site.nodes[i].where = names[i].span;
  }
}

}  // namespace

void build_nodes(const LsdefObjects& lsdef, Site& site) {
  add_node_names(lsdef, site);
  const NodeReader reader(lsdef, site);
  const StateliteReader statelite(site);
  parallel_chunks(site.nodes.size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      Node& node = site.nodes[i];
      reader.read_groups(node);
      reader.read(node);
      statelite.read(reader.stanza_of(node.name), node);
    }
  });
  for (std::uint32_t i = 0; i < site.nodes.size(); ++i) {
    const Node& node = site.nodes[i];
    site.node_index.emplace(node.name, i);
    for (const std::string_view group : node.groups) site.group_members[group].push_back(i);
  }
}

void find_heads(Site& site) {
  std::unordered_set<std::uint32_t> busy;  // servers with a part of their own
  std::unordered_set<std::uint32_t> external;
  std::unordered_set<std::string_view> names;
  if (site.management_node != kNoIndex) busy.insert(site.management_node);
  for (const Node& node : site.nodes) {
    busy.insert(node.service_nodes.begin(), node.service_nodes.end());
    if (node.external == kNoIndex) continue;
    external.insert(node.external);
    names.insert(node.nfsserver.text);
  }
  for (std::uint32_t i = 0; i < site.servers.size(); ++i) {
    Server& head = site.servers[i];
    if (busy.count(i) != 0 || external.count(i) != 0) continue;
    for (const std::uint32_t server : external) {
      const std::string prefix = std::string(site.servers[server].name) + '-';
      if (head.name.starts_with(prefix)) head.head_of = server;
    }
    for (const std::string_view name : names) {
      const std::uint32_t server = site.server_named(name, *site.names);
      for (const NameAnswer& answer : site.names->addresses(name)) {
        const auto& own = head.addresses;
        const bool is_behind = std::find(own.begin(), own.end(), answer.address) != own.end();
        if (is_behind && server != kNoIndex && server != i) head.head_of = server;
      }
    }
  }
}

}  // namespace nfsready
