// The text of an NFS-Ganesha configuration, as far as remedies quote it.
#pragma once

#include <string>
#include <string_view>

#include "engine/context.h"
#include "exports/ganesha.h"

namespace nfsready::checks {

// A block inside of an EXPORT, on one line: "FSAL { Name = VFS; }". Comments are left out, blocks
// that are not closed are none. Empty when there is no such block.
[[nodiscard]] std::string ganesha_block(const Context& context, const GaneshaExport& from,
                                        std::string_view name);

// "FSAL { Name = GPFS; }" as other exports of the server have it.
[[nodiscard]] std::string file_system_block(const Context& context, const Server& server);

// The statement that begins at a place, without its semicolon: "Squash = None".
[[nodiscard]] std::string ganesha_statement(const Context& context, const Span& name);

// The options of a client of mmnfs, as they are given with it: "(Access_Type=RW,Squash=...)".
[[nodiscard]] std::string mmnfs_options_of(const GaneshaClientBlock& block);

}  // namespace nfsready::checks
