#include "checks/common/line_of_head.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>

#include "base/text.h"
#include "checks/common/faults.h"
#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

// The one entry that serves all the mounts; null when there is none.
const LinuxExport* entry_for(const Context& context, const Server& head,
                             const std::vector<const JudgedMount*>& mounts) {
  const auto* const exports =
      head.exports ? std::get_if<LinuxExports>(&head.exports->content) : nullptr;
  if (exports == nullptr) return nullptr;
  Span entry;
  for (const JudgedMount* const judged : mounts) {
    const Mount& mount = *judged->mount;
    const Grant grant =
        context.ask(head, mount.asked, Context::client_of(*judged->node, mount.version)).now;
    if (!faults_of(grant, mount.needs).empty() || !grant.certain) return nullptr;
    if (entry.is_set() && grant.entry != entry) return nullptr;
    entry = grant.entry;
  }
  const auto found =
      std::find_if(exports->exports.begin(), exports->exports.end(),
                   [&](const LinuxExport& each) { return each.span == entry && !each.lost_to; });
  return found == exports->exports.end() ? nullptr : &*found;
}

struct LineOfHead {
  const Server* head = nullptr;
  std::string line;  // of its exports file, as it can be copied
};

// The line of a Linux head that gives all of these mounts what they need, and whose fsid no other
// path has.
std::optional<LineOfHead> line_of_head(const Context& context,
                                       const std::vector<const JudgedMount*>& mounts,
                                       const HeadIds& ids) {
  const std::uint32_t active = mounts.front()->mount->server;
  for (const std::uint32_t index : context.site().heads_of(active)) {
    if (index == active) continue;
    const Server& head = context.site().servers[index];
    const LinuxExport* const entry = entry_for(context, head, mounts);
    if (entry == nullptr || ids.of(entry->path.text).empty()) continue;
    const SourceFile& file = context.site().sources->file(entry->span.source);
    const std::string_view text = file.text().substr(entry->span.offset, entry->span.length);
    if (text.find('\n') == std::string_view::npos) return LineOfHead{&head, std::string(text)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> lines_of_head(const Context& context,
                                       const std::vector<std::vector<const JudgedMount*>>& exports,
                                       const HeadIds& ids) {
  const Server* head = nullptr;
  std::vector<std::string> lines;
  for (const auto& mounts : exports) {
    const auto of_head = line_of_head(context, mounts, ids);
    if (!of_head || (head != nullptr && head != of_head->head)) return {};
    head = of_head->head;
    const bool known = std::find(lines.begin(), lines.end(), of_head->line) != lines.end();
    if (!known) lines.push_back(of_head->line);
  }
  if (head != nullptr) lines.insert(lines.begin(), "add as on " + std::string(head->name) + ":");
  return lines;
}

std::string remedy_missing(const Context& context, const Server& server,
                           const std::vector<std::vector<const JudgedMount*>>& exports,
                           HeadIds& ids) {
  const std::vector<std::string> lines = lines_of_head(context, exports, ids);
  if (!lines.empty()) {
    return on(server) + ", in /etc/exports, " + join(lines, "\n") +
           "\nthen: " + std::string(reload_command(server));
  }
  std::vector<Repair> repairs;
  repairs.reserve(exports.size());
  for (const auto& mounts : exports) {
    repairs.push_back(repair_of(context, mounts, Fault::kNotExported));
  }
  return remedy_exports(context, repairs, ids);
}

}  // namespace nfsready::checks
