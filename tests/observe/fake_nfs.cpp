#include "observe/fake_nfs.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace nfsready::testing {

namespace {

std::uint32_t number_at(const std::string& text, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4 && i < text.size(); ++i) {
    value = value << 8U | static_cast<unsigned char>(text[i]);
  }
  return value;
}

std::size_t padded(std::size_t length) { return (length + 3) / 4 * 4; }

// Takes a counted text off the front.
std::string take_opaque(std::string& rest) {
  const std::size_t length = number_at(rest, 0);
  const std::string taken = rest.substr(std::min<std::size_t>(4, rest.size()), length);
  rest.erase(0, std::min(rest.size(), 4 + padded(length)));
  return taken;
}

bool read_fully(int connection, std::string& text, std::size_t length) {
  text.resize(length);
  for (std::size_t filled = 0; filled < length;) {
    const ssize_t got = ::read(connection, text.data() + filled, length - filled);
    if (got <= 0) return false;
    filled += static_cast<std::size_t>(got);
  }
  return true;
}

void attributes(XdrText& out, std::uint32_t type, std::uint64_t size) {
  out.number(type).number(0755).number(1).number(0).number(0).wide(size).wide(size);
  out.number(0).number(0).wide(7).wide(42);
  for (int i = 0; i < 6; ++i) out.number(0);  // three times
}

}  // namespace

XdrText& XdrText::number(std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) text_ += static_cast<char>(value >> shift);
  return *this;
}

XdrText& XdrText::wide(std::uint64_t value) {
  return number(static_cast<std::uint32_t>(value >> 32U)).number(static_cast<std::uint32_t>(value));
}

XdrText& XdrText::opaque(const std::string& bytes) {
  number(static_cast<std::uint32_t>(bytes.size()));
  text_ += bytes;
  text_.resize(padded(text_.size()), '\0');
  return *this;
}

FakeNfs::FakeNfs(std::function<FakeAct(const FakeCall&)> act, std::uint16_t port)
    : act_(std::move(act)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
  listen(listener_, 64);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { listen_for_connections(); });
}

FakeNfs::~FakeNfs() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
  }
  for (std::thread& server : servers_) server.join();
  for (const int connection : connections_) close(connection);
  close(listener_);
}

void FakeNfs::listen_for_connections() {
  while (true) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    const std::lock_guard lock(mutex_);
    connections_.push_back(connection);
    servers_.emplace_back([this, connection] { serve(connection); });
  }
}

void FakeNfs::serve(int connection) {
  std::string mark;
  std::string record;
  while (read_fully(connection, mark, 4)) {
    if (!read_fully(connection, record, number_at(mark, 0) & 0x7fffffffU)) return;
    if (answer(connection, record)) continue;
    const linger at_once{1, 0};
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    shutdown(connection, SHUT_RDWR);
    return;
  }
}

