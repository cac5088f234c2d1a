#include <archive.h>
#include <archive_entry.h>

#include <string_view>
#include <utility>

#include "base/text.h"
#include "copy/manifest.h"
#include "copy/manifest_lines.h"

namespace nfsready {

namespace {

constexpr const char* kKeywords =
    "mtree:!all,mtree:type,mtree:mode,mtree:uid,mtree:gid,mtree:nlink,mtree:size,mtree:time,"
    "mtree:link,mtree:device,mtree:inode,mtree:flags";
constexpr std::string_view kHeader = "#mtree\n";

struct FreeWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

unsigned file_type(EntryType type) {
  switch (type) {
    case EntryType::kDirectory:
      return AE_IFDIR;
    case EntryType::kLink:
      return AE_IFLNK;
    case EntryType::kBlockDevice:
      return AE_IFBLK;
    case EntryType::kCharacterDevice:
      return AE_IFCHR;
    case EntryType::kSocket:
      return AE_IFSOCK;
    case EntryType::kFifo:
      return AE_IFIFO;
    default:
      return AE_IFREG;
  }
}

void describe(const std::string& path, const Entry& from, archive_entry* to) {
  archive_entry_clear(to);
  archive_entry_copy_pathname(to, path.c_str());
  archive_entry_set_filetype(to, file_type(from.type));
  archive_entry_set_perm(to, static_cast<__LA_MODE_T>(from.mode.value_or(0)));
  archive_entry_set_uid(to, from.uid.value_or(0));
  archive_entry_set_gid(to, from.gid.value_or(0));
  archive_entry_set_nlink(to, from.links.value_or(1));
  if (from.size) archive_entry_set_size(to, static_cast<la_int64_t>(*from.size));
  if (from.mtime) archive_entry_set_mtime(to, static_cast<time_t>(*from.mtime), 0);
  if (from.target) archive_entry_copy_symlink(to, from.target->c_str());
  if (from.id != 0) archive_entry_set_ino64(to, static_cast<la_int64_t>(from.id));
  if (from.sparse) archive_entry_copy_fflags_text(to, *from.sparse ? "sparse" : "nosparse");
  if (from.device) {
    archive_entry_set_rdevmajor(to, from.device->major);
    archive_entry_set_rdevminor(to, from.device->minor);
  }
}

la_ssize_t append(archive*, void* data, const void* bytes, size_t length) {
  static_cast<std::string*>(data)->append(static_cast<const char*>(bytes), length);
  return static_cast<la_ssize_t>(length);
}

// libarchive keeps a whole manifest in memory before it writes it: one directory at a time it is.
Result<std::string> lines_of(const std::string& directory, const std::vector<Entry>& entries) {
  std::string text;
  const std::unique_ptr<archive, FreeWriter> writer(archive_write_new());
  const std::unique_ptr<archive_entry, FreeEntry> one(archive_entry_new());
  archive_write_set_format_mtree(writer.get());
  archive_write_set_options(writer.get(), kKeywords);
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  int status = archive_write_open(writer.get(), &text, nullptr, append, nullptr);
  for (const Entry& entry : entries) {
    if (status != ARCHIVE_OK) break;
    const std::string below = directory.empty() ? entry.name : directory + "/" + entry.name;
    describe(entry.name.empty() ? "." : "./" + below, entry, one.get());
    status = archive_write_header(writer.get(), one.get());
  }
  if (status == ARCHIVE_OK) status = archive_write_close(writer.get());
  if (status != ARCHIVE_OK) {
    const char* const why = archive_error_string(writer.get());
    return Error{"cannot write '" + printable(directory) +
                     "' as mtree(5): " + (why == nullptr ? "unknown" : why),
                 {}};
  }
  if (text.starts_with(kHeader)) text.erase(0, kHeader.size());
  return text;
}

}  // namespace

Result<ManifestSummary> write_manifest(Tree& tree, std::ostream& out,
                                       const std::function<void(std::uint64_t)>& told) {
  ManifestSummary summary;
  const auto root = lines_of({}, {tree.root()});
  if (!root) return root.error();
  out << kHeader << root.value();
  while (const auto listing = tree.next()) {
    if (!listing->trouble.empty() && summary.in_trouble++ == 0) {
      summary.first_trouble =
          printable(listing->path.empty() ? "." : listing->path) + ": " + listing->trouble;
    }
    if (!listing->trouble.empty()) out << comment_of({listing->path, listing->trouble});
    if (listing->entries.empty()) continue;
    const auto lines = lines_of(listing->path, listing->entries);
    if (!lines) return lines.error();
    out << lines.value();
    summary.entries += listing->entries.size();
    if (told) told(summary.entries);
  }
  return summary;
}

}  // namespace nfsready
