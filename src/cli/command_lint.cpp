// nfsready lint: one exports source alone.
#include <unistd.h>

#include <iostream>
#include <string_view>
#include <unordered_set>

#include "base/path.h"
#include "base/text.h"
#include "checks/registry.h"
#include "cli/check_selection.h"
#include "cli/command.h"
#include "cli/exit_status.h"
#include "cli/lint_source.h"
#include "cli/options.h"
#include "cli/report_output.h"
#include "cli/terminal.h"
#include "engine/judge.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr Usage kUsageOfLint = {
    "lint", "FILE... [OPTION...]",
    "Judges one exports source alone: an exports file with its drop-ins, a live table, an\n"
    "NFS-Ganesha configuration; - is standard input. With --client and --path it says what that\n"
    "client gets there and by which line.",
    "Examples:\n"
    "  nfsready lint /etc/exports /etc/exports.d/*.exports\n"
    "  exportfs -v | nfsready lint --dialect linux-exportfs-v -\n"
    "  nfsready lint /etc/exports --hosts /etc/hosts --client 10.1.1.7:33000 --path /install\n"
    "Dialects: linux, linux-etab, linux-exportfs-v, linux-exportfs-s, linux-proc, aix, aix-xtab,\n"
    "ganesha, mmnfs, showmount.\n"
    "Exit status: 0 no error, 1 errors, 2 wrong usage, 3 a file cannot be read or recognised.\n"};

po::options_description make_options() {
  using Texts = std::vector<std::string>;
  po::options_description options("Options");
  options.add_options()  //
      ("dialect", po::value<std::string>()->value_name("NAME"),
       "the syntax of the source; recognised when not given")  //
      ("hosts", po::value<std::string>()->value_name("FILE"),
       "the hosts file of the server; without it names stay unresolved")  //
      ("netgroup", po::value<std::string>()->value_name("FILE"),
       "the netgroup file of the server")  //
      ("client", po::value<Texts>()->value_name("ADDRESS[:PORT]"),
       "who asks; without a port, from a port above 1023 as AIX does; may be repeated")  //
      ("path", po::value<Texts>()->value_name("PATH"),
       "what is asked for; may be repeated; every exported path when not given")  //
      ("report", po::value<Texts>()->value_name("FORMAT[=FILE]"),
       "text (default), json or junit; may be repeated")  //
      ("fail-on", po::value<std::string>()->value_name("LEVEL")->default_value("error"),
       "exit with 1 from this severity on: error, warning, note or never")     //
      ("only", po::value<Texts>()->value_name("ID"), "run these checks only")  //
      ("skip", po::value<Texts>()->value_name("ID"), "do not run these checks");
  return options;
}

struct LintClient {
  std::string text;
  Client client;
};

