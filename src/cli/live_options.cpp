#include "cli/live_options.h"

#include <array>
#include <cstdlib>
#include <optional>

#include "base/text.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr std::size_t kMostInFlight = 4096;
constexpr std::uint32_t kLongestTimeout = 600;

// A process number and a number of processes, as schedulers put them into the environment. Both
// count from 0.
struct SchedulerVariables {
  const char* index;
  const char* count;
};
constexpr std::array<SchedulerVariables, 4> kSchedulers = {{
    {"SLURM_PROCID", "SLURM_NTASKS"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
    {"PMI_RANK", "PMI_SIZE"},
    {"PMIX_RANK", "PMIX_SIZE"},
}};

std::optional<std::uint64_t> number_in(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? std::nullopt : parse_decimal(text);
}

Shard shard_of_environment() {
  for (const SchedulerVariables& scheduler : kSchedulers) {
    const auto index = number_in(scheduler.index);
    const auto count = number_in(scheduler.count);
    if (index && count && *index < *count && *count <= UINT32_MAX) {
      return {static_cast<std::uint32_t>(*index + 1), static_cast<std::uint32_t>(*count)};
    }
  }
  return {};
}

Result<Shard> read_shard(const std::string& text) {
  const auto parts = split(text, '/');
  const auto index = parse_decimal(parts.front());
  const auto count = parts.size() == 2 ? parse_decimal(parts.back()) : std::nullopt;
  if (!index || !count || *index == 0 || *index > *count || *count > UINT32_MAX) {
    return Error{"--shard is '" + text + "': expected K/N with K from 1 to N, for example 2/16",
                 {}};
  }
  return Shard{static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*count)};
}

Result<std::uint64_t> read_number(const ParsedOptions& options, const char* name,
                                  std::uint64_t most) {
  const auto number = parse_decimal(options.text(name));
  if (number && *number >= 1 && *number <= most) return *number;
  return Error{"--" + std::string(name) + " is '" + options.text(name) +
                   "': expected a number from 1 to " + std::to_string(most),
               {}};
}

Result<PortClass> read_port(const ParsedOptions& options) {
  const std::string client = options.text("client");
  if (client != "aix" && client != "linux") {
    return Error{"--client is '" + client + "': expected aix or linux", {}};
  }
  const bool reserved_by_client = client == "linux";
  if (!options.has("source-port")) {
    return reserved_by_client ? PortClass::kReserved : PortClass::kAny;
  }
  const std::string port = options.text("source-port");
  if (port == "any") return PortClass::kAny;
  if (port == "reserved") return PortClass::kReserved;
  return Error{"--source-port is '" + port + "': expected any or reserved", {}};
}

}  // namespace

void add_caller_options(po::options_description& options) {
  options.add_options()  //
      ("netns", po::value<std::string>()->value_name("NAME"),
       "ask from inside a network namespace; with {node} in NAME from each node's own,\n"
       "for example node-{node}")  //
      ("client", po::value<std::string>()->value_name("KIND")->default_value("aix"),
       "ask as aix does (from a port above 1023) or as linux does (from a reserved one)")  //
      ("source-port", po::value<std::string>()->value_name("CLASS"),
       "any or reserved, whatever --client says")  //
      ("max-in-flight", po::value<std::string>()->value_name("N")->default_value("128"),
       "calls at once to one address of a server")  //
      ("timeout", po::value<std::string>()->value_name("SECONDS")->default_value("5"),
       "how long a server may take for one answer, or to take a connection");
}

void add_vantage_options(po::options_description& options) {
  add_caller_options(options);
  options.add_options()  //
      ("as-node", po::value<std::string>()->value_name("INTERFACE"),
       "ask from each node's own address, borrowed on the network of an interface of this host\n"
       "after nobody there answered for it; given back at the end. For nodes that are down")  //
      ("shard", po::value<std::string>()->value_name("K/N"),
       "ask for every Nth node only, beginning with the Kth; observe takes what Slurm, Open MPI\n"
       "or MPICH say when it is not given");
}

void add_live_options(po::options_description& options) {
  add_vantage_options(options);
  options.add_options()(
      "no-write",
      "create no file on a server: whether a node may write is then asked (ACCESS), not proved");
}

namespace {

// A place to ask from that a script forgot to fill in must not become another one.
std::string wrong_place(const ParsedOptions& options) {
  for (const char* const name : {"netns", "as-node"}) {
    if (options.has(name) && options.text(name).empty())
      return "--" + std::string(name) + " is empty";
  }
  if (options.has("netns") && options.has("as-node")) {
    return "--netns and --as-node exclude each other: where to ask from is one place";
  }
  const std::string pattern = options.text("netns");
  const auto brace = pattern.find_first_of("{}");
  if (brace == std::string::npos) return {};
  std::string rest = pattern;
  if (const auto place = rest.find("{node}"); place != std::string::npos) rest.erase(place, 6);
  if (rest.find_first_of("{}") == std::string::npos) return {};
  return "--netns is '" + pattern + "': the one thing that is put in is {node}, once";
}

}  // namespace

bool has_live_option(const ParsedOptions& options) {
  for (const char* const name : {"netns", "as-node", "client", "source-port", "no-write",
                                 "max-in-flight", "timeout", "shard"}) {
    if (options.has(name) && !options.values[name].defaulted()) return true;
  }
  return false;
}

Result<LiveRequest> read_live_request(const ParsedOptions& options, Shards whose) {
  LiveRequest request;
  request.network_namespace = options.text("netns");
  request.as_node = options.text("as-node");
  if (const std::string wrong = wrong_place(options); !wrong.empty()) return Error{wrong, {}};
  const auto port = read_port(options);
  if (!port) return port.error();
  request.port = port.value();
  request.write = !options.has("no-write");
  const auto in_flight = read_number(options, "max-in-flight", kMostInFlight);
  if (!in_flight) return in_flight.error();
  request.in_flight = static_cast<std::size_t>(in_flight.value());
  const auto timeout = read_number(options, "timeout", kLongestTimeout);
  if (!timeout) return timeout.error();
  request.timeout_seconds = static_cast<std::uint32_t>(timeout.value());
  if (!options.has("shard")) {
    if (whose == Shards::kOfTheScheduler) request.shard = shard_of_environment();
    return request;
  }
  const auto shard = read_shard(options.text("shard"));
  if (!shard) return shard.error();
  request.shard = shard.value();
  return request;
}

}  // namespace nfsready
