#include "cli/live_run.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

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

Result<std::vector<CleanedFile>> clean_live(const Audit& audit, const LiveRequest& request,
                                            const std::atomic<bool>& stop, Progress& progress) {
  const ObserveOptions options = options_for(request, stop, progress);
  std::vector<CleanedFile> all;
  const auto asked = for_each_group(audit, request, stop, [&](const auto& speakers) {
    std::vector<CleanedFile> cleaned = clean(*audit.site, audit.plans, speakers, options);
    all.insert(all.end(), std::make_move_iterator(cleaned.begin()),
               std::make_move_iterator(cleaned.end()));
  });
  if (!asked) return asked.error();
  return all;
}

}  // namespace nfsready
