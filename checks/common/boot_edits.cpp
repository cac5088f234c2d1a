#include "checks/common/boot_edits.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/parallel.h"
#include "base/text.h"
#include "plan/boot_files.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

std::size_t mixed(std::size_t a, std::size_t b) { return a * 0x9E3779B97F4A7C15U + b; }

bool share_an_address(const std::vector<NameAnswer>& a, const std::vector<NameAnswer>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const NameAnswer& one) { return holds(b, one.address); });
}

}  // namespace

bool holds(const std::vector<NameAnswer>& answers, const Address& address) {
  return std::any_of(answers.begin(), answers.end(),
                     [&](const NameAnswer& answer) { return answer.address == address; });
}

std::vector<MountStanza> mount_stanzas(const CollectedStanzas& filesystems) {
  std::vector<MountStanza> found;
  for (const std::string_view mount_point : {"/", "/usr"}) {
    MountStanza& mount = found.emplace_back();
    mount.mount_point = mount_point;
    mount.stanza = filesystem_of(filesystems, mount_point);
    if (mount.stanza == nullptr) continue;
    mount.nodename = mount.stanza->find("nodename");
    mount.dev = mount.stanza->find("dev");
  }
  return found;
}

Span place_of(const CollectedStanzas& filesystems, const MountStanza& stanza) {
  if (stanza.nodename != nullptr) return stanza.nodename->value.span;
  return stanza.stanza != nullptr ? stanza.stanza->name.span : filesystems.start();
}

std::size_t BootEdits::HashQuestion::operator()(const Question& question) const {
  const std::hash<std::string_view> hash;
  return mixed(mixed(hash(question.nfsserver), hash(question.host)), question.service_node);
}

std::size_t BootEdits::HashNameInTable::operator()(const NameInTable& asked) const {
  return mixed(std::hash<const HostsTable*>()(asked.table),
               std::hash<std::string_view>()(asked.name));
}

BootEdits::BootEdits(const Context& context)
    : context_(context), service_nodes_(context.site().servers.size()) {
  const Site& site = context.site();
  if (site.management_node != kNoIndex) service_nodes_[site.management_node] = true;
  for (const Node& node : site.nodes) {
    for (const std::uint32_t server : node.service_nodes) service_nodes_[server] = true;
  }
}

const Redirection& BootEdits::redirection(const Node& node, std::uint32_t service_node) {
  const auto [found, is_new] =
      redirections_.try_emplace(Question{node.nfsserver.text, {}, service_node});
  if (is_new) {
    found->second = redirection_of(context_.site(), node.nfsserver.text, service_node);
  }
  return found->second;
}

BootFiles BootEdits::files(const Node& node, std::uint32_t service_node) {
  const Site& site = context_.site();
  const Server& server = site.servers[service_node];
  BootFiles files;
  files.service_node = service_node;
  files.redirection = &redirection(node, service_node);
  files.niminfo = niminfo_of(server, node);
  files.root = node.kind == NodeKind::kStateless
                   ? path_of(location_of(site, node, server, Resource::kRoot), node)
                   : std::string(shared_root_read(site, node, server));
  if (files.root.empty()) return files;
  files.source = etc_of(server, node, files.root);
  const std::uint32_t external = files.redirection->server;
  const auto& own = node.service_nodes;
  if (external != kNoIndex && std::find(own.begin(), own.end(), external) == own.end()) {
    files.copy = etc_of(site.servers[external], node, files.root);
  }
  return files;
}

std::optional<BootFiles> BootEdits::redirected(const Node& node, std::uint32_t service_node) {
  if (node.kind == NodeKind::kUnknown || !node.nfsserver_seen) return std::nullopt;
  if (redirection(node, service_node).outcome != Redirect::kDone) return std::nullopt;
  return files(node, service_node);
}

Target BootEdits::find_target(const Redirection& meant, std::uint32_t service_node,
                              std::string_view host) const {
  const Site& site = context_.site();
  const Names& names = *site.servers[service_node].names;
  const std::uint32_t server = site.server_named(host, names);
  if (meant.outcome == Redirect::kDone) {
    if (equals_ignoring_case(host, meant.host)) return Target::kMeant;
    if (server != kNoIndex && meant.server != kNoIndex) {
      if (server == meant.server || site.servers[server].head_of == meant.server) {
        return Target::kMeant;
      }
    } else if (share_an_address(names.addresses(host), meant.addresses)) {
      return Target::kMeant;
    }
  }
  return server != kNoIndex && service_nodes_[server] ? Target::kServiceNode : Target::kOther;
}

