#include "observe/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "observe/descriptor.h"

namespace nfsready {

namespace {

// Standard input and error lead nowhere, standard output into the pipe.
class Redirections {
 public:
  explicit Redirections(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
  }
  ~Redirections() { posix_spawn_file_actions_destroy(&actions_); }
  Redirections(const Redirections&) = delete;
  Redirections& operator=(const Redirections&) = delete;

  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

pid_t start(const std::vector<std::string>& words, int output) {
  const Redirections redirections(output);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawnp(&child, arguments.front(), redirections.get(), nullptr,
                                 arguments.data(), environ);
  return error == 0 ? child : -1;
}

// False: the deadline passed before the end of the output.
bool read_all(int from, const Deadline& deadline, std::string& output) {
  std::array<char, 4096> block{};
  while (true) {
    pollfd waiting{from, POLLIN, 0};
    const int ready = poll(&waiting, 1, deadline.poll_timeout());
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t size = read(from, block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return true;
    output.append(block.data(), static_cast<std::size_t>(size));
    if (output.size() > kMaxOutput) return false;
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

ProgramAnswer ask_program(const std::vector<std::string>& words, Milliseconds limit) {
  const Deadline deadline(limit);
  ProgramAnswer answer;
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return answer;
  const Descriptor output(ends[0]);
  Descriptor input(ends[1]);
  const pid_t child = start(words, input.get());
  if (child < 0) return answer;
  input = Descriptor();
  answer.ended = read_all(output.get(), deadline, answer.output);
  if (!answer.ended) kill(child, SIGKILL);
  answer.status = wait_for(child);
  return answer;
}

}  // namespace nfsready
