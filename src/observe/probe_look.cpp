#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "observe/hex.h"
#include "observe/nfs_status.h"
#include "observe/probe_batch.h"
#include "observe/probe_name.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kChunk = 64 * 1024;
constexpr std::size_t kMaxText = std::size_t{4} * 1024 * 1024;  // a hosts file of 100,000 nodes
constexpr std::size_t kMaxReads = kMaxText / 8192;  // of one text: a server may give less each time
constexpr std::uint32_t kMaxPages = 8;              // of READDIRPLUS, 32 KiB each
constexpr std::uint32_t kMaxPagesOfWritten = 512;   // where leftovers may be: 100,000 names or so
constexpr std::size_t kMaxLeftovers = 100;
constexpr std::uint64_t kHoleBlock = 4096;
constexpr std::uint64_t kHoleSamples = 8;  // places of a file that are read

// A directory to be listed: the mounted path, or the one below it in which the node writes.
struct Listing {
  std::size_t path = 0;  // into ProbeBatch::paths
  Handle directory;
  std::string below;  // relative, with a slash at its end; empty: the mounted path
  DirectoryPosition position;
  bool was_stale = false;
};

void keep_page(const Listing& listing, const Reply& reply, MountObservation& seen) {
  if (listing.below.empty()) {
    seen.listing = reply.end;
    seen.entries += static_cast<std::uint32_t>(reply.entries.size());
  }
  for (const DirectoryEntry& entry : reply.entries) {
    if (is_probe_name(entry.name) && seen.leftovers.size() < kMaxLeftovers) {
      seen.leftovers.push_back(listing.below + entry.name);
    }
  }
}

// A directory is stale to NFS-Ganesha, once, when a file in it is that it still had in mind.
bool is_first_stale(Listing& listing, const Reply& reply) {
  return is_status(reply.end, nfs_status::kStale) && !std::exchange(listing.was_stale, true);
}

// A server that turns in a circle is not asked for ever.
bool goes_on(const ProbeBatch& batch, const Listing& listing, const Reply& reply,
             std::uint32_t page) {
  if (!reply.end.ok() || reply.end_of_file || reply.entries.empty()) return false;
  if (reply.entries.back().cookie == listing.position.cookie) return false;
  const bool is_written = batch.paths[listing.path].target->write;
  return page + 1 < (is_written ? kMaxPagesOfWritten : kMaxPages);
}

// READDIRPLUS, bounded: for what an earlier run left, and to see whether the path can be listed at
// all.
void list(ProbeBatch& batch, std::vector<Listing>& listings) {
  auto open = items_where(listings, [](const Listing&) { return true; });
  for (std::uint32_t page = 0; !open.empty(); ++page) {
    std::vector<Pipeline::Item> unfinished;
    batch.routes.nfs.run(
        open,
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          const Listing& listing = listings[item];
          connection.readdirplus(batch.paths[listing.path].identity, listing.directory,
                                 listing.position, std::move(answered));
        },
        [&](Pipeline::Item item, const Reply& reply) {
          Listing& listing = listings[item];
          if (is_first_stale(listing, reply)) {
            unfinished.push_back(item);
            return;
          }
          keep_page(listing, reply, batch.paths[listing.path].seen);
          if (!goes_on(batch, listing, reply, page)) return;
          listing.position = {reply.entries.back().cookie, reply.cookie_verifier};
          unfinished.push_back(item);
        });
    open = std::move(unfinished);
  }
}

void list_paths(ProbeBatch& batch) {
  std::vector<Listing> listings;
  for (std::size_t i = 0; i < batch.paths.size(); ++i) {
    const ProbedPath& path = batch.paths[i];
    if (path.is_open() && path.seen.root && path.seen.root->type == kTypeDirectory) {
      listings.push_back({i, path.root, {}, {}});
    }
  }
  list(batch, listings);
}

// Where a probe file of an earlier run would be: that run may have been for any of the nodes.
void list_written_directories(ProbeBatch& batch) {
  std::vector<Listing> listings;
  for (const Walk& walk : batch.walks) {
    const bool is_directory = walk.end.ok() && walk.is_found() && walk.attributes &&
                              walk.attributes->type == kTypeDirectory;
    if (walk.wanted->look != Look::kWriteHere || !is_directory) continue;
    listings.push_back({walk.path, walk.at, walk.wanted->name + "/", {}});
  }
  list(batch, listings);
}