Target BootEdits::target(const Node& node, std::uint32_t service_node, std::string_view host) {
  if (host.empty()) return Target::kNone;
  const auto [found, is_new] =
      targets_.try_emplace(Question{node.nfsserver.text, host, service_node});
  if (is_new) found->second = find_target(redirection(node, service_node), service_node, host);
  return found->second;
}

Harm BootEdits::harm_of(std::uint32_t meant, const Address& address) const {
  const Site& site = context_.site();
  const auto found = site.server_by_address.find(address);
  if (found == site.server_by_address.end()) return {};
  if (meant != kNoIndex && site.servers[found->second].head_of == meant) {
    return {Effect::kFailoverLoss, Certainty::kCertain};
  }
  if (service_nodes_[found->second]) return {Effect::kNotRedirected, Certainty::kCertain};
  return {};
}

namespace {

Edit edit_of(Target target) {
  switch (target) {
    case Target::kMeant:
      return Edit::kDone;
    case Target::kServiceNode:
      return Edit::kMissed;
    case Target::kOther:
      return Edit::kFormer;
    default:
      return Edit::kUnread;
  }
}

// Of two parts of one file, what decides about the file.
Edit worse_of(Edit a, Edit b) {
  for (const Edit edit : {Edit::kMissed, Edit::kFormer, Edit::kDone}) {
    if (a == edit || b == edit) return edit;
  }
  return Edit::kUnread;
}

}  // namespace

Edit BootEdits::niminfo_edit(const Node& node, const BootFiles& files) {
  if (files.niminfo == nullptr) return Edit::kUnread;
  const auto edit = [&](std::string_view variable) {
    return edit_of(
        target(node, files.service_node, files.niminfo->content.mount(variable).server.text));
  };
  return worse_of(edit("SPOT"), edit("ROOT"));
}

Edit BootEdits::filesystems_edit(const Node& node, std::uint32_t service_node, const NodeEtc* etc) {
  if (etc == nullptr || !etc->filesystems) return Edit::kUnread;
  Edit edit = Edit::kUnread;
  for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
    edit = worse_of(edit, mount.nodename == nullptr
                              ? Edit::kMissed
                              : edit_of(target(node, service_node, mount.nodename->value.text)));
  }
  return edit;
}

std::vector<std::string_view> BootEdits::names_mounted(const Node& node, const BootFiles& files,
                                                       const NodeEtc* etc) {
  std::vector<std::string_view> names;
  if (etc != nullptr && etc->filesystems) {
    for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
      if (mount.nodename == nullptr) continue;
      const std::string_view name = mount.nodename->value.text;
      const bool known = std::find(names.begin(), names.end(), name) != names.end();
      if (!known && target(node, files.service_node, name) == Target::kMeant) {
        names.push_back(name);
      }
    }
  }
  if (names.empty()) names.push_back(files.redirection->host);
  std::erase_if(names, [](std::string_view name) { return Address::parse(name).has_value(); });
  return names;
}

Edit BootEdits::hosts_edit(const Node& node, const BootFiles& files, const NodeEtc* etc) {
  if (etc == nullptr || !etc->hosts) return Edit::kUnread;
  for (const std::string_view name : names_mounted(node, files, etc)) {
    if (!line_of(*etc->hosts, name)) return Edit::kMissed;
  }
  return Edit::kDone;
}

std::optional<HostsLine> BootEdits::line_of(const CollectedHosts& hosts, std::string_view name) {
  const HostsTable& table = *hosts.content;
  const auto [found, is_new] = lines_.try_emplace(NameInTable{&table, name}, nullptr);
  if (is_new) {
    for (const HostsEntry& entry : table.entries) {
      const auto* const first = table.names.data() + entry.first_name;
      const bool has_name = std::any_of(first, first + entry.name_count, [&](std::string_view one) {
        return equals_ignoring_case(one, name);
      });
      if (!has_name) continue;
      found->second = &entry;
      break;
    }
  }
  if (found->second == nullptr) return std::nullopt;
  return HostsLine{found->second->address, Span{hosts.file, found->second->offset, 1}};
}

Edit edit_of_both(Edit source, Edit copy) {
  if (source == Edit::kUnread) return copy;
  if (copy == Edit::kDone) return Edit::kDone;
  return source;
}

EditStates BootEdits::states(const Node& node, const BootFiles& files) {
  EditStates states;
  if (node.kind == NodeKind::kStateless) states.niminfo = niminfo_edit(node, files);
  states.hosts =
      edit_of_both(hosts_edit(node, files, files.source), hosts_edit(node, files, files.copy));
  states.filesystems = edit_of_both(filesystems_edit(node, files.service_node, files.source),
                                    filesystems_edit(node, files.service_node, files.copy));
  states.uneditable = states.filesystems == Edit::kMissed && has_uneditable_stanza(node, files);
  return states;
}

