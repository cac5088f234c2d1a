#include <unordered_map>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

using Directories = std::unordered_map<std::string_view, const Litefile*>;

// Only an entry with a trailing slash is a parent; the first of two equal paths counts.
Directories directories_of(const LitefileGroup& group) {
  Directories directories;
  for (const Litefile& entry : group.entries) {
    if (entry.path.ends_with('/')) directories.try_emplace(entry.path, &entry);
  }
  return directories;
}

// The nearest directory above an entry that is an entry itself, or null.
const Litefile* parent_of(const Litefile& entry, const Directories& directories) {
  std::string_view path = entry.path;
  while (path.size() > 1) {
    const std::size_t slash = path.rfind('/', path.size() - 2);
    if (slash == std::string_view::npos) return nullptr;
    path = path.substr(0, slash + 1);
    const auto found = directories.find(path);
    if (found != directories.end() && path != "/") return found->second;
  }
  return nullptr;
}

// aixlitesetup leaves out every child of a ro directory, and ro children of a persistent one.
bool is_left_out(const Litefile& child, const Litefile& parent) {
  if (!is_handled_option(child.option)) return false;  // NR410
  return parent.option == "ro" || (parent.option == "persistent" && child.option == "ro");
}

Effect effect_of(const Litefile& child) {
  return child.option == "ro" ? Effect::kDegraded : Effect::kWriteDenied;
}

void describe(const Context& context, const LitefileGroup& group, const Litefile& child,
              const Litefile& parent, Finding& finding) {
  rate(effect_of(child), Certainty::kCertain, finding);
  finding.message = std::string("aixlitesetup leaves out ") + quoted(child.path) + " (" +
                    std::string(child.option) + ") on {nodes}, because it lies in " +
                    quoted(parent.path) + ", which is " + std::string(parent.option) +
                    (child.option == "ro" ? "" : ": nothing can be written there");
  finding.evidence = context.line(child.where) + "\n" + context.line(parent.where);
  if (!group.from_database) {
    finding.remedy = "on the management node: change the options in the litefile table";
  } else if (parent.option == "ro") {
    finding.remedy = remedy_cell(context, "litefile", parent.where, "options", "rw");
  } else {
    finding.remedy = remedy_delete_row(context, "litefile", child.where);
  }
  finding.remedy += "\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  for (const LitefileGroup& group : litefile_groups(context)) {
    const Directories directories = directories_of(group);
    if (directories.empty()) continue;
    for (const Litefile& entry : group.entries) {
      const Litefile* const parent = parent_of(entry, directories);
      if (parent == nullptr || !is_left_out(entry, *parent)) continue;
      Draft& draft = sink.cause(std::string(entry.path) + "|" + std::string(entry.option) + "|" +
                                std::string(parent->path) + "|" + std::string(parent->option));
      draft.add_location(entry.option_where);
      draft.add_location(parent->option_where);
      add_group(context, group, entry.path, draft);
      if (draft.fresh) describe(context, group, entry, *parent, draft.finding);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr413_parent_and_child() {
  return {{"NR413", "parent-and-child",
           "a litefile entry is left out because of the directory it lies in", Severity::kError},
          run};
}

}  // namespace nfsready::checks
