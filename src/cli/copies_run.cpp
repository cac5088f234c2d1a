#include "cli/copies_run.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <set>
#include <utility>

#include "base/text.h"
#include "cli/speakers.h"
#include "copy/copy_run.h"
#include "copy/itemised.h"
#include "copy/node_files.h"
#include "copy/running_changes.h"
#include "copy/wanted_copies.h"
#include "observe/network_namespace.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

using Clock = std::chrono::steady_clock;

std::string text_of(const TreePlace& place) { return place.server + ":" + place.path; }

class Pace {
 public:
  Pace(Progress& progress, std::string what) : progress_(progress), what_(std::move(what)) {}

  void tell(const CompareCounts& so_far) {
    const auto now = Clock::now();
    if (now - told_ < std::chrono::milliseconds(200)) return;
    told_ = now;
    const std::chrono::duration<double> passed = now - begun_;
    const std::uint64_t entries = so_far.source_entries + so_far.copy_entries;
    const auto rate = static_cast<std::uint64_t>(static_cast<double>(entries) / passed.count());
    progress_.stage(what_ + ": " + plural(entries, "name") + ", " + std::to_string(rate) +
                    " a second, " + std::to_string(so_far.left) + " known directories left");
  }

 private:
  Progress& progress_;
  std::string what_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point told_ = begun_;
};

std::string manifest_for(const CopiesRequest& request, const TreePlace& place) {
  const auto found = request.manifests.find(text_of(place));
  return found == request.manifests.end() ? std::string() : found->second;
}

CopyTask task_for(const CopiesRequest& request, std::string purpose, TreePlace source,
                  TreePlace copy) {
  CopyTask task;
  task.source_manifest = manifest_for(request, source);
  task.copy_manifest = manifest_for(request, copy);
  task.source = std::move(source);
  task.copy = std::move(copy);
  task.content = request.content;
  // A node that has booted has written to its paging space.
  task.rules.times = request.times && purpose != word(Purpose::kPaging);
  task.rules.time_tolerance = request.time_tolerance;
  task.always_read = [purpose](const std::string& path) { return is_node_file(purpose, path); };
  const auto changes = std::make_shared<RunningChanges>(purpose, request.ignored);
  task.rules.running = [changes](const std::string& path) { return changes->of(path); };
  task.purpose = std::move(purpose);
  return task;
}

bool ends_with_any(const std::string& name, const std::vector<std::string>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [&](const std::string& suffix) { return name.ends_with("." + suffix); });
}

// Files of one node that two service nodes made differ in an address, not in their size: they are
// read. They are small.
void compare_claims(CopyTask& task) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;
  task.purpose = kClaims;
  task.rules.only_common = true;
  task.rules.times = false;
  task.content.mode = ContentMode::kAll;
  task.content.read_limit = std::min(task.content.read_limit, kMostBytes);
}

// What wanted_copies() says of etc/.client_data, put into rules.
void keep_client_data_apart(const WantedCopy& wanted, CopyTask& task) {
  const auto running = std::move(task.rules.running);
  if (wanted.without_client_data) {
    task.rules.running = [running](const std::string& path) {
      return path == "etc/.client_data" ? Running::kAnything : running(path);
    };
  } else if (wanted.is_client_data) {
    task.rules.is_merged = [](const std::string&) { return true; };
    task.always_read = [](const std::string&) { return true; };
    task.rules.running = [running, own = wanted.own_suffixes](const std::string& path) {
      return path.empty() || ends_with_any(path, own) ? running(path) : Running::kAnything;
    };
  } else {
    task.rules.running = running;
  }
}

// Every difference, below the two trees that it is between.
CopyListeners listeners_for(std::ostream* list) {
  CopyListeners listeners;
  if (list == nullptr) return listeners;
  listeners.begins = [list](const CopySide& source, const CopySide& copy) {
    const auto text = [](const CopySide& side) {
      return side.manifest.empty() ? side.server + ":" + side.path : side.manifest;
    };
    *list << "# " << printable(text(source) + " -> " + text(copy)) << '\n';
  };
  listeners.differs = [list](const Difference& difference) {
    *list << itemised(difference) << '\n';
  };
  return listeners;
}

CopyObservation run_task(CopyRunner& runner, const CopyTask& task, const std::string& place_in_run,
                         Progress& progress, std::ostream* list) {
  const auto side = [](const TreePlace& place, const std::string& manifest) {
    return manifest.empty() ? text_of(place) : manifest;
  };
  const std::string what =
      side(task.source, task.source_manifest) + " -> " + side(task.copy, task.copy_manifest);
  progress.stage(place_in_run + what);
  Pace pace(progress, place_in_run + what);
  CopyListeners listeners = listeners_for(list);
  listeners.progress = [&pace](const CompareCounts& so_far) { pace.tell(so_far); };
  return runner.run(task, listeners);
}

