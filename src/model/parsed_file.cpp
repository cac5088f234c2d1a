#include "model/parsed_file.h"

#include <unordered_map>

#include "base/parallel.h"
#include "parse/clean_text.h"

namespace nfsready {

namespace {

bool is_hosts(FileRole role) {
  return role == FileRole::kHosts || role == FileRole::kSiteHosts || role == FileRole::kRootHosts ||
         role == FileRole::kClientHosts;
}

ParsedFile parse_one(const SnapshotFile& file) {
  ParsedFile parsed;
  const SourceFile& source = *file.source;
  Problems& problems = parsed.problems;
  report_unclean_text(source, problems);
  switch (file.role) {
    case FileRole::kSiteNetgroup:
    case FileRole::kNetgroup:
      parsed.content = parse_netgroup(source, problems);
      break;
    case FileRole::kNfsConf:
      parsed.content = parse_nfs_conf(source, problems);
      break;
    case FileRole::kMounts:
      parsed.content = MountPoints{parse_proc_mounts(source, problems)};
      break;
    case FileRole::kListing:
      parsed.content = parse_listing_links(source, problems);
      break;
    case FileRole::kLsnim:
      parsed.content = parse_stanzas(source, StanzaStyle::kNim, problems);
      report_relative_locations(source, std::get<std::vector<Stanza>>(parsed.content), problems);
      break;
    case FileRole::kLsnimLocation:
      parsed.content = parse_nim_locations(source, problems);
      break;
    case FileRole::kNiminfo:
      parsed.content = parse_niminfo(source, problems);
      break;
    case FileRole::kServerFilesystems:
    case FileRole::kRootFilesystems:
    case FileRole::kRootSwapspaces:
    case FileRole::kClientFilesystems:
      parsed.content = parse_stanzas(source, StanzaStyle::kFilesystems, problems);
      break;
    case FileRole::kGeneratedTable:
      parsed.content = parse_generated_table(source, problems);
      break;
    default:
      break;
  }
  return parsed;
}

// Small files are shared by nobody; large ones often are (see SourceFile::shared_text).
class HostsTables {
 public:
  // Notes every distinct text, so that each is parsed once.
  void add(std::size_t file, const SourceFile& source) {
    const auto [known, is_new] = first_.try_emplace(source.shared_text().get(), file);
    same_as_.emplace_back(file, known->second);
    if (is_new) distinct_.push_back(file);
  }

  void parse(const Snapshot& snapshot, std::vector<ParsedFile>& parsed) const {
    parallel_chunks(distinct_.size(), 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        ParsedFile& file = parsed[distinct_[i]];
        const SourceFile& source = *snapshot.files[distinct_[i]].source;
        report_unclean_text(source, file.problems);
        file.content = std::make_shared<const HostsTable>(parse_hosts(source, file.problems));
      }
    });
    for (const auto& [file, first] : same_as_) {
      if (file != first) parsed[file].content = parsed[first].content;
    }
  }

 private:
  std::unordered_map<const std::string*, std::size_t> first_;
  std::vector<std::pair<std::size_t, std::size_t>> same_as_;
  std::vector<std::size_t> distinct_;
};

}  // namespace

std::vector<ParsedFile> parse_files(const Snapshot& snapshot) {
  std::vector<ParsedFile> parsed(snapshot.files.size());
  HostsTables hosts;
  for (std::size_t i = 0; i < snapshot.files.size(); ++i) {
    const SnapshotFile& file = snapshot.files[i];
    if (file.source != nullptr && is_hosts(file.role)) hosts.add(i, *file.source);
  }
  hosts.parse(snapshot, parsed);
  parallel_chunks(parsed.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const SnapshotFile& file = snapshot.files[i];
      if (file.source != nullptr && !is_hosts(file.role)) parsed[i] = parse_one(file);
    }
  });
  return parsed;
}

}  // namespace nfsready
