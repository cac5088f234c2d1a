#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/litefiles.h"
#include "checks/common/mounts.h"
#include "checks/common/overlay_places.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kShown = 5;  // names in a message

// The node's own directory in its persistent area, or those in it that its persistent entries name.
struct NotMade {
  std::vector<std::string> names;  // below the mounted path
  const NameSeen* first = nullptr;
};

// What the persistent entries name; nothing: there are none.
std::optional<std::vector<std::string>> kept_directories(const std::vector<Litefile>& entries) {
  std::optional<std::vector<std::string>> kept;
  for (const Litefile& entry : entries) {
    if (entry.option != "persistent") continue;
    if (!kept) kept.emplace();
    const ExpectedName wanted = overlay_name(entry.path);
    const bool is_directory = wanted.kind == ExpectedKind::kDirectory && !wanted.name.empty();
    if (is_directory) kept->push_back(wanted.name);
  }
  return kept;
}

class Finder {
 public:
  explicit Finder(const Context& context) : context_(context), names_(context.shared<SeenNames>()) {
    for (const LitefileGroup& group : litefile_groups(context)) {
      const auto kept = kept_directories(group.entries);
      if (!kept) continue;
      for (const NodePlan* const plan : group.plans) {
        kept_.emplace(context.subject(*plan).node, *kept);
      }
    }
  }

  [[nodiscard]] std::optional<NotMade> look(const SeenMount& mount) const {
    const auto kept = kept_.find(mount.judged.subject.node);
    const bool is_area = mount.judged.mount->purpose == Purpose::kPersistent;
    if (!is_area || !mount.seen.getattr.ok() || kept == kept_.end()) return std::nullopt;
    const std::string own(context_.plans()[mount.judged.subject.node].boot_name);
    NotMade lack;
    add_if_missing(mount, own, lack);
    if (lack.names.empty()) {
      for (const std::string& name : kept->second)
        add_if_missing(mount, join({own, name}, "/"), lack);
    }
    if (lack.names.empty()) return std::nullopt;
    return lack;
  }

 private:
  void add_if_missing(const SeenMount& mount, const std::string& name, NotMade& lack) const {
    const PlaceHas has = place_has(names_, mount.seen, name, ExpectedKind::kDirectory);
    if (has != PlaceHas::kNothing) return;  // NR602, NR616 tell what stands in its place
    if (lack.names.empty()) lack.first = names_.find(mount.seen, name);
    lack.names.push_back(name);
  }

  const Context& context_;
  const SeenNames& names_;
  std::map<std::uint32_t, std::vector<std::string>> kept_;  // by node
};

std::string list_of(const Node& node, const NotMade& lack) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(lack.names.size(), kShown); ++i) {
    shown.push_back(printable(name_pattern(node, lack.names[i])));
  }
  std::string text = join(shown, ", ");
  if (lack.names.size() > kShown) {
    text += " and " + std::to_string(lack.names.size() - kShown) + " more";
  }
  return text;
}

void run(const Context& context, Sink& sink) {
  if (context.observations().mounts.empty()) return;
  const Finder finder(context);
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        const auto lack = finder.look(mount);
        if (!lack) return std::nullopt;
        SeenFault fault;
        fault.variant = list_of(*mount.judged.node, *lack);
        fault.depends_on_caller = false;
        fault.severity = Severity::kNote;
        return fault;
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        const NotMade lack = *finder.look(mount);
        const std::string server(server_name(context, *mount.judged.mount));
        draft.finding.message = "{path} on " + server + ", " +
                                std::string(noun(mount.judged.mount->purpose)) +
                                " of {nodes}, has no " + fault.variant +
                                " yet: {nodes} make{s} it at the next boot, as the image has it";
        draft.finding.evidence = source_of(mount.seen) + ": " +
                                 told("LOOKUP " + printable(lack.names.front()), lack.first->end);
        draft.finding.remedy = "nothing, unless it is to have contents, owners or modes of its own";
      });
}

}  // namespace

Check nr617_persistent_not_made() {
  return {{"NR617", "persistent-not-made",
           "what a node keeps in its persistent area is not there yet", Severity::kNote},
          run};
}

}  // namespace nfsready::checks