// The first speaker that may ask for a node that mounts the tree there; null: none.
const Speaker* speaker_for(const TreePlace& place, const std::vector<Speaker>& speakers) {
  const auto may_ask = [&](const Speaker& speaker) {
    if (!speaker.cannot_ask.empty()) return false;
    return std::any_of(place.plans.begin(), place.plans.end(), [&](std::uint32_t plan) {
      return std::binary_search(speaker.nodes.begin(), speaker.nodes.end(), plan);
    });
  };
  const auto found = std::find_if(speakers.begin(), speakers.end(), may_ask);
  return found == speakers.end() ? nullptr : &*found;
}

// A mistyped one would be asked over NFS instead.
void tell_unused_manifests(const CopiesRequest& request, const std::vector<WantedCopy>& wanted) {
  std::set<std::string> places;
  for (const WantedCopy& copy : wanted) {
    places.insert(text_of(copy.source));
    places.insert(text_of(copy.copy));
  }
  for (const auto& [place, file] : request.manifests) {
    if (places.count(place) != 0) continue;
    std::cerr << "nfsready: --manifest " << printable(place)
              << ": no tree of this run lies there, so the file is not read\n";
  }
}

CopyObservation nobody_asks(std::string_view purpose, const TreePlace& source,
                            const TreePlace& copy) {
  CopyObservation seen;
  seen.purpose = purpose;
  seen.source.server = source.server;
  seen.source.path = source.path;
  seen.copy.server = copy.server;
  seen.copy.path = copy.path;
  seen.source.trouble = "no node that mounts these trees could be asked for at the same time";
  return seen;
}

// Nothing when nobody may ask for one of the trees.
std::optional<CopyTask> askable_task(const CopiesRequest& request, const WantedCopy& wanted,
                                     const std::vector<Speaker>& speakers) {
  const Speaker* const source = speaker_for(wanted.source, speakers);
  const Speaker* const copy = speaker_for(wanted.copy, speakers);
  CopyTask task = task_for(request, std::string(word(wanted.purpose)), wanted.source, wanted.copy);
  if (source == nullptr && task.source_manifest.empty()) return std::nullopt;
  if (copy == nullptr && task.copy_manifest.empty()) return std::nullopt;
  if (source != nullptr) task.source_caller = {source->source, source->machine};
  if (copy != nullptr) task.copy_caller = {copy->source, copy->machine};
  keep_client_data_apart(wanted, task);
  return task;
}

// The etc/.client_data that are merged on one server. Those that can be asked at the same time are
// compared with each other, each two of them once.
class Merged {
 public:
  Merged(const CopiesRequest& request, const std::vector<WantedCopy>& wanted,
         const std::vector<std::size_t>& trees)
      : task_(task_for(request, std::string(word(wanted[trees.front()].purpose)), {}, {})) {
    compare_claims(task_);
    for (const std::size_t tree : trees) {
      const TreePlace& place = wanted[tree].source;
      trees_.push_back({place, {}, manifest_for(request, place), wanted[tree].own_suffixes});
    }
    met_.assign(trees_.size(), std::vector<bool>(trees_.size()));
  }

  void ask(const std::vector<Speaker>& speakers, CopyRunner& runner, Progress& progress,
           std::ostream* list) {
    std::vector<ClaimedTree> asked;
    if (!meets_anew(speakers, asked)) return;
    progress.stage("etc/.client_data of " + std::to_string(asked.size()) + " service nodes");
    for (CopyObservation& seen : runner.run_claims(asked, task_, listeners_for(list))) {
      const bool is_known =
          std::any_of(seen_.begin(), seen_.end(), [&](const CopyObservation& known) {
            return known.source.server == seen.source.server &&
                   known.copy.server == seen.copy.server;
          });
      if (!is_known) seen_.push_back(std::move(seen));
    }
  }

  // What was seen, and for each tree that did not meet all of those before it, that nobody asks.
  void take(std::vector<CopyObservation>& all) const {
    all.insert(all.end(), seen_.begin(), seen_.end());
    for (std::size_t i = 1; i < trees_.size(); ++i) {
      const auto missed = std::find(met_[i].begin(), met_[i].begin() + to_offset(i), false);
      if (missed == met_[i].begin() + to_offset(i)) continue;
      const auto other = static_cast<std::size_t>(missed - met_[i].begin());
      all.push_back(nobody_asks(kClaims, trees_[other].place, trees_[i].place));
    }
  }

