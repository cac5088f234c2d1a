#include "bench/site_generator.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <vector>

namespace nfsready::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSpot = "/install/nim/spot/img/usr";
constexpr const char* kExternal = "hanfs";
constexpr const char* kExternalAddress = "10.0.1.1";

std::string node_name(std::size_t i) {
  char text[24];
  std::snprintf(text, sizeof text, "cn%05zu", i + 1);
  return text;
}

// 10.16.0.1 and on, never ending in 0 or 255.
std::string node_address(std::size_t i) {
  const std::size_t host = i % 254 + 1;
  const std::size_t net = i / 254;
  return "10." + std::to_string(16 + net / 256) + "." + std::to_string(net % 256) + "." +
         std::to_string(host);
}

std::string service_node_name(std::size_t i) { return "sn" + std::to_string(i + 1); }
std::string service_node_address(std::size_t i) {
  return "10.0." + std::to_string(2 + i / 250) + "." + std::to_string(i % 250 + 1);
}

std::string root_of(const std::string& node) { return "/install/nim/root/img_root/" + node; }
std::string paging_of(const std::string& node) { return "/install/nim/paging/img_paging/" + node; }

class Generator {
 public:
  Generator(const SiteShape& shape, fs::path folder)
      : shape_(shape), folder_(std::move(folder)), random_(shape.break_seed) {
    per_service_node_ = (shape.nodes + shape.service_nodes - 1) / shape.service_nodes;
    plant_faults();
  }

  void generate() {
    write_tables();
    write_hosts("mgt", "10.0.0.1");
    write("servers/mgt/etc/exports", "/install/postscripts -ro\n");
    for (std::size_t i = 0; i < shape_.service_nodes; ++i) write_service_node(i);
    write_external_server();
    for (std::size_t i = 0; i < shape_.nodes; ++i) write_node(i);
  }

 private:
  // About one node in a thousand loses its export, its root rights or its redirection.
  void plant_faults() {
    if (shape_.break_seed == 0) return;
    for (std::size_t i = 0; i < shape_.nodes / 1000 + 1; ++i) {
      not_exported_.insert(random_() % shape_.nodes);
      squashed_.insert(random_() % shape_.nodes);
      not_redirected_.insert(random_() % shape_.nodes);
    }
  }

