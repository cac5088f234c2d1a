// nfsready plan: what every node mounts, in order, and why.
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <iostream>

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

// The plan as JSON, member by member.
class JsonPlan {
 public:
  explicit JsonPlan(const Audit& audit) : audit_(audit) {}

  void print() {
    json_.StartObject();
    json_.Key("format");
    json_.Int(1);
    json_.Key("nodes");
    json_.StartArray();
    for (const NodePlan& plan : audit_.plans) add(plan);
    json_.EndArray();
    json_.EndObject();
    std::cout << buffer_.GetString() << '\n';
  }

 private:
  void text(const char* name, std::string_view of) {
    const std::string shown = printable(of);
    json_.Key(name);
    json_.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  }

  void add(const NodePlan& plan) {
    const Node& node = audit_.site->nodes[plan.node];
    json_.StartObject();
    text("node", node.name);
    text("kind", word(node.kind));
    json_.Key("mounts");
    json_.StartArray();
    for (const Mount& mount : plan.mounts) add(mount);
    json_.EndArray();
    json_.EndObject();
  }

  void add(const Mount& mount) {
    json_.StartObject();
    text("purpose", word(mount.purpose));
    text("server", mount.server_text);
    text("path", mount.path);
    json_.Key("needs");
    json_.StartArray();
    json_.String("read");
    if (mount.needs.write) json_.String("write");
    if (mount.needs.root) json_.String("root");
    json_.EndArray();
    json_.Key("version");
    json_.Int(mount.version);
    text("stage", stage_of(mount.stage));
    text("from", audit_.sources.where(mount.origin));
    json_.EndObject();
  }

  const Audit& audit_;
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_{buffer_};
};

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
  if (parsed.has("others") && request.value().noderange.empty()) {
    return usage_error(kUsageOfPlan, "NODES names no node");
  }
  Progress progress;
  const auto audit = read_audit(request.value(), progress);
  progress.stop();
  if (!audit) return report_audit_error(audit.error());
  tell_left_out(*audit.value());
  if (parsed.has("json")) {
    JsonPlan(*audit.value()).print();
  } else {
    print_text(*audit.value());
  }
  if (!audit.value()->plans.empty()) return kReady;
  std::cerr << "nfsready: no node boots over NFS, as far as the tables tell\n";
  return kCouldNotAudit;
}

}  // namespace nfsready