 private:
  static std::ptrdiff_t to_offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  // Whether two of those that can be asked now have not met.
  bool meets_anew(const std::vector<Speaker>& speakers, std::vector<ClaimedTree>& asked) {
    std::vector<std::size_t> now;
    for (std::size_t i = 0; i < trees_.size(); ++i) {
      const Speaker* const speaker = speaker_for(trees_[i].place, speakers);
      if (speaker == nullptr && trees_[i].manifest.empty()) continue;
      if (speaker != nullptr) trees_[i].caller = {speaker->source, speaker->machine};
      now.push_back(i);
      asked.push_back(trees_[i]);
    }
    bool is_new = false;
    for (const std::size_t one : now) {
      for (const std::size_t other : now) {
        if (other >= one) continue;
        is_new = is_new || !met_[one][other];
        met_[one][other] = true;
      }
    }
    return is_new;
  }

  CopyTask task_;
  std::vector<ClaimedTree> trees_;
  std::vector<std::vector<bool>> met_;  // of a tree, with those before it
  std::vector<CopyObservation> seen_;
};

}  // namespace

void add_copies_options(po::options_description& options) {
  options.add_options()  //
      ("content", po::value<std::string>()->value_name("WHICH")->default_value("none"),
       "read files and compare what is in them: all, a sample with files of every directory and\n"
       "every size, or none")  //
      ("read-limit", po::value<std::string>()->value_name("BYTES"),
       "with --content: read no more than so many bytes of each side of a copy, for example 500M,\n"
       "2G; 1G for a sample when it is not given")  //
      ("seed", po::value<std::string>()->value_name("NUMBER")->default_value("0"),
       "another number draws another sample")  //
      ("ignore", po::value<std::vector<std::string>>()->value_name("PATTERN"),
       "pass over what a running cluster changes: a name (*.log), a path from the tree's root\n"
       "(etc/motd), or all below one (var/adm/**); may be repeated")  //
      ("time-tolerance", po::value<std::string>()->value_name("SECONDS")->default_value("1"),
       "times of files that differ by no more are alike")  //
      ("no-times", "do not compare times")                 //
      ("manifest", po::value<std::vector<std::string>>()->value_name("SERVER:PATH=FILE"),
       "read a tree from a manifest instead of the server; may be repeated");
}

namespace {

// "2G", "500M", "4096": powers of 1024.
std::optional<std::uint64_t> read_bytes(std::string text) {
  constexpr std::string_view kUnits = "KMGT";
  const std::size_t unit = text.empty() ? std::string::npos : kUnits.find(text.back());
  if (unit != std::string::npos) text.pop_back();
  const auto number = parse_decimal(text);
  const std::size_t shift = unit == std::string::npos ? 0 : 10 * (unit + 1);
  if (!number || *number == 0 || *number > UINT64_MAX >> shift) return std::nullopt;
  return *number << shift;
}

Result<ContentWish> read_content_wish(const ParsedOptions& options) {
  constexpr std::uint64_t kOfSample = std::uint64_t{1} << 30;
  ContentWish wish;
  const std::string content = options.text("content");
  if (content == "sample") {
    wish.mode = ContentMode::kSample;
    wish.read_limit = kOfSample;
  } else if (content == "all") {
    wish.mode = ContentMode::kAll;
  } else if (content != "none") {
    return Error{"--content is '" + content + "': expected sample, all or none", {}};
  }
  const bool says_how = options.has("read-limit") || !options.values["seed"].defaulted();
  if (says_how && wish.mode == ContentMode::kNone) {
    return Error{"--read-limit and --seed go with --content", {}};
  }
  if (options.has("read-limit")) {
    const auto limit = read_bytes(options.text("read-limit"));
    if (!limit) {
      return Error{"--read-limit is '" + options.text("read-limit") +
                       "': expected a number of bytes, for example 500M or 2G",
                   {}};
    }
    wish.read_limit = *limit;
  }
  const auto seed = parse_decimal(options.text("seed"));
  if (!seed) return Error{"--seed is '" + options.text("seed") + "': expected a number", {}};
  wish.seed = *seed;
  return wish;
}

}  // namespace

