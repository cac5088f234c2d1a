#include <string_view>

#include "base/text.h"
#include "observe/hex.h"
#include "observe/nfs_status.h"
#include "observe/probe_batch.h"

namespace nfsready {

namespace {

void mount(ProbeBatch& batch) {
  std::vector<ProbedPath>& paths = batch.paths;
  batch.routes.mount.run(
      items_where(paths, [](const ProbedPath&) { return true; }),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        connection.mnt(paths[item].identity, paths[item].target->path, std::move(answered));
      },
      [&](Pipeline::Item item, Reply reply) {
        MountObservation& seen = paths[item].seen;
        seen.mnt = reply.end;
        seen.flavours = std::move(reply.flavours);
        seen.handle = to_hex(reply.handle);
        if (reply.end.reach != Reach::kAnswered) seen.detail = batch.routes.mount.detail();
        paths[item].root = std::move(reply.handle);
      });
}

using Ask = void (NfsConnection::*)(const Identity&, const Handle&, Answered);

template <typename IsWanted, typename Take>
void ask_roots(ProbeBatch& batch, Ask ask, const IsWanted& is_wanted, const Take& take) {
  std::vector<ProbedPath>& paths = batch.paths;
  batch.routes.nfs.run(
      items_where(paths, is_wanted),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        (connection.*ask)(paths[item].identity, paths[item].root, std::move(answered));
      },
      [&](Pipeline::Item item, Reply reply) { take(paths[item].seen, reply); });
}

void look_at_roots(ProbeBatch& batch) {
  ask_roots(
      batch, &NfsConnection::getattr, [](const ProbedPath& path) { return path.seen.mnt.ok(); },
      [](MountObservation& seen, const Reply& reply) {
        seen.getattr = reply.end;
        seen.root = reply.attributes;
      });
  const auto is_open = [](const ProbedPath& path) { return path.is_open(); };
  ask_roots(batch, &NfsConnection::fsinfo, is_open, [](MountObservation& seen, const Reply& reply) {
    seen.fsinfo = reply.end;
    seen.read_max = reply.read_max;
    seen.write_max = reply.write_max;
  });
  ask_roots(batch, &NfsConnection::fsstat, is_open, [](MountObservation& seen, const Reply& reply) {
    seen.fsstat = reply.end;
    seen.bytes_total = reply.bytes_total;
    seen.bytes_available = reply.bytes_available;
    seen.files_total = reply.files_total;
    seen.files_available = reply.files_available;
  });
  ask_roots(batch, &NfsConnection::access, is_open, [](MountObservation& seen, const Reply& reply) {
    seen.access = reply.end;
    seen.access_bits = reply.access;
  });
}

// What a server that wants reserved ports says: Linux refuses MNT and then every call, Ganesha
// denies the calls only.
bool wants_second_try(const ProbedPath& path) {
  return is_refusal(path.seen.mnt) || (path.seen.mnt.ok() && is_refusal(path.seen.getattr));
}

// From a reserved port MNT comes first too: some servers tie the handle to the caller.
void try_reserved(ProbeBatch& batch) {
  std::vector<ProbedPath>& paths = batch.paths;
  batch.routes.reserved_mount.run(
      items_where(paths, wants_second_try),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        connection.mnt(paths[item].identity, paths[item].target->path, std::move(answered));
      },
      [&](Pipeline::Item item, Reply reply) {
        paths[item].seen.reserved_mnt = reply.end;
        if (reply.end.reach == Reach::kLocal) {
          paths[item].seen.detail = batch.routes.reserved_mount.detail();
        }
        paths[item].reserved_root = std::move(reply.handle);
      });
  batch.routes.reserved_nfs.run(
      items_where(paths, [](const ProbedPath& path) { return path.seen.reserved_mnt.ok(); }),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        connection.getattr(paths[item].identity, paths[item].reserved_root, std::move(answered));
      },
      [&](Pipeline::Item item, Reply reply) { paths[item].seen.reserved_getattr = reply.end; });
}

// A mount that was granted and whose answer was lost is given back too: a UMNT too many is
// answered like any other (RFC 1813, section 5.2.3).
bool may_be_mounted(const CallEnd& mnt) {
  return mnt.ok() || mnt.reach == Reach::kNoAnswer || mnt.reach == Reach::kClosed;
}

template <typename IsWanted, typename Take>
void unmount(Pipeline& route, std::vector<ProbedPath>& paths, const IsWanted& is_wanted,
             const Take& take) {
  route.run_to_the_end(
      items_where(paths, is_wanted),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        connection.umnt(paths[item].identity, paths[item].target->path, std::move(answered));
      },
      take);
}

}  // namespace

void mount_paths(ProbeBatch& batch) {
  mount(batch);
  look_at_roots(batch);
  if (batch.options.reserved_fallback) try_reserved(batch);
}

void unmount_paths(ProbeBatch& batch) {
  std::vector<ProbedPath>& paths = batch.paths;
  unmount(
      batch.routes.mount, paths,
      [](const ProbedPath& path) { return may_be_mounted(path.seen.mnt); },
      [&](Pipeline::Item item, const Reply& reply) { paths[item].seen.umnt = reply.end; });
  unmount(
      batch.routes.reserved_mount, paths,
      [](const ProbedPath& path) { return may_be_mounted(path.seen.reserved_mnt); },
      [&](Pipeline::Item item, const Reply& reply) {
        CallEnd& umnt = paths[item].seen.umnt;
        const bool first_is_left = umnt.reach != Reach::kNotAsked && !umnt.ok();
        if (!first_is_left) umnt = reply.end;
      });
}

}  // namespace nfsready
