// Which file plays which role: the table of the README.
#include "snapshot/layout.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/source.h"
#include "snapshot/memory_reader.h"
#include "snapshot/snapshot.h"

namespace nfsready {

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for it
void PrintTo(FileRole role, std::ostream* out) { *out << "role " << static_cast<int>(role); }

namespace {

struct Row {
  const char* path;
  FileRole role;
};

TEST(Layout, FilesOfTheSite) {
  for (const Row& row : std::vector<Row>{
           {"tables/noderes.csv", FileRole::kTable},
           {"tables/noderes.csv.bak", FileRole::kUnknown},
           {"tables/noderes.txt", FileRole::kUnknown},
           {"tables.csv", FileRole::kUnknown},
           {"lsdef/nodes.stanza", FileRole::kStanza},
           {"lsdef/nodes.txt", FileRole::kUnknown},
           {"etc/hosts", FileRole::kSiteHosts},
           {"etc/netgroup", FileRole::kSiteNetgroup},
           {"etc/exports", FileRole::kUnknown},
           {"suppressions.txt", FileRole::kSuppressions},
           {"README", FileRole::kNotRead},
           {"README.md", FileRole::kNotRead},
           {".gitignore", FileRole::kNotRead},
           {"xcat-output/mkdsklsnode.log", FileRole::kNotRead},
           {"servers", FileRole::kUnknown},
           {"servers/nas", FileRole::kUnknown},
           {"notes.txt", FileRole::kUnknown},
       }) {
    EXPECT_EQ(place_of(row.path).role, row.role) << row.path;
    EXPECT_EQ(place_of(row.path).server, "") << row.path;
    EXPECT_EQ(place_of(row.path).host_path, row.path);
  }
}

TEST(Layout, FilesOfAServer) {
  for (const Row& row : std::vector<Row>{
           {"/etc/exports", FileRole::kExports},
           {"/etc/exports.d/nim.exports", FileRole::kExportsDropIn},
           {"/etc/exports.d/nim.exports.rpmnew", FileRole::kExportsDropIn},
           {"/etc/exports.d/.hidden", FileRole::kExportsDropIn},
           {"/etc/exports.bak", FileRole::kNotRead},
           {"/etc/exports~", FileRole::kNotRead},
           {"/etc/xtab", FileRole::kXtab},
           {"/exportfs.txt", FileRole::kExportfs},
           {"/exportfs-v.txt", FileRole::kExportfsV},
           {"/exportfs-s.txt", FileRole::kExportfsS},
           {"/var/lib/nfs/etab", FileRole::kEtab},
           {"/proc/fs/nfsd/exports", FileRole::kProcExports},
           {"/showmount-e.txt", FileRole::kShowmount},
           {"/etc/ganesha/ganesha.conf", FileRole::kGanesha},
           {"/etc/ganesha/exports/a.conf", FileRole::kGanesha},
           {"/var/mmfs/ces/nfs-config/gpfs.ganesha.exports.conf", FileRole::kGanesha},
           {"/mmnfs-export-list.txt", FileRole::kMmnfs},
           {"/etc/hosts", FileRole::kHosts},
           {"/etc/netgroup", FileRole::kNetgroup},
           {"/etc/nfs.conf", FileRole::kNfsConf},
           {"/proc/mounts", FileRole::kMounts},
           {"/etc/filesystems", FileRole::kServerFilesystems},
           {"/listings/export.ls-ldnsi.txt", FileRole::kListing},
           {"/listings/export.txt", FileRole::kNotRead},
           {"/lsnim-l.txt", FileRole::kLsnim},
           {"/lsnim-a-location-Z.txt", FileRole::kLsnimLocation},
           {"/install/prescripts/a", FileRole::kNotRead},
           {"/etc/fstab", FileRole::kUnknown},
       }) {
    const std::string path = "servers/nas" + std::string(row.path);
    const Place place = place_of(path);
    EXPECT_EQ(place.role, row.role) << path;
    EXPECT_EQ(place.server, "nas") << path;
    EXPECT_EQ(place.host_path, row.path);
  }
}

TEST(Layout, FilesOfImages) {
  for (const Row& row : std::vector<Row>{
           {"/tftpboot/10.1.1.1.info", FileRole::kNiminfo},
           {"/tftpboot/pine01.info", FileRole::kNiminfo},
           {"/tftpboot/10.1.1.1.info.bak", FileRole::kNotRead},
           {"/install/nim/root/r/pine01/etc/hosts", FileRole::kRootHosts},
           {"/install/nim/root/r/pine01/etc/filesystems", FileRole::kRootFilesystems},
           {"/install/nim/root/r/pine01/etc/swapspaces", FileRole::kRootSwapspaces},
           {"/install/nim/root/r/pine01/etc/passwd", FileRole::kUnknown},
           {"/install/nim/shared_root/s/etc/.client_data/hosts.oak01", FileRole::kClientHosts},
           {"/s/etc/.client_data/filesystems.oak01", FileRole::kClientFilesystems},
           {"/s/etc/.client_data/filesystems.oak01.cluster.example", FileRole::kClientFilesystems},
           {"/s/etc/.client_data/filesystems.oak01.tmp", FileRole::kNotRead},
           {"/s/etc/.client_data/swapspaces.oak01", FileRole::kNotRead},
           {"/s/statelite.table", FileRole::kGeneratedTable},
           {"/s/litefile.table", FileRole::kGeneratedTable},
           {"/s/litetree.table", FileRole::kGeneratedTable},
           {"/s/litefile.table.bak", FileRole::kNotRead},
           {"/spot/usr/lib/boot/network/rc.dd_boot", FileRole::kBootScript},
       }) {
    const std::string path = "servers/sn1" + std::string(row.path);
    EXPECT_EQ(place_of(path).role, row.role) << path;
    EXPECT_EQ(place_of(path).server, "sn1") << path;
    EXPECT_EQ(place_of(path).host_path, row.path) << path;
  }
}

TEST(Layout, OnlyWhatCountsIsRead) {
  EXPECT_TRUE(is_read(FileRole::kTable));
  EXPECT_TRUE(is_read(FileRole::kBootScript));
  EXPECT_FALSE(is_read(FileRole::kNotRead));
  EXPECT_FALSE(is_read(FileRole::kUnknown));
}

TEST(Snapshot, KnowsWhatWasReadAndWhatWasNot) {
  const MemoryReader reader({{"tables/site.csv", "#key,value\n"}, {"notes.txt", "x"}},
                            {{"servers/nas/etc/exports", "Permission denied"}});
  Sources sources;
  const auto snapshot = read_snapshot(reader, "mysite/", sources);
  ASSERT_TRUE(snapshot);
  const auto& files = snapshot.value().files;
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].path, "notes.txt");
  EXPECT_EQ(files[0].source, nullptr);
  EXPECT_EQ(files[0].unreadable, "");
  EXPECT_EQ(files[1].path, "servers/nas/etc/exports");
  EXPECT_EQ(files[1].role, FileRole::kExports);
  EXPECT_EQ(files[1].server, "nas");
  EXPECT_EQ(files[1].source, nullptr);
  EXPECT_EQ(files[1].unreadable, "Permission denied");
  EXPECT_EQ(sources.where(files[1].where), "mysite/servers/nas/etc/exports:1:1");
  EXPECT_EQ(files[2].source->text(), "#key,value\n");
  EXPECT_EQ(files[2].source->name(), "mysite/tables/site.csv");
}

struct Name {
  const char* given;
  const char* shown;
};

TEST(Snapshot, ShowsFilesAsTheUserWouldNameThem) {
  const MemoryReader reader(std::map<std::string, std::string>{{"tables/site.csv", "x"}});
  for (const Name& name : {Name{"", "tables/site.csv"},
                           {".", "tables/site.csv"},
                           {"site", "site/tables/site.csv"},
                           {"site//", "site/tables/site.csv"},
                           {"/", "/tables/site.csv"},
                           {"../a", "../a/tables/site.csv"}}) {
    Sources sources;
    const auto snapshot = read_snapshot(reader, name.given, sources);
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(sources.file(0).name(), name.shown) << name.given;
    EXPECT_EQ(snapshot.value().files[0].path, "tables/site.csv") << name.given;
  }
}

}  // namespace
}  // namespace nfsready
