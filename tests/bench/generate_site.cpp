// nfsready_generate_site FOLDER NODES SERVICE_NODES [BREAK_SEED] [distinct-hosts]
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench/site_generator.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 3) {
    std::cerr << "usage: nfsready_generate_site FOLDER NODES SERVICE_NODES [BREAK_SEED] "
                 "[distinct-hosts]\n";
    return 2;
  }
  nfsready::bench::SiteShape shape;
  shape.nodes = std::strtoull(arguments[1].c_str(), nullptr, 10);
  shape.service_nodes = std::strtoull(arguments[2].c_str(), nullptr, 10);
  if (arguments.size() > 3) shape.break_seed = std::strtoull(arguments[3].c_str(), nullptr, 10);
  shape.distinct_hosts = arguments.size() > 4;
  if (shape.nodes == 0 || shape.service_nodes == 0 || std::filesystem::exists(arguments[0])) {
    std::cerr << "NODES and SERVICE_NODES must be numbers above 0, FOLDER must not exist\n";
    return 2;
  }
  nfsready::bench::generate_site(shape, arguments[0]);
  return 0;
}
