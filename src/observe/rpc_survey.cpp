#include "observe/rpc_survey.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <rpc/rpc.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "observe/time_limit.h"

namespace nfsready {

namespace {

constexpr std::uint16_t kRpcbindPort = 111;
constexpr u_int kMaxPath = 1024;   // RFC 1813, MNTPATHLEN
constexpr u_int kMaxGroup = 1024;  // MNTNAMLEN is 255; the kernel server joins names
constexpr std::size_t kMaxRegistrations = 4096;
constexpr std::size_t kMaxServices = 64;       // that are asked; a real server has less than 20
constexpr std::size_t kMaxGroups = 1'000'000;  // over all exports
constexpr std::uint32_t kRpcbindProgram = 100000;
constexpr rpcproc_t kRpcbindDump = 4;  // of version 2, which every rpcbind and portmap has
constexpr rpcproc_t kMountExport = 5;
constexpr int kLatencyCalls = 5;

struct DestroyClient {
  void operator()(CLIENT* client) const { clnt_destroy(client); }
};
using Client = std::unique_ptr<CLIENT, DestroyClient>;

timeval to_timeval(Milliseconds time) {
  return {static_cast<time_t>(time.count() / 1000),
          static_cast<suseconds_t>(time.count() % 1000 * 1000)};
}

Reach reach_of(const CLIENT& client, clnt_stat status) {
  switch (status) {
    case RPC_SUCCESS:
      return Reach::kAnswered;
    case RPC_TIMEDOUT:
      return Reach::kNoAnswer;
    case RPC_CANTSEND:
    case RPC_CANTRECV: {
      rpc_err error{};
      clnt_geterr(const_cast<CLIENT*>(&client), &error);  // NOLINT: a macro that reads
      return error.re_errno == ECONNREFUSED ? Reach::kRefused : Reach::kClosed;
    }
    case RPC_AUTHERROR:
      return Reach::kDenied;
    case RPC_VERSMISMATCH:
    case RPC_PROGUNAVAIL:
    case RPC_PROGVERSMISMATCH:
    case RPC_PROCUNAVAIL:
      return Reach::kMismatch;
    default:
      return Reach::kGarbled;
  }
}

// A client on a socket of our own: libtirpc's own connect has no deadline.
struct Caller {
  Client client;
  std::unique_ptr<TimeLimit> all_calls;  // ends before the client, whose socket it knows
  Reach reach = Reach::kLocal;
  std::string detail;
  Address local;
};

void set_blocking(int socket) { fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) & ~O_NONBLOCK); }

// libtirpc 1.3.3 makes the credentials that all its clients share without a lock: two threads that
// need the first ones at once would both make them, and lose one.
void share_credentials() { [[maybe_unused]] static const AUTH* const none = authnone_create(); }

Caller call_over(Connection connection, std::uint32_t program, std::uint32_t version,
                 Milliseconds call_limit) {
  share_credentials();
  Caller caller;
  caller.reach = connection.reach;
  caller.detail = connection.detail;
  if (connection.reach != Reach::kAnswered) return caller;
  caller.local = local_address(connection.socket);
  const int socket = connection.socket.get();
  set_blocking(socket);
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &length);
  netbuf address{sizeof peer, length, &peer};
  caller.client.reset(clnt_vc_create(socket, &address, program, version, 0, 0));
  if (!caller.client) {
    caller.reach = Reach::kLocal;
    caller.detail = "libtirpc cannot use the connection";
    return caller;
  }
  clnt_control(caller.client.get(), CLSET_FD_CLOSE, nullptr);
  static_cast<void>(connection.socket.release());
  timeval limit = to_timeval(call_limit);
  clnt_control(caller.client.get(), CLSET_TIMEOUT, reinterpret_cast<char*>(&limit));
  return caller;
}

// A decoder as libtirpc calls it: with a variable argument that points at the result.
template <typename Result, bool (*kDecode)(XDR&, Result&)>
bool_t decode_as(XDR* xdr, ...) {
  std::va_list arguments;
  va_start(arguments, xdr);
  auto* const result = va_arg(arguments, Result*);
  va_end(arguments);
  return xdr->x_op == XDR_FREE || kDecode(*xdr, *result) ? TRUE : FALSE;
}

