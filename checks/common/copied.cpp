#include "checks/common/copied.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "checks/common/claim_conflicts.h"
#include "checks/common/client_data.h"
#include "checks/common/mounts.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kExamples = 5;

// The path that nodes mount: the files of their own lie in a directory of it.
std::string_view mounted_path(std::string_view path) {
  if (is_client_data(path)) path.remove_suffix(kClientData.size());
  return path;
}

// The run's mounts by server and path.
using Mounts = std::multimap<std::pair<std::string_view, std::string_view>, const JudgedMount*>;

Mounts mounts_of(const Context& context) {
  Mounts mounts;
  for (const JudgedMount& judged : context.mounts()) {
    mounts.emplace(std::pair(server_name(context, *judged.mount), judged.mount->asked), &judged);
  }
  return mounts;
}

// Every service node has the files of its own nodes.
bool comes_from(const Context& context, const Node& node, const CopyObservation& seen) {
  return !is_client_data(seen.copy.path) ||
         (!node.service_nodes.empty() &&
          context.site().servers[node.service_nodes.front()].name == seen.source.server);
}

CopiedTree tree_of(const Context& context, const CopyObservation& seen, const Mounts& mounts) {
  CopiedTree tree{&seen, {}, seen.copy.path};
  const auto [begin, end] = mounts.equal_range({seen.copy.server, mounted_path(seen.copy.path)});
  for (auto found = begin; found != end; ++found) {
    const JudgedMount& judged = *found->second;
    if (word(judged.mount->purpose) != seen.purpose) continue;
    if (!comes_from(context, *judged.node, seen)) continue;
    tree.users.push_back({judged.subject, judged.node->nim_name});
    tree.pattern = path_pattern(*judged.node, seen.copy.path);
  }
  return tree;
}

// Who mounts the tree, or, of an etc/.client_data, whose files are among those counted. All when
// that is not told of everyone, or the directory itself differs.
std::vector<const CopyUser*> users_hit(const CopiedTree& tree, const CountedDifferences& counted) {
  std::vector<const CopyUser*> all;
  for (const CopyUser& user : tree.users) all.push_back(&user);
  const CopyObservation& seen = *tree.seen;
  if (!is_client_data(seen.copy.path) || seen.listed.size() < seen.differing) return all;
  std::set<std::string_view> names;
  for (const std::string& line : seen.listed) {
    const ListedFile file(line);
    const bool counts =
        std::any_of(counted.differences.begin(), counted.differences.end(),
                    [&](const CopyDifference& one) { return file.differs_in(one.aspect); });
    if (counts) file.add_node_names(names);
  }
  std::vector<const CopyUser*> hit = all;
  std::erase_if(hit, [&](const CopyUser* user) { return names.count(user->nim_name) == 0; });
  return hit.empty() ? all : hit;
}

std::string evidence(const CountedDifferences& counted) {
  std::string text;
  std::size_t lines = 0;
  for (const CopiedTree* tree : counted.trees) {
    for (const CopyDifference& difference : tree->seen->differences) {
      const bool counts =
          std::any_of(counted.differences.begin(), counted.differences.end(),
                      [&](const CopyDifference& one) { return one.aspect == difference.aspect; });
      if (!counts) continue;
      for (const CopyExample& example : difference.examples) {
        if (lines++ == kExamples) return text;
        text += (text.empty() ? "" : "\n") + text_of(difference, example, *tree->seen);
      }
    }
  }
  return text;
}

bool explains(const ClaimConflicts& conflicts, const CopyObservation& seen) {
  return std::any_of(seen.listed.begin(), seen.listed.end(), [&](const std::string& line) {
    return conflicts.has(ListedFile(line).name(), seen.source);
  });
}