std::optional<std::uint16_t> port_of(std::string_view text) {
  const auto port = parse_decimal(text);
  if (!port || *port == 0 || *port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

// "10.1.1.7", "10.1.1.7:700", "fd00::7", "[fd00::7]:700".
Result<LintClient> read_client(const std::string& text) {
  LintClient read{text, {}};
  std::string_view host = text;
  std::string_view port;
  if (host.starts_with('[') && host.find(']') != std::string_view::npos) {
    const std::size_t end = host.find(']');
    port = host.substr(end + 1);
    host = host.substr(1, end - 1);
  } else if (const std::size_t colon = host.rfind(':');
             colon != std::string_view::npos && host.find(':') == colon) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  const auto address = Address::parse(host);
  if (!address)
    return Error{
        "'" + text +
            "' is no address; --client takes ADDRESS or ADDRESS:PORT, as the server sees them",
        {}};
  read.client.address = *address;
  if (port.empty()) return read;
  read.client.port = port_of(port.substr(1));
  if (!read.client.port || port.front() != ':') {
    return Error{"the port of '" + text + "' is no number from 1 to 65535", {}};
  }
  return read;
}

// Every path that the table exports, in its order.
std::vector<std::string> exported_paths(const ExportsTable& table) {
  std::vector<std::string> paths;
  std::unordered_set<std::string_view> seen;
  std::visit(
      [&](const auto& content) {
        for (const auto& exported : content.exports) {
          if (seen.insert(exported.path.text).second) paths.emplace_back(exported.path.text);
        }
      },
      table.content);
  return paths;
}

void answer(const LintSource& lint, const Context& context, const std::vector<LintClient>& clients,
            std::vector<std::string> paths, RunResult& run) {
  const Server& server = lint.site->servers.front();
  if (paths.empty() && !clients.empty()) paths = exported_paths(*server.exports);
  for (const std::string& path : paths) {
    for (const LintClient& client : clients) {
      run.grants.push_back({path, client.text, context.ask(server, path, client.client).now});
    }
  }
}

// The checks of one exports source; the others need a site.
std::vector<RegisteredCheck> lint_checks() {
  std::vector<RegisteredCheck> checks;
  for (const RegisteredCheck& check : all_checks()) {
    if (check.area == "exports") checks.push_back(check);
  }
  return checks;
}

int lint(const ParsedOptions& options) {
  LintRequest request;
  request.files = options.values["FILEs"].as<std::vector<std::string>>();
  request.hosts = options.text("hosts");
  request.netgroup = options.text("netgroup");
  if (options.has("dialect")) {
    request.dialect = dialect_named(options.text("dialect"));
    if (!request.dialect) {
      return usage_error(
          kUsageOfLint, "there is no dialect '" + options.text("dialect") + "'; --help lists them");
    }
  }
  using Texts = std::vector<std::string>;
  const auto texts = [&](const char* name) {
    return options.has(name) ? options.values[name].as<Texts>() : Texts();
  };
  std::vector<LintClient> clients;
  for (const std::string& text : texts("client")) {
    auto client = read_client(text);
    if (!client) return usage_error(kUsageOfLint, client.error().message);
    clients.push_back(std::move(client.value()));
  }
  if (options.has("path") && clients.empty()) {
    return usage_error(kUsageOfLint, "--path needs --client: who asks for it?");
  }
  for (const std::string& path : texts("path")) {
    if (!is_absolute(path)) {
      return usage_error(kUsageOfLint, "--path '" + path + "' does not begin with '/'");
    }
  }
  const auto targets = read_report_targets(texts("report"));
  if (!targets) return usage_error(kUsageOfLint, targets.error().message);
  const auto fail_on = read_fail_on(options.text("fail-on"));
  if (!fail_on) return usage_error(kUsageOfLint, fail_on.error().message);
  const auto selection = read_check_selection(options, lint_checks());
  if (!selection) return usage_error(kUsageOfLint, selection.error().message);

  const auto source = read_lint_source(request);
  if (!source) {
    std::cerr << "nfsready lint: " << printable(source.error().message) << '\n';
    return kCouldNotAudit;
  }
  const LintSource& read = *source.value();
  const std::vector<NodePlan> no_plans;
  const Context context(*read.site, no_plans, true);
  RunResult run = judge(context, lint_checks(), selection.value());
  run.command = "lint";
  run.files = read.sources.size();
  answer(read, context, clients, texts("path"), run);

  ReportOptions reporting;
  reporting.colour = wants_colour(STDOUT_FILENO);
  reporting.fail_on = fail_on.value().severity;
  reporting.never_fail = fail_on.value().never;
  const auto written = write_reports(targets.value(), {run, read.sources}, reporting);
  if (!written) {
    std::cerr << "nfsready lint: " << written.error().message << '\n';
    return kCouldNotAudit;
  }
  return exit_status_of(run, fail_on.value());
}

}  // namespace

int run_lint(const Arguments& arguments) {
  const ParsedOptions options = parse_options(kUsageOfLint, arguments, make_options(), {"FILEs"});
  if (options.exit_status) return *options.exit_status;
  if (!options.has("FILEs")) return usage_error(kUsageOfLint, "there is no file to judge");
  return lint(options);
}

}  // namespace nfsready
