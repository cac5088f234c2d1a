#include "cli/check_selection.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "checks/registry.h"

namespace nfsready {

namespace {

bool selects_any(const std::string& pattern, const std::vector<RegisteredCheck>& checks) {
  JudgeOptions alone;
  alone.only = {pattern};
  return std::any_of(checks.begin(), checks.end(), [&](const RegisteredCheck& check) {
    return is_selected(check.check->info, alone);
  });
}

Error no_such_check(const std::string& pattern) {
  if (selects_any(pattern, all_checks())) {
    return Error{"'" + pattern + "' needs a whole site: 'nfsready check' runs it", {}};
  }
  return Error{unknown_check(pattern), {}};
}

}  // namespace

const RegisteredCheck* find_check(std::string_view name) {
  for (const RegisteredCheck& check : all_checks()) {
    const CheckInfo& info = check.check->info;
    if (equals_ignoring_case(info.id, name) || info.slug == name) return &check;
  }
  return nullptr;
}

std::string hint_for_unknown_check(std::string_view name) {
  std::vector<std::string_view> known;
  for (const RegisteredCheck& check : all_checks()) {
    known.push_back(check.check->info.id);
    known.push_back(check.check->info.slug);
  }
  const std::string_view meant = nearest(name, known);
  return (meant.empty() ? "" : "did you mean '" + std::string(meant) + "'? ") +
         "'nfsready rules' lists all";
}

std::string unknown_check(const std::string& name) {
  return "no check is called '" + name + "'; " + hint_for_unknown_check(name);
}

Result<JudgeOptions> read_check_selection(const ParsedOptions& options,
                                          const std::vector<RegisteredCheck>& checks) {
  JudgeOptions selection;
  selection.only = options.list("only");
  selection.skip = options.list("skip");
  if (options.has("only") && selection.only.empty()) return Error{"--only names no check", {}};
  if (options.has("skip") && selection.skip.empty()) return Error{"--skip names no check", {}};
  for (const std::string& pattern : selection.only) {
    if (!selects_any(pattern, checks)) return no_such_check(pattern);
  }
  for (const std::string& pattern : selection.skip) {
    if (!selects_any(pattern, all_checks())) return no_such_check(pattern);
  }
  const bool any = std::any_of(checks.begin(), checks.end(), [&](const RegisteredCheck& check) {
    return is_selected(check.check->info, selection);
  });
  if (!any) return Error{"--only and --skip leave no check to run", {}};
  return selection;
}

}  // namespace nfsready
