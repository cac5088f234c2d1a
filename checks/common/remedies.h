// What to type on a server, in its own dialect. All of it is complete: the whole line or client as
// it should read, built from what is there.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/common/aix_line.h"
#include "checks/common/deciding_entry.h"
#include "checks/common/handle_ids.h"
#include "checks/common/repair.h"
#include "engine/context.h"

namespace nfsready::checks {

// The exports that the mounts lack, one for each repair, in words that can be pasted, and the
// command that puts them in force. All repairs are of one server; never none.
[[nodiscard]] std::string remedy_exports(const Context& context, const std::vector<Repair>& repairs,
                                         HeadIds& ids);

// The same for an entry of a Linux exports file that has to be written anew: the whole line.
[[nodiscard]] std::string remedy_entry(const Context& context, const Repair& repair);

// How to admit the nodes to what is exported to others.
[[nodiscard]] std::string remedy_client(const Context& context, const Repair& repair,
                                        DecidingEntries& entries);

// Another option of what is there.
struct OptionChange {
  std::string linux_options;  // "no_root_squash", at the end of the client's options
  std::string ganesha;        // "Squash = No_Root_Squash"
  std::function<void(AixLine& line, const std::string& hosts)> aix;
};
[[nodiscard]] std::string remedy_option(const Context& context, const Repair& repair,
                                        DecidingEntries& entries, const OptionChange& change);

// Takes back that an AIX entry is read-only; for OptionChange.
void allow_writing(AixLine& line, const std::string& hosts);

// "on sn1, at /etc/exports:4, the line becomes:\n<line>\nthen: exportfs -a"
[[nodiscard]] std::string remedy_aix_line(const Context& context, const Server& server,
                                          const Span& entry, const AixLine& line);

// The nodes as a list that the server understands: by the names that it has for them.
[[nodiscard]] std::string host_list(const Server& server, const std::vector<const Node*>& nodes,
                                    std::string_view separator);

// For a finding about one more place: its remedy says that it is for the others as well. Once.
void add_likewise(Draft& draft);

// The command that puts the server's files in force.
[[nodiscard]] std::string_view reload_command(const Server& server);

// Likewise, of a server that may be of any kind.
inline constexpr std::string_view kExportAgain =
    "export it again: exportfs -ra (Linux), exportfs -a (AIX), or restart NFS-Ganesha";

// For a path that a server grants, and whose directory it knows no more.
[[nodiscard]] std::string remedy_stale(const std::string& server, const std::string& path);

// Whether its exports are the table of GPFS, which is changed by mmnfs and not in a file.
[[nodiscard]] bool is_mmnfs(const Server& server);

// "on nas" for the start of a remedy.
[[nodiscard]] std::string on(const Server& server);

// Run mkdsklsnode again for the finding's nodes, on the management node.
[[nodiscard]] std::string remedy_mkdsklsnode();

}  // namespace nfsready::checks