  void write(const std::string& path, const std::string& text) const {
    const fs::path file = folder_ / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  [[nodiscard]] std::size_t service_node_of(std::size_t node) const {
    return node / per_service_node_;
  }

  void write_tables() const {
    write(
        "tables/site.csv",
        "#key,value,comments,disable\n\"domain\",\"bench.example\",,\n\"installdir\",\"/install\",,"
        "\n\"master\",\"10.0.0.1\",,\n\"tftpdir\",\"/tftpboot\",,\n\"sharedinstall\",\"no\",,\n");
    std::string nodelist = "#node,groups,status,comments,disable\n";
    std::string hosts = "#node,ip,hostnames,otherinterfaces,comments,disable\n";
    std::string noderes =
        "#node,servicenode,nfsserver,installnic,xcatmaster,comments,disable\n"
        "\"compute\",,\"hanfs\",\"en0\",,,\n";
    for (std::size_t i = 0; i < shape_.service_nodes; ++i) {
      const std::string name = service_node_name(i);
      nodelist += "\"" + name + "\",\"service,all\",,,\n";
      noderes += "\"" + name + "nodes\",\"" + name + "\",,,\"" + name + "\",,\n";
    }
    for (std::size_t i = 0; i < shape_.nodes; ++i) {
      const std::string name = node_name(i);
      nodelist += "\"" + name + "\",\"" + service_node_name(service_node_of(i)) +
                  "nodes,compute,all\",,,\n";
      hosts += "\"" + name + "\",\"" + node_address(i) + "\",,,,\n";
    }
    write("tables/nodelist.csv", nodelist);
    write("tables/hosts.csv", hosts);
    write("tables/noderes.csv", noderes);
    write("tables/nodetype.csv",
          "#node,os,arch,profile,provmethod,nodetype,comments,disable\n"
          "\"compute\",\"AIX\",\"ppc64\",\"img\",\"img\",\"ppc,osi\",,\n"
          "\"service\",\"AIX\",\"ppc64\",\"snimg\",\"snimg\",\"ppc,osi\",,\n");
    write("tables/osimage.csv",
          "#imagename,groups,imagetype,provmethod,osname,comments,disable\n"
          "\"img\",,\"NIM\",\"nim\",\"AIX\",,\n\"snimg\",,\"NIM\",\"nim\",\"AIX\",,\n");
    write("tables/nimimage.csv",
          "#imagename,nimtype,spot,root,paging,shared_root,comments,disable\n"
          "\"img\",\"diskless\",\"img\",\"img_root\",\"img_paging\",,,\n"
          "\"snimg\",\"standalone\",\"snimg\",,,,,\n");
    for (const char* table : {"statelite", "litefile", "litetree"}) {
      write(std::string("tables/") + table + ".csv",
            table == std::string("litefile") ? "#image,file,options,comments,disable\n"
            : table == std::string("litetree")
                ? "#priority,image,directory,mntopts,comments,disable\n"
                : "#node,image,statemnt,mntopts,comments,disable\n");
    }
  }

  void write_hosts(const std::string& server, const std::string& own) {
    if (site_hosts_.empty()) {
      site_hosts_ = "127.0.0.1\tloopback localhost\n10.0.0.1\tmgt mgt.bench.example\n";
      site_hosts_ += std::string(kExternalAddress) + "\t" + kExternal + " hanfs.bench.example\n";
      for (std::size_t i = 0; i < shape_.service_nodes; ++i) {
        const std::string name = service_node_name(i);
        site_hosts_ += service_node_address(i) + "\t" + name + " " + name + ".bench.example\n";
      }
      for (std::size_t i = 0; i < shape_.nodes; ++i) {
        const std::string name = node_name(i);
        site_hosts_ += node_address(i) + "\t" + name + " " + name + ".bench.example\n";
      }
    }
    const std::string line = shape_.distinct_hosts ? own + "\tconsole-of-" + server + "\n" : "";
    write("servers/" + server + "/etc/hosts", site_hosts_ + line);
  }

  void write_service_node(std::size_t index) {
    const std::string name = service_node_name(index);
    const std::size_t first = index * per_service_node_;
    const std::size_t last = std::min(shape_.nodes, first + per_service_node_);
    std::string list;
    std::string roots;
    std::string nim = "master:\n   class          = machines\n   type           = master\n";
    nim += resource("img", "spot", kSpot) +
           resource("img_root", "root", "/install/nim/root/img_root") +
           resource("img_paging", "paging", "/install/nim/paging/img_paging");
    for (std::size_t i = first; i < last; ++i) {
      const std::string node = node_name(i);
      list += (list.empty() ? "" : ":") + node;
      for (const std::string& path : {root_of(node), paging_of(node)}) {
        roots += path + " -root=" + node + ",access=" + node + "\n";
      }
      nim +=
          node +
          ":\n   class          = machines\n   type           = diskless\n   if1            = "
          "net " +
          node +
          " 4E7A1B0C2011 ent\n   Cstate         = diskless or dataless boot is enabled\n"
          "   boot           = boot\n   paging         = img_paging\n   root           = img_root\n"
          "   spot           = img\n";
    }
    const std::string exports = std::string("/install/postscripts -ro\n") + kSpot +
                                " -ro,root=" + list + ",access=" + list + "\n" + roots;
    write_hosts(name, service_node_address(index));
    write("servers/" + name + "/etc/exports", exports);
    write("servers/" + name + "/exportfs.txt", exports);
    write("servers/" + name + "/lsnim-l.txt", nim);
  }

  static std::string resource(const std::string& name, const std::string& type,
                              const std::string& location) {
    return name + ":\n   class          = resources\n   type           = " + type +
           "\n   Rstate         = ready for use\n   location       = " + location +
           "\n   server         = master\n";
  }

  void write_external_server() {
    std::string exports =
        std::string(kSpot) +
        " 10.16.0.0/12(ro,sync,insecure,no_root_squash,no_subtree_check,fsid=1)\n";
    std::string live = std::string(kSpot) +
                       "\n\t\t10.16.0.0/12(sync,wdelay,hide,no_subtree_check,fsid=1,sec=sys,ro,"
                       "insecure,no_root_squash,no_all_squash)\n";
    for (std::size_t i = 0; i < shape_.nodes; ++i) {
      if (not_exported_.count(i) != 0) continue;
      const std::string node = node_name(i);
      const std::string root = squashed_.count(i) != 0 ? "root_squash" : "no_root_squash";
      const std::string fsid = std::to_string(i + 100);
      exports += root_of(node) + " " + node + "(rw,sync,insecure," + root +
                 ",no_subtree_check,fsid=" + fsid + ")\n";
      live += root_of(node) + "\n\t\t" + node + "(sync,wdelay,hide,no_subtree_check,fsid=" + fsid +
              ",sec=sys,rw,insecure," + root + ",no_all_squash)\n";
    }
    write_hosts(kExternal, kExternalAddress);
    write("servers/hanfs/etc/exports", exports);
    write("servers/hanfs/exportfs-v.txt", live);
    write("servers/hanfs/etc/nfs.conf", "[nfsd]\nvers3=y\nvers4=y\n");
  }

  void write_node(std::size_t index) const {
    const std::string node = node_name(index);
    const std::string service_node = service_node_name(service_node_of(index));
    const std::string address = service_node_address(service_node_of(index));
    const std::string server = not_redirected_.count(index) != 0 ? service_node : kExternal;
    write("servers/" + service_node + "/tftpboot/" + node_address(index) + ".info",
          "export NIM_NAME=" + node + "\nexport NIM_HOSTNAME=" + node +
              "\nexport NIM_CONFIGURATION=diskless\nexport NIM_MASTER_HOSTNAME=" + service_node +
              "\nexport RC_CONFIG=rc.dd_boot\nexport ROOT=" + server + ":" + root_of(node) +
              "\nexport SPOT=" + server + ":" + kSpot +
              "\nexport NIM_HOSTS=\" 127.0.0.1:loopback:localhost  " + node_address(index) + ":" +
              node + "  " + address + ":" + service_node + " " + kExternalAddress + ":" +
              kExternal + " \"\nexport NIM_MOUNTS=\"\"\n");
    const std::string filesystems =
        "/:\n\tnodename\t=\t" + server + "\n\tdev\t\t=\t" + root_of(node) +
        "\n\tvfs\t\t=\tnfs\n\tmount\t\t=\tautomatic\n\n/usr:\n\tnodename\t=\t" + server +
        "\n\tdev\t\t=\t" + kSpot +
        "\n\tvfs\t\t=\tnfs\n\tmount\t\t=\tautomatic\n\toptions\t\t=\tro\n";
    const std::string hosts = "127.0.0.1\tloopback localhost\n" + node_address(index) + "\t" +
                              node + "\n" + address + "\t" + service_node + "\n" +
                              kExternalAddress + " " + kExternal + "\n";
    for (const std::string& holder : {service_node, std::string(kExternal)}) {
      write("servers/" + holder + root_of(node) + "/etc/filesystems", filesystems);
      write("servers/" + holder + root_of(node) + "/etc/hosts", hosts);
    }
  }

  const SiteShape& shape_;
  fs::path folder_;
  std::mt19937_64 random_;
  std::size_t per_service_node_ = 0;
  std::string site_hosts_;
  std::set<std::size_t> not_exported_;
  std::set<std::size_t> squashed_;
  std::set<std::size_t> not_redirected_;
};

}  // namespace

void generate_site(const SiteShape& shape, const std::string& folder) {
  Generator(shape, folder).generate();
}

}  // namespace nfsready::bench
