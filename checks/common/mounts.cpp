#include "checks/common/mounts.h"

#include "base/text.h"

namespace nfsready::checks {

std::string path_pattern(const Node& node, std::string_view path) {
  std::string pattern;
  for (const std::string_view part : split(path, '/')) {
    if (!pattern.empty() || part.data() != path.data()) pattern += '/';
    const bool own = !part.empty() &&
                     (part == node.nim_name || part == node.name || part == short_name(node.name));
    pattern += own ? "<node>" : part;
  }
  return pattern;
}

const Server* server_of(const Context& context, const Mount& mount) {
  return mount.server == kNoIndex ? nullptr : &context.site().servers[mount.server];
}

std::string_view server_name(const Context& context, const Mount& mount) {
  const Server* const server = server_of(context, mount);
  return server == nullptr ? mount.server_text : server->name;
}

Draft& add_mount(const Context& context, const JudgedMount& judged, std::string_view variant,
                 Sink& sink) {
  const Mount& mount = *judged.mount;
  const std::string_view server = server_name(context, mount);
  const std::string pattern = path_pattern(*judged.node, mount.asked);
  std::string key(server);
  key.append("|").append(pattern).append("|").append(variant);
  Draft& draft = sink.cause(key);
  if (draft.fresh) {
    draft.finding.server = server;
    draft.path_pattern = pattern;
  }
  draft.add_subject(judged.subject, mount.asked);
  return draft;
}

Draft& MountCauses::add(const JudgedMount& judged, std::string_view variant) {
  Draft& draft = add_mount(context_, judged, variant, sink_);
  remember(judged, draft);
  return draft;
}

void MountCauses::remember(const JudgedMount& judged, const Draft& draft) {
  const auto index = static_cast<std::size_t>(&draft - sink_.drafts().data());
  if (index >= mounts_.size()) mounts_.resize(index + 1);
  mounts_[index].push_back(&judged);
}

void MountCauses::finish(
    const std::function<void(const std::vector<const JudgedMount*>&, Draft&)>& tell) {
  for (std::size_t i = 0; i < mounts_.size(); ++i) {
    if (!mounts_[i].empty()) tell(mounts_[i], sink_.drafts()[i]);
  }
}

std::string rule_line(const Context& context, const Grant& grant) {
  return context.line(grant.rule);
}

std::string_view noun(Purpose purpose) {
  switch (purpose) {
    case Purpose::kSpot:
      return "the SPOT";
    case Purpose::kRoot:
      return "the node's root";
    case Purpose::kSharedRoot:
      return "the shared root";
    case Purpose::kPaging:
      return "the paging space";
    case Purpose::kPersistent:
      return "the persistent area";
    case Purpose::kLitetree:
      return "a litetree directory";
    case Purpose::kPostscripts:
      return "the postscripts";
    case Purpose::kTmp:
      return "tmp";
    case Purpose::kHome:
    case Purpose::kSharedHome:
      return "home";
    case Purpose::kDump:
      return "the dump device";
  }
  return "a directory";
}

}  // namespace nfsready::checks
