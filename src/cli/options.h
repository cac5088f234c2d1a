// Command lines, read with Boost.Program_options.
#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace nfsready {

// The usage of one command: what --help prints around the list of options.
struct Usage {
  std::string_view command;
  std::string_view arguments;  // "SITE [-n NODERANGE] [OPTION...]"
  std::string_view intro;      // what the command is for, a paragraph
  std::string_view examples;   // lines to type, with what they do
};

struct ParsedOptions {
  boost::program_options::variables_map values;
  std::optional<int> exit_status;  // set: --help was printed, or the command line is wrong

  [[nodiscard]] bool has(const char* name) const { return values.count(name) != 0; }
  // The values of an option that may be repeated, and its comma lists taken apart.
  [[nodiscard]] std::vector<std::string> list(const char* name) const;
  [[nodiscard]] std::string text(const char* name) const;  // empty when not given
};

// Reads a command line. `options` are shown by --help; `positional` names the options that take
// the arguments without a name; one whose name ends in "s" takes all that are left. Adds --help
// itself.
[[nodiscard]] ParsedOptions parse_options(const Usage& usage, const Arguments& arguments,
                                          boost::program_options::options_description options,
                                          const std::vector<const char*>& positional);

// "nfsready COMMAND: MESSAGE", and where to read more; the exit status of wrong usage.
int usage_error(const Usage& usage, std::string_view message);

}  // namespace nfsready
