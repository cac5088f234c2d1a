#include "model/nim_machines.h"

#include "base/text.h"

namespace nfsready {

namespace {

std::string_view text_of(const Stanza& object, std::string_view attribute) {
  const Attribute* const found = object.find(attribute);
  return found == nullptr ? std::string_view{} : found->value.text;
}

bool boots_over_nfs(const Stanza& object) {
  const std::string_view type = text_of(object, "type");
  return (type == "diskless" || type == "dataless") && text_of(object, "class") == "machines";
}

}  // namespace

std::string_view host_of_machine(const Stanza& object) {
  if (!boots_over_nfs(object)) return {};
  std::size_t seen = 0;
  for (const std::string_view word : split(text_of(object, "if1"), ' ')) {
    if (!word.empty() && ++seen == 2) return short_name(word);
  }
  return {};
}

NimMachines::NimMachines(const Site& site) {
  for (const Server& server : site.servers) {
    auto& machines = by_host_.emplace_back();
    if (!server.nim) continue;
    for (const Stanza& object : server.nim->content) {
      const std::string_view host = host_of_machine(object);
      if (!host.empty()) machines.try_emplace(host, &object);
    }
  }
}

const Stanza* NimMachines::machine_of(std::uint32_t server, std::string_view host) const {
  const auto found = by_host_[server].find(host);
  return found == by_host_[server].end() ? nullptr : found->second;
}

}  // namespace nfsready
