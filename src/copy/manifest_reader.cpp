#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "copy/manifest.h"
#include "copy/manifest_lines.h"
#include "copy/manifest_tree.h"

namespace nfsready {

namespace {

constexpr std::size_t kDigestBytes = 32;

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

std::optional<bool> sparse_of(archive_entry* entry) {
  const char* const flags = archive_entry_fflags_text(entry);
  if (flags == nullptr) return std::nullopt;
  for (const std::string_view flag : split(flags, ',')) {
    if (flag == "sparse" || flag == "usparse") return true;
    if (flag == "nosparse" || flag == "nousparse") return false;
  }
  return std::nullopt;
}

void describe_value(archive_entry* from, Entry& to) {
  if (to.type == EntryType::kFile) {
    if (archive_entry_size_is_set(from) != 0) {
      to.size = static_cast<std::uint64_t>(archive_entry_size(from));
    }
  } else if (to.type == EntryType::kLink) {
    const char* const target = archive_entry_symlink(from);
    to.target = target == nullptr ? "" : target;
  } else if (archive_entry_rdev(from) != 0) {
    to.device = DeviceNumber{static_cast<std::uint32_t>(archive_entry_rdevmajor(from)),
                             static_cast<std::uint32_t>(archive_entry_rdevminor(from))};
  }
}

Entry to_entry(archive_entry* from, EntryType type) {
  Entry entry;
  entry.type = type;
  entry.mode = static_cast<std::uint32_t>(archive_entry_perm(from)) & 07777U;
  entry.uid = static_cast<std::uint32_t>(archive_entry_uid(from));
  entry.gid = static_cast<std::uint32_t>(archive_entry_gid(from));
  entry.links = archive_entry_nlink(from);
  if (archive_entry_mtime_is_set(from) != 0) entry.mtime = archive_entry_mtime(from);
  if (archive_entry_ino_is_set(from) != 0) {
    entry.id = static_cast<std::uint64_t>(archive_entry_ino64(from));
  }
  entry.sparse = sparse_of(from);
  describe_value(from, entry);
  return entry;
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
  // libarchive writes this type and does not read it (3.6.2).
  const bool is_socket = words.find("file type \"socket\"") != std::string_view::npos;
  // A keyword that libarchive does not know is none that is compared.
  const bool is_keyword = words.find("nrecognized key") != std::string_view::npos;
  if (!words.empty() && !is_socket && !is_keyword) {
    const std::size_t name = path.rfind('/') + 1;  // 0 when there is no slash
    tree.add_trouble(std::string_view(path).substr(0, name == 0 ? 0 : name - 1),
                     "'" + printable(path.substr(name)) + "': " + printable(words));
  }
  Entry described = to_entry(entry, is_socket ? EntryType::kSocket : type_of(entry));
  described.digest = digest_of(entry);
  tree.add(path, described);
}

// What libarchive finds wrong; empty: nothing.
std::string read_piece(const std::string& piece, ManifestTree& tree) {
  const std::unique_ptr<archive, FreeReader> reader(archive_read_new());
  archive_read_support_format_mtree(reader.get());
  int status = archive_read_open_memory(reader.get(), piece.data(), piece.size());
  while (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
    archive_entry* entry = nullptr;
    status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) return {};
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) break;
    take(entry, status == ARCHIVE_WARN ? archive_error_string(reader.get()) : nullptr, tree);
  }
  const char* const why = archive_error_string(reader.get());
  return why == nullptr ? "libarchive does not say why" : why;
}

// What is wrong with it; empty: nothing.
std::string read_all(ManifestLines& lines, const std::atomic<bool>* stop, ManifestTree& tree) {
  while (true) {
    if (stop != nullptr && *stop) return "interrupted";
    const auto piece = lines.next();
    if (!piece) return piece.error().message;
    if (piece.value().empty()) break;
    const std::string wrong = read_piece(piece.value(), tree);
    if (wrong.empty()) continue;
    return lines.begins_at() == 1
               ? wrong
               : "from line " + std::to_string(lines.begins_at()) + " on: " + wrong;
  }
  if (lines.begins_at() == 1) return "it is empty";
  return (lines.keywords() & kTypeKeyword) == 0 ? "no line tells a type" : std::string();
}

}  // namespace

Result<std::unique_ptr<Tree>> read_manifest(const std::string& file,
                                            const std::atomic<bool>* stop) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{"cannot read '" + file + "': " + std::strerror(errno), {}};
  ManifestLines lines(stream);
  auto tree = std::make_unique<ManifestTree>();
  const std::string wrong = read_all(lines, stop, *tree);
  if (!wrong.empty()) {
    return Error{"'" + file + "' is no manifest in the format of mtree(5): " + wrong, {}};
  }
  for (const NotWhole& told : lines.not_whole()) {
    std::string path;
    if (!clean_path(told.path, path)) path.clear();
    tree->add_trouble(path, told.words.empty() ? "it was not listed as a whole" : told.words);
  }
  tree->finish(lines.keywords());
  return std::unique_ptr<Tree>(std::move(tree));
}

}  // namespace nfsready
