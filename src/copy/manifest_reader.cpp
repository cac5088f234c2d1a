#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "copy/manifest.h"

namespace nfsready {

namespace {

constexpr std::size_t kDigestBytes = 32;

// libarchive does not say whether it was told a mode, an owner or a group: whether the file ever
// uses the keyword does.
// Its own reading of hexadecimal numbers stops at letters (3.6.2): device numbers that are written
// so are not known either.
enum Keyword : unsigned { kMode = 1, kUid = 2, kGid = 4, kType = 8, kHexDevice = 16 };
struct KeywordText {
  Keyword keyword;
  std::string_view text;
};
constexpr std::array<KeywordText, 5> kKeywords = {{{kMode, "mode="},
                                                   {kUid, "uid="},
                                                   {kGid, "gid="},
                                                   {kType, "type="},
                                                   {kHexDevice, "device=0x"}}};

// An entry as it is kept: its path, link target and digest lie one after the other in one text.
struct Record {
  std::uint64_t text = 0;
  std::uint32_t path_length = 0;
  std::uint32_t target_length = 0;
  std::uint64_t size_or_device = 0;
  std::int64_t mtime = 0;
  std::uint64_t id = 0;
  std::uint32_t mode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t links = 0;  // 0: not known
  EntryType type = EntryType::kFile;
  bool has_size = false;
  bool has_mtime = false;
  bool has_digest = false;
  bool is_implied = false;  // only by what lies below it
  std::uint8_t sparse = 2;  // 0 no, 1 yes, 2 not known
};

std::string_view parent_of_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

class ManifestTree : public Tree {
 public:
  [[nodiscard]] const Entry& root() const override { return root_; }

  [[nodiscard]] std::optional<Listing> next() override {
    if (next_ == records_.size()) return std::nullopt;
    ++handed_out_;
    Listing listing;
    listing.path = parent_of_path(path(records_[next_]));
    std::string_view previous;
    for (; next_ < records_.size() && parent_of_path(path(records_[next_])) == listing.path;
         ++next_) {
      const std::string_view name = name_of_path(path(records_[next_]));
      if (!listing.entries.empty() && name == previous) {
        listing.trouble = "'" + printable(name) + "' is told twice";
        continue;
      }
      listing.entries.push_back(to_entry(records_[next_]));
      previous = name;
    }
    if (const auto found = troubles_.find(listing.path); found != troubles_.end()) {
      listing.trouble = found->second;
    }
    return listing;
  }

  // Counted when all was read.
  [[nodiscard]] std::uint64_t left() const override { return directories_ - handed_out_; }

  void add(Record record, std::string_view path, std::string_view target, std::string_view digest) {
    record.text = texts_.size();
    record.path_length = static_cast<std::uint32_t>(path.size());
    record.target_length = static_cast<std::uint32_t>(target.size());
    texts_.append(path).append(target).append(digest);
    records_.push_back(record);
  }

  void add_trouble(std::string_view directory, std::string words) {
    troubles_.emplace(directory, std::move(words));
  }

  // `keywords` that the manifest uses. To be called once, when all is there.
  void finish(unsigned keywords) {
    keywords_ = keywords;
    imply_parents();
    const auto own = std::find_if(records_.begin(), records_.end(),
                                  [](const Record& record) { return record.path_length == 0; });
    root_.type = EntryType::kDirectory;
    if (own != records_.end()) {
      root_ = to_entry(*own);
      records_.erase(std::remove_if(records_.begin(), records_.end(),
                                    [](const Record& one) { return one.path_length == 0; }),
                     records_.end());
    }
    std::stable_sort(records_.begin(), records_.end(),
                     [this](const Record& left, const Record& right) {
                       const std::string_view above_left = parent_of_path(path(left));
                       const std::string_view above_right = parent_of_path(path(right));
                       if (above_left != above_right) return comes_before(above_left, above_right);
                       return name_of_path(path(left)) < name_of_path(path(right));
                     });
  }

 private:
  [[nodiscard]] std::string_view path(const Record& record) const {
    return std::string_view(texts_).substr(record.text, record.path_length);
  }

  // A manifest may leave directories out: what lies below them shows that they are there.
  void imply_parents() {
    std::set<std::string_view> known;
    for (const Record& record : records_) {
      if (record.type == EntryType::kDirectory) known.insert(path(record));
    }
    std::set<std::string> implied;
    for (const Record& record : records_) {
      for (auto above = parent_of_path(path(record)); !above.empty();
           above = parent_of_path(above)) {
        if (known.count(above) != 0 || !implied.emplace(above).second) break;
      }
    }
    for (const std::string& directory : implied) {
      Record record;
      record.type = EntryType::kDirectory;
      record.is_implied = true;
      add(record, directory, {}, {});
    }
  }

