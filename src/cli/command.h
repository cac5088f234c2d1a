// The commands, one file each.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready {

using Arguments = std::vector<std::string>;  // what follows the command's name

// Each prints to standard output and error, and returns the exit status.
int run_check(const Arguments& arguments);
int run_observe(const Arguments& arguments);
int run_compare(const Arguments& arguments);
int run_manifest(const Arguments& arguments);
int run_clean(const Arguments& arguments);
int run_plan(const Arguments& arguments);
int run_explain(const Arguments& arguments);
int run_lint(const Arguments& arguments);
int run_rules(const Arguments& arguments);

struct Command {
  std::string_view name;
  std::string_view purpose;
  int (*run)(const Arguments& arguments);
};

inline constexpr std::array<Command, 9> kCommands = {{
    {"check", "audit a site: a verdict for every node, and what to change", run_check},
    {"observe", "ask the servers what the nodes will ask, and write down the answers", run_observe},
    {"compare", "prove that copied trees are what they were copied from", run_compare},
    {"manifest", "write a server's tree down, to be compared later", run_manifest},
    {"clean", "remove what killed runs have left on the servers", run_clean},
    {"plan", "print what every node mounts at boot, in order, and why", run_plan},
    {"explain", "tell the story of one node's boot, mount by mount", run_explain},
    {"lint", "judge one exports source alone, or ask what it gives a client", run_lint},
    {"rules", "list the checks, or print the page of one", run_rules},
}};

}  // namespace nfsready
