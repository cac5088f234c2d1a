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
#include <cstddef>
#include <cstring>
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

struct Entry {
  std::string name;
  unsigned char type = DT_UNKNOWN;  // as readdir() calls it
};

int open_directory(int parent, const char* name) {
  return openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

// The entries of an open directory without "." and "..", or errno. readdir() would cost four more
// calls of the system for each of the many directories that hold one or two files.
Result<std::vector<Entry>> list(int directory) {
  std::vector<Entry> entries;
  alignas(dirent64) std::array<char, 32768> buffer;  // NOLINT(*-member-init): the call fills it
  while (true) {
    const ssize_t filled = getdents64(directory, buffer.data(), buffer.size());
    if (filled < 0) return Error{reason(errno), {}};
    if (filled == 0) return entries;
    for (std::size_t at = 0; at < static_cast<std::size_t>(filled);) {
      dirent64 head;  // NOLINT(*-member-init): only what stands before the name is copied
      std::memcpy(&head, buffer.data() + at, offsetof(dirent64, d_name));
      const std::string_view name = buffer.data() + at + offsetof(dirent64, d_name);
      if (name != "." && name != "..") entries.push_back({std::string(name), head.d_type});
      at += head.d_reclen;
    }
  }
}

// Entries of one directory that are still to be read.
struct Branch {
  std::string path;
  std::vector<Entry> entries;
  int depth = 0;
};

// Reads one tree with several threads. A thread walks depth first; while another one has nothing
// to do, it leaves to it half of what is left of a directory.
class TreeWalk {
 public:
  TreeWalk(int root, bool (*wanted)(std::string_view)) : root_(root), wanted_(wanted) {}

  Result<std::vector<InputFile>> run() {
    auto top = list(root_);
    if (!top) return top.error();
    waiting_.push_back({"", std::move(top.value())});
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < count; ++i) helpers.emplace_back([this] { work(); });
    work();
    for (std::thread& helper : helpers) helper.join();
    return std::move(files_);
  }

 private:
  static constexpr int kMaxOpen = 64;          // directories per thread
  static constexpr int kShallow = 4;           // up there a few entries may be most of the tree
  static constexpr std::size_t kWorthIt = 32;  // entries, further down

  void work() {
    std::vector<InputFile> files;
    while (auto branch = take()) {
      const char* const name = branch->path.empty() ? "." : branch->path.c_str();
      const FileDescriptor directory(open_directory(root_, name));
      if (directory.get() < 0) {
        files.push_back({branch->path, nullptr, reason(errno)});
      } else {
        walk(directory.get(), *branch, 0, files);
      }
      finish();
    }
    std::sort(files.begin(), files.end(), is_before);
    const std::lock_guard lock(mutex_);
    const auto others = static_cast<std::ptrdiff_t>(files_.size());
    std::move(files.begin(), files.end(), std::back_inserter(files_));
    std::inplace_merge(files_.begin(), files_.begin() + others, files_.end(), is_before);
  }

  static bool is_before(const InputFile& a, const InputFile& b) { return a.path < b.path; }

  std::optional<Branch> take() {
    std::unique_lock lock(mutex_);
    ++idle_;
    changed_.wait(lock, [this] { return !waiting_.empty() || busy_ == 0; });
    --idle_;
    if (waiting_.empty()) return std::nullopt;
    ++busy_;
    Branch branch = std::move(waiting_.back());
    waiting_.pop_back();
    return branch;
  }

  void leave(Branch branch) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(branch));
    changed_.notify_one();
  }

  void finish() {
    const std::lock_guard lock(mutex_);
    if (--busy_ == 0) changed_.notify_all();
  }

  void share(Branch& branch, std::size_t done) {
    const std::size_t left = branch.entries.size() - done;
    if (idle_ == 0 || left < (branch.depth < kShallow ? 2 : kWorthIt)) return;
    const auto half = branch.entries.end() - static_cast<std::ptrdiff_t>(left / 2);
    leave({branch.path,
           {std::make_move_iterator(half), std::make_move_iterator(branch.entries.end())},
           branch.depth});
    branch.entries.erase(half, branch.entries.end());
  }

  // `open` is the number of directories that this thread holds open above this one.
  void walk(int directory, Branch& branch, int open, std::vector<InputFile>& files) {
    for (std::size_t i = 0; i < branch.entries.size(); ++i) {
      share(branch, i);
      const Entry& entry = branch.entries[i];
      std::string path = branch.path.empty() ? entry.name : branch.path + '/' + entry.name;
      if (!is_directory(directory, entry)) {
        files.push_back(read_entry(directory, entry, std::move(path)));
        continue;
      }
      if (branch.path.empty() && entry.name[0] == '.') continue;  // .git and the like
      const FileDescriptor below(open_directory(directory, entry.name.c_str()));
      auto entries = below.get() < 0 ? Error{reason(errno), {}} : list(below.get());
      if (!entries) {
        files.push_back({std::move(path), nullptr, entries.error().message});
        continue;
      }
      Branch child{std::move(path), std::move(entries.value()), branch.depth + 1};
      if (open < kMaxOpen) {
        walk(below.get(), child, open + 1, files);
      } else {
        leave(std::move(child));
      }
    }
  }

  static mode_t type_of(int fd, const char* name) {
    struct stat status {};
    return fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mode & S_IFMT : 0;
  }

  static bool is_directory(int fd, const Entry& entry) {
    if (entry.type != DT_UNKNOWN) return entry.type == DT_DIR;
    return type_of(fd, entry.name.c_str()) == S_IFDIR;
  }

  InputFile read_entry(int fd, const Entry& entry, std::string path) {
    if (!wanted_(path)) return {std::move(path), nullptr, {}};
    const char* const name = entry.name.c_str();
    const mode_t type =
        entry.type == DT_UNKNOWN ? type_of(fd, name) : static_cast<mode_t>(DTTOIF(entry.type));
    if (type == S_IFLNK) {
      return {std::move(path), nullptr,
              "is a symbolic link, which is not followed: copy the file itself"};
    }
    if (type != S_IFREG) return {std::move(path), nullptr, "is not a regular file"};
    const FileDescriptor file(openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
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
  std::vector<Branch> waiting_;  // nobody reads these yet
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
  auto files = TreeWalk(root.get(), wanted).run();
  if (!files) {
    return Error{"cannot read the folder '" + folder_ + "': " + files.error().message, {}};
  }
  return files;
}

Result<std::string> read_file(const std::string& path) {
  const bool standard_input = path == "-";
  const FileDescriptor file(standard_input ? dup(STDIN_FILENO)
                                           : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return Error{"cannot read '" + path + "': " + reason(errno), {}};
  auto text = read_rest(file.get(), {});  // a pipe, or /proc, hands out a part at a time
  if (!text) return Error{"cannot read '" + path + "': " + text.error().message, {}};
  return text;
}

}  // namespace nfsready
