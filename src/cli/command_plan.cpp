// nfsready plan: what every node mounts, in order, and why.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/audit.h"
#include "cli/audit_options.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/options.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfPlan = {
    "plan", "SITE [NODES...] [OPTION...]",
    "Prints what every node mounts at boot, in order: the server and path, what it is for, the\n"
    "rights it needs, and the line that makes the node mount it.",
    "Examples:\n"
    "  nfsready plan site cn007\n"
    "  nfsready plan site 'cn[001-016]' --json\n"};

std::string needs_of(const Needs& needs) {
  return std::string(needs.write ? "rw" : "ro") + (needs.root ? ",root" : "");
}

std::string_view stage_of(Stage stage) {
  switch (stage) {
    case Stage::kNetworkBoot:
      return "network boot";
    case Stage::kRemount:
      return "second mount";
    case Stage::kPaging:
      return "paging";
    case Stage::kOverlay:
      return "statelite overlay";
    default:
      return "after boot";
  }
}

std::string target_of(const Mount& mount) {
  const std::string server = mount.server_text.empty() ? "?" : printable(mount.server_text);
  return server + ":" + (mount.path.empty() ? "?" : printable(mount.path));
}

void print_text(const Audit& audit) {
  const char* separator = "";
  for (const NodePlan& plan : audit.plans) {
    const Node& node = audit.site->nodes[plan.node];
    std::cout << separator << printable(node.name) << "  " << word(node.kind);
    if (!node.addresses.empty()) std::cout << "  " << node.addresses.front().address.text();
    std::cout << '\n';
    if (plan.mounts.empty()) std::cout << "  nothing can be planned: see 'nfsready explain'\n";
    for (std::size_t i = 0; i < plan.mounts.size(); ++i) {
      const Mount& mount = plan.mounts[i];
      std::cout << "  " << i + 1 << ". " << word(mount.purpose) << "  " << target_of(mount) << "  "
                << needs_of(mount.needs) << (mount.version == 4 ? "  NFSv4" : "") << "\n     "
                << stage_of(mount.stage);
      if (mount.origin.is_set()) {
        std::cout << ", from " << printable(audit.sources.where(mount.origin));
      }
      std::cout << '\n';
    }
    separator = "\n";
  }
}

nlohmann::ordered_json json_of(const Audit& audit, const Mount& mount) {
  nlohmann::ordered_json object;
  object["purpose"] = word(mount.purpose);
  object["server"] = printable(mount.server_text);
  object["path"] = printable(mount.path);
  object["needs"] = nlohmann::ordered_json::array({"read"});
  if (mount.needs.write) object["needs"].push_back("write");
  if (mount.needs.root) object["needs"].push_back("root");
  object["version"] = mount.version;
  object["stage"] = stage_of(mount.stage);
  object["from"] = printable(audit.sources.where(mount.origin));
  return object;
}

void print_json(const Audit& audit) {
  nlohmann::ordered_json nodes = nlohmann::ordered_json::array();
  for (const NodePlan& plan : audit.plans) {
    const Node& node = audit.site->nodes[plan.node];
    nlohmann::ordered_json object;
    object["node"] = printable(node.name);
    object["kind"] = word(node.kind);
    object["mounts"] = nlohmann::ordered_json::array();
    for (const Mount& mount : plan.mounts) object["mounts"].push_back(json_of(audit, mount));
    nodes.push_back(std::move(object));
  }
  std::cout << nlohmann::ordered_json{{"format", 1}, {"nodes", std::move(nodes)}}.dump(1) << '\n';
}

}  // namespace

int run_plan(const Arguments& arguments) {
  po::options_description options("Options");
  add_audit_options(options);
  options.add_options()("json", "print JSON instead of text");
  const ParsedOptions parsed = parse_options(kUsageOfPlan, arguments, options, {"SITE", "others"});
  if (parsed.exit_status) return *parsed.exit_status;
  if (!parsed.has("SITE")) return usage_error(kUsageOfPlan, "the folder of the site is missing");
  auto request = read_audit_request(parsed);
  if (!request) return usage_error(kUsageOfPlan, request.error().message);
  for (const std::string& nodes : parsed.list("others")) {
    std::string& range = request.value().noderange;
    range += (range.empty() ? "" : ",") + nodes;
  }
  Progress progress;
  const auto audit = read_audit(request.value(), progress);
  progress.stop();
  if (!audit) return report_audit_error(audit.error());
  if (parsed.has("json"))
    print_json(*audit.value());
  else
    print_text(*audit.value());
  return kReady;
}

}  // namespace nfsready