// Another file of the same node has another size, time or bytes; its mode is its own affair.
CopyObservation without_explained(const ClaimConflicts& conflicts, const CopyObservation& seen) {
  constexpr std::array<CopyAspect, 3> kExplained = {CopyAspect::kSize, CopyAspect::kTime,
                                                    CopyAspect::kContents};
  constexpr std::uint8_t kFile = 1;
  CopyObservation rest = seen;
  for (CopyDifference& difference : rest.differences) {
    const auto* const found = std::find(kExplained.begin(), kExplained.end(), difference.aspect);
    if (found == kExplained.end() || difference.type != kFile) continue;
    for (const std::string& line : seen.listed) {
      const ListedFile file(line);
      if (!file.differs_in(difference.aspect) || !conflicts.has(file.name(), seen.source)) continue;
      if (difference.count > 0) --difference.count;
    }
    std::erase_if(difference.examples, [&](const CopyExample& example) {
      return conflicts.has(example.path, seen.source);
    });
    difference.in_directory = std::min(difference.in_directory, difference.count);
    difference.of_pair = std::min(difference.of_pair, difference.count);
  }
  std::erase_if(rest.differences, [](const CopyDifference& one) { return one.count == 0; });
  for (std::string& line : rest.listed) {
    const ListedFile file(line);
    if (conflicts.has(file.name(), seen.source)) line = file.without_data();
  }
  const std::size_t erased =
      std::erase_if(rest.listed, [](const std::string& line) { return line.empty(); });
  rest.differing -= erased;
  return rest;
}

}  // namespace

std::string text_of(const CopyDifference& difference, const CopyExample& example,
                    const CopyObservation& seen) {
  std::string text = std::string(word(difference.aspect)) + " " +
                     printable(example.path.empty() ? "." : example.path);
  if (example.source.empty() && example.copy.empty()) return text;
  if (difference.aspect == CopyAspect::kUnread || difference.aspect == CopyAspect::kChanging) {
    return text + ": " + printable(example.source);
  }
  const bool is_size = difference.aspect == CopyAspect::kSize ||
                       difference.aspect == CopyAspect::kContents ||
                       difference.aspect == CopyAspect::kDense;
  const auto side = [is_size](const std::string& value, const std::string& where) {
    const std::string unit = value.empty() || !is_size ? "" : value == "1" ? " byte" : " bytes";
    return (value.empty() ? "nothing" : printable(value)) + unit + " on " + where;
  };
  return text + ": " + side(example.source, name_of(seen.source)) + ", " +
         side(example.copy, name_of(seen.copy));
}

bool is_claims(const CopyObservation& seen) { return seen.purpose == "claims"; }

CopyGroups::CopyGroups(const Context& context) {
  const Mounts mounts = mounts_of(context);
  const ClaimConflicts& conflicts = context.shared<ClaimConflicts>();
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> places;
  for (const CopyObservation& seen : context.observations().copies) {
    if (is_claims(seen)) continue;
    const CopyObservation* rest = &seen;
    if (is_client_data(seen.copy.path) && explains(conflicts, seen)) {
      rest = &rests_.emplace_back(without_explained(conflicts, seen));
    }
    CopiedTree tree = tree_of(context, *rest, mounts);
    const auto [found, is_new] = places.emplace(
        std::tuple(seen.purpose, name_of(seen.source), name_of(seen.copy), tree.pattern),
        groups_.size());
    if (is_new) groups_.emplace_back();
    groups_[found->second].trees.push_back(std::move(tree));
  }
}

CountedDifferences count(const CopiedTrees& group, const std::vector<CopyAspect>& aspects) {
  CountedDifferences counted;
  std::map<std::pair<CopyAspect, std::uint8_t>, CopyDifference> together;
  for (const CopiedTree& tree : group.trees) {
    bool has_any = false;
    for (const CopyDifference& difference : tree.seen->differences) {
      if (std::find(aspects.begin(), aspects.end(), difference.aspect) == aspects.end()) continue;
      has_any = true;
      counted.count += difference.count;
      if (difference.in_directory > counted.in_directory) {
        counted.in_directory = difference.in_directory;
        counted.directory = difference.directory;
      }
      const auto [found, is_new] =
          together.try_emplace({difference.aspect, difference.type}, difference);
      if (!is_new) found->second.count += difference.count;
    }
    if (has_any) counted.trees.push_back(&tree);
  }
  for (auto& [key, difference] : together) counted.differences.push_back(std::move(difference));
  return counted;
}

