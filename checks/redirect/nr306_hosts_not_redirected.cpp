#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A name server may know the name: NIM gives the node a resolv_conf resource.
bool may_ask_a_name_server(const Site& site, const Node& node, const Server& server) {
  if (const Stanza* machine = server.nim_object(node.nim_name)) {
    return machine->find("resolv_conf") != nullptr;
  }
  return node.image == kNoIndex || site.images[node.image].resolv_conf.is_set();
}

// Of the two copies of a shared_root's file it is not known which one is read late in the boot; a
// private root is read where it is mounted from.
bool is_certain(const Context& context, const Node& node, const BootFiles& files) {
  const Site& site = context.site();
  const bool copy = files.copy != nullptr && files.copy->hosts;
  const bool source = files.source != nullptr && files.source->hosts;
  const bool is_read = node.kind == NodeKind::kStateless ? copy : copy && source;
  return is_read && !may_ask_a_name_server(site, node, site.servers[files.service_node]);
}

std::string missing_name(BootEdits& edits, const Node& node, const BootFiles& files) {
  for (const NodeEtc* etc : {files.source, files.copy}) {
    if (etc == nullptr || !etc->hosts) continue;
    for (const std::string_view name : edits.names_mounted(node, files, etc)) {
      if (!edits.line_of(*etc->hosts, name)) return std::string(name);
    }
  }
  return std::string(files.redirection->host);
}

std::string remedy(const Context& context, const Node& node, const BootFiles& files,
                   const std::string& name) {
  const Server& service_node = context.site().servers[files.service_node];
  const auto addresses = service_node.names->addresses(name);
  const std::string line =
      (addresses.empty() ? "<address>" : addresses.front().address.text()) + " " + name;
  std::string text = on(service_node) + " and on " + std::string(files.redirection->host) +
                     ": {for each}echo '" + line + "' >> " + etc_path(node, files, "hosts");
  if (node.kind != NodeKind::kStateless) {
    text += "\nand once in " + files.root +
            "/etc/hosts, which every run of mkdsklsnode copies over the files of the nodes";
  }
  return text;
}

// The stanza that mounts from that server.
const Attribute* stanza_naming(const NodeEtc* etc, std::string_view name) {
  if (etc == nullptr || !etc->filesystems) return nullptr;
  for (const MountStanza& mount : mount_stanzas(*etc->filesystems)) {
    if (mount.nodename != nullptr && mount.nodename->value.text == name) return mount.nodename;
  }
  return nullptr;
}

const Attribute* mounted_from(const BootFiles& files, std::string_view name) {
  const Attribute* const found = stanza_naming(files.source, name);
  return found != nullptr ? found : stanza_naming(files.copy, name);
}

void describe(const Context& context, const Node& node, const BootFiles& files,
              const std::string& name, Draft& draft) {
  const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
  const bool certain = is_certain(context, node, files);
  Finding& finding = draft.finding;
  finding.effect = boots ? Effect::kNoBoot : Effect::kFailoverLoss;
  finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  finding.severity = certain && boots ? Severity::kError : Severity::kWarning;
  finding.message = "the hosts file of {nodes} lacks " + name +
                    (mounted_from(files, name) != nullptr
                         ? ", the server from which the filesystems file mounts / and /usr"
                         : ", the nfsserver, which mkdsklsnode writes into it");
  if (!certain) {
    finding.message +=
        may_ask_a_name_server(context.site(), node, context.site().servers[files.service_node])
            ? "; unless a name server knows it, the mounts likely fail"
            : "; the mounts likely fail";
  }
  finding.remedy = remedy(context, node, files, name);
}

void add_places(const Context& context, const BootFiles& files, std::string_view name,
                Draft& draft) {
  for (const NodeEtc* etc : {files.source, files.copy}) {
    if (etc != nullptr && etc->hosts) draft.add_location(etc->hosts->start());
  }
  const Attribute* const nodename = mounted_from(files, name);
  if (nodename == nullptr) return;
  draft.add_location(nodename->value.span);
  if (draft.fresh) draft.finding.evidence = context.line(nodename->value.span);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
    if (missed_edit(states) != MissedEdit::kHosts) continue;
    if (states.filesystems == Edit::kFormer) continue;  // NR324
    const Node& node = context.node(*plan);
    const std::string name = missing_name(edits, node, files);
    const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
    Draft& draft = sink.cause(name + "|" + std::string(word(node.kind)) + (boots ? "" : "|backup") +
                              (is_certain(context, node, files) ? "" : "|likely"));
    add_server(context.site().servers[files.service_node].name, draft);
    draft.add_subject(context.subject(*plan));
    add_places(context, files, name, draft);
    if (draft.fresh) describe(context, node, files, name, draft);
  }
}

}  // namespace

Check nr306_hosts_not_redirected() {
  return {{"NR306", "hosts-not-redirected",
           "the hosts file of a redirected node lacks the server it mounts from", Severity::kError},
          run};
}

}  // namespace nfsready::checks
