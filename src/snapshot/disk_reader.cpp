#include "snapshot/disk_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/source.h"

namespace nfsready {

namespace {

std::string reason(int error) { return std::generic_category().message(error); }

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Result<std::string> read_to_end(int fd, std::size_t expected) {
  std::string text(expected, '\0');
  std::size_t filled = 0;
  while (true) {
    if (filled == text.size()) {
      if (filled > kMaxSourceBytes) return Error{"is larger than 1 GiB", {}};
      char extra = 0;  // is there more than fstat said?
      const ssize_t got = read(fd, &extra, 1);
      if (got == 0) break;
      if (got > 0) {
        text.push_back(extra);
        text.resize(std::max<std::size_t>(text.size() * 2, 4096));
        ++filled;
        continue;
      }
    }
    const ssize_t got = read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{reason(errno), {}};
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

Result<std::string> read_regular(int directory, const char* name) {
  const FileDescriptor file(
      openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0) return Error{reason(errno), {}};
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return Error{reason(errno), {}};
  if (!S_ISREG(status.st_mode)) return Error{"is not a regular file", {}};
  if (static_cast<std::size_t>(status.st_size) > kMaxSourceBytes) {
    return Error{"is larger than 1 GiB", {}};
  }
  return read_to_end(file.get(), static_cast<std::size_t>(status.st_size));
}

// Gives files of equal bytes one text, so that 128 copies of a hosts file cost one.
class SharedTexts {
 public:
  std::shared_ptr<const std::string> share(std::string text) {
    constexpr std::size_t kWorthSharing = 4096;
    auto owned = std::make_shared<const std::string>(std::move(text));
    if (owned->size() < kWorthSharing) return owned;
    const std::size_t hash = std::hash<std::string_view>{}(*owned);
    const std::lock_guard lock(mutex_);
    auto& same_hash = texts_[hash];
    for (const auto& known : same_hash) {
      if (*known == *owned) return known;
    }
    return same_hash.emplace_back(std::move(owned));
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::size_t, std::vector<std::shared_ptr<const std::string>>> texts_;
};

// Reads one tree with several threads. Directories wait on a stack; who takes one reads its files
// and puts its sub-directories on the stack.
class TreeWalk {
 public:
  TreeWalk(int root, bool (*wanted)(std::string_view)) : root_(root), wanted_(wanted) {}

  std::vector<InputFile> run() {
    waiting_.push_back("");
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < count; ++i) helpers.emplace_back([this] { work(); });
    work();
    for (std::thread& helper : helpers) helper.join();
    std::sort(files_.begin(), files_.end(),
              [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
    return std::move(files_);
  }

 private:
  void work() {
    std::vector<InputFile> files;
    std::vector<std::string> directories;
    while (const auto directory = take()) {
      directories.clear();
      read_directory(*directory, files, directories);
      give_back(directories);
    }
    const std::lock_guard lock(mutex_);
    std::move(files.begin(), files.end(), std::back_inserter(files_));
  }

  std::optional<std::string> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || busy_ == 0; });
    if (waiting_.empty()) return std::nullopt;
    ++busy_;
    std::string directory = std::move(waiting_.back());
    waiting_.pop_back();
    return directory;
  }

  void give_back(std::vector<std::string>& directories) {
    {
      const std::lock_guard lock(mutex_);
      --busy_;
      std::move(directories.begin(), directories.end(), std::back_inserter(waiting_));
    }
    changed_.notify_all();
  }

  void read_directory(const std::string& path, std::vector<InputFile>& files,
                      std::vector<std::string>& directories) {
    const int fd = openat(root_, path.empty() ? "." : path.c_str(),
                          O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR* const stream = fd < 0 ? nullptr : fdopendir(fd);
    if (stream == nullptr) {
      files.push_back({path, nullptr, reason(errno)});
      if (fd >= 0) close(fd);
      return;
    }
    while (const dirent* const entry = readdir(stream)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      std::string child = path.empty() ? std::string(name) : path + '/' + std::string(name);
      if (is_directory(fd, *entry)) {
        const bool hidden_top = path.empty() && name.front() == '.';  // .git and the like
        if (!hidden_top) directories.push_back(std::move(child));
      } else {
        files.push_back(read_entry(fd, entry->d_name, std::move(child)));
      }
    }
    closedir(stream);
  }

  static bool is_directory(int fd, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
    struct stat status {};
    return fstatat(fd, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
  }

  InputFile read_entry(int fd, const char* name, std::string path) {
    if (!wanted_(path)) return {std::move(path), nullptr, {}};
    auto text = read_regular(fd, name);
    if (text) return {std::move(path), texts_.share(std::move(text.value())), {}};
    struct stat status {};
    const bool is_link =
        fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
    return {std::move(path), nullptr,
            is_link ? "is a symbolic link, which is not followed: copy the file itself"
                    : text.error().message};
  }

  int root_;
  bool (*wanted_)(std::string_view);
  SharedTexts texts_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> waiting_;
  unsigned busy_ = 0;
  std::vector<InputFile> files_;
};

}  // namespace

DiskReader::DiskReader(std::string folder) : folder_(std::move(folder)) {}

Result<std::vector<InputFile>> DiskReader::read_all(bool (*wanted)(std::string_view)) const {
  const FileDescriptor root(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0)
    return Error{"cannot read the folder '" + folder_ + "': " + reason(errno), {}};
  return TreeWalk(root.get(), wanted).run();
}

Result<std::string> read_file(const std::string& path) {
  const bool standard_input = path == "-";
  const FileDescriptor file(standard_input ? dup(STDIN_FILENO)
                                           : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return Error{"cannot read '" + path + "': " + reason(errno), {}};
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || S_ISDIR(status.st_mode)) {
    return Error{"cannot read '" + path + "': " + reason(S_ISDIR(status.st_mode) ? EISDIR : errno),
                 {}};
  }
  auto text = read_to_end(file.get(), S_ISREG(status.st_mode) ? std::size_t(status.st_size) : 0);
  if (!text) return Error{"cannot read '" + path + "': " + text.error().message, {}};
  return text;
}

}  // namespace nfsready
