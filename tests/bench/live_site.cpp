#include "bench/live_site.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace nfsready::bench {

namespace {

namespace fs = std::filesystem;

std::string node_name(std::size_t i) {
  char text[24];
  std::snprintf(text, sizeof text, "cn%05zu", i + 1);
  return text;
}

// 10.16.0.1 and on, never ending in 0 or 255.
std::string node_address(std::size_t i) {
  const std::size_t net = i / 254;
  return "10." + std::to_string(16 + net / 256) + "." + std::to_string(net % 256) + "." +
         std::to_string(i % 254 + 1);
}

std::string service_node_name(std::size_t i) { return "sn" + std::to_string(i + 1); }

std::string folder_of(const std::string& kind) { return "/install/nim/" + kind + "/img_" + kind; }

std::string path_of(const std::string& kind, std::size_t node) {
  return folder_of(kind) + "/" + node_name(node);
}

std::vector<std::string> kinds_of(const LiveShape& shape) {
  std::vector<std::string> kinds = {"tmp", "home"};
  if (shape.paging) kinds.emplace_back("paging");
  return kinds;
}

class Generator {
 public:
  Generator(const LiveShape& shape, fs::path folder) : shape_(shape), folder_(std::move(folder)) {}

  void generate() const {
    write_tables();
    write("servers/mgt/etc/hosts", hosts());
    for (std::size_t i = 0; i < shape_.addresses.size(); ++i) write_service_node(i);
  }

 private:
  void write(const std::string& path, const std::string& text) const {
    const fs::path file = folder_ / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  [[nodiscard]] std::string service_node_of(std::size_t node) const {
    return service_node_name(node % shape_.addresses.size());
  }

  [[nodiscard]] std::string hosts() const {
    std::string text = "127.0.0.1\tloopback localhost\n10.0.0.1\tmgt\n";
    for (std::size_t i = 0; i < shape_.addresses.size(); ++i) {
      text += shape_.addresses[i] + "\t" + service_node_name(i) + "\n";
    }
    for (std::size_t i = 0; i < shape_.nodes; ++i) {
      text += node_address(i) + "\t" + node_name(i) + "\n";
    }
    return text;
  }

  void write_tables() const {
    std::string nodelist = "#node,groups,status,comments,disable\n";
    std::string noderes = "#node,servicenode,nfsserver,installnic,xcatmaster,comments,disable\n";
    for (std::size_t i = 0; i < shape_.addresses.size(); ++i) {
      const std::string name = service_node_name(i);
      nodelist += "\"" + name + "\",\"service,all\",,,\n";
      noderes.append("\"").append(name).append("nodes\",\"").append(name);
      noderes.append("\",,\"en0\",\"").append(name).append("\",,\n");
    }
    for (std::size_t i = 0; i < shape_.nodes; ++i) {
      nodelist += "\"" + node_name(i) + "\",\"" + service_node_of(i) + "nodes,compute,all\",,,\n";
    }
    write("tables/nodelist.csv", nodelist);
    write("tables/noderes.csv", noderes);
    write("tables/nodetype.csv",
          "#node,os,arch,profile,provmethod,nodetype,comments,disable\n"
          "\"compute\",\"AIX\",\"ppc64\",\"img\",\"img\",\"ppc,osi\",,\n");
    write("tables/osimage.csv",
          "#imagename,groups,imagetype,provmethod,osname,comments,disable\n"
          "\"img\",,\"NIM\",\"nim\",\"AIX\",,\n");
    write("tables/nimimage.csv",
          "#imagename,nimtype,spot,root,paging,tmp,home,comments,disable\n"
          "\"img\",\"diskless\",\"img\",\"img_root\",\"" +
              std::string(shape_.paging ? "img_paging" : "") + "\",\"img_tmp\",\"img_home\",,\n");
  }

  static std::string resource(const std::string& name, const std::string& type,
                              const std::string& location, const std::string& more) {
    return name + ":\n   class          = resources\n   type           = " + type +
           "\n   Rstate         = ready for use\n   location       = " + location +
           "\n   server         = master\n" + more;
  }

  [[nodiscard]] std::string resources() const {
    const std::string version = "   nfs_vers       = 4\n";
    std::string text = resource("img", "spot", "/install/nim/spot/img/usr", version) +
                       resource("img_root", "root", "/install/nim/root/img_root", version);
    for (const std::string& kind : kinds_of(shape_)) {
      text += resource("img_" + kind, kind, folder_of(kind), "");
    }
    return text;
  }

  void write_service_node(std::size_t index) const {
    const std::string name = service_node_name(index);
    std::string nim = "master:\n   class          = machines\n   type           = master\n";
    nim += resources();
    for (std::size_t i = index; i < shape_.nodes; i += shape_.addresses.size()) {
      nim += node_name(i) + ":\n   class          = machines\n   type           = diskless\n";
      for (const std::string& kind : kinds_of(shape_)) {
        nim.append("   ").append(kind).append(" = img_").append(kind).append("\n");
      }
      nim += "   root           = img_root\n   spot           = img\n";
      if (shape_.paging) write_swapspaces(name, i);
    }
    write("servers/" + name + "/etc/hosts", hosts());
    write("servers/" + name + "/etc/exports", "/install -ro\n");
    write("servers/" + name + "/lsnim-l.txt", nim);
  }

  void write_swapspaces(const std::string& server, std::size_t node) const {
    write("servers/" + server + path_of("root", node) + "/etc/swapspaces",
          "swapnfs0:\n\tdev = /dev/swapnfs0\n\tnodename = " + server +
              "\n\tpath = " + path_of("paging", node) + "/swapnfs0\n");
  }

  const LiveShape& shape_;
  fs::path folder_;
};

}  // namespace

void generate_live_site(const LiveShape& shape, const std::string& folder) {
  Generator(shape, folder).generate();
}

std::vector<std::string> live_paths(const LiveShape& shape) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < shape.nodes; ++i) {
    for (const std::string& kind : kinds_of(shape)) paths.push_back(path_of(kind, i));
  }
  return paths;
}

}  // namespace nfsready::bench
