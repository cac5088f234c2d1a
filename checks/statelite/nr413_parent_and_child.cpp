#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

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

// The entries that one directory costs.
struct LeftOut {
  const LitefileGroup* group = nullptr;  // the first one that has them
  const Litefile* parent = nullptr;
  const Litefile* first = nullptr;
  std::vector<std::string> children;  // "'/var/app/' (persistent)", each once
  bool writes = false;                // one of them was meant to be written to
};

void add_child(const Litefile& child, LeftOut& left_out) {
  std::string name = quoted(child.path) + " (" + std::string(child.option) + ")";
  auto& children = left_out.children;
  if (std::find(children.begin(), children.end(), name) == children.end()) {
    children.push_back(std::move(name));
  }
  left_out.writes = left_out.writes || child.option != "ro";
}

void describe(const Context& context, const LeftOut& left_out, Finding& finding) {
  const Litefile& parent = *left_out.parent;
  const bool several = left_out.children.size() > 1;
  finding.message = "aixlitesetup leaves out " + join(left_out.children, ", ") +
                    " on {nodes}, because " + (several ? "they lie in " : "it lies in ") +
                    quoted(parent.path) + ", which is " + std::string(parent.option) +
                    (left_out.writes ? ": nothing can be written there" : "");
  finding.evidence = context.line(left_out.first->where) + "\n" + context.line(parent.where);
  if (!left_out.group->from_database) {
    finding.remedy = "on the management node: change the options in the litefile table";
  } else if (parent.option == "ro") {
    finding.remedy = remedy_cell(context, "litefile", parent.where, "options", "rw");
  } else {
    finding.remedy = remedy_delete_row(context, "litefile", left_out.first->where);
  }
  finding.remedy += "\n" + remedy_mkdsklsnode();
}

// What is ro costs all that lies in it; of what is persistent each ro child is a mistake of its
// own.
std::string cause_of(const Litefile& child, const Litefile& parent) {
  const std::string own =
      parent.option == "ro" ? "" : std::string(child.path) + "|" + std::string(child.option);
  return std::string(parent.path) + "|" + std::string(parent.option) + "|" + own;
}

void run(const Context& context, Sink& sink) {
  const std::vector<LitefileGroup> groups = litefile_groups(context);
  std::map<std::string, LeftOut> found;
  for (const LitefileGroup& group : groups) {
    const Directories directories = directories_of(group);
    if (directories.empty()) continue;
    for (const Litefile& entry : group.entries) {
      const Litefile* const parent = parent_of(entry, directories);
      if (parent == nullptr || !is_left_out(entry, *parent)) continue;
      const std::string cause = cause_of(entry, *parent);
      LeftOut& left_out =
          found.try_emplace(cause, LeftOut{&group, parent, &entry, {}, false}).first->second;
      add_child(entry, left_out);
      Draft& draft = sink.cause(cause);
      draft.add_location(entry.option_where);
      draft.add_location(parent->option_where);
      add_group(context, group, entry.path, draft);
      rate(worse(draft.finding.effect, effect_of(entry)), Certainty::kCertain, draft.finding);
    }
  }
  for (const auto& [cause, left_out] : found) {
    describe(context, left_out, sink.cause(cause).finding);
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
