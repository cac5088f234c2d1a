#include <utility>

#include "base/text.h"
#include "observe/probe_batch.h"

namespace nfsready {

namespace {

constexpr std::size_t kMostLinks = 8;   // of one name, one behind the other
constexpr std::size_t kMostParts = 64;  // of a name with the targets of its links

using Parts = std::vector<std::string>;

Parts parts_of(std::string_view name) {
  Parts parts;
  for (const std::string_view part : split(name, '/')) {
    if (!part.empty() && part != "." && part != "..") parts.emplace_back(part);
  }
  return parts;
}

void begin_walks(ProbeBatch& batch) {
  for (std::size_t i = 0; i < batch.paths.size(); ++i) {
    const ProbedPath& path = batch.paths[i];
    for (const WantedName& wanted : path.target->names) {
      Walk walk;
      walk.path = i;
      walk.wanted = &wanted;
      walk.parts = parts_of(wanted.name);
      walk.at = path.root;
      if (path.is_open()) walk.end = path.seen.getattr;
      batch.walks.push_back(std::move(walk));
    }
  }
}

bool is_at_link(const Walk& walk) {
  return walk.end.ok() && walk.depth > 0 && walk.attributes && walk.attributes->type == kTypeLink;
}

// A component a step, all names at once.
void look_up_parts(ProbeBatch& batch) {
  std::vector<Walk>& walks = batch.walks;
  const auto goes_on = [](const Walk& walk) {
    return walk.end.ok() && !walk.is_found() && !is_at_link(walk);
  };
  for (auto items = items_where(walks, goes_on); !items.empty();
       items = items_where(walks, goes_on)) {
    batch.routes.nfs.run(
        items,
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          const Walk& walk = walks[item];
          connection.lookup(batch.identity(walk), walk.at, walk.parts[walk.depth],
                            std::move(answered));
        },
        [&](Pipeline::Item item, Reply reply) {
          Walk& walk = walks[item];
          walk.end = reply.end;
          if (!reply.end.ok()) return;
          ++walk.depth;
          walk.at = std::move(reply.handle);
          walk.attributes = reply.attributes;
        });
  }
}

// LOOKUP may leave the attributes out.
void complete_attributes(ProbeBatch& batch) {
  std::vector<Walk>& walks = batch.walks;
  batch.routes.nfs.run(
      items_where(
          walks,
          [](const Walk& walk) { return walk.end.ok() && walk.is_found() && !walk.attributes; }),
      [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
        connection.getattr(batch.identity(walks[item]), walks[item].at, std::move(answered));
      },
      [&](Pipeline::Item item, const Reply& reply) {
        walks[item].end = reply.end;
        walks[item].attributes = reply.attributes;
      });
}

// Where a link leads to, from the mounted path. Nothing when it leads out of it: an absolute target
// is a path of the node, on whatever is mounted there.
std::optional<Parts> target_of(const Walk& walk, const std::string& target) {
  if (target.empty() || target.front() == '/' || target.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  const auto link = walk.parts.begin() + static_cast<std::ptrdiff_t>(walk.depth);
  Parts parts(walk.parts.begin(), link - 1);
  for (const std::string_view part : split(target, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  parts.insert(parts.end(), link, walk.parts.end());
  if (parts.empty() || parts.size() > kMostParts) return std::nullopt;
  return parts;
}

void follow(Walk& walk, const Handle& root, const Reply& reply) {
  if (!reply.end.ok()) {
    walk.end = reply.end;
    return;
  }
  if (walk.link.empty()) walk.link = reply.data;
  auto parts = target_of(walk, reply.data);
  walk.leads_out = !parts;
  if (!parts) return;
  walk.parts = std::move(*parts);
  walk.depth = 0;
  walk.at = root;
  walk.attributes.reset();
}

// NFS leaves links to the client (RFC 1813, section 3.3.5).
void follow_links(ProbeBatch& batch) {
  std::vector<Walk>& walks = batch.walks;
  const auto leads_on = [](const Walk& walk) { return is_at_link(walk) && !walk.leads_out; };
  for (std::size_t links = 0; links < kMostLinks; ++links) {
    const auto items = items_where(walks, leads_on);
    if (items.empty()) return;
    batch.routes.nfs.run(
        items,
        [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
          connection.readlink(batch.identity(walks[item]), walks[item].at, std::move(answered));
        },
        [&](Pipeline::Item item, const Reply& reply) {
          follow(walks[item], batch.paths[walks[item].path].root, reply);
        });
    look_up_parts(batch);
    complete_attributes(batch);
  }
}

}  // namespace

void walk_to_names(ProbeBatch& batch) {
  begin_walks(batch);
  look_up_parts(batch);
  complete_attributes(batch);
  follow_links(batch);
}

}  // namespace nfsready
