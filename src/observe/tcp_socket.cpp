#include "observe/tcp_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "observe/network_namespace.h"

namespace nfsready {

namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;

  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// `address` is set.
SocketAddress socket_address(const Address& address, std::uint16_t port) {
  SocketAddress result;
  const std::string text = address.text();
  if (address.family() == Address::Family::kIpv4) {
    auto* const ipv4 = reinterpret_cast<sockaddr_in*>(&result.storage);
    ipv4->sin_family = AF_INET;
    ipv4->sin_port = htons(port);
    inet_pton(AF_INET, text.c_str(), &ipv4->sin_addr);
    result.length = sizeof *ipv4;
  } else {
    auto* const ipv6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons(port);
    inet_pton(AF_INET6, text.c_str(), &ipv6->sin6_addr);
    result.length = sizeof *ipv6;
  }
  return result;
}

Address any_address(const Address& like) {
  return *Address::parse(like.family() == Address::Family::kIpv4 ? "0.0.0.0" : "::");
}

std::string words(int error) { return std::generic_category().message(error); }

void set_option(int socket, int level, int option) {
  const int on = 1;
  setsockopt(socket, level, option, &on, sizeof on);
}

// Else a connection that the server never ends would keep a borrowed address, and the namespace it
// lives in, for minutes after this program has gone.
void reset_on_close(int socket) {
  const linger at_once{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

// 0, or why not. Takes the first free port of 512 to 1023, as mount programs do, from a place that
// differs from call to call: a port stays in TIME_WAIT for a minute.
int bind_reserved(int socket, const Address& from) {
  constexpr int kFirst = 512;
  constexpr int kCount = 512;
  static thread_local int next = static_cast<int>(getpid()) % kCount;
  for (int i = 0; i < kCount; ++i) {
    next = (next + 1) % kCount;
    SocketAddress address = socket_address(from, static_cast<std::uint16_t>(kFirst + next));
    if (bind(socket, address.get(), address.length) == 0) return 0;
    if (errno != EADDRINUSE) return errno;
  }
  return EADDRINUSE;
}

int bind_source(int socket, const Source& source, const Address& to) {
  const Address from = source.address.is_set() ? source.address : any_address(to);
  if (source.address.is_set()) reset_on_close(socket);
  if (source.port == PortClass::kReserved) return bind_reserved(socket, from);
  if (!source.address.is_set()) return 0;
  set_option(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
  SocketAddress address = socket_address(from, 0);
  return bind(socket, address.get(), address.length) == 0 ? 0 : errno;
}

Reach reach_of(int error) {
  switch (error) {
    case 0:
      return Reach::kAnswered;
    case ECONNREFUSED:
      return Reach::kRefused;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EHOSTDOWN:
      return Reach::kNoRoute;
    case ETIMEDOUT:
    case EINPROGRESS:
      return Reach::kNoAnswer;
    case ECONNRESET:
      return Reach::kClosed;
    default:
      return Reach::kLocal;
  }
}

// The errno of the connection; EINPROGRESS when the deadline passed.
int wait_connected(int socket, Milliseconds limit) {
  const Deadline deadline(limit);
  pollfd waiting{socket, POLLOUT, 0};
  int ready = 0;
  do {
    ready = poll(&waiting, 1, deadline.poll_timeout());
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0) return EINPROGRESS;
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
  return error;
}

Connection failed(int error) {
  Connection connection;
  connection.reach = reach_of(error);
  connection.detail = error == EINPROGRESS ? "no answer within the time limit" : words(error);
  if (error == EPERM || error == EACCES) connection.detail += " (this needs root)";
  return connection;
}

// Nothing was sent: it says nothing of the other side.
Connection without_route() {
  Connection connection;
  connection.detail = words(ENETUNREACH) + " (no route from here)";
  return connection;
}

}  // namespace

Connection connect_tcp(const Source& source, const Address& to, std::uint16_t port,
                       Milliseconds limit) {
  const NamespaceVisit visit(source.network_namespace);
  if (visit.error() != 0) return failed(visit.error());
  const int family = to.family() == Address::Family::kIpv4 ? AF_INET : AF_INET6;
  Descriptor socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return failed(errno);
  // Without this a pipeline waits for acknowledgements as soon as there is a real network.
  set_option(socket.get(), IPPROTO_TCP, TCP_NODELAY);
  if (const int error = bind_source(socket.get(), source, to)) return failed(error);
  SocketAddress target = socket_address(to, port);
  int error = connect(socket.get(), target.get(), target.length) == 0 ? 0 : errno;
  if (error == ENETUNREACH) return without_route();
  if (error == EINPROGRESS) error = wait_connected(socket.get(), limit);
  if (error != 0) return failed(error);
  return {std::move(socket), Reach::kAnswered, {}};
}

Address local_address(const Descriptor& socket) {
  SocketAddress address;
  address.length = sizeof address.storage;
  if (getsockname(socket.get(), address.get(), &address.length) != 0) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address.storage.ss_family == AF_INET) {
    bytes = &reinterpret_cast<sockaddr_in*>(&address.storage)->sin_addr;
  } else {
    bytes = &reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_addr;
  }
  inet_ntop(address.storage.ss_family, bytes, text.data(), text.size());
  return Address::parse(text.data()).value_or(Address());
}

}  // namespace nfsready