  [[nodiscard]] Entry to_entry(const Record& record) const {
    Entry entry;
    const std::string_view own = path(record);
    entry.name = name_of_path(own);
    entry.type = record.type;
    if (record.is_implied) return entry;
    if ((keywords_ & kMode) != 0) entry.mode = record.mode;
    if ((keywords_ & kUid) != 0) entry.uid = record.uid;
    if ((keywords_ & kGid) != 0) entry.gid = record.gid;
    if (record.links != 0) entry.links = record.links;
    if (record.has_mtime) entry.mtime = record.mtime;
    entry.id = record.id;
    const std::string_view behind = std::string_view(texts_).substr(record.text + own.size());
    if (record.type == EntryType::kLink) {
      entry.target = std::string(behind.substr(0, record.target_length));
    }
    const bool is_device =
        record.type == EntryType::kBlockDevice || record.type == EntryType::kCharacterDevice;
    if (is_device && record.has_size && (keywords_ & kHexDevice) == 0) {
      entry.device = DeviceNumber{static_cast<std::uint32_t>(record.size_or_device >> 32),
                                  static_cast<std::uint32_t>(record.size_or_device)};
    }
    if (record.type != EntryType::kFile) return entry;
    if (record.has_size) entry.size = record.size_or_device;
    if (record.sparse != 2) entry.sparse = record.sparse == 1;
    if (record.has_digest) entry.digest = behind.substr(record.target_length, kDigestBytes);
    return entry;
  }

  std::string texts_;
  std::vector<Record> records_;
  std::map<std::string, std::string, std::less<>> troubles_;  // by directory
  unsigned keywords_ = 0;
  Entry root_;
  std::size_t next_ = 0;
  std::uint64_t directories_ = 0;  // with entries
  std::uint64_t handed_out_ = 0;
};

// Hands the file to libarchive, and looks for keywords on the way.
class Feed {
 public:
  explicit Feed(const std::string& file) : stream_(std::fopen(file.c_str(), "rb")) {}
  ~Feed() {
    if (stream_ != nullptr) std::fclose(stream_);
  }
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  [[nodiscard]] bool is_open() const { return stream_ != nullptr; }
  [[nodiscard]] unsigned keywords() const { return keywords_; }
  [[nodiscard]] bool is_empty() const { return is_empty_; }

  static la_ssize_t read(archive* reader, void* data, const void** bytes) {
    auto& feed = *static_cast<Feed*>(data);
    const std::size_t got = std::fread(feed.chunk_.data(), 1, feed.chunk_.size(), feed.stream_);
    if (got == 0 && std::ferror(feed.stream_) != 0) {
      archive_set_error(reader, errno, "%s", std::strerror(errno));
      return -1;
    }
    feed.look({feed.chunk_.data(), got});
    *bytes = feed.chunk_.data();
    return static_cast<la_ssize_t>(got);
  }

 private:
  void look(std::string_view chunk) {
    if (chunk.empty()) return;
    is_empty_ = false;
    tail_ += chunk;
    for (const KeywordText& one : kKeywords) {
      if (tail_.find(one.text) != std::string::npos) keywords_ |= one.keyword;
    }
    constexpr std::size_t kLongest = 8;
    if (tail_.size() > kLongest) tail_.erase(0, tail_.size() - kLongest);
  }

