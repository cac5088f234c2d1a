// From a site's folder to what the commands work on.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "cli/terminal.h"
#include "engine/context.h"
#include "engine/judge.h"
#include "exports/dialect.h"
#include "model/site.h"
#include "observe/observation.h"
#include "plan/mount.h"
#include "snapshot/served_reader.h"
#include "snapshot/snapshot.h"

namespace nfsready {

struct AuditRequest {
  std::string site;                         // the folder
  std::string noderange;                    // empty: every diskless node
  std::map<std::string, Dialect> dialects;  // by server, as stated by the user
  bool dns = false;                         // ask the machine's resolver too
  Observations observations;                // what the network answered
  ServedFiles served;                       // of them: files that take the place of collected ones
};

// Everything of one run. Its parts point at each other, so it stays where it was made.
struct Audit {
  Sources sources;
  Snapshot snapshot;
  SystemResolver system;
  std::unique_ptr<Site> site;
  Observations observations;
  std::vector<std::uint32_t> nodes;   // into Site::nodes, in natural order
  std::vector<std::string> left_out;  // what the noderange names and the run leaves out, in words
  std::vector<NodePlan> plans;
  std::unique_ptr<Context> context;
};

// Reads and plans. An error means that nothing can be audited: no such folder, nothing in it that
// is a snapshot, a noderange that names no node which boots over NFS.
[[nodiscard]] Result<std::unique_ptr<Audit>> read_audit(const AuditRequest& request,
                                                        Progress& progress);

// The accepted findings: of `file`, or of the snapshot's own suppressions.txt when it is empty.
// Broken entries are told in `problems`.
[[nodiscard]] Result<std::vector<SuppressionRule>> read_suppressions(Audit& audit,
                                                                     const std::string& file,
                                                                     Problems& problems);

}  // namespace nfsready
