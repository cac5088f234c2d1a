#include "checks/common/world_root.h"

#include <algorithm>

namespace nfsready::checks {

namespace {

bool holds_everything(const Network& network) { return network.mask() == network.mask().masked(0); }

}  // namespace

const LinuxSection* sys_section(const LinuxRule& rule) {
  if (!rule.rights_known || rule.v4root) return nullptr;
  const auto found =
      std::find_if(rule.sections.begin(), rule.sections.end(),
                   [](const LinuxSection& section) { return section.flavours.has(Flavour::kSys); });
  return found == rule.sections.end() ? nullptr : &*found;
}

bool is_everyone(const LinuxClient& client) {
  if (client.kind == LinuxClientKind::kEveryone) return true;
  return client.kind == LinuxClientKind::kNetwork && client.network &&
         holds_everything(*client.network);
}

bool is_everyone(const GaneshaClient& client) {
  if (client.kind == GaneshaClientKind::kEveryone) return true;
  return client.network && holds_everything(*client.network);
}

bool disguises_root(const LinuxRule& rule, const LinuxSection& section) {
  return rule.anon_uid == 0 && (section.root_squash || section.all_squash);
}

bool disguises_root(const GaneshaRights& rights) {
  return rights.anon_uid == 0 && rights.squash != GaneshaSquash::kNone;
}

bool keeps_root(const LinuxRule& rule, const LinuxSection& section) {
  return (!section.root_squash && !section.all_squash) || disguises_root(rule, section);
}

bool keeps_root(const GaneshaRights& rights) {
  return rights.squash == GaneshaSquash::kNone || disguises_root(rights);
}

bool is_world_root(const LinuxRule& rule) {
  const LinuxSection* const section = sys_section(rule);
  return section != nullptr && section->read_write && is_everyone(rule.client) &&
         keeps_root(rule, *section);
}

bool is_world_root(const AixExport& entry) {
  if (entry.anon != 0) return false;
  return std::any_of(entry.sections.begin(), entry.sections.end(), [](const AixSection& section) {
    const bool has_rw = section.rw && !section.rw->clients.empty();
    return section.flavours.has(Flavour::kSys) && !section.access && !section.ro && !has_rw &&
           !section.read_only;
  });
}

}  // namespace nfsready::checks