namespace {

std::vector<RedirectedNode> redirected_nodes(const Context& context, BootEdits& edits,
                                             std::size_t begin, std::size_t end) {
  std::vector<RedirectedNode> found;
  for (std::size_t i = begin; i < end; ++i) {
    const NodePlan& plan = context.plans()[i];
    const Node& node = context.node(plan);
    for (const std::uint32_t service_node : node.service_nodes) {
      auto files = edits.redirected(node, service_node);
      if (!files) continue;
      const EditStates states = edits.states(node, *files);
      found.push_back({&plan, std::move(*files), states});
    }
  }
  return found;
}

}  // namespace

RedirectedNodes::RedirectedNodes(const Context& context) {
  constexpr std::size_t kChunk = 4096;
  const std::size_t count = context.plans().size();
  std::vector<std::vector<RedirectedNode>> parts((count + kChunk - 1) / kChunk);
  for (std::size_t i = 0; i < parts.size(); ++i) edits_.emplace_back(context);
  parallel_chunks(count, kChunk, [&](std::size_t begin, std::size_t end) {
    parts[begin / kChunk] = redirected_nodes(context, edits_[begin / kChunk], begin, end);
  });
  for (auto& part : parts) {
    nodes_.insert(nodes_.end(), std::make_move_iterator(part.begin()),
                  std::make_move_iterator(part.end()));
    part = {};
  }
}

MissedEdit missed_edit(const EditStates& states) {
  const bool hosts = states.hosts == Edit::kMissed;
  const bool filesystems = states.filesystems == Edit::kMissed && !states.uneditable;
  if (states.niminfo == Edit::kMissed) return MissedEdit::kNiminfo;
  if (hosts && filesystems && states.niminfo == Edit::kDone) return MissedEdit::kHalf;
  if (filesystems) return MissedEdit::kFilesystems;
  return hosts ? MissedEdit::kHosts : MissedEdit::kNone;
}

std::string why_not_edited(const Context& context, const MountStanza& mount) {
  if (mount.stanza == nullptr) return "the stanza is missing";
  if (mount.nodename == nullptr) return "the stanza has no nodename";
  const Span& header = mount.stanza->name.span;
  const Span& nodename = mount.nodename->name.span;
  const std::string_view text = context.site().sources->file(header.source).text();
  const std::size_t begin = header.offset + header.length;
  const std::string_view between = text.substr(begin, nodename.offset - begin);
  const std::string_view rest = trim(between);
  if (rest != ":") return "nodename is not the first line of the stanza";
  if (!is_space(between.back()) || between.back() == '\n') return "nodename is not indented";
  if (!mount.nodename->spaced) return "there is no blank on both sides of its '='";
  return {};
}

bool BootEdits::has_uneditable_stanza(const Node& node, const BootFiles& files) {
  for (const NodeEtc* etc : {files.source, files.copy}) {
    if (etc == nullptr || !etc->filesystems) continue;
    for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
      const bool is_meant =
          mount.nodename != nullptr &&
          target(node, files.service_node, mount.nodename->value.text) == Target::kMeant;
      if (!is_meant && !why_not_edited(context_, mount).empty()) return true;
    }
  }
  return false;
}

std::string etc_path(const Node& node, const BootFiles& files, std::string_view file) {
  const std::string name(file);
  if (node.kind != NodeKind::kStateless) {
    return files.root + "/etc/.client_data/" + name + ".{node}";
  }
  return files.root.substr(0, files.root.rfind('/')) + "/{node}/etc/" + name;
}

std::string niminfo_path(const Site& site, const Node& node) {
  const bool known = !node.addresses.empty();
  return std::string(site.site_key_or("tftpdir", "/tftpboot")) + "/" +
         (known ? node.addresses.front().address.text() : std::string("<address>")) + ".info";
}

Effect effect_on(const Node& node, std::uint32_t service_node) {
  return node.service_nodes.front() == service_node ? Effect::kNotRedirected
                                                    : Effect::kFailoverLoss;
}

void add_server(std::string_view server, Draft& draft) {
  if (draft.fresh) {
    draft.finding.server = server;
  } else if (draft.finding.server != server) {
    draft.finding.server = "(several)";
  }
}

std::string remedy_image_again(std::string_view service_node, std::string_view image) {
  const std::string server(service_node);
  return "on the management node, when the nodes that " + server + " boots with " +
         std::string(image) + " are down: rmdsklsnode <nodes>; rmnimimage -s " + server + " " +
         std::string(image) + "; mkdsklsnode <nodes>, which copies the image from the NIM prime";
}

}  // namespace nfsready::checks
