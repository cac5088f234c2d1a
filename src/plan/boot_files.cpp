#include "plan/boot_files.h"

#include "base/text.h"

namespace nfsready {

const Collected<Niminfo>* niminfo_of(const Server& server, const Node& node) {
  const auto named = [&](std::string_view stem) -> const Collected<Niminfo>* {
    const auto found = server.niminfo.find(stem);
    return found == server.niminfo.end() ? nullptr : &found->second;
  };
  for (const NameAnswer& answer : node.addresses) {
    if (const auto* file = named(answer.address.text())) return file;
  }
  return named(node.name);
}

const NodeEtc* etc_of(const Server& server, const Node& node, std::string_view root_path) {
  if (node.kind == NodeKind::kStateless) return server.root(root_path);
  return server.client_files(root_path, node.nim_name);
}

const Stanza* filesystem_of(const CollectedStanzas& filesystems, std::string_view mount_point) {
  for (const Stanza& stanza : filesystems.content) {
    if (stanza.name.text == mount_point) return &stanza;
  }
  return nullptr;
}

std::string_view boot_name_of(const Server* server, const Node& node) {
  const auto* const niminfo = server == nullptr ? nullptr : niminfo_of(*server, node);
  const NiminfoVariable* const hostname =
      niminfo == nullptr ? nullptr : niminfo->content.find("NIM_HOSTNAME");
  return short_name(hostname == nullptr ? node.name : hostname->value.text);
}

}  // namespace nfsready
