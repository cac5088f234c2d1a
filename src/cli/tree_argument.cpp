#include "cli/tree_argument.h"

#include <filesystem>

#include "base/text.h"
#include "cli/system_resolver.h"

namespace nfsready {

namespace {

std::size_t colon_of(const std::string& text) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  return bracket == std::string::npos ? bracket : text.find(":/", bracket);
}

bool is_file(const std::string& name) {
  std::error_code failed;
  return std::filesystem::exists(name, failed) && !std::filesystem::is_directory(name, failed);
}

}  // namespace

Result<TreePlace> read_tree_place(const std::string& text) {
  const std::size_t colon = colon_of(text);
  if (colon == std::string::npos || colon == 0) {
    return Error{"'" + text + "' is no tree: expected SERVER:/PATH", {}};
  }
  TreePlace place;
  place.server = text.substr(0, colon);
  place.path = text.substr(colon + 1);
  if (place.server.starts_with('[')) place.server = place.server.substr(1, colon - 2);
  while (place.path.size() > 1 && place.path.ends_with('/')) place.path.pop_back();
  if (const auto address = Address::parse(place.server)) {
    place.addresses = {*address};
  } else {
    place.addresses = make_system_resolver().addresses(place.server);
  }
  if (place.addresses.empty()) {
    return Error{"'" + place.server +
                     "' does not resolve here: give its address, or add it to "
                     "/etc/hosts of this host",
                 {}};
  }
  return place;
}

Result<TreeArgument> read_tree_argument(const std::string& text) {
  TreeArgument argument;
  if (is_file(text)) {
    argument.manifest = text;
    argument.place.path = text;
    return argument;
  }
  if (colon_of(text) == std::string::npos) {
    std::error_code failed;
    const bool is_here = std::filesystem::is_directory(text, failed);
    return Error{
        "'" + text + "' is " +
            (is_here ? "a directory of this host: list it (fixtures/list-tree, bsdtar) and "
                       "name the file, or ask its server: SERVER:/PATH"
                     : "neither SERVER:/PATH nor a file that is there"),
        {}};
  }
  auto place = read_tree_place(text);
  if (!place) return place.error();
  argument.place = std::move(place.value());
  return argument;
}

}  // namespace nfsready