struct Nothing {};
bool code_nothing(XDR&, Nothing&) { return true; }

template <typename Result, bool (*kDecode)(XDR&, Result&)>
Reach call(const Caller& caller, rpcproc_t procedure, Result& result, Milliseconds limit) {
  CLIENT* const client = caller.client.get();
  Nothing nothing;
  const clnt_stat status =
      clnt_call(client, procedure, (decode_as<Nothing, code_nothing>), &nothing,
                (decode_as<Result, kDecode>), &result, to_timeval(limit));
  return caller.all_calls->has_passed() ? Reach::kNoAnswer : reach_of(*client, status);
}

Reach call_null(const Caller& caller, Milliseconds limit) {
  Nothing nothing;
  return call<Nothing, code_nothing>(caller, NULLPROC, nothing, limit);
}

bool decode_bool(XDR& xdr, bool& value) {
  bool_t decoded = FALSE;
  if (xdr_bool(&xdr, &decoded) == FALSE) return false;
  value = decoded != FALSE;
  return true;
}

struct Registrations {
  std::vector<ServiceObservation> services;
};

// The reply of PMAPPROC_DUMP: a list that ends with FALSE. Ours, because the library's own decoder
// takes as many as a server cares to send.
bool decode_registrations(XDR& xdr, Registrations& result) {
  while (result.services.size() < kMaxRegistrations) {
    bool more = false;
    if (!decode_bool(xdr, more)) return false;
    if (!more) return true;
    ServiceObservation service;
    u_int protocol = 0;
    u_int port = 0;
    if (xdr_u_int(&xdr, &service.program) == FALSE || xdr_u_int(&xdr, &service.version) == FALSE ||
        xdr_u_int(&xdr, &protocol) == FALSE || xdr_u_int(&xdr, &port) == FALSE) {
      return false;
    }
    service.tcp = protocol == IPPROTO_TCP;
    service.port = static_cast<std::uint16_t>(port);
    result.services.push_back(service);
  }
  return false;
}

struct ExportList {
  std::vector<ExportedPath> exports;
  std::size_t groups = 0;
  bool cut = false;
};

bool decode_text(XDR& xdr, u_int longest, std::string& text) {
  u_int length = 0;
  if (xdr_u_int(&xdr, &length) == FALSE || length > longest) return false;
  text.resize(length);
  return length == 0 || xdr_opaque(&xdr, text.data(), length) != FALSE;
}

bool decode_groups(XDR& xdr, ExportList& list, std::vector<std::string>& groups) {
  while (true) {
    bool more = false;
    if (!decode_bool(xdr, more)) return false;
    if (!more) return true;
    std::string group;
    if (list.groups++ == kMaxGroups || !decode_text(xdr, kMaxGroup, group)) return false;
    groups.push_back(std::move(group));
  }
}

bool decode_exports(XDR& xdr, ExportList& list) {
  while (true) {
    bool more = false;
    if (!decode_bool(xdr, more)) return false;
    if (!more) return true;
    list.cut = list.exports.size() == kMaxExports;
    if (list.cut) return false;
    ExportedPath path;
    if (!decode_text(xdr, kMaxPath, path.path)) return false;
    if (!decode_groups(xdr, list, path.groups)) return false;
    list.exports.push_back(std::move(path));
  }
}

bool is_needed_to_mount(const ServiceObservation& service) {
  return service.program == kRpcbindProgram || service.program == kNfsProgram ||
         service.program == kMountProgram;
}

std::uint32_t microseconds_of(const Caller& caller, Milliseconds limit) {
  using Clock = std::chrono::steady_clock;
  auto best = Clock::duration::max();
  for (int i = 0; i < kLatencyCalls; ++i) {
    const auto begin = Clock::now();
    if (call_null(caller, limit) != Reach::kAnswered) return 0;
    best = std::min(best, Clock::now() - begin);
  }
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(best).count();
  return static_cast<std::uint32_t>(std::max<decltype(time)>(1, time));
}

