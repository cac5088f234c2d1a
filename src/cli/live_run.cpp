#include "cli/live_run.h"

#include <atomic>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "base/append.h"
#include "base/text.h"
#include "cli/speakers.h"
#include "observe/observe.h"

namespace nfsready {

namespace {

// What a run keeps of files' texts, whatever servers send: the boot files of 100,000 nodes.
constexpr std::int64_t kMostTextBytes = std::int64_t{512} << 20;

ObserveOptions options_for(const LiveRequest& request, const std::atomic<bool>& stop,
                           Progress& progress) {
  const Milliseconds timeout(1000 * request.timeout_seconds);
  ObserveOptions options;
  options.survey.connect = timeout;
  options.survey.call = timeout;
  options.survey.stop = &stop;
  options.probe.limits = {request.in_flight, timeout, timeout};
  options.probe.write = request.write;
  options.probe.reserved_fallback = request.port == PortClass::kAny;
  options.probe.stop = &stop;
  options.progress = [&progress](std::string_view what) { progress.stage(what); };
  return options;
}

std::size_t shard_size(const Audit& audit, const Shard& shard) {
  return (audit.plans.size() + shard.count - shard.index) / shard.count;
}

// The same reason for every server, and not that nodes are up: empty when something was asked.
std::string why_nothing_was_asked(const Observations& seen) {
  if (seen.servers.empty()) return {};
  for (const ServerObservation& server : seen.servers) {
    if (server.rpcbind != Reach::kLocal || server.vantage.kind == VantageKind::kNode) return {};
  }
  const ServerObservation& first = seen.servers.front();
  return "no server could be asked from " + first.vantage.name + ": " + first.detail;
}

// An interrupted run is not judged, so that nobody else tells.
void tell_what_may_be_left(const Observations& seen) {
  const auto is_left = [](const MountObservation& mount) {
    return mount.write && mount.write->remove.reach != Reach::kNotAsked &&
           !mount.write->remove.ok();
  };
  for (const MountObservation& mount : seen.mounts) {
    if (!is_left(mount)) continue;
    std::cerr << "nfsready: may be left on " << printable(mount.server) << ": "
              << printable(mount.path + "/" + mount.write->directory +
                           (mount.write->directory.empty() ? "" : "/") + mount.write->file)
              << "; 'nfsready clean' removes it\n";
  }
}

}  // namespace

Result<Observations> observe_live(const Audit& audit, const LiveRequest& request,
                                  const std::atomic<bool>& stop, Progress& progress) {
  ObserveOptions options = options_for(request, stop, progress);
  std::atomic<std::int64_t> text_bytes_left{kMostTextBytes};
  options.probe.text_bytes_left = &text_bytes_left;
  if (request.shard.count > 1) {
    progress.stop();
    std::cerr << "nfsready: only shard " << request.shard.index << " of " << request.shard.count
              << " is asked: " << plural(shard_size(audit, request.shard), "node") << " of "
              << audit.plans.size() << '\n';
  }
  Observations seen;
  const auto asked = for_each_group(audit, request, stop, [&](const auto& speakers) {
    merge(observe(*audit.site, audit.plans, speakers, options), seen);
  });
  if (!asked) return asked.error();
  if (auto why = why_nothing_was_asked(seen); !why.empty()) return Error{std::move(why), {}};
  if (stop) tell_what_may_be_left(seen);
  return seen;
}

Result<Cleaning> clean_live(const Audit& audit, const LiveRequest& request,
                            const std::atomic<bool>& stop, Progress& progress) {
  const ObserveOptions options = options_for(request, stop, progress);
  Cleaning all;
  const auto asked = for_each_group(audit, request, stop, [&](const auto& speakers) {
    Cleaning cleaned = clean(*audit.site, audit.plans, speakers, options);
    append(std::move(cleaned.files), all.files);
    append(std::move(cleaned.not_seen), all.not_seen);
  });
  if (!asked) return asked.error();
  return all;
}

}  // namespace nfsready
