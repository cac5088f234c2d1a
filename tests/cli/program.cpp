#include "cli/program.h"

#include <fcntl.h>
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

Ended nfsready(const std::vector<std::string>& arguments, const Environment& in) {
  const Scratch scratch;
  std::vector<std::string> words = {"nfsready"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin"};
  for (const auto& [name, value] : in.variables) {
    variables.emplace_back(name).append("=").append(value);
  }

  const fs::path out = in.output.empty() ? fs::path(scratch.path("out")) : in.output;
  std::array<int, 3> streams = {open_file(scratch.write("in", in.input), O_RDONLY),
                                open_file(out, O_WRONLY | O_CREAT),
                                open_file(scratch.path("err"), O_WRONLY | O_CREAT)};
  int terminal = -1;
  if (in.terminal) {
    terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    must(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0, "posix_openpt");
    close(streams[1]);
    close(streams[2]);
    streams[1] = open_file(ptsname(terminal), O_RDWR | O_NOCTTY);
    streams[2] = dup(streams[1]);
  }
  const pid_t child = fork();
  must(child >= 0, "fork");
  if (child == 0) become(words, variables, streams);
  for (const int stream : streams) close(stream);
  Ended run;
  if (in.terminal) {
    run.out = read_terminal(terminal);
    close(terminal);
  }
  run.status = wait_for(child);
  if (!in.terminal && in.output.empty()) run.out = read_text(out);
  run.err = read_text(scratch.path("err"));
  return run;
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
