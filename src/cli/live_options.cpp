#include "cli/live_options.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/text.h"
#include "observe/network_namespace.h"

namespace nfsready {

namespace po = boost::program_options;

namespace {

constexpr std::string_view kNodePlace = "{node}";
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

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

// The speakers of a run, and the namespaces that they speak from.
struct Speakers {
  std::vector<Speaker> all;
  std::vector<Descriptor> namespaces;
};

std::vector<std::uint32_t> nodes_of(const Audit& audit, const Shard& shard) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < audit.plans.size(); ++i) {
    if (i % shard.count == shard.index - 1) nodes.push_back(i);
  }
  return nodes;
}

Speaker speak_as_host(const LiveRequest& request, std::vector<std::uint32_t> nodes) {
  Speaker speaker;
  speaker.vantage.name = host_name();
  speaker.machine = speaker.vantage.name;
  speaker.vantage.reserved = request.port == PortClass::kReserved;
  speaker.source.port = request.port;
  speaker.nodes = std::move(nodes);
  return speaker;
}

Result<bool> enter(Speaker& speaker, const std::string& name, Speakers& speakers) {
  auto opened = open_network_namespace(name);
  if (!opened) return opened.error();
  speaker.vantage.kind = VantageKind::kNamespace;
  speaker.vantage.name = name;
  speaker.source.network_namespace = opened.value().get();
  speakers.namespaces.push_back(std::move(opened.value()));
  return true;
}

Result<Speakers> speak_from_namespaces(const Audit& audit, const LiveRequest& request,
                                       const std::vector<std::uint32_t>& nodes) {
  Speakers speakers;
  const std::string& pattern = request.network_namespace;
  const auto place = pattern.find(kNodePlace);
  if (place == std::string::npos) {
    Speaker speaker = speak_as_host(request, nodes);
    const auto entered = enter(speaker, pattern, speakers);
    if (!entered) return entered.error();
    speakers.all.push_back(std::move(speaker));
    return speakers;
  }
  for (const std::uint32_t node : nodes) {
    const std::string name(audit.site->nodes[audit.plans[node].node].name);
    Speaker speaker = speak_as_host(request, {node});
    speaker.machine = name;
    speaker.vantage.node = name;
    const std::string own = std::string(pattern).replace(place, kNodePlace.size(), name);
    if (const auto entered = enter(speaker, own, speakers); !entered) {
      speaker.vantage.kind = VantageKind::kNamespace;
      speaker.vantage.name = own;
      speaker.cannot_ask = entered.error().message;
    }
    speakers.all.push_back(std::move(speaker));
  }
  // A node without a namespace costs that node; a mistyped pattern is told at once.
  if (speakers.namespaces.empty() && !speakers.all.empty()) {
    return Error{speakers.all.front().cannot_ask, {}};
  }
  return speakers;
}

Result<Speakers> make_speakers(const Audit& audit, const LiveRequest& request) {
  std::vector<std::uint32_t> nodes = nodes_of(audit, request.shard);
  if (!request.network_namespace.empty()) return speak_from_namespaces(audit, request, nodes);
  Speakers speakers;
  speakers.all.push_back(speak_as_host(request, std::move(nodes)));
  return speakers;
}

}  // namespace

void add_live_options(po::options_description& options) {
  options.add_options()  //
      ("netns", po::value<std::string>()->value_name("NAME"),
       "ask from inside a network namespace; with {node} in NAME from each node's own,\n"
       "for example node-{node}")  //
      ("client", po::value<std::string>()->value_name("KIND")->default_value("aix"),
       "ask as aix does (from a port above 1023) or as linux does (from a reserved one)")  //
      ("source-port", po::value<std::string>()->value_name("CLASS"),
       "any or reserved, whatever --client says")  //
      ("no-write",
       "create no file on a server: whether a node may write is then asked (ACCESS), not proved")  //
      ("max-in-flight", po::value<std::string>()->value_name("N")->default_value("64"),
       "calls at once to one server")  //
      ("timeout", po::value<std::string>()->value_name("SECONDS")->default_value("5"),
       "how long a server may take for one answer")  //
      ("shard", po::value<std::string>()->value_name("K/N"),
       "ask for every Nth node only, beginning with the Kth; by default what Slurm, Open MPI or\n"
       "MPICH say");
}

Result<LiveRequest> read_live_request(const ParsedOptions& options) {
  LiveRequest request;
  request.network_namespace = options.text("netns");
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
    request.shard = shard_of_environment();
    return request;
  }
  const auto shard = read_shard(options.text("shard"));
  if (!shard) return shard.error();
  request.shard = shard.value();
  return request;
}

namespace {

ObserveOptions options_for(const LiveRequest& request, const std::atomic<bool>& stop,
                           Progress& progress) {
  const Milliseconds timeout(1000 * request.timeout_seconds);
  ObserveOptions options;
  options.survey.connect = std::min(options.survey.connect, timeout);
  options.survey.call = timeout;
  options.probe.limits = {request.in_flight, std::min(options.survey.connect, timeout), timeout};
  options.probe.write = request.write;
  options.probe.reserved_fallback = request.port == PortClass::kAny;
  options.probe.stop = &stop;
  options.progress = [&progress](std::string_view what) { progress.stage(what); };
  return options;
}

}  // namespace

Result<Observations> observe_live(const Audit& audit, const LiveRequest& request,
                                  const std::atomic<bool>& stop, Progress& progress) {
  const auto speakers = make_speakers(audit, request);
  if (!speakers) return speakers.error();
  return observe(*audit.site, audit.plans, speakers.value().all,
                 options_for(request, stop, progress));
}

Result<std::vector<CleanedFile>> clean_live(const Audit& audit, const LiveRequest& request,
                                            const std::atomic<bool>& stop, Progress& progress) {
  const auto speakers = make_speakers(audit, request);
  if (!speakers) return speakers.error();
  return clean(*audit.site, audit.plans, speakers.value().all,
               options_for(request, stop, progress));
}

}  // namespace nfsready
