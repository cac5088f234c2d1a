// Values of node-keyed attributes that are patterns: "/regex/text/", "|regex|text(expression)|" and
// "|text(expression)|". xCAT works them out for each node (Table.pm, transRegexAttrs).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/regex.h"

namespace nfsready {

// What a value becomes for one node.
struct Expansion {
  std::string text;         // empty: the node has no value
  std::string undecidable;  // why the text could not be worked out, a clause; empty when it could

  [[nodiscard]] bool is_decided() const { return undecidable.empty(); }
};

// Whether xCAT reads a value as a pattern. "/nodedata/state/" is one, too.
[[nodiscard]] bool is_attribute_pattern(std::string_view value);

// A value, read once for all its nodes.
class AttributePattern {
 public:
  AttributePattern() = default;  // the plain empty value

  // Never fails: a value that is no pattern expands to itself, and a broken pattern is undecidable
  // for every node.
  [[nodiscard]] static AttributePattern make(std::string_view value);

  // Whether every node has the value as it is.
  [[nodiscard]] bool is_plain() const { return form_ == Form::kPlain; }

  // The value for a node of that name (as in nodelist). The node's name itself when the pattern
  // does not match it. The rest of the name takes part in each expression, as in xCAT. Safe from
  // several threads.
  [[nodiscard]] Expansion expand(std::string_view node) const;

 private:
  enum class Form : std::uint8_t {
    kPlain,       // right_ is the value
    kBroken,      // right_ is the reason
    kNever,       // an empty regex matches no node (it means the last one that matched)
    kRegex,       // right_ replaces the match, literally
    kExpression,  // right_ replaces the match, after its groups are evaluated
    kEasy,        // as kExpression; the regex is made from the node's numbers
  };

  AttributePattern(Form form, std::string_view right) : form_(form), right_(right) {}
  static AttributePattern with_regex(std::string_view regex, std::string_view right, Form form);
  [[nodiscard]] Result<std::optional<RegexMatch>> match(std::string_view node) const;

  Form form_ = Form::kPlain;
  std::string right_;
  std::optional<Regex> regex_;
};

}  // namespace nfsready
