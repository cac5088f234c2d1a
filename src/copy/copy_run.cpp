#include "copy/copy_run.h"

#include <utility>

#include "copy/copy_summary.h"
#include "copy/manifest.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kVersion = 3;

bool is_stopped(const CopyOptions& options) {
  return options.stop != nullptr && options.stop->load();
}

std::string why_not(const ServerObservation& seen) {
  std::string words = seen.address.text();
  if (seen.rpcbind != Reach::kAnswered) {
    words += ": rpcbind: " + std::string(word(seen.rpcbind));
    return seen.detail.empty() ? words : words + ", " + seen.detail;
  }
  if (port_of(seen, kMountProgram, kVersion) == 0) return words + ": no mount daemon answers";
  return words + ": no NFS version 3 answers";
}

}  // namespace

CopyRunner::CopyRunner(CopyOptions options) : options_(std::move(options)) {}

const ServerObservation& CopyRunner::survey(const std::string& server, const Address& address) {
  const auto found = surveys_.find(address);
  if (found != surveys_.end()) return found->second;
  return surveys_
      .emplace(address, survey_server({}, options_.source, server, address, options_.survey))
      .first->second;
}

std::unique_ptr<Tree> CopyRunner::open(const TreePlace& place, const std::string& manifest,
                                       CopySide& side) {
  side.server = place.server;
  side.path = place.path;
  side.manifest = manifest;
  if (!manifest.empty()) {
    auto read = read_manifest(manifest);
    if (read) return std::move(read.value());
    side.trouble = read.error().message;
    return nullptr;
  }
  if (place.addresses.empty()) side.trouble = "its address is not known";
  for (const Address& address : place.addresses) {
    const ServerObservation& seen = survey(place.server, address);
    NfsPlace at{options_.source,
                address,
                port_of(seen, kMountProgram, kVersion),
                port_of(seen, kNfsProgram, kVersion),
                place.path,
                options_.machine};
    if (at.mount_port == 0 || at.nfs_port == 0) {
      side.trouble = why_not(seen);
      continue;
    }
    NoTree why;
    auto tree = NfsTree::open(at, options_.limits, options_.stop, why);
    if (tree) {
      side.trouble = {};
      return tree;
    }
    side.trouble = address.text() + ": " + why.words;
    side.missing = why.missing;
    return nullptr;  // the server has answered: another address is no other server
  }
  return nullptr;
}

CopyObservation CopyRunner::run(const CopyTask& task) {
  CopyObservation seen;
  seen.purpose = task.purpose;
  const auto source = open(task.source, task.source_manifest, seen.source);
  const auto copy = open(task.copy, task.copy_manifest, seen.copy);
  if (!source || !copy) return seen;
  CopySummary summary;
  CompareEvents events;
  events.differs = [&](const Difference& difference) {
    summary.add(difference);
    if (options_.differs) options_.differs(difference);
  };
  events.progress = options_.progress;
  const CompareCounts counts = compare(*source, *copy, task.rules, events);
  seen.source.entries = counts.source_entries;
  seen.copy.entries = counts.copy_entries;
  seen.bytes = counts.bytes;
  seen.passed_over = counts.passed_over;
  seen.differences = summary.differences();
  seen.whole = !is_stopped(options_);
  return seen;
}

}  // namespace nfsready
