// CLIENT blocks of NFS-Ganesha (4.3, support/exports.c).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "exports/ganesha.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_permissions.h"
#include "parse/ganesha_tree.h"

namespace nfsready {

// The block, marked as lost when the server drops it. It may cost the EXPORT around it, too: that
// shows in `faults`. Host names that the server looks up are added to `names`.
[[nodiscard]] GaneshaClientBlock read_ganesha_client_block(const GaneshaNode& block,
                                                           const VersionSet& core_versions,
                                                           std::vector<Token>& names,
                                                           GaneshaFaults& faults);

// Takes the NFS versions away that NFS_CORE_PARAM does not have.
void limit_ganesha_versions(GaneshaOptionBits& bits, const Token& block,
                            const VersionSet& core_versions, GaneshaFaults& faults);

// Reports an option that the block does not have. Returns the name of `known` that was most likely
// meant; empty when it is like none.
std::string_view note_unknown_option(const GaneshaNode& node,
                                     std::span<const std::string_view> known,
                                     GaneshaFaults& faults);

}  // namespace nfsready