bool is_file(const Walk& walk) {
  return walk.end.ok() && walk.is_found() && walk.attributes && walk.attributes->type == kTypeFile;
}

bool may_keep(const ProbeOptions& options, std::size_t bytes) {
  const auto wanted = static_cast<std::int64_t>(bytes);
  return options.text_bytes_left == nullptr || options.text_bytes_left->fetch_sub(wanted) >= wanted;
}

void read_texts(ProbeBatch& batch) {
  std::vector<Walk>& walks = batch.walks;
  std::vector<FileSeen> files(walks.size());
  auto items = items_where(
      walks, [](const Walk& walk) { return walk.wanted->look == Look::kText && is_file(walk); });
  const auto wanted = items;
  for (std::size_t reads = 1; !items.empty(); ++reads) {
    std::vector<Pipeline::Item> unfinished;
    batch.routes.nfs.run(
        items,
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          connection.read(batch.identity(walks[item]), walks[item].at, files[item].text.size(),
                          kChunk, std::move(answered));
        },
        [&](Pipeline::Item item, const Reply& reply) {
          FileSeen& file = files[item];
          file.end = reply.end;
          file.cut = !may_keep(batch.options, reply.data.size());
          if (file.cut) return;
          file.text += reply.data;
          if (!reply.end.ok() || reply.end_of_file) return;
          file.cut = reply.data.empty() || file.text.size() >= kMaxText || reads == kMaxReads;
          if (!file.cut) unfinished.push_back(item);
        });
    items = std::move(unfinished);
  }
  for (const Pipeline::Item item : wanted) {
    files[item].name = walks[item].wanted->name;
    batch.paths[walks[item].path].seen.files.push_back(std::move(files[item]));
  }
}

// The places that are read: spread evenly, the first and the last block among them.
std::uint64_t sample_offset(std::uint64_t size, std::uint64_t sample) {
  const std::uint64_t blocks = (size + kHoleBlock - 1) / kHoleBlock;
  return (blocks - 1) * sample / (kHoleSamples - 1) * kHoleBlock;
}

bool is_zeros(std::string_view data) {
  return data.find_first_not_of('\0') == std::string_view::npos;
}

void read_holes(ProbeBatch& batch) {
  std::vector<Walk>& walks = batch.walks;
  std::vector<HolesSeen> seen(walks.size());
  const auto items = items_where(walks, [](const Walk& walk) {
    return walk.wanted->look == Look::kHoles && is_file(walk) && walk.attributes->size > 0;
  });
  for (const Pipeline::Item item : items) seen[item].end = {Reach::kAnswered, 0};
  for (std::uint64_t sample = 0; sample < kHoleSamples; ++sample) {
    batch.routes.nfs.run(
        items,
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          connection.read(batch.identity(walks[item]), walks[item].at,
                          sample_offset(walks[item].attributes->size, sample), kHoleBlock,
                          std::move(answered));
        },
        [&](Pipeline::Item item, const Reply& reply) {
          if (!reply.end.ok()) seen[item].end = reply.end;
          seen[item].bytes_read += reply.data.size();
          seen[item].zeros = seen[item].zeros && is_zeros(reply.data);
        });
  }
  for (const Pipeline::Item item : items) {
    seen[item].name = walks[item].wanted->name;
    batch.paths[walks[item].path].seen.holes.push_back(std::move(seen[item]));
  }
}

void keep_names(ProbeBatch& batch) {
  for (const Walk& walk : batch.walks) {
    const bool is_there = walk.end.ok() && walk.is_found();
    batch.paths[walk.path].seen.names.push_back({walk.wanted->name, walk.end, walk.attributes,
                                                 is_there ? to_hex(walk.at) : std::string(),
                                                 walk.link});
  }
}

}  // namespace

void look_at_paths(ProbeBatch& batch) {
  list_paths(batch);
  walk_to_names(batch);
  list_written_directories(batch);
  keep_names(batch);
  read_texts(batch);
  read_holes(batch);
}

}  // namespace nfsready
