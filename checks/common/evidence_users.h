// Whose verdict rests on a file of the snapshot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/source.h"
#include "checks/common/boot_evidence.h"
#include "engine/context.h"

namespace nfsready::checks {

// A node or a mount that a file tells something about.
struct EvidenceUser {
  Subject subject;
  Weight weight = Weight::kVerdict;
  SourceId file = kNoSource;  // the one it uses: of equal bytes, but perhaps not the one asked for
};

// The users of some files, found in one pass over the nodes and mounts of the run. Hosts files of
// equal content are read once: the users of all of them are users of the one that was read.
//
// What a file that is there says decides, even where a missing one is made up for: a server's own
// hosts file is asked before the names of the site.
class EvidenceUsers {
 public:
  EvidenceUsers(const Context& context, const std::unordered_set<SourceId>& files);

  // In the order of nodes and mounts; empty for a file that nothing in the run rests on.
  [[nodiscard]] const std::vector<EvidenceUser>& of(SourceId file) const;

 private:
  // A file that all mounts from one server, or all nodes of one service node, use.
  struct ServerFile {
    SourceId file;
    Weight weight;
  };

  [[nodiscard]] SourceId wanted(SourceId file) const;
  void add(SourceId file, const Subject& subject, Weight weight);
  void find_server_files();
  void find_files_by_path();
  void add_server_file(std::uint32_t server, SourceId file, Weight weight);
  void add_server_path(SourceId file, std::string_view server, std::string_view host_path);
  void add_users_of_names(const NodePlan& plan);
  void add_users_of_tables(const NodePlan& plan);

  const Context& context_;
  std::unordered_map<SourceId, std::vector<EvidenceUser>> users_;
  std::unordered_map<const std::string*, SourceId> by_text_;
  std::vector<std::vector<ServerFile>> by_mount_;         // by server
  std::vector<std::vector<ServerFile>> by_service_node_;  // by server
  std::vector<SourceId> of_every_node_;
  std::unordered_map<std::string_view, SourceId> tables_;  // by name
};

}  // namespace nfsready::checks
