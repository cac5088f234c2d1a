#include "copy/copy_run.h"

#include <utility>

#include "copy/contents.h"
#include "copy/copy_summary.h"
#include "copy/itemised.h"
#include "copy/manifest.h"
#include "copy/shared_names.h"

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

// Snapshots, say, may hold many times what the tree does.
LeftOut passed_over_by(const CompareRules& rules) {
  if (!rules.running) return nullptr;
  return [running = rules.running](const std::string& path) {
    return running(path) == Running::kAnything;
  };
}

FilePair pair_of(const std::string& path, const Entry& source, const Entry& copy) {
  FilePair pair;
  pair.path = path;
  pair.size = source.size.value_or(0);
  pair.source_time = source.mtime.value_or(0);
  pair.copy_time = copy.mtime.value_or(0);
  pair.source_handle = source.handle;
  pair.copy_handle = copy.handle;
  pair.source_digest = source.digest;
  pair.copy_digest = copy.digest;
  return pair;
}

// Reads what the user wished to have read, some files at a time.
class ContentComparison {
 public:
  ContentComparison(const CopyTask& task, Contents contents,
                    const std::function<void(Difference)>& differs)
      : task_(task),
        wish_(task.content),
        contents_(std::move(contents)),
        differs_(differs),
        sample_(wish_.seed, wish_.read_limit) {}

  void add(const std::string& path, const Entry& source, const Entry& copy) {
    const bool always = task_.always_read && task_.always_read(path);
    if (!always && wish_.mode == ContentMode::kNone) return;
    FilePair pair = pair_of(path, source, copy);
    if (pair.size == 0 || !Contents::can_compare(pair)) return;
    if (always && kMostAlways - always_ >= pair.size) {
      always_ += pair.size;
      queue(std::move(pair));
    } else if (wish_.mode == ContentMode::kSample) {
      sample_.add(std::move(pair));
    } else if (wish_.mode == ContentMode::kAll && wish_.read_limit - planned_ >= pair.size) {
      planned_ += pair.size;
      queue(std::move(pair));
    }
  }

  void finish() {
    for (FilePair& pair : sample_.take()) queue(std::move(pair));
    compare_queued();
  }

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t files() const { return files_; }

 private:
  static constexpr std::size_t kFilesAtOnce = 512;
  static constexpr std::uint64_t kMostAlways = std::uint64_t{64} << 20;

  void queue(FilePair pair) {
    queued_.push_back(std::move(pair));
    if (queued_.size() == kFilesAtOnce) compare_queued();
  }

  void compare_queued() {
    for (ContentResult& result : contents_.compare(std::exchange(queued_, {}))) {
      if (!result.differs || *result.differs == CopyAspect::kContents) {
        bytes_ += result.pair.size;
        ++files_;
      }
      // Of two digests the comparison of the trees has told it.
      const bool is_told = !result.pair.source_digest.empty() && !result.pair.copy_digest.empty();
      if (!result.differs || is_told) continue;
      Entry entry;
      entry.size = result.pair.size;
      differs_(
          {std::move(result.pair.path), entry, entry, {*result.differs}, std::move(result.words)});
    }
  }

  const CopyTask& task_;
  const ContentWish& wish_;
  Contents contents_;
  const std::function<void(Difference)>& differs_;
  ContentSample sample_;
  std::vector<FilePair> queued_;
  std::uint64_t planned_ = 0;  // bytes, as wished
  std::uint64_t always_ = 0;   // bytes, anyway
  std::uint64_t bytes_ = 0;
  std::uint64_t files_ = 0;
};

}  // namespace

CopyRunner::CopyRunner(const CopyOptions& options) : options_(options) {}

const ServerObservation& CopyRunner::survey(const std::string& server, const Address& address,
                                            const Source& source) {
  const std::pair key(source.network_namespace, address);
  const auto found = surveys_.find(key);
  if (found != surveys_.end()) return found->second;
  return surveys_.emplace(key, survey_server({}, source, server, address, options_.survey))
      .first->second;
}

OpenTree CopyRunner::open(const TreePlace& place, const TreeCaller& caller,
                          const std::string& manifest, const LeftOut& left_out, CopySide& side) {
  side.server = place.server;
  side.path = place.path;
  side.manifest = manifest;
  if (!manifest.empty()) {
    auto read = read_manifest(manifest, options_.stop);
    if (read) return {std::move(read.value()), std::nullopt};
    side.trouble = read.error().message;
    return {};
  }
  if (place.addresses.empty()) side.trouble = "its address is not known";
  side.silent = true;  // until an address answers
  for (const Address& address : place.addresses) {
    const ServerObservation& seen = survey(place.server, address, caller.source);
    NfsPlace at{caller.source,
                address,
                port_of(seen, kMountProgram, kVersion),
                port_of(seen, kNfsProgram, kVersion),
                place.path,
                caller.machine};
    if (at.mount_port == 0 || at.nfs_port == 0) {
      side.trouble = why_not(seen);
      continue;
    }
    side.silent = false;
    NoTree why;
    auto tree = NfsTree::open(at, options_.limits, left_out, options_.stop, why);
    if (tree) {
      side.trouble = {};
      return {std::move(tree), std::move(at)};
    }
    side.trouble = address.text() + ": " + why.words;
    side.missing = why.missing;
    side.stale = why.stale;
    return {};  // the server has answered: another address is no other server
  }
  return {};
}