  std::FILE* stream_;
  std::array<char, 65'536> chunk_{};
  std::string tail_;
  unsigned keywords_ = 0;
  bool is_empty_ = true;
};

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

EntryType type_of(archive_entry* entry) {
  switch (archive_entry_filetype(entry)) {
    case AE_IFDIR:
      return EntryType::kDirectory;
    case AE_IFLNK:
      return EntryType::kLink;
    case AE_IFBLK:
      return EntryType::kBlockDevice;
    case AE_IFCHR:
      return EntryType::kCharacterDevice;
    case AE_IFSOCK:
      return EntryType::kSocket;
    case AE_IFIFO:
      return EntryType::kFifo;
    default:
      return EntryType::kFile;
  }
}

std::uint8_t sparse_of(archive_entry* entry) {
  const char* const flags = archive_entry_fflags_text(entry);
  if (flags == nullptr) return 2;
  for (const std::string_view flag : split(flags, ',')) {
    if (flag == "sparse" || flag == "usparse") return 1;
    if (flag == "nosparse" || flag == "nousparse") return 0;
  }
  return 2;
}

Record record_of(archive_entry* entry) {
  Record record;
  record.type = type_of(entry);
  record.mode = static_cast<std::uint32_t>(archive_entry_perm(entry)) & 07777U;
  record.uid = static_cast<std::uint32_t>(archive_entry_uid(entry));
  record.gid = static_cast<std::uint32_t>(archive_entry_gid(entry));
  record.links = archive_entry_nlink(entry);
  record.has_mtime = archive_entry_mtime_is_set(entry) != 0;
  record.mtime = archive_entry_mtime(entry);
  if (archive_entry_ino_is_set(entry) != 0) {
    record.id = static_cast<std::uint64_t>(archive_entry_ino64(entry));
  }
  record.sparse = sparse_of(entry);
  if (record.type == EntryType::kFile) {
    record.has_size = archive_entry_size_is_set(entry) != 0;
    record.size_or_device = static_cast<std::uint64_t>(archive_entry_size(entry));
  } else if (archive_entry_rdev(entry) != 0) {
    record.has_size = true;
    record.size_or_device = static_cast<std::uint64_t>(archive_entry_rdevmajor(entry)) << 32 |
                            static_cast<std::uint32_t>(archive_entry_rdevminor(entry));
  }
  return record;
}

// "./a//b/" as "a/b"; false when the path leads out of the tree.
bool clean_path(std::string_view path, std::string& clean) {
  clean.clear();
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") return false;
    if (!clean.empty()) clean += '/';
    clean += part;
  }
  return true;
}

std::string_view digest_of(archive_entry* entry) {
  const unsigned char* const bytes = archive_entry_digest(entry, ARCHIVE_ENTRY_DIGEST_SHA256);
  if (bytes == nullptr) return {};
  const std::string_view digest(reinterpret_cast<const char*>(bytes), kDigestBytes);
  // What was not told is zeros.
  return digest.find_first_not_of('\0') == std::string_view::npos ? std::string_view() : digest;
}

void take(archive_entry* entry, const char* doubt, ManifestTree& tree) {
  const char* const told = archive_entry_pathname(entry);
  std::string path;
  if (told == nullptr || !clean_path(told, path)) {
    tree.add_trouble({},
                     "'" + printable(told == nullptr ? "" : told) + "' does not lie in the tree");
    return;
  }
  const std::string_view words = doubt == nullptr ? "" : doubt;
  Record record = record_of(entry);
  // libarchive writes this type and does not read it (3.6.2).
  const bool is_socket = words.find("file type \"socket\"") != std::string_view::npos;
  if (is_socket) record.type = EntryType::kSocket;
  // A keyword that libarchive does not know is none that is compared.
  const bool is_keyword = words.find("nrecognized key") != std::string_view::npos;
  if (!words.empty() && !is_socket && !is_keyword) {
    tree.add_trouble(parent_of_path(path),
                     "'" + printable(name_of_path(path)) + "': " + std::string(words));
  }
  const char* const target =
      record.type == EntryType::kLink ? archive_entry_symlink(entry) : nullptr;
  const std::string_view digest = digest_of(entry);
  record.has_digest = !digest.empty();
  tree.add(record, path, target == nullptr ? std::string_view() : target, digest);
}

}  // namespace

Result<std::unique_ptr<Tree>> read_manifest(const std::string& file) {
  Feed feed(file);
  if (!feed.is_open()) return Error{"cannot read '" + file + "': " + std::strerror(errno), {}};
  const std::unique_ptr<archive, FreeReader> reader(archive_read_new());
  archive_read_support_format_mtree(reader.get());
  auto tree = std::make_unique<ManifestTree>();
  int status = archive_read_open(reader.get(), &feed, nullptr, &Feed::read, nullptr);
  for (archive_entry* entry = nullptr; status != ARCHIVE_FATAL;) {
    status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
      take(entry, status == ARCHIVE_WARN ? archive_error_string(reader.get()) : nullptr, *tree);
    }
  }
  if (status != ARCHIVE_EOF || (feed.keywords() & kType) == 0) {
    const char* const why = archive_error_string(reader.get());
    return Error{"'" + file + "' is no manifest in the format of mtree(5): " +
                     (feed.is_empty()  ? "it is empty"
                      : why == nullptr ? "no line tells a type"
                                       : why),
                 {}};
  }
  tree->finish(feed.keywords());
  return std::unique_ptr<Tree>(std::move(tree));
}

}  // namespace nfsready
