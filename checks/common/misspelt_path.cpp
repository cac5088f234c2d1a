#include "checks/common/misspelt_path.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

// What two texts have between the start and the end that they share.
std::pair<std::string_view, std::string_view> difference(std::string_view one,
                                                         std::string_view other) {
  while (!one.empty() && !other.empty() && one.front() == other.front()) {
    one.remove_prefix(1);
    other.remove_prefix(1);
  }
  while (!one.empty() && !other.empty() && one.back() == other.back()) {
    one.remove_suffix(1);
    other.remove_suffix(1);
  }
  return {one, other};
}

}  // namespace

bool is_one_slip_apart(std::string_view one, std::string_view other) {
  if (one.size() > other.size() + 1 || other.size() > one.size() + 1) return false;
  const auto [left, right] = difference(one, other);
  if (left.empty() && right.empty()) return false;
  if (has_digit(left) || has_digit(right)) return false;
  if (left.size() <= 1 && right.size() <= 1) return true;
  return left.size() == 2 && right.size() == 2 && left[0] == right[1] && left[1] == right[0];
}

void MisspeltPaths::find_used() {
  if (std::exchange(used_found_, true)) return;
  for (const JudgedMount& judged : context_.mounts()) {
    const Span& entry = judged.answer->now.entry;
    if (entry.is_set()) used_.emplace(entry.source, entry.offset);
    const Grant* const file = judged.answer->file.get();
    if (file != nullptr && file->entry.is_set()) {
      used_.emplace(file->entry.source, file->entry.offset);
    }
  }
  for (const Node& node : context_.site().nodes) {
    node_names_.insert(short_name(node.name));
    node_names_.insert(node.nim_name);
  }
}

const std::vector<Token>& MisspeltPaths::unused_of(const Server& server) {
  const auto [found, is_new] = unused_.try_emplace(&server);
  if (!is_new || !server.exports) return found->second;
  const auto add = [&, &paths = found->second](const auto& exports) {
    for (const auto& entry : exports) {
      const bool used = used_.count({entry.span.source, entry.span.offset}) != 0;
      if (!used && !entry.lost_to && entry.path.span.is_set()) paths.push_back(entry.path);
    }
  };
  const auto& content = server.exports->content;
  if (const auto* const linux_exports = std::get_if<LinuxExports>(&content)) {
    add(linux_exports->exports);
  } else if (const auto* const aix = std::get_if<AixExports>(&content)) {
    add(aix->exports);
  } else if (const auto* const ganesha = std::get_if<GaneshaExports>(&content)) {
    add(ganesha->exports);
  }
  return found->second;
}

bool MisspeltPaths::names_another_node(const JudgedMount& judged, std::string_view path) {
  const std::vector<std::string_view> parts = split(path, '/');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    const bool own = part == judged.node->nim_name || part == short_name(judged.node->name);
    return !own && node_names_.count(part) != 0;
  });
}

const std::vector<const Token*>& MisspeltPaths::near(const Server& server, std::string_view path) {
  const auto [found, is_new] = near_.try_emplace({&server, path});
  if (!is_new || near_.size() > kMostPaths) return found->second;
  for (const Token& unused : unused_of(server)) {
    if (is_one_slip_apart(unused.text, path)) found->second.push_back(&unused);
  }
  return found->second;
}

const Token* MisspeltPaths::meant_for(const JudgedMount& judged) {
  const Server* const server = server_of(context_, *judged.mount);
  if (server == nullptr) return nullptr;
  find_used();
  for (const Token* const path : near(*server, judged.mount->asked)) {
    if (names_another_node(judged, path->text)) continue;
    const Client client = Context::client_of(*judged.node, judged.mount->version);
    const Grant grant = context_.ask(*server, path->text, client).now;
    if (faults_of(grant, judged.mount->needs).empty()) return path;
  }
  return nullptr;
}

void add_misspelt(const Context& context, const JudgedMount& judged, const Token& path,
                  Draft& draft) {
  const Server& server = *server_of(context, *judged.mount);
  Finding& finding = draft.finding;
  draft.add_location(path.span);
  draft.add_location(judged.mount->origin);
  draft.add_subject(judged.subject, judged.mount->asked);
  finding.effect = worse(finding.effect, effect_when_refused(judged.mount->purpose));
  if (!draft.fresh) return;
  const bool certain = judged.answer->now.certain;
  const std::string asked(judged.mount->asked);
  finding.server = server.name;
  finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  finding.message = "{nodes} mount{s} {path}, " + std::string(noun(judged.mount->purpose)) +
                    ", but " + std::string(server.name) +
                    " exports neither it nor a directory above it; the entry that was meant says " +
                    quoted(path.text);
  finding.evidence = context.line(path.span);
  if (is_mmnfs(server)) {
    finding.remedy = on(server) + ": mmnfs export add " + asked +
                     " with the clients of the other one; then: mmnfs export remove " +
                     std::string(path.text);
    return;
  }
  const bool is_ganesha = server.kind == ServerKind::kGanesha;
  finding.remedy = on(server) + ", at " + place_on_server(context, server, path.span) + ": write " +
                   (is_ganesha ? "Path = " + asked + ";" : asked) + " instead of " +
                   std::string(path.text) + "; then: " + std::string(reload_command(server));
}

}  // namespace nfsready::checks