CopyObservation CopyRunner::run(const CopyTask& task, const CopyListeners& listeners) {
  CopyObservation seen;
  seen.purpose = task.purpose;
  const LeftOut left_out = passed_over_by(task.rules);
  const OpenTree source =
      open(task.source, task.source_caller, task.source_manifest, left_out, seen.source);
  const OpenTree copy = open(task.copy, task.copy_caller, task.copy_manifest, left_out, seen.copy);
  if (listeners.begins) listeners.begins(seen.source, seen.copy);
  if (source.tree && copy.tree) compare_opened(source, copy, task, listeners, seen);
  return seen;
}

void CopyRunner::compare_opened(const OpenTree& source, const OpenTree& copy, const CopyTask& task,
                                const CopyListeners& listeners, CopyObservation& seen) {
  CopySummary summary;
  CompareEvents events;
  events.differs = [&](const Difference& difference) {
    summary.add(difference);
    ++seen.differing;
    if (seen.listed.size() < kMostListed) seen.listed.push_back(itemised(difference));
    if (listeners.differs) listeners.differs(difference);
  };
  events.progress = listeners.progress;
  ContentComparison contents(
      task, Contents(source.place, copy.place, options_.limits, options_.stop), events.differs);
  if (task.content.mode != ContentMode::kNone || task.always_read) {
    events.same_size = [&contents](const std::string& path, const Entry& left, const Entry& right) {
      contents.add(path, left, right);
    };
  }
  const CompareCounts counts = compare(*source.tree, *copy.tree, task.rules, events, options_.stop);
  contents.finish();
  seen.source.entries = counts.source_entries;
  seen.copy.entries = counts.copy_entries;
  seen.bytes = counts.bytes;
  if (task.content.mode != ContentMode::kNone) {
    seen.bytes_compared = contents.bytes();
    seen.files_compared = contents.files();
  }
  seen.passed_over = counts.passed_over;
  seen.differences = summary.differences();
  seen.whole = !is_stopped(options_);
}

// One of several: where it is, and all its names. Not open: the side says why.
struct CopyRunner::ReadTree {
  CopySide side;
  bool is_open = false;
  std::optional<NfsPlace> place;
  Entry root;
  HeldNames held;
};

CopyRunner::ReadTree CopyRunner::read(const ClaimedTree& tree, const CopyTask& task) {
  ReadTree read;
  const OpenTree opened =
      open(tree.place, tree.caller, tree.manifest, passed_over_by(task.rules), read.side);
  if (!opened.tree) return read;
  read.place = opened.place;
  read.root = opened.tree->root();
  read.held.own_suffixes = tree.own_suffixes;
  while (auto listing = opened.tree->next()) {
    read.side.entries += listing->entries.size();
    read.held.listings.push_back(std::move(*listing));
    if (read.side.entries <= options_.most_claimed) continue;
    read.side.trouble = "it holds more than " + std::to_string(options_.most_claimed) + " names";
    return read;
  }
  read.is_open = true;
  return read;
}

std::vector<CopyObservation> CopyRunner::run_claims(const std::vector<ClaimedTree>& trees,
                                                    const CopyTask& task,
                                                    const CopyListeners& listeners) {
  std::vector<ReadTree> all;
  all.reserve(trees.size());
  for (const ClaimedTree& tree : trees) all.push_back(read(tree, task));
  std::vector<CopyObservation> observations;
  const auto add = [&](const ReadTree& source, const ReadTree& copy) -> CopyObservation& {
    CopyObservation& seen = observations.emplace_back();
    seen.purpose = task.purpose;
    seen.source = source.side;
    seen.copy = copy.side;
    if (listeners.begins) listeners.begins(seen.source, seen.copy);
    return seen;
  };
  std::vector<const ReadTree*> opened;
  std::vector<HeldNames> held;
  for (ReadTree& tree : all) {
    if (!tree.is_open) continue;
    opened.push_back(&tree);
    held.push_back(std::move(tree.held));
  }
  for (SharedByTwo& shared : shared_names(held)) {
    const ReadTree& source = *opened[shared.first];
    const ReadTree& copy = *opened[shared.second];
    CopyObservation& seen = add(source, copy);
    compare_opened(
        {std::make_unique<ListedTree>(source.root, std::move(shared.of_first)), source.place},
        {std::make_unique<ListedTree>(copy.root, std::move(shared.of_second)), copy.place}, task,
        listeners, seen);
    seen.source.entries = source.side.entries;
    seen.copy.entries = copy.side.entries;
  }
  if (all.empty()) return observations;
  // One that is not open tells of itself, so it stands next to one that is.
  const ReadTree& beside = opened.empty() ? all.front() : *opened.front();
  for (const ReadTree& tree : all) {
    if (!tree.is_open && &tree != &beside) add(beside, tree);
  }
  return observations;
}

}  // namespace nfsready