bool FakeNfs::answer(int connection, const std::string& record) {
  FakeCall call;
  call.program = number_at(record, 12);
  call.procedure = number_at(record, 20);
  std::string rest = record.substr(24);
  for (int i = 0; i < 2; ++i) {  // credential and verifier
    rest.erase(0, 4);
    take_opaque(rest);
  }
  if (!rest.empty()) call.object = take_opaque(rest);
  const bool has_name =
      call.program == kNfs && (call.procedure == 3 || call.procedure == 8 || call.procedure == 12);
  if (has_name) call.name = take_opaque(rest);
  const bool has_cookie = call.program == kNfs && (call.procedure == 16 || call.procedure == 17);
  if (has_cookie) {
    call.cookie = std::uint64_t{number_at(rest, 0)} << 32U | number_at(rest, 4);
  }
  {
    const std::lock_guard lock(mutex_);
    ++calls_[{call.program, call.procedure}];
  }
  const FakeAct act = act_ ? act_(call) : FakeAct::kServe;
  if (act == FakeAct::kSilence) return true;
  if (act == FakeAct::kReset) return false;
  XdrText reply;
  reply.number(number_at(record, 0)).number(1);
  if (act == FakeAct::kDeny) {
    reply.number(1).number(1).number(5);  // MSG_DENIED, AUTH_ERROR, AUTH_TOOWEAK
  } else {
    reply.number(0).number(0).number(0).number(0);  // MSG_ACCEPTED, no verifier, SUCCESS
  }
  std::string text = reply.text();
  if (act == FakeAct::kServe) text += result_of(call, rest);
  if (act == FakeAct::kBody) text += body_of ? body_of(call) : body;
  XdrText mark;
  mark.number(static_cast<std::uint32_t>(text.size()) | 0x80000000U);
  text.insert(0, mark.text());
  return ::send(connection, text.data(), text.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(text.size());
}

std::string FakeNfs::write(const FakeCall& call, const std::string& rest) {
  const std::size_t offset = number_at(rest, 4);
  std::string data = rest.substr(16);  // offset, count, stable
  data = take_opaque(data);
  std::string& file = files_[call.object];
  if (file.size() < offset + data.size()) file.resize(offset + data.size(), '\0');
  file.replace(offset, data.size(), data);
  XdrText out;
  out.number(0)
      .number(0)
      .number(0)
      .number(static_cast<std::uint32_t>(data.size()))
      .number(0)
      .wide(0);
  return out.text();
}

std::string FakeNfs::read(const FakeCall& call, const std::string& rest) {
  const std::size_t offset = number_at(rest, 4);
  const std::string& file = files_[call.object];
  const std::string data =
      offset < file.size() ? file.substr(offset, number_at(rest, 8)) : std::string();
  XdrText out;
  out.number(0).number(0).number(static_cast<std::uint32_t>(data.size()));
  out.number(offset + data.size() >= file.size() ? 1 : 0).opaque(data);
  return out.text();
}

std::string FakeNfs::result_of(const FakeCall& call, const std::string& rest) {
  const std::lock_guard lock(mutex_);
  XdrText out;
  if (call.program == kMount) {
    if (call.procedure == 1) {
      mounted_.insert(call.object);
      out.number(0).opaque("root of " + call.object).number(1).number(1);
    }
    if (call.procedure == 3 && mounted_.count(call.object) != 0) {
      mounted_.erase(mounted_.find(call.object));
    }
    return out.text();
  }
  switch (call.procedure) {
    case 1: {  // GETATTR
      const auto file = files_.find(call.object);
      out.number(0);
      attributes(out, file == files_.end() ? 2 : 1, file == files_.end() ? 0 : file->second.size());
      break;
    }
    case 3:  // LOOKUP
      out.number(2).number(0);
      break;
    case 4:  // ACCESS
      out.number(0).number(0).number(0x1f);
      break;
    case 6:
      return read(call, rest);
    case 7:
      return write(call, rest);
    case 8:  // CREATE
      files_[call.name];
      out.number(0).number(1).opaque(call.name).number(0).number(0).number(0);
      break;
    case 12:  // REMOVE
      out.number(files_.erase(call.name) == 1 ? 0 : 2).number(0).number(0);
      break;
    case 17:  // READDIRPLUS: nothing
      out.number(0).number(0).wide(0).number(0).number(1);
      break;
    case 18:  // FSSTAT
      out.number(0).number(0);
      for (int i = 0; i < 6; ++i) out.wide(1000);
      out.number(0);
      break;
    case 19:  // FSINFO
      out.number(0).number(0);
      for (int i = 0; i < 7; ++i) out.number(65536);
      out.wide(1U << 30U).wide(0).number(0x1b);
      break;
    case 21:  // COMMIT
      out.number(0).number(0).number(0).wide(0);
      break;
    default:
      break;
  }
  return out.text();
}

std::size_t FakeNfs::calls(std::uint32_t program, std::uint32_t procedure) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find({program, procedure});
  return found == calls_.end() ? 0 : found->second;
}

std::multiset<std::string> FakeNfs::mounted() const {
  const std::lock_guard lock(mutex_);
  return mounted_;
}

std::set<std::string> FakeNfs::files() const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> names;
  for (const auto& [name, content] : files_) names.insert(name);
  return names;
}

}  // namespace nfsready::testing
