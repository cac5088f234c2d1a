#include "model/build_site.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "model/build_nodes.h"
#include "model/collect_server.h"
#include "model/join_names.h"
#include "model/parsed_file.h"

namespace nfsready {

namespace {

class SiteBuilder {
 public:
  SiteBuilder(const Snapshot& snapshot, const Sources& sources, const BuildOptions& options)
      : snapshot_(snapshot), options_(options), site_(std::make_unique<Site>()) {
    site_->name = snapshot.name;
    site_->sources = &sources;
    if (snapshot.files.empty()) return;
    const SnapshotFile& file = snapshot.files.front();
    const std::string_view shown = sources.file(file.where.source).name();
    site_->folder = shown.substr(0, shown.size() - file.path.size());
  }

  std::unique_ptr<Site> build() {
    note_gaps();
    note_replaced();
    read_tables();
    make_servers();
    place_files();
    read_all_exports();
    const LsdefObjects lsdef = sort_lsdef(stanzas_);
    join_names(options_.system, *site_);
    build_images(lsdef, *site_);
    build_nodes(lsdef, *site_);
    find_heads(*site_);
    return std::move(site_);
  }

 private:
  void note_gaps() {
    for (const SnapshotFile& file : snapshot_.files) {
      if (!file.unreadable.empty()) {
        site_->gaps.push_back(
            {Gap::Kind::kUnreadable, std::string(file.path), file.unreadable, file.where});
      } else if (file.role == FileRole::kUnknown) {
        site_->gaps.push_back({Gap::Kind::kUnrecognised, std::string(file.path), {}, file.where});
      }
    }
  }

  void note_replaced() {
    for (const SnapshotFile& file : snapshot_.files) {
      if (file.older == nullptr) continue;
      site_->replaced.push_back({file.server, file.host_path, file.where, file.older});
    }
  }

  static std::string table_name(const SnapshotFile& file) {
    const std::size_t slash = file.path.rfind('/') + 1;
    return std::string(
        file.path.substr(slash, file.path.size() - slash - std::string_view(".csv").size()));
  }

  void read_tables() {
    for (const SnapshotFile& file : snapshot_.files) {
      if (file.source == nullptr) continue;
      if (file.role == FileRole::kTable) {
        const XcatTable& table = site_->table_storage.emplace_back(
            parse_tabdump(*file.source, table_name(file), site_->problems));
        site_->tables.emplace(table.name(), &table);
      } else if (file.role == FileRole::kStanza) {
        auto stanzas = parse_stanzas(*file.source, StanzaStyle::kXcat, site_->problems);
        std::move(stanzas.begin(), stanzas.end(), std::back_inserter(stanzas_));
      }
    }
    const std::string_view nfs_v4 = site_->site_key("useNFSv4onAIX").text;
    site_->nfs_v4 = !nfs_v4.empty() && (nfs_v4.find('1') != std::string_view::npos ||
                                        nfs_v4.find_first_of("yY") != std::string_view::npos);
    site_->postscripts = site_->texts.keep(
        std::string(site_->site_key_or("installdir", "/install")) + "/postscripts");
  }

  // Files are sorted by path, so the files of one server lie together.
  void make_servers() {
    for (const SnapshotFile& file : snapshot_.files) {
      if (file.server.empty()) continue;
      if (files_of_.empty() || files_of_.back().front()->server != file.server) {
        files_of_.emplace_back();
      }
      files_of_.back().push_back(&file);
    }
    site_->servers = std::vector<Server>(files_of_.size());
    for (std::size_t i = 0; i < files_of_.size(); ++i) {
      site_->servers[i].name = files_of_[i].front()->server;
    }
  }

  void place_files() {
    std::vector<ParsedFile> parsed = parse_files(snapshot_);
    for (std::size_t i = 0; i < parsed.size(); ++i) {
      const SnapshotFile& file = snapshot_.files[i];
      std::move(parsed[i].problems.begin(), parsed[i].problems.end(),
                std::back_inserter(site_->problems));
      if (file.source != nullptr && file.server.empty()) place_site_file(file, parsed[i]);
    }
    parallel_for(site_->servers.size(), [&](std::size_t server) {
      for (const SnapshotFile* const file : files_of_[server]) {
        if (file->source == nullptr) continue;
        const auto i = static_cast<std::size_t>(file - snapshot_.files.data());
        add_file(*file, std::move(parsed[i]), site_->servers[server]);
      }
    });
  }

  void place_site_file(const SnapshotFile& file, ParsedFile& parsed) {
    SharedNames& names = site_->shared_names;
    if (file.role == FileRole::kSiteHosts) {
      names.hosts = {file.source->id(),
                     *std::get_if<std::shared_ptr<const HostsTable>>(&parsed.content)};
    } else if (file.role == FileRole::kSiteNetgroup) {
      names.netgroups = std::move(*std::get_if<std::vector<Netgroup>>(&parsed.content));
      for (const Netgroup& group : names.netgroups) {
        names.netgroups_by_name.try_emplace(group.name.text, &group);
      }
    }
  }

  void read_all_exports() {
    parallel_for(site_->servers.size(), [&](std::size_t i) {
      Server& server = site_->servers[i];
      const auto stated = options_.dialects.find(std::string(server.name));
      read_exports(exports_files(files_of_[i]),
                   stated == options_.dialects.end() ? std::nullopt : std::optional(stated->second),
                   server);
    });
  }

  const Snapshot& snapshot_;
  const BuildOptions& options_;
  std::unique_ptr<Site> site_;
  std::vector<Stanza> stanzas_;
  std::vector<std::vector<const SnapshotFile*>> files_of_;  // by server
};

}  // namespace

std::unique_ptr<Site> build_site(const Snapshot& snapshot, const Sources& sources,
                                 const BuildOptions& options) {
  return SiteBuilder(snapshot, sources, options).build();
}

}  // namespace nfsready
