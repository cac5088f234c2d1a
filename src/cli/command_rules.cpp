// nfsready rules: the checks and their pages.
#include <iostream>

#include "base/text.h"
#include "checks/registry.h"
#include "cli/check_selection.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/options.h"

namespace nfsready {

namespace {

constexpr Usage kUsageOfRules = {"rules", "[ID...]",
                                 "Lists the checks, or prints the pages of some: what a check "
                                 "finds, why that stops a boot, how\n"
                                 "to fix it, an example.",
                                 "Examples:\n"
                                 "  nfsready rules\n"
                                 "  nfsready rules NR203\n"
                                 "  nfsready rules root-squashed\n"};

void list_checks() {
  std::string_view area;
  for (const RegisteredCheck& check : all_checks()) {
    if (check.area != area) std::cout << (area.empty() ? "" : "\n") << check.area << '\n';
    area = check.area;
    const CheckInfo& info = check.check->info;
    std::cout << "  " << info.id << "  " << info.slug
              << std::string(info.slug.size() < 28 ? 28 - info.slug.size() : 1, ' ') << info.title
              << '\n';
  }
}

}  // namespace

int run_rules(const Arguments& arguments) {
  const ParsedOptions options = parse_options(
      kUsageOfRules, arguments, boost::program_options::options_description("Options"), {"ids"});
  if (options.exit_status) return *options.exit_status;
  const std::vector<std::string> names = options.list("ids");
  if (names.empty()) list_checks();
  const char* separator = "";
  for (const std::string& name : names) {
    const RegisteredCheck* const check = find_check(name);
    if (check == nullptr) return usage_error(kUsageOfRules, unknown_check(name));
    std::cout << separator << check->page;
    separator = "\n";
  }
  return kReady;
}

}  // namespace nfsready
