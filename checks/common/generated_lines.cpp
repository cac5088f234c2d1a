#include "checks/common/generated_lines.h"

#include <algorithm>

#include "base/text.h"

namespace nfsready::checks {

namespace {

// xCAT's getipaddr hands back what looks like an address, whatever its numbers.
bool has_four_numbers(std::string_view text) {
  int numbers = 0;
  for (const std::string_view part : split(text, '.')) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), is_digit)) return false;
    ++numbers;
  }
  return numbers == 4;
}

std::string without_space(std::string text) {
  std::erase_if(text, is_space);
  return text;
}

}  // namespace

LineGenerator::LineGenerator(const Context& context) : context_(context) {
  const std::string_view shared = context.site().site_key("sharedinstall").text;
  shared_install_ = !shared.empty() && shared != "no";
}

const Server* LineGenerator::machine(std::uint32_t service_node) const {
  const Site& site = context_.site();
  const std::uint32_t index = shared_install_ ? site.management_node : service_node;
  return index == kNoIndex ? nullptr : &site.servers[index];
}

const ServerField& LineGenerator::server_field(const Server& machine, std::string_view server) {
  const auto [found, is_new] = fields_.try_emplace({&machine, server});
  ServerField& field = found->second;
  if (!is_new || server.empty()) return field;
  if (has_four_numbers(server)) {
    field.text = server;
    if (const auto address = Address::parse(server)) field.answers.push_back({*address, {}});
    return field;
  }
  field.known = machine.names->any_source();
  field.answers = machine.names->addresses(server);
  if (field.answers.empty()) return field;
  field.text = field.answers.front().address.text();
  field.by_others = machine.hosts && field.answers.front().where.source != machine.hosts->file;
  return field;
}

std::string LineGenerator::statelite_line(const Node& node, const LiteMount& mount,
                                          const Server& machine) {
  std::string line(node.name);
  if (mount.server.empty()) {
    if (mount.directory.empty()) return {};
    line.append("|").append(mount.directory);
  } else {
    line.append("|").append(server_field(machine, mount.server).text);
    line.append("|").append(mount.directory);
  }
  if (!mount.mount_options.empty()) line.append("|").append(mount.mount_options);
  return without_space(std::move(line));
}

// The output of litetree is split at its colons, so without a server the directory is taken for
// one and lost, and the mount options stand in its place.
std::string LineGenerator::litetree_line(const Node& node, const LiteMount& mount,
                                         const Server& machine) {
  if (mount.text.empty()) return {};
  std::string line(node.name);
  if (mount.server.empty()) {
    line.append("||").append(mount.mount_options).append("|");
  } else {
    line.append("|").append(server_field(machine, mount.server).text);
    line.append("|").append(mount.directory).append("|").append(mount.mount_options);
  }
  return without_space(std::move(line));
}

std::string LineGenerator::line_of(const Node& node, const LiteMount& mount, Purpose purpose) {
  if (node.service_nodes.empty()) return {};
  const Server* const generating = machine(node.service_nodes.front());
  if (generating == nullptr) return {};
  return purpose == Purpose::kPersistent ? statelite_line(node, mount, *generating)
                                         : litetree_line(node, mount, *generating);
}

std::string LineGenerator::litefile_line(const Node& node, const Litefile& entry) {
  std::string line;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      if (c == ':') continue;
      if (!is_space(c)) {
        line += c;
      } else if (!line.ends_with('|')) {
        line += '|';
      }
    }
  };
  add(node.name);
  add(" ");
  add(entry.option);
  add(" ");
  add(entry.path);
  return line;
}

}  // namespace nfsready::checks
