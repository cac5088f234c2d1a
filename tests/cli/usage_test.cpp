// Command lines: what is wrong is said, with exit status 2; help is always to be had.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

const std::vector<std::string> kCommands = {"check", "plan", "explain", "lint", "rules"};

TEST(Usage, TheOverviewNamesEveryCommand) {
  for (const char* const asked : {"--help", "-h", "help"}) {
    const Ended run = nfsready({asked});
    EXPECT_EQ(run.status, 0);
    EXPECT_EQ(run.err, "");
    for (const std::string& command : kCommands) {
      EXPECT_TRUE(holds(run.out, "\n  " + command + " ")) << command;
    }
    EXPECT_TRUE(holds(run.out, "Exit status: 0 ready, 1 not ready, 2 wrong usage, 3 could not"));
  }
}

TEST(Usage, WithoutACommandTheOverviewIsAnError) {
  const Ended run = nfsready({});
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(holds(run.err, "usage: nfsready COMMAND"));
}

TEST(Usage, Version) {
  const Ended run = nfsready({"--version"});
  EXPECT_EQ(run.status, 0);
  EXPECT_TRUE(run.out.starts_with("nfsready 1.")) << run.out;
}

TEST(Usage, UnknownCommandsAreCorrected) {
  const Ended run = nfsready({"chekc"});
  EXPECT_EQ(run.status, 2);
  EXPECT_TRUE(holds(run.err, "there is no command 'chekc'; did you mean 'check'?")) << run.err;
  EXPECT_EQ(nfsready({"bogus\x1b[31m"}).err.find('\x1b'), std::string::npos);
}

TEST(Usage, EveryCommandHasHelp) {
  for (const std::string& command : kCommands) {
    for (const std::vector<std::string>& asked :
         {std::vector<std::string>{command, "--help"}, {command, "-h"}, {command, "x", "--help"}}) {
      const Ended run = nfsready(asked);
      EXPECT_EQ(run.status, 0) << command;
      EXPECT_TRUE(run.out.starts_with("usage: nfsready " + command + " ")) << run.out;
      EXPECT_TRUE(holds(run.out, "\nExamples:\n  nfsready " + command)) << run.out;
      EXPECT_EQ(run.err, "");
    }
  }
}

TEST(Usage, HelpOfACommandMayBeAskedForInWords) {
  EXPECT_EQ(nfsready({"help", "check"}).out, nfsready({"check", "--help"}).out);
  EXPECT_EQ(nfsready({"help", "chek"}).status, 2);
}

TEST(Usage, WrongCommandLines) {
  const std::vector<std::pair<std::vector<std::string>, const char*>> wrong = {
      {{"check"}, "the folder of the site is missing"},
      {{"check", "a", "b"}, "too many arguments"},
      {{"check", "a", "--onyl", "NR203"}, "there is no option '--onyl'; did you mean '--only'?"},
      {{"check", "a", "---"}, "there is no option '---'"},
      {{"check", "a", "-x"}, "there is no option '-x'"},
      {{"check", "a", "--nodes"}, "'--nodes' is missing"},
      {{"check", "a", "--fail"}, "there is no option '--fail'"},
      {{"check", "a", "--fail-on", "error", "--fail-on", "note"}, "more than once"},
      {{"plan"}, "the folder of the site is missing"},
      {{"plan", "a", "--jsn"}, "did you mean '--json'?"},
      {{"plan", "a", ""}, "names no node"},
      {{"explain"}, "the folder of the site and the node are needed"},
      {{"explain", "a"}, "the folder of the site and the node are needed"},
      {{"explain", "a", "b", "c"}, "too many arguments"},
      {{"lint"}, "there is no file to judge"},
      {{"lint", "a", "--path", "/x"}, "--path needs --client"},
      {{"lint", "a", "--client", "node01"}, "'node01' is no address"},
      {{"lint", "a", "--client", "10.1.1.1:0"}, "is no number from 1 to 65535"},
      {{"lint", "a", "--client", "10.1.1.1:65536"}, "is no number from 1 to 65535"},
      {{"lint", "a", "--client", "[fd00::1]1700"}, "is no number from 1 to 65535"},
      {{"lint", "a", "--dialect", "vms"}, "there is no dialect 'vms'"},
      {{"lint", "a", "--only", "NR999"}, "no check is called 'NR999'"},
      {{"lint", "a", "--only", "NR203"}, "'NR203' needs a whole site"},
      {{"lint", "a", "--skip", "NR999"}, "no check is called 'NR999'"},
      {{"rules", "NR999"}, "no check is called 'NR999'"},
      {{"rules", "root-squahsed"}, "did you mean 'root-squashed'?"}};
  for (const auto& [arguments, what] : wrong) {
    const Ended run = nfsready(arguments);
    std::string shown;
    for (const std::string& argument : arguments) shown += argument + " ";
    EXPECT_EQ(run.status, 2) << shown << run.err;
    EXPECT_TRUE(holds(run.err, what)) << shown << "\n" << run.err;
    EXPECT_TRUE(holds(run.err, "\nTry 'nfsready " + arguments.front() + " --help'.\n")) << run.err;
    EXPECT_EQ(run.out, "") << shown;
  }
}

TEST(Usage, OutputThatIsLostIsAnError) {
  const SiteCopy copy;
  Environment full;
  full.output = "/dev/full";
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"rules"},
                                                    {"rules", "NR203"},
                                                    {"plan", copy.site()},
                                                    {"explain", copy.site(), "pine01"},
                                                    {"check", copy.site()},
                                                    {"--help"}}) {
    const Ended run = nfsready(arguments, full);
    EXPECT_EQ(run.status, 3) << arguments.front();
    EXPECT_TRUE(holds(run.err, "cannot write to standard output\n")) << run.err;
    EXPECT_EQ(run.err.find("cannot write"), run.err.rfind("cannot write")) << run.err;
  }
}

// --- rules

TEST(Rules, ListsEveryCheckUnderItsArea) {
  const Ended run = nfsready({"rules"});
  EXPECT_EQ(run.status, 0);
  EXPECT_TRUE(run.out.starts_with("exports\n  NR101  syntax-error ")) << run.out;
  EXPECT_TRUE(holds(run.out, "\n\ngrants\n  NR201  path-not-exported "));
}

TEST(Rules, PrintsPages) {
  for (const char* const name : {"NR203", "nr203", "root-squashed"}) {
    const Ended run = nfsready({"rules", name});
    EXPECT_EQ(run.status, 0);
    EXPECT_TRUE(run.out.starts_with("# NR203 root-squashed\n")) << run.out;
  }
  EXPECT_TRUE(holds(nfsready({"rules", "NR203", "NR201"}).out, "\n\n# NR201 path-not-exported\n"));
}

// A script that forgot something must not get a verdict on something else.
TEST(Usage, WhereToAskFromIsNotGuessed) {
  const SiteCopy copy;
  using Words = std::vector<std::string>;
  for (const Words& words :
       {Words{"--netns", "x"}, Words{"--timeout", "3"}, Words{"--live", "--netns", ""},
        Words{"--live", "--as-node", ""}, Words{"--live", "--netns", "x-{nod}"},
        Words{"--live", "--netns", "x", "--as-node", "eth0"}}) {
    Words command = {"check", copy.site()};
    command.insert(command.end(), words.begin(), words.end());
    const Ended run = nfsready(command);
    EXPECT_EQ(run.status, 2) << words.front() << ": " << run.out << run.err;
  }
}

}  // namespace
}  // namespace nfsready::testing
