// Some paths of one server on their way through the steps of a probe. Each step asks one question
// about all of them, pipelined; the steps are in probe_mount.cpp, probe_walk.cpp, probe_look.cpp
// and probe_write.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "observe/pipeline.h"
#include "observe/probe.h"

namespace nfsready {

// The connections to one server. They are made when the first call needs them.
struct ProbeRoutes {
  Pipeline mount;
  Pipeline nfs;
  Pipeline reserved_mount;
  Pipeline reserved_nfs;

  ProbeRoutes(const ProbeServer& server, const ProbeOptions& options);
};

struct ProbedPath {
  const Target* target = nullptr;
  Identity identity;
  MountObservation seen;
  Handle root;
  Handle reserved_root;

  // Whether the mounted path can be looked at from the ordinary port.
  [[nodiscard]] bool is_open() const { return seen.getattr.ok(); }
};

// A path before its first step.
[[nodiscard]] ProbedPath begin_path(const ProbeServer& server, const Target& target);

// A name below a path, as far as it was found.
struct Walk {
  std::size_t path = 0;  // into ProbeBatch::paths
  const WantedName* wanted = nullptr;
  std::vector<std::string> parts;
  std::size_t depth = 0;  // parts that were found
  Handle at;
  CallEnd end;
  std::optional<Attributes> attributes;
  std::string link;        // what the first link on the way says; empty: there is none
  bool leads_out = false;  // a link leads out of the mounted path: `attributes` are its own

  [[nodiscard]] bool is_found() const { return depth == parts.size(); }
};

struct ProbeBatch {
  ProbeRoutes& routes;
  const ProbeOptions& options;
  std::vector<ProbedPath> paths;
  std::vector<Walk> walks;

  [[nodiscard]] const Identity& identity(const Walk& walk) const {
    return paths[walk.path].identity;
  }
};

// The indices of the entries for which `is_wanted` holds.
template <typename Entry, typename IsWanted>
[[nodiscard]] std::vector<Pipeline::Item> items_where(const std::vector<Entry>& entries,
                                                      const IsWanted& is_wanted) {
  std::vector<Pipeline::Item> items;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (is_wanted(entries[i])) items.push_back(i);
  }
  return items;
}

// MNT, and what the root of the mounted path is like. What is refused is asked once more from a
// reserved port, when that is allowed.
void mount_paths(ProbeBatch& batch);
// UMNT for every MNT that was granted; not ended by the user's interruption.
void unmount_paths(ProbeBatch& batch);

// Looks for the names that nodes expect, through links that stay in the mounted path.
void walk_to_names(ProbeBatch& batch);

// These names, the texts and holes of files, and leftovers of earlier runs.
void look_at_paths(ProbeBatch& batch);

// A file of our own where nodes write: created, written near and far, read back, removed. The
// removal is not ended by the user's interruption.
void write_into_paths(ProbeBatch& batch);

}  // namespace nfsready
