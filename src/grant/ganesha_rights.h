// Permissions of NFS-Ganesha after inheritance (support/exports.c, export_check_access).
#pragma once

#include <cstdint>

#include "exports/flavour.h"
#include "exports/ganesha.h"

namespace nfsready {

// CLIENT, EXPORT, EXPORT_DEFAULTS, built-in: each option is inherited by itself.
struct GaneshaRights {
  static constexpr std::uint32_t kNobody = static_cast<std::uint32_t>(-2);

  GaneshaAccess access = GaneshaAccess::kNone;
  GaneshaSquash squash = GaneshaSquash::kRoot;
  std::uint32_t anon_uid = kNobody;
  FlavourSet flavours = {Flavour::kNone, Flavour::kSys};
  bool privileged_port = false;
  VersionSet versions = {3, 4};
  bool tcp = true;

  void override_with(const GaneshaPermissions& nearer) {
    access = nearer.access.value_or(access);
    squash = nearer.squash.value_or(squash);
    anon_uid = nearer.anon_uid.value_or(anon_uid);
    flavours = nearer.flavours.value_or(flavours);
    privileged_port = nearer.privileged_port.value_or(privileged_port);
    versions = nearer.versions.value_or(versions);
    tcp = nearer.tcp.value_or(tcp);
  }

  friend bool operator==(const GaneshaRights&, const GaneshaRights&) = default;
};

// What a block gives; without one, what the EXPORT gives to whom none of its blocks names.
[[nodiscard]] inline GaneshaRights rights_of(const GaneshaExports& exports,
                                             const GaneshaExport& from,
                                             const GaneshaClientBlock* block) {
  GaneshaRights rights;
  rights.versions = exports.core_versions.value_or(VersionSet{3, 4});
  rights.override_with(exports.defaults);
  rights.override_with(from.permissions);
  if (block != nullptr) rights.override_with(block->permissions);
  return rights;
}

}  // namespace nfsready
