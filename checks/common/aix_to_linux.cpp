#include "checks/common/aix_to_linux.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace nfsready::checks {

namespace {

using Hosts = std::vector<std::string_view>;

// The lists of an AIX entry (exports file, AIX 7.1).
struct AixLists {
  Hosts access;
  Hosts root;
  Hosts read_write;
  Hosts read_only;
  bool all_read_only = false;
  std::string_view anon;

  [[nodiscard]] bool has_any_client() const {
    return !access.empty() || !read_write.empty() || !read_only.empty();
  }
};

void add(std::string_view value, Hosts& hosts) {
  for (const std::string_view host : split(value, ':')) {
    if (!host.empty() && std::find(hosts.begin(), hosts.end(), host) == hosts.end()) {
      hosts.push_back(host);
    }
  }
}

AixLists lists_of(std::string_view options) {
  AixLists lists;
  for (const std::string_view option : split(options, ',')) {
    const std::size_t equals = option.find('=');
    const std::string_view name = option.substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    const std::string_view value = has_value ? option.substr(equals + 1) : std::string_view{};
    if (name == "access") add(value, lists.access);
    if (name == "root") add(value, lists.root);
    if (name == "rw") add(value, lists.read_write);
    if (name == "ro" && has_value) add(value, lists.read_only);
    if (name == "ro" && !has_value) lists.all_read_only = true;
    if (name == "anon") lists.anon = value;
  }
  return lists;
}

bool has(const Hosts& hosts, std::string_view host) {
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

Hosts clients_of(const AixLists& lists) {
  Hosts clients;
  for (const Hosts* const list :
       {&lists.access, &lists.read_write, &lists.read_only, &lists.root}) {
    for (const std::string_view host : *list) {
      if (!has(clients, host)) clients.push_back(host);
    }
  }
  if (!lists.has_any_client()) clients.push_back("*");
  return clients;
}

// Writing is for all unless -ro or a list says otherwise.
bool may_write(const AixLists& lists, std::string_view host) {
  if (lists.all_read_only || has(lists.read_only, host)) return false;
  return lists.read_write.empty() || has(lists.read_write, host);
}

// A subnet is written with a leading '@' on AIX.
std::string_view client_of(std::string_view host) {
  return host.starts_with('@') && host.find('/') != std::string_view::npos ? host.substr(1) : host;
}

}  // namespace

std::string linux_line_of(std::string_view aix_line, std::string_view more) {
  const std::string_view line = trim(aix_line);
  const std::size_t blank = line.find_first_of(" \t");
  if (!line.starts_with('/') || blank == std::string_view::npos) return {};
  const std::string_view options = trim(line.substr(blank));
  if (!options.starts_with('-') || options.find_first_of(" \t(\"\\#") != std::string_view::npos) {
    return {};
  }
  const AixLists lists = lists_of(options.substr(1));
  std::string result(line.substr(0, blank));
  for (const std::string_view host : clients_of(lists)) {
    const bool root = has(lists.root, host) || lists.anon == "0";
    result.append(" ").append(client_of(host)).append(may_write(lists, host) ? "(rw" : "(ro");
    result.append(",sync,insecure").append(root ? ",no_root_squash" : "");
    result.append(",no_subtree_check").append(more).append(")");
  }
  return result;
}

}  // namespace nfsready::checks
