// What a server puts into the file handles of its exports, so that it knows them again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/source.h"
#include "exports/linux.h"
#include "exports/table.h"
#include "model/site.h"

namespace nfsready::checks {

// An fsid= in one spelling. The kernel takes a number as C does, a UUID with or without its dashes
// and colons (nfs-utils support/nfs/exports.c); `root` is 0. Empty for an empty text.
[[nodiscard]] std::string normal_fsid(std::string_view text);

// fsid= of a Linux export, Export_Id of an NFS-Ganesha one.
struct HandleId {
  std::string id;  // in one spelling; empty: none was given
  Token text;      // as written
  Span entry;
};

using HandleIds = std::unordered_map<std::string, HandleId>;  // by clean path

// Of every export that the server reads; empty for servers of another kind.
[[nodiscard]] HandleIds handle_ids(const ExportsTable& table);

// The ids of all heads of a server, to choose one for another export of it.
class HeadIds {
 public:
  HeadIds(const Site& site, const Server& server);

  // Whether exports of that server have one: there are several heads, or the others have one.
  [[nodiscard]] bool are_usual() const { return several_heads_ || any_; }
  // That of a path on one of the heads of the same kind, as long as it is no other path's; empty
  // when there is none.
  [[nodiscard]] std::string of(std::string_view path) const;
  // The other heads that have no export of that very path.
  [[nodiscard]] std::vector<const Server*> others_without(std::string_view path) const;
  // The first one of as many as are asked for, which no head uses.
  [[nodiscard]] std::uint64_t take(std::uint64_t count);

 private:
  struct Head {
    const Server* server = nullptr;
    HandleIds ids;
  };

  [[nodiscard]] bool is_anothers(const std::string& id, const std::string& path) const;

  const Server& server_;
  std::vector<Head> heads_;
  bool several_heads_ = false;
  bool any_ = false;
  std::uint64_t next_ = 1;
};

// The ids of all servers that findings of one check tell of: none proposes what another one has.
// Not safe from several threads.
class ProposedIds {
 public:
  explicit ProposedIds(const Site& site) : site_(site) {}
  [[nodiscard]] HeadIds& of(const Server& server) {
    return by_server_.try_emplace(&server, site_, server).first->second;
  }

 private:
  const Site& site_;
  std::unordered_map<const Server*, HeadIds> by_server_;
};

// The path of the export that a mounted path belongs to; empty when there is none.
[[nodiscard]] std::string export_above(const HandleIds& ids, std::string_view path);

}  // namespace nfsready::checks