Draft& begin_copied(const CopiedTrees& group, const CountedDifferences& counted, Sink& sink) {
  const CopyObservation& first = *counted.trees.front()->seen;
  Draft& draft = sink.cause(first.purpose + "\n" + name_of(first.source) + "\n" +
                            name_of(first.copy) + "\n" + group.trees.front().pattern);
  draft.finding.server = first.copy.server;
  draft.finding.path = first.copy.path;
  draft.path_pattern = group.trees.front().pattern;
  for (const CopiedTree* tree : counted.trees) {
    for (const CopyUser* user : users_hit(*tree, counted)) {
      draft.add_subject(user->subject, tree->seen->copy.path);
    }
  }
  draft.finding.evidence = evidence(counted);
  return draft;
}

std::string name_of(const CopySide& side) {
  return side.manifest.empty() ? side.server : side.manifest;
}

std::string_view noun_of(const CopyObservation& seen) {
  if (is_client_data(seen.copy.path)) return "etc/.client_data of the shared_root";
  if (seen.purpose == "spot") return "the SPOT";
  if (seen.purpose == "root") return "the private root";
  if (seen.purpose == "shared_root") return "the shared_root";
  if (seen.purpose == "paging") return "the paging space";
  return "the tree";
}

std::string has(const CopyObservation& seen, const CountedDifferences& counted) {
  const bool are_files =
      std::all_of(counted.differences.begin(), counted.differences.end(),
                  [](const CopyDifference& difference) { return difference.type == 1; });
  return std::string(noun_of(seen)) + " on " + name_of(seen.copy) + " has " +
         plural(counted.count, are_files ? "file" : "entry");
}

std::string where(const CountedDifferences& counted) {
  if (counted.count < 2 || counted.in_directory < 2) return {};
  const std::string place =
      counted.directory.empty() ? "at its top" : "in " + printable(counted.directory);
  if (counted.in_directory == counted.count) return " (" + place + ")";
  return " (" + std::to_string(counted.in_directory) + " of them " + place + ")";
}

const CopyExample* example_of(const CountedDifferences& counted, CopyAspect aspect) {
  for (const CopyDifference& difference : counted.differences) {
    if (difference.aspect == aspect && !difference.examples.empty()) {
      return &difference.examples.front();
    }
  }
  return nullptr;
}

std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:<>@%+=,";
  if (text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char byte : text) quoted += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
  return quoted + "'";
}

std::string remedy_rsync(const CopiedTrees& group, std::string_view options, bool may_delete) {
  const CopyObservation& seen = group.first();
  const bool is_manifest = !seen.source.manifest.empty() || !seen.copy.manifest.empty();
  std::string command = "rsync " + std::string(options);
  if (may_delete && seen.purpose == "spot") command += " --delete";
  const bool are_nodes_files = is_client_data(seen.copy.path) && !group.trees.front().users.empty();
  if (are_nodes_files) {
    command += " --include='*.{node}' --exclude='*'";
  } else if (seen.purpose == "shared_root" && !is_client_data(seen.copy.path)) {
    command += " --exclude=/etc/.client_data";
  }
  if (is_manifest) return command + " SOURCE/ COPY/";
  const bool has_own_paths =
      group.trees.size() > 1 || group.trees.front().pattern != seen.copy.path;
  const std::string to = has_own_paths ? "{path}" : shell_word(seen.copy.path);
  const std::string from = seen.source.path == seen.copy.path ? to : shell_word(seen.source.path);
  const bool nodes_write = seen.purpose == "root" || seen.purpose == "paging";
  return "on " + seen.source.server + (nodes_write ? ", while the nodes are down: " : ": ") +
         (has_own_paths || are_nodes_files ? "{for each}" : "") + command + " " + from + "/ " +
         seen.copy.server + ":" + to + "/";
}

}  // namespace nfsready::checks
