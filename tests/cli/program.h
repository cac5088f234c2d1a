// The built program, run as a process.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nfsready::testing {

struct Ended {
  int status = -1;  // the exit status; 128 and the signal when one ended it
  std::string out;
  std::string err;
};

struct Environment {
  std::string input;                             // standard input
  std::map<std::string, std::string> variables;  // set in addition to PATH
  std::filesystem::path output;                  // where standard output goes; empty: caught
  bool terminal = false;                         // standard output and error are a terminal
};

// A folder that is gone when the test ends.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  [[nodiscard]] std::string path(const std::string& below = "") const;
  // Writes a file, and the folders above it; returns its path.
  std::string write(const std::string& below, const std::string& text) const;

 private:
  std::filesystem::path folder_;
};

// nfsready with the given arguments, while it runs.
class Running {
 public:
  explicit Running(const std::vector<std::string>& arguments, const Environment& in = {});

  void signal(int number) const;
  // Waits for its end; to be called once. With a terminal, both streams are found in Ended::out.
  [[nodiscard]] Ended end();

 private:
  Scratch scratch_;
  std::filesystem::path out_;  // empty: not caught
  int terminal_ = -1;
  int child_ = -1;
};

// The same, until it ends.
[[nodiscard]] Ended nfsready(const std::vector<std::string>& arguments, const Environment& in = {});

// A copy of fixtures/sites/trees: six healthy nodes, elm01, elm02, oak01, oak02, pine01, pine02.
class SiteCopy : public Scratch {
 public:
  SiteCopy();
  [[nodiscard]] std::string site() const { return path("site"); }
  void write(const std::string& below, const std::string& text) const;
  void append(const std::string& below, const std::string& text) const;
  void remove(const std::string& below) const;
  // Takes out the lines that hold `part`, or replaces it in all of them.
  void drop_lines(const std::string& below, const std::string& part) const;
  void replace(const std::string& below, const std::string& part, const std::string& by) const;

  // The node pine02 is forgotten in the exports of the server: NR201, an error.
  void forget_pine02() const;
  // The exports of the server and of its backup were not collected: nobody knows what they give.
  void lose_exports() const;
  // No server has an address: nothing can be asked.
  void lose_addresses() const;
};

[[nodiscard]] bool holds(std::string_view text, std::string_view part);

[[nodiscard]] std::string read_text(const std::filesystem::path& file);

}  // namespace nfsready::testing