class Survey {
 public:
  Survey(const Source& source, const SurveyLimits& limits, ServerObservation& seen)
      : source_(source), limits_(limits), seen_(seen) {}

  void run() {
    if (limits_.stop != nullptr && *limits_.stop) return;
    ask_rpcbind();
    if (seen_.rpcbind != Reach::kAnswered) return;
    for (ServiceObservation& service : seen_.services) {
      ask(service);
      if (service.reach == Reach::kNoAnswer) return;  // one deadline is enough to know it
    }
    ask_exports();
  }

 private:
  // `one` for each call, `all` for what is asked of the caller altogether.
  Caller caller(std::uint16_t port, std::uint32_t program, std::uint32_t version, Milliseconds one,
                Milliseconds all) {
    Caller made = call_over(connect_tcp(source_, seen_.address, port, limits_.connect), program,
                            version, one);
    if (made.reach != Reach::kAnswered) return made;
    int socket = -1;
    clnt_control(made.client.get(), CLGET_FD, reinterpret_cast<char*>(&socket));
    made.all_calls = std::make_unique<TimeLimit>(socket, all, limits_.stop);
    return made;
  }

  void ask_rpcbind() {
    const Caller rpcbind = caller(kRpcbindPort, kRpcbindProgram, 2, limits_.call, limits_.call);
    seen_.rpcbind = rpcbind.reach;
    seen_.detail = rpcbind.detail;
    if (rpcbind.reach != Reach::kAnswered) return;
    seen_.vantage.source = rpcbind.local;
    Registrations found;
    seen_.rpcbind =
        call<Registrations, decode_registrations>(rpcbind, kRpcbindDump, found, limits_.call);
    auto& services = found.services;
    std::erase_if(services,
                  [](const ServiceObservation& service) { return !is_needed_to_mount(service); });
    std::sort(services.begin(), services.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.program, a.version, !a.tcp) < std::tuple(b.program, b.version, !b.tcp);
    });
    if (services.size() > kMaxServices) services.resize(kMaxServices);
    seen_.services = std::move(services);
  }

  // AIX mounts over TCP; what UDP would answer decides nothing.
  void ask(ServiceObservation& service) {
    if (!service.tcp || service.port == 0) return;
    const Caller answering = caller(service.port, service.program, service.version, limits_.call,
                                    limits_.call * (1 + kLatencyCalls));
    service.reach = answering.reach;
    if (answering.reach != Reach::kAnswered) return;
    service.reach = call_null(answering, limits_.call);
    if (service.program == kNfsProgram && service.version == 3 &&
        service.reach == Reach::kAnswered) {
      seen_.null_us = microseconds_of(answering, limits_.call);
    }
  }

  void ask_exports() {
    const std::uint16_t port = port_of(seen_, kMountProgram, 3);
    if (port == 0) return;
    const Caller mountd = caller(port, kMountProgram, 3, limits_.exports, limits_.exports);
    seen_.exports_reach = mountd.reach;
    if (mountd.reach != Reach::kAnswered) return;
    ExportList list;
    seen_.exports_reach =
        call<ExportList, decode_exports>(mountd, kMountExport, list, limits_.exports);
    if (list.cut) seen_.exports_reach = Reach::kAnswered;
    seen_.exports = std::move(list.exports);
    seen_.exports_cut = list.cut;
  }

  const Source& source_;
  const SurveyLimits& limits_;
  ServerObservation& seen_;
};

}  // namespace

ServerObservation survey_server(const Vantage& vantage, const Source& source,
                                const std::string& server, const Address& address,
                                const SurveyLimits& limits) {
  ServerObservation seen;
  seen.vantage = vantage;
  seen.server = server;
  seen.address = address;
  Survey(source, limits, seen).run();
  return seen;
}

std::uint16_t port_of(const ServerObservation& server, std::uint32_t program,
                      std::uint32_t version) {
  for (const ServiceObservation& service : server.services) {
    if (service.program == program && service.version == version && service.tcp &&
        service.reach == Reach::kAnswered) {
      return service.port;
    }
  }
  return 0;
}

}  // namespace nfsready
