#include "cli/live_run.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/append.h"
#include "cli/speakers.h"
#include "observe/observe.h"

namespace nfsready {

namespace {

ObserveOptions options_for(const LiveRequest& request, const std::atomic<bool>& stop,
                           Progress& progress) {
  const Milliseconds timeout(1000 * request.timeout_seconds);
  ObserveOptions options;
  options.survey.connect = std::min(options.survey.connect, timeout);
  options.survey.call = timeout;
  options.probe.limits = {request.in_flight, std::min(options.survey.connect, timeout), timeout};
  options.probe.write = request.write;
  options.probe.reserved_fallback = request.port == PortClass::kAny;
  options.probe.stop = &stop;
  options.progress = [&progress](std::string_view what) { progress.stage(what); };
  return options;
}

}  // namespace

Result<Observations> observe_live(const Audit& audit, const LiveRequest& request,
                                  const std::atomic<bool>& stop, Progress& progress) {
  const ObserveOptions options = options_for(request, stop, progress);
  Observations seen;
  const auto asked = for_each_group(audit, request, stop, [&](const auto& speakers) {
    merge(observe(*audit.site, audit.plans, speakers, options), seen);
  });
  if (!asked) return asked.error();
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
