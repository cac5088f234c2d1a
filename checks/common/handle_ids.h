// What a server puts into the file handles of its exports, so that it knows them again.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

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

// A number above all that a server and its other heads use.
[[nodiscard]] std::string unused_id(const Site& site, const Server& server);

// The path of the export that a mounted path belongs to; empty when there is none.
[[nodiscard]] std::string export_above(const HandleIds& ids, std::string_view path);

}  // namespace nfsready::checks
