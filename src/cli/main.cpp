// nfsready: will every NFS mount of every diskless node succeed?
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/exit_status.h"

namespace nfsready {

namespace {

void print_overview(std::ostream& out) {
  out << "nfsready " NFSREADY_VERSION
         ": will every NFS mount of every diskless node succeed, before it boots?\n\n"
         "usage: nfsready COMMAND [ARGUMENT...]\n\n";
  for (const Command& command : kCommands) {
    out << "  " << command.name << std::string(10 - command.name.size(), ' ') << command.purpose
        << '\n';
  }
  out << "\n'nfsready COMMAND --help' tells more.\n"
         "A first look at a site whose files lie in ./site:\n\n"
         "  nfsready check site                      every node\n"
         "  nfsready check site -n 'cn[001-016]'     some of them\n"
         "  nfsready explain site cn007              why one of them would not boot\n"
         "  nfsready lint /etc/exports               one exports file alone\n\n"
         "Exit status: 0 ready, 1 not ready, 2 wrong usage, 3 could not audit.\n"
         "Environment: NO_COLOR turns colours off; SOURCE_DATE_EPOCH is taken for now.\n";
}

int run(const Arguments& arguments) {
  if (arguments.empty()) {
    print_overview(std::cerr);
    return kUsage;
  }
  const std::string& name = arguments.front();
  if (name == "help" && arguments.size() == 2) return run({arguments.back(), "--help"});
  if (name == "--help" || name == "-h" || name == "help") {
    print_overview(std::cout);
    return kReady;
  }
  if (name == "--version" || name == "-V") {
    std::cout << "nfsready " NFSREADY_VERSION "\n";
    return kReady;
  }
  std::vector<std::string_view> known;
  for (const Command& command : kCommands) {
    if (command.name == name) return command.run({arguments.begin() + 1, arguments.end()});
    known.push_back(command.name);
  }
  std::cerr << "nfsready: there is no command '" << printable(name) << "'";
  if (const std::string_view meant = nearest(name, known); !meant.empty()) {
    std::cerr << "; did you mean '" << meant << "'?";
  }
  std::cerr << "\nTry 'nfsready --help'.\n";
  return kUsage;
}

}  // namespace

}  // namespace nfsready

int main(int argc, char** argv) {
  const int status = nfsready::run({argv + 1, argv + argc});
  std::cout.flush();
  if (std::cout) return status;
  // A report has told it already.
  if (status != nfsready::kCouldNotAudit) {
    std::cerr << "nfsready: cannot write to standard output\n";
  }
  return nfsready::kCouldNotAudit;
}
