#include "snapshot/disk_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
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
  // Hands the descriptor over to who asks.
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Reads on from a file of which `text` is the beginning.
Result<std::string> read_rest(int fd, std::string text) {
  struct stat status {};
  const bool sized = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  std::size_t room = sized ? static_cast<std::size_t>(status.st_size) + 1 : 65536;
  while (true) {
    const std::size_t filled = text.size();
    if (filled > kMaxSourceBytes || room > kMaxSourceBytes + 1) {
      return Error{"is larger than 1 GiB", {}};
    }
    if (filled >= room) room = filled * 2;
    text.resize(room);
    const ssize_t got = read(fd, text.data() + filled, room - filled);
    text.resize(filled + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{reason(errno), {}};
    if (got == 0) return text;
  }
}

// Most files of a snapshot are small: one read into a buffer tells that it was all.
Result<std::string> read_to_end(int fd) {
  std::array<char, 16384> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
  ssize_t got = 0;
  do {
    got = read(fd, buffer.data(), buffer.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Error{reason(errno), {}};
  std::string text(buffer.data(), static_cast<std::size_t>(got));
  if (text.size() < buffer.size()) return text;
  return read_rest(fd, std::move(text));
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

// One directory, open for reading its entries.
class Directory {
 public:
  Directory(int parent, const char* name)
      : file_(openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)),
        stream_(file_.get() < 0 ? nullptr : fdopendir(file_.release())) {}
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() {
    if (stream_ != nullptr) closedir(stream_);
  }

  [[nodiscard]] bool is_open() const { return stream_ != nullptr; }
  [[nodiscard]] int fd() const { return dirfd(stream_); }
  // Null at the end; "." and ".." are left out.
  const dirent* next() {
    const dirent* entry = readdir(stream_);
    while (entry != nullptr &&
           (std::string_view(entry->d_name) == "." || std::string_view(entry->d_name) == "..")) {
      entry = readdir(stream_);
    }
    return entry;
  }

 private:
  FileDescriptor file_;
  DIR* stream_;
};

// Reads one tree with several threads. A thread walks depth first; it leaves a sub-directory to
// others, on a stack, when some thread has nothing to do, or when it is deep down already.
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
  static constexpr int kMaxDepth = 64;  // open directories per thread

  void work() {
    std::vector<InputFile> files;
    while (const auto path = take()) {
      walk(root_, path->empty() ? "." : path->c_str(), *path, 0, files);
      finish();
    }
    const std::lock_guard lock(mutex_);
    std::move(files.begin(), files.end(), std::back_inserter(files_));
  }

  std::optional<std::string> take() {
    std::unique_lock lock(mutex_);
    ++idle_;
    changed_.wait(lock, [this] { return !waiting_.empty() || busy_ == 0; });
    --idle_;
    if (waiting_.empty()) return std::nullopt;
    ++busy_;
    std::string path = std::move(waiting_.back());
    waiting_.pop_back();
    return path;
  }

  void finish() {
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) changed_.notify_all();
  }

  bool give_away(const std::string& path, int depth) {
    if (idle_ == 0 && depth < kMaxDepth) return false;
    const std::lock_guard lock(mutex_);
    if (!waiting_.empty() && depth < kMaxDepth) return false;  // there is enough for the idle
    waiting_.push_back(path);
    changed_.notify_one();
    return true;
  }

  // `name` is opened below `parent`; `path` is what it is called in the snapshot.
  void walk(int parent, const char* name, const std::string& path, int depth,
            std::vector<InputFile>& files) {
    Directory directory(parent, name);
    if (!directory.is_open()) {
      files.push_back({path, nullptr, reason(errno)});
      return;
    }
    while (const dirent* const entry = directory.next()) {
      std::string child = path.empty() ? entry->d_name : path + '/' + entry->d_name;
      if (!is_directory(directory.fd(), *entry)) {
        files.push_back(read_entry(directory.fd(), *entry, std::move(child)));
        continue;
      }
      const bool hidden_top = path.empty() && entry->d_name[0] == '.';  // .git and the like
      if (hidden_top || give_away(child, depth)) continue;
      walk(directory.fd(), entry->d_name, child, depth + 1, files);
    }
  }

  static mode_t type_of(int fd, const char* name) {
    struct stat status {};
    return fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mode & S_IFMT : 0;
  }

  static bool is_directory(int fd, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
    return type_of(fd, entry.d_name) == S_IFDIR;
  }

  InputFile read_entry(int fd, const dirent& entry, std::string path) {
    if (!wanted_(path)) return {std::move(path), nullptr, {}};
    const mode_t type = entry.d_type == DT_UNKNOWN ? type_of(fd, entry.d_name)
                                                   : static_cast<mode_t>(DTTOIF(entry.d_type));
    if (type == S_IFLNK) {
      return {std::move(path), nullptr,
              "is a symbolic link, which is not followed: copy the file itself"};
    }
    if (type != S_IFREG) return {std::move(path), nullptr, "is not a regular file"};
    const FileDescriptor file(
        openat(fd, entry.d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.get() < 0) return {std::move(path), nullptr, reason(errno)};
    auto text = read_to_end(file.get());
    if (!text) return {std::move(path), nullptr, text.error().message};
    return {std::move(path), texts_.share(std::move(text.value())), {}};
  }

  int root_;
  bool (*wanted_)(std::string_view);
  SharedTexts texts_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> waiting_;  // directories that nobody walks yet
  unsigned busy_ = 0;
  std::atomic<unsigned> idle_{0};
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
  auto text = read_to_end(file.get());
  if (!text) return Error{"cannot read '" + path + "': " + text.error().message, {}};
  return text;
}

}  // namespace nfsready
