#include "model/substitution.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

enum class Part : std::uint8_t { kServer, kDirectory };

class Substituter {
 public:
  Substituter(Part part, std::string_view node, const LookUpVariable& look_up)
      : part_(part), node_(node), look_up_(look_up) {}

  // Perl's split drops empty components at the end.
  Substitution run(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    if (!text.empty()) {
      for (const std::string_view component : split(text, '/')) add_component(component);
    }
    if (!result_.unknown_table.empty()) {
      result_.text.clear();
    } else if (result_.text.find("#CMD=") != std::string::npos) {
      result_.undecidable = quoted(result_.text) + " needs the output of a command";
    }
    return std::move(result_);
  }

 private:
  // The variable part of a component runs from its first '$' to the next '#' or blank.
  void add_component(std::string_view component) {
    const std::size_t start = component.find('$');
    if (start == std::string_view::npos) {
      result_.text.append("/").append(component);
      return;
    }
    const std::size_t end = std::min(component.find_first_of("# ", start), component.size());
    if (part_ == Part::kDirectory) result_.text += '/';
    result_.text += component.substr(0, start);
    add_variables(component.substr(start, end - start));
    result_.text += component.substr(end);
  }

  // "$node$nodepos.rack": the values are joined by dots.
  void add_variables(std::string_view variables) {
    bool first = true;
    for (const std::string_view variable : split(variables, '$')) {
      if (variable.empty()) continue;
      if (!std::exchange(first, false)) result_.text += '.';
      result_.text += value_of(variable);
    }
  }

  // Anything behind a second dot is dropped.
  std::string_view value_of(std::string_view variable) {
    if (variable == "node") return node_;
    const auto names = split(variable, '.');
    const bool has_column = names.size() > 1 && !names[1].empty() && names[1] != "0";
    const VariableValue value = look_up_(names[0], has_column ? names[1] : "UNDEFINED");
    switch (value.kind) {
      case VariableValue::Kind::kUnknownTable:
        if (result_.unknown_table.empty()) {
          result_.unknown_table = names[0].empty() ? variable : names[0];
        }
        return {};
      case VariableValue::Kind::kUndecidable:
        result_.undecidable = value.text;
        return {};
      case VariableValue::Kind::kValue:
        if (!value.text.empty() && value.text != "0") return value.text;
        break;
      case VariableValue::Kind::kNoValue:
        break;
    }
    result_.undefined.push_back("$" + std::string(variable));
    return "UNDEFINED";
  }

  Part part_;
  std::string_view node_;
  const LookUpVariable& look_up_;
  Substitution result_;
};

// One pass, so "///" becomes "//".
std::string halve_slashes(std::string_view path) {
  std::string halved;
  for (std::size_t i = 0; i < path.size(); ++i) {
    halved += path[i];
    if (path.substr(i).starts_with("//")) ++i;
  }
  return halved;
}

}  // namespace

Substitution substitute_server(std::string_view text, std::string_view node,
                               const LookUpVariable& look_up) {
  Substitution result = Substituter(Part::kServer, node, look_up).run(text);
  std::erase(result.text, '/');
  return result;
}

Substitution substitute_directory(std::string_view text, std::string_view node,
                                  const LookUpVariable& look_up) {
  Substitution result = Substituter(Part::kDirectory, node, look_up).run(text);
  result.text = halve_slashes(result.text);
  return result;
}

bool has_variables(std::string_view text) {
  return text.find('$') != std::string_view::npos || text.find("#CMD") != std::string_view::npos;
}

std::vector<std::string_view> variables_of(std::string_view text) {
  std::vector<std::string_view> variables;
  for (std::size_t at = text.find('$'); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of("$/:# ", at + 1), text.size());
    const std::string_view variable = text.substr(at, end - at);
    if (variable.size() > 1 && variable != "$node") variables.push_back(variable);
    at = text.find('$', end);
  }
  return variables;
}

std::string_view table_named(std::string_view variable) {
  const std::string_view names = variable.substr(1);
  return names.substr(0, names.find('.'));
}

LiteLocation split_lite_location(std::string_view value) {
  const auto parts = split(value, ':');
  const bool has_directory = parts.size() > 1 && !parts[1].empty() && parts[1] != "0";
  if (!has_directory) return {{}, parts[0]};
  return {parts[0], parts[1]};
}

}  // namespace nfsready