Result<CopiesRequest> read_copies_request(const ParsedOptions& options, const LiveRequest& live) {
  CopiesRequest request;
  request.live = live;
  const auto texts = [&](const char* name) {
    return options.has(name) ? options.values[name].as<std::vector<std::string>>()
                             : std::vector<std::string>();
  };
  auto content = read_content_wish(options);
  if (!content) return content.error();
  request.content = content.value();
  request.ignored = texts("ignore");
  for (const std::string& pattern : request.ignored) {
    if (pattern.empty()) return Error{"--ignore is empty", {}};
  }
  request.times = !options.has("no-times");
  const auto tolerance = parse_decimal(options.text("time-tolerance"));
  if (!tolerance || *tolerance > INT32_MAX) {
    return Error{"--time-tolerance is '" + options.text("time-tolerance") +
                     "': expected a number of seconds",
                 {}};
  }
  request.time_tolerance = static_cast<std::int64_t>(*tolerance);
  for (const std::string& text : texts("manifest")) {
    const std::size_t equals = text.rfind('=');
    const std::size_t colon = text.find(":/");
    if (equals == std::string::npos || colon == std::string::npos || equals < colon ||
        equals + 1 == text.size()) {
      return Error{"--manifest is '" + text + "': expected SERVER:/PATH=FILE", {}};
    }
    request.manifests[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return request;
}

namespace {

bool has_copies_option(const ParsedOptions& options) {
  for (const char* const name :
       {"content", "read-limit", "seed", "ignore", "time-tolerance", "no-times", "manifest"}) {
    if (options.has(name) && !options.values[name].defaulted()) return true;
  }
  return false;
}

}  // namespace

Result<std::optional<CopiesRequest>> read_wanted_copies(const ParsedOptions& options,
                                                        const LiveRequest& live) {
  if (!options.has("copies")) {
    if (has_copies_option(options)) return Error{"options of a comparison need --copies", {}};
    return std::optional<CopiesRequest>();
  }
  auto request = read_copies_request(options, live);
  if (!request) return request.error();
  return std::optional(std::move(request.value()));
}

Result<std::vector<CopyObservation>> compare_site(const Audit& audit, const CopiesRequest& request,
                                                  const std::atomic<bool>& stop, Progress& progress,
                                                  std::ostream* list) {
  const std::vector<WantedCopy> wanted = wanted_copies(*audit.site, audit.plans);
  progress.stop();
  tell_unused_manifests(request, wanted);
  std::vector<std::optional<CopyObservation>> seen(wanted.size());
  std::vector<Merged> merged;
  for (const auto& trees : merged_client_data(wanted)) merged.emplace_back(request, wanted, trees);
  CopyRunner runner(options_for(request.live, stop));
  const auto asked = for_each_group(audit, request.live, stop, [&](const auto& speakers) {
    for (std::size_t i = 0; i < wanted.size() && !stop; ++i) {
      if (seen[i]) continue;
      const auto task = askable_task(request, wanted[i], speakers);
      if (!task) continue;
      const std::string place_in_run =
          "copy " + std::to_string(i + 1) + " of " + std::to_string(wanted.size()) + ": ";
      seen[i] = run_task(runner, *task, place_in_run, progress, list);
    }
    for (Merged& one : merged) {
      if (!stop) one.ask(speakers, runner, progress, list);
    }
  });
  if (!asked) return asked.error();
  std::vector<CopyObservation> all;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    all.push_back(seen[i] ? std::move(*seen[i])
                          : nobody_asks(word(wanted[i].purpose), wanted[i].source, wanted[i].copy));
  }
  for (const Merged& one : merged) one.take(all);
  return all;
}

Result<Caller> caller_for(const LiveRequest& request) {
  Caller caller;
  caller.asks.machine = host_name();
  caller.asks.source.port = request.port;
  if (request.network_namespace.empty()) return caller;
  auto opened = open_network_namespace(request.network_namespace);
  if (!opened) return opened.error();
  caller.network_namespace = std::move(opened.value());
  caller.asks.source.network_namespace = caller.network_namespace.get();
  return caller;
}

CopyOptions options_for(const LiveRequest& request, const std::atomic<bool>& stop) {
  const Milliseconds timeout(1000 * request.timeout_seconds);
  CopyOptions options;
  options.survey.connect = std::min(options.survey.connect, timeout);
  options.survey.call = timeout;
  options.limits.pipeline = {request.in_flight, options.survey.connect, timeout};
  options.stop = &stop;
  return options;
}

Result<CopyObservation> compare_trees(const TreePair& trees, const CopiesRequest& request,
                                      const std::atomic<bool>& stop, Progress& progress,
                                      std::ostream* list) {
  const auto caller = caller_for(request.live);
  if (!caller) return caller.error();
  CopyTask task = task_for(request, trees.purpose, trees.source.place, trees.copy.place);
  task.source_manifest = trees.source.manifest;
  task.copy_manifest = trees.copy.manifest;
  task.source_caller = caller.value().asks;
  task.copy_caller = caller.value().asks;
  CopyRunner runner(options_for(request.live, stop));
  return run_task(runner, task, {}, progress, list);
}

}  // namespace nfsready
