// What the nodes of fixtures/sites/trees mount, in the order of their boot.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/build_site.h"
#include "plan/plan.h"
#include "snapshot/disk_reader.h"
#include "snapshot/snapshot.h"

namespace nfsready {
namespace {

struct Planned {
  Sources sources;
  Snapshot snapshot;
  std::unique_ptr<Site> site;
  std::vector<NodePlan> plans;
};

// The site without the files whose paths hold `left_out`.
class SiteReader final : public FileReader {
 public:
  explicit SiteReader(std::vector<std::string> left_out) : left_out_(std::move(left_out)) {}

  [[nodiscard]] Result<std::vector<InputFile>> read_all(
      bool (*wanted)(std::string_view path)) const override {
    auto files = DiskReader(NFSREADY_SOURCE_DIR "/fixtures/sites/trees").read_all(wanted);
    std::erase_if(files.value(), [&](const InputFile& file) {
      return std::any_of(left_out_.begin(), left_out_.end(), [&](const std::string& part) {
        return file.path.find(part) != std::string::npos;
      });
    });
    return files;
  }

 private:
  std::vector<std::string> left_out_;
};

std::unique_ptr<Planned> planned(const std::vector<std::string>& names,
                                 const std::vector<std::string>& left_out = {}) {
  auto run = std::make_unique<Planned>();
  const SiteReader reader(left_out);
  run->snapshot = std::move(read_snapshot(reader, "", run->sources).value());
  run->site = build_site(run->snapshot, run->sources, {});
  std::vector<std::uint32_t> nodes;
  for (const std::string& name : names) {
    const auto found = std::find_if(run->site->nodes.begin(), run->site->nodes.end(),
                                    [&](const Node& node) { return node.name == name; });
    nodes.push_back(static_cast<std::uint32_t>(found - run->site->nodes.begin()));
  }
  run->plans = plan_nodes(*run->site, nodes);
  return run;
}

constexpr const char* kStages[] = {"boot", "remount", "paging", "overlay", "after"};

// "stage purpose server:path needs", the place that says so, and what is asked for when it is not
// the path.
std::string text_of(const Planned& run, const Mount& mount) {
  std::string text = kStages[static_cast<std::size_t>(mount.stage)];
  text += " " + std::string(word(mount.purpose)) + " ";
  text += mount.server == kNoIndex ? "?" : run.site->servers[mount.server].name;
  text += ":" + std::string(mount.path) + (mount.needs.write ? " rw" : " ro");
  text += mount.needs.root ? ",root" : "";
  text += mount.version == 3 ? "\n  " : " v4\n  ";
  const std::string where = run.sources.where(mount.origin);
  text += where.substr(0, where.rfind(':')) + "\n";
  if (mount.asked != mount.path) text += "  asks for " + std::string(mount.asked) + "\n";
  return text;
}

std::string text_of(const Planned& run, const NodePlan& plan) {
  std::string text;
  for (const Mount& mount : plan.mounts) text += text_of(run, mount);
  return text;
}

std::string mounts_of(const std::string& node, const std::vector<std::string>& left_out = {}) {
  const auto run = planned({node}, left_out);
  return text_of(*run, run->plans.front());
}

// A private root: niminfo is redirected as a whole, paging is not, and the second mounts repeat the
// first ones.
TEST(BootOrder, Stateless) {
  EXPECT_EQ(mounts_of("pine01"),
            R"(boot spot nas:/install/nim/spot/forest71/usr ro,root
  servers/sn1/tftpboot/10.1.1.1.info:8
boot root nas:/install/nim/root/forest71_root/pine01 rw,root
  servers/sn1/tftpboot/10.1.1.1.info:7
paging paging sn1:/install/nim/paging/forest71_paging/pine01/swapnfs0 rw,root
  servers/nas/install/nim/root/forest71_root/pine01/etc/swapspaces:4
  asks for /install/nim/paging/forest71_paging/pine01
after postscripts sn1:/install/postscripts ro
  tables/noderes.csv:3
)");
}

// A shared root: niminfo stays on the service node, the second mounts come from the redirected
// filesystems file, and nothing needs to write but paging.
TEST(BootOrder, SharedRoot) {
  EXPECT_EQ(mounts_of("oak02"),
            R"(boot spot sn2:/install/nim/spot/grove71/usr ro,root
  servers/sn2/tftpboot/10.1.2.2.info:8
boot shared_root sn2:/install/nim/shared_root/grove71_shared_root ro,root
  servers/sn2/tftpboot/10.1.2.2.info:7
remount shared_root nas:/install/nim/shared_root/grove71_shared_root ro,root
  servers/sn2/install/nim/shared_root/grove71_shared_root/etc/.client_data/filesystems.oak02:5
remount spot nas:/install/nim/spot/grove71/usr ro,root
  servers/sn2/install/nim/shared_root/grove71_shared_root/etc/.client_data/filesystems.oak02:11
paging paging sn2:/install/nim/paging/grove71_paging/oak02 rw,root
  servers/sn2/lsnim-l.txt:55
after postscripts sn2:/install/postscripts ro
  tables/noderes.csv:4
)");
}

// The overlay comes last: the persistent area, then the trees in the order of litetree.table.
TEST(BootOrder, Statelite) {
  EXPECT_EQ(mounts_of("elm01"),
            R"(boot spot sn1:/install/nim/spot/hedge71/usr ro,root
  servers/sn1/tftpboot/10.1.3.1.info:8
boot shared_root sn1:/install/nim/shared_root/hedge71_shared_root ro,root
  servers/sn1/tftpboot/10.1.3.1.info:7
remount shared_root nas:/install/nim/shared_root/hedge71_shared_root ro,root
  servers/sn1/install/nim/shared_root/hedge71_shared_root/etc/.client_data/filesystems.elm01:5
remount spot nas:/install/nim/spot/hedge71/usr ro,root
  servers/sn1/install/nim/shared_root/hedge71_shared_root/etc/.client_data/filesystems.elm01:11
paging paging sn1:/install/nim/paging/hedge71_paging/elm01 rw,root
  servers/sn1/lsnim-l.txt:86
overlay persistent nas:/state rw,root
  servers/sn1/install/nim/shared_root/hedge71_shared_root/statelite.table:1
overlay litetree nas:/trees/elm01 rw,root
  servers/sn1/install/nim/shared_root/hedge71_shared_root/litetree.table:1
overlay litetree nas:/trees/all ro
  servers/sn1/install/nim/shared_root/hedge71_shared_root/litetree.table:2
after postscripts sn1:/install/postscripts ro
  tables/noderes.csv:3
)");
}

// What mkdsklsnode would have written: it redirects the niminfo file of a private root only.
TEST(BootOrder, IsDerivedWhereTheBootFilesWereNotCollected) {
  const std::vector<std::string> files = {"/tftpboot/", "/etc/filesystems", ".client_data/"};
  EXPECT_EQ(mounts_of("pine01", files),
            R"(boot spot nas:/install/nim/spot/forest71/usr ro,root
  servers/sn1/lsnim-l.txt:9
boot root nas:/install/nim/root/forest71_root/pine01 rw,root
  servers/sn1/lsnim-l.txt:17
paging paging sn1:/install/nim/paging/forest71_paging/pine01/swapnfs0 rw,root
  servers/nas/install/nim/root/forest71_root/pine01/etc/swapspaces:4
  asks for /install/nim/paging/forest71_paging/pine01
after postscripts sn1:/install/postscripts ro
  tables/noderes.csv:3
)");
  EXPECT_EQ(mounts_of("oak02", files),
            R"(boot spot sn2:/install/nim/spot/grove71/usr ro,root
  servers/sn2/lsnim-l.txt:40
boot shared_root sn2:/install/nim/shared_root/grove71_shared_root ro,root
  servers/sn2/lsnim-l.txt:48
remount shared_root nas:/install/nim/shared_root/grove71_shared_root ro,root
  tables/noderes.csv:2
remount spot nas:/install/nim/spot/grove71/usr ro,root
  tables/noderes.csv:2
paging paging sn2:/install/nim/paging/grove71_paging/oak02 rw,root
  servers/sn2/lsnim-l.txt:55
after postscripts sn2:/install/postscripts ro
  tables/noderes.csv:4
)");
}

TEST(BootOrder, PlansComeInTheOrderThatIsAskedForAndOneByOneIsAllTheSame) {
  const std::vector<std::string> names = {"pine02", "elm01", "oak01", "elm02"};
  const auto run = planned(names);
  ASSERT_EQ(run->plans.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(run->site->nodes[run->plans[i].node].name, names[i]);
    EXPECT_EQ(text_of(*run, run->plans[i]), mounts_of(names[i]));
  }
}

TEST(BootOrder, StagesNeverGoBack) {
  const auto run = planned({"pine01", "pine02", "oak01", "oak02", "elm01", "elm02"});
  for (const NodePlan& plan : run->plans) {
    EXPECT_TRUE(std::is_sorted(plan.mounts.begin(), plan.mounts.end(),
                               [](const Mount& a, const Mount& b) { return a.stage < b.stage; }));
  }
}

// Nothing in a disk's image is planned.
TEST(BootOrder, AServerMountsNothing) { EXPECT_EQ(mounts_of("sn1"), ""); }

}  // namespace
}  // namespace nfsready
