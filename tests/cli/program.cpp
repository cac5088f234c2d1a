#include "cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace nfsready::testing {

namespace fs = std::filesystem;

namespace {

void must(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(what);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// In the child: becomes the program, with these files as its streams.
[[noreturn]] void become(std::vector<std::string> arguments, std::vector<std::string> variables,
                         const std::array<int, 3>& streams) {
  for (int i = 0; i < 3; ++i) dup2(streams[static_cast<std::size_t>(i)], i);
  closefrom(3);
  execve(NFSREADY_PROGRAM, pointers(arguments).data(), pointers(variables).data());
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  must(waitpid(child, &status, 0) == child, "waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// What a program prints to a terminal, until it closes it.
std::string read_terminal(int terminal) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(terminal, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

int open_file(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC, 0600);
  must(file >= 0, path.c_str());
  return file;
}

}  // namespace

Running::Running(const std::vector<std::string>& arguments, const Environment& in) {
  std::vector<std::string> words = {"nfsready"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin"};
  for (const auto& [name, value] : in.variables) {
    variables.emplace_back(name).append("=").append(value);
  }

  if (!in.terminal && in.output.empty()) out_ = scratch_.path("out");
  std::array<int, 3> streams = {
      open_file(scratch_.write("in", in.input), O_RDONLY),
      open_file(in.output.empty() ? fs::path(scratch_.path("out")) : in.output, O_WRONLY | O_CREAT),
      open_file(scratch_.path("err"), O_WRONLY | O_CREAT)};
  if (in.terminal) {
    terminal_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    must(terminal_ >= 0 && grantpt(terminal_) == 0 && unlockpt(terminal_) == 0, "posix_openpt");
    close(streams[1]);
    close(streams[2]);
    streams[1] = open_file(ptsname(terminal_), O_RDWR | O_NOCTTY);
    streams[2] = dup(streams[1]);
  }
  child_ = fork();
  must(child_ >= 0, "fork");
  if (child_ == 0) become(words, variables, streams);
  for (const int stream : streams) close(stream);
}

void Running::signal(int number) const { must(kill(child_, number) == 0, "kill"); }

Ended Running::end() {
  Ended run;
  if (terminal_ >= 0) {
    run.out = read_terminal(terminal_);
    close(terminal_);
  }
  run.status = wait_for(child_);
  if (!out_.empty()) run.out = read_text(out_);
  run.err = read_text(scratch_.path("err"));
  return run;
}

Ended nfsready(const std::vector<std::string>& arguments, const Environment& in) {
  return Running(arguments, in).end();
}

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "nfsready-test-XXXXXX").string();
  must(mkdtemp(name.data()) != nullptr, "mkdtemp");
  folder_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Scratch::path(const std::string& below) const { return (folder_ / below).string(); }

std::string Scratch::write(const std::string& below, const std::string& text) const {
  const fs::path file = folder_ / below;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

SiteCopy::SiteCopy() {
  const fs::path trees = fs::path(NFSREADY_SOURCE_DIR) / "fixtures/sites/trees";
  fs::copy(trees, site(), fs::copy_options::recursive);
  remove("expected.txt");
}

void SiteCopy::write(const std::string& below, const std::string& text) const {
  Scratch::write("site/" + below, text);
}

void SiteCopy::append(const std::string& below, const std::string& text) const {
  write(below, read_text(path("site/" + below)) + text);
}

void SiteCopy::remove(const std::string& below) const {
  must(fs::remove_all(path("site/" + below)) > 0, below.c_str());
}

void SiteCopy::drop_lines(const std::string& below, const std::string& part) const {
  std::istringstream lines(read_text(path("site/" + below)));
  std::string kept;
  bool found = false;
  for (std::string line; std::getline(lines, line);) {
    const bool drop = line.find(part) != std::string::npos;
    found = found || drop;
    if (!drop) kept += line + "\n";
  }
  must(found, part.c_str());
  write(below, kept);
}

void SiteCopy::replace(const std::string& below, const std::string& part,
                       const std::string& by) const {
  std::string text = read_text(path("site/" + below));
  must(text.find(part) != std::string::npos, part.c_str());
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + by.size())) {
    text.replace(at, part.size(), by);
  }
  write(below, text);
}

void SiteCopy::forget_pine02() const {
  drop_lines("servers/nas/etc/exports", "pine02");
  drop_lines("servers/nas/exportfs-v.txt", "pine02");
}

void SiteCopy::lose_exports() const {
  for (const char* const head : {"nas", "nas-b"}) {
    remove("servers/" + std::string(head) + "/etc/exports");
    remove("servers/" + std::string(head) + "/exportfs-v.txt");
  }
}

void SiteCopy::lose_addresses() const {
  remove("tables/hosts.csv");
  for (const char* const server : {"mgt", "sn1", "sn2", "nas", "nas-b"}) {
    remove("servers/" + std::string(server) + "/etc/hosts");
  }
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string read_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace nfsready::testing
