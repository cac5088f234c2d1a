#include "model/noderange.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/regex.h"
#include "base/text.h"
#include "model/name_pattern.h"

namespace nfsready {

namespace {

constexpr int kDeepest = 32;

using Nodes = std::vector<std::uint32_t>;  // rising, without repetition

Error error(std::string message) { return Error{std::move(message), {}}; }

void sort_nodes(Nodes& nodes) {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
}

// The parts between separators that are not inside brackets or parentheses; nothing when these do
// not balance.
std::optional<std::vector<std::string_view>> split_outside(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '[' || text[at] == '(') ++depth;
    if (text[at] == ']' || text[at] == ')') --depth;
    if (depth < 0) return std::nullopt;
    if (text[at] != separator || depth > 0) continue;
    parts.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  if (depth != 0) return std::nullopt;
  parts.push_back(text.substr(start));
  return parts;
}

class Evaluator {
 public:
  explicit Evaluator(const NodeNames& names) : names_(names) {}

  Result<NodeSelection> run(std::string_view text) {
    auto nodes = list(text, 0);
    if (!nodes) return nodes.error();
    return NodeSelection{std::move(nodes.value()), std::move(absent_)};
  }

 private:
  // Items joined by commas; those that begin with '-' are taken away at the end.
  Result<Nodes> list(std::string_view text, int depth) {
    if (depth > kDeepest) return error("the parentheses are nested too deeply");
    const auto items = split_outside(text, ',');
    if (!items) return error("the brackets of " + quoted(text) + " do not balance");
    std::vector<bool> wanted(names_.nodes.size());
    std::vector<bool> unwanted(names_.nodes.size());
    for (std::string_view item : *items) {
      const bool excluded = item.starts_with('-');
      if (excluded) item.remove_prefix(1);
      if (item.empty()) return error("a name is missing in " + quoted(text));
      const auto nodes = intersection(item, depth);
      if (!nodes) return nodes.error();
      for (const std::uint32_t node : nodes.value()) (excluded ? unwanted : wanted)[node] = true;
    }
    Nodes left;
    for (std::uint32_t node = 0; node < names_.nodes.size(); ++node) {
      if (wanted[node] && !unwanted[node]) left.push_back(node);
    }
    return left;
  }

  Result<Nodes> intersection(std::string_view item, int depth) {
    std::optional<Nodes> common;
    const auto parts = split_outside(item, '@');
    if (!parts) return error("the brackets of " + quoted(item) + " do not balance");
    for (const std::string_view part : *parts) {
      if (part.empty()) return error("a name is missing in " + quoted(item));
      auto nodes = atom(part, depth);
      if (!nodes) return nodes.error();
      if (!common) {
        common = std::move(nodes.value());
        continue;
      }
      Nodes both;
      std::set_intersection(common->begin(), common->end(), nodes.value().begin(),
                            nodes.value().end(), std::back_inserter(both));
      common = std::move(both);
    }
    return *std::move(common);
  }

  Result<Nodes> atom(std::string_view word, int depth) {
    Nodes nodes;
    if (add_named(word, nodes)) return nodes;
    if (word.starts_with('(') && word.ends_with(')')) {
      return list(word.substr(1, word.size() - 2), depth + 1);
    }
    if (word.starts_with('^')) {
      return error(quoted(word) + " would read a file: give its names instead");
    }
    if (word.find_first_of("=~") != std::string_view::npos) {
      return error(quoted(word) +
                   " selects by an attribute, which is not supported: give names or groups");
    }
    if (word.starts_with('/')) return matching(word.substr(1));
    if (word.starts_with('-'))
      return error("an exclusion such as " + quoted(word) + " must follow a comma");
    return NamePattern::is_range(word) ? range(word) : Result<Nodes>(unknown(word));
  }

  [[nodiscard]] std::optional<std::uint32_t> index_of(std::string_view name) const {
    const auto found =
        std::lower_bound(names_.nodes.begin(), names_.nodes.end(), name, natural_less);
    if (found == names_.nodes.end() || *found != name) return std::nullopt;
    return static_cast<std::uint32_t>(found - names_.nodes.begin());
  }

  // The node of that name, else the members of the group; false when there is neither.
  bool add_named(std::string_view name, Nodes& nodes) const {
    if (const auto index = index_of(name)) {
      nodes.push_back(*index);
      return true;
    }
    const auto group = names_.groups.find(name);
    if (group == names_.groups.end()) return false;
    nodes.insert(nodes.end(), group->second.begin(), group->second.end());
    sort_nodes(nodes);
    return true;
  }

  // Only names that exist are tried, however large the range is.
  Result<Nodes> range(std::string_view word) {
    const auto parsed = NamePattern::parse(word);
    if (!parsed) return unknown(word, "; as a range " + parsed.error().message);
    const NamePattern& pattern = parsed.value();
    Nodes nodes;
    bool any = false;
    for (std::uint32_t i = 0; i < names_.nodes.size(); ++i) {
      if (!pattern.matches(names_.nodes[i])) continue;
      nodes.push_back(i);
      any = true;
    }
    for (const auto& [group, members] : names_.groups) {
      if (!pattern.matches(group) || index_of(group)) continue;
      nodes.insert(nodes.end(), members.begin(), members.end());
      any = true;
    }
    if (!any) return error("no name in the range " + quoted(word) + " is a node or a group");
    if (absent_.empty()) {
      absent_ = pattern.first_unknown(
          [&](std::string_view name) { return index_of(name) || names_.groups.contains(name); });
    }
    sort_nodes(nodes);
    return nodes;
  }

  Result<Nodes> matching(std::string_view regex) {
    const auto compiled = Regex::compile("^" + std::string(regex) + "$");
    if (!compiled) {
      return error(quoted(regex) + " is no regular expression: " + compiled.error().message);
    }
    Nodes nodes;
    for (std::uint32_t i = 0; i < names_.nodes.size(); ++i) {
      const auto match = compiled.value().match(names_.nodes[i]);
      if (!match) return error(quoted(regex) + " cannot be matched: " + match.error().message);
      if (match.value()) nodes.push_back(i);
    }
    if (nodes.empty()) return error("no node matches " + quoted(regex));
    return nodes;
  }

  [[nodiscard]] Error unknown(std::string_view word, const std::string& why = {}) const {
    std::vector<std::string_view> known(names_.nodes.begin(), names_.nodes.end());
    for (const auto& [group, members] : names_.groups) known.push_back(group);
    std::sort(known.begin(), known.end(), natural_less);
    const std::string_view meant = nearest(word, known);
    if (word.find_first_of(" \t") != std::string_view::npos) {
      return error(quoted(word) + " has a blank in it: join names by commas alone");
    }
    return error(quoted(word) + " is neither a node nor a group" + why +
                 (meant.empty() ? "" : "; did you mean " + quoted(meant) + "?"));
  }

  const NodeNames& names_;
  std::string absent_;
};

}  // namespace

Result<NodeSelection> evaluate_noderange(std::string_view text, const NodeNames& names) {
  text = trim(text);
  if (text.empty()) return error("the noderange is empty");
  return Evaluator(names).run(text);
}

}  // namespace nfsready
