// Removes what killed runs have left: probe files with our own mark, and nothing else.
#pragma once

#include <string>
#include <vector>

#include "model/site.h"
#include "observe/observe.h"

namespace nfsready {

struct CleanedFile {
  std::string server;  // as the nodes are told
  Address address;
  std::string path;      // that was mounted
  std::string name;      // below it
  bool is_ours = false;  // it is a plain file, and begins with our mark or is empty
  CallEnd remove;        // not asked for one that is not ours
};

// Where nothing could be looked for.
struct UncleanedPath {
  std::string server;  // as the nodes are told
  Address address;     // not set: the name has none
  std::string path;    // empty: nothing of the server, which does not serve
  std::string call;    // that failed: MNT, GETATTR or READDIRPLUS; empty: the survey
  CallEnd end;         // of it
  std::string detail;  // the system's words
};

struct Cleaning {
  std::vector<CleanedFile> files;       // sorted
  std::vector<UncleanedPath> not_seen;  // sorted
};

// Looks where probes write, in the mounts of the speakers' nodes. A file is removed when its name
// is one that a probe makes, it is a plain file, and its contents begin with kProbeMark or are not
// there yet.
[[nodiscard]] Cleaning clean(const Site& site, const std::vector<NodePlan>& plans,
                             const std::vector<Speaker>& speakers, const ObserveOptions& options);

}  // namespace nfsready
