// libnfs: only its raw calls, on sockets of our own. Its other half connects without a deadline,
// takes reserved ports for root, and maps different errors to one.
//
// Since libnfs 6 (LIBNFS_API_V2) the calls have other names, and it reads READ's data into the
// caller's memory and writes WRITE's from there. A call whose answer has begun to arrive is in none
// of its queues: when the answer stops in its middle, libnfs neither ends the call after its time
// nor with the connection. A READ that the server refuses ends the connection, because libnfs only
// looks at its status on connections that it made itself.
#include "observe/nfs_connection.h"

#include <nfsc/libnfs.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nfsc/libnfs-raw-mount.h>
#include <nfsc/libnfs-raw-nfs.h>
#include <nfsc/libnfs-raw.h>
#include <nfsc/libnfs-zdr.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <list>
#include <mutex>
#include <type_traits>
#include <utility>

namespace nfsready {

namespace {

constexpr std::size_t kMaxHandle = 64;  // RFC 1813, NFS3_FHSIZE
constexpr std::size_t kMaxFlavours = 16;
constexpr std::size_t kMaxName = 255;
constexpr std::size_t kMaxTarget = 4096;
constexpr std::uint32_t kDirectoryBytes = 32 * 1024;
constexpr std::uint32_t kAllAccess = 0x3f;
constexpr std::uint32_t kCreateMode = 0600;
constexpr Milliseconds kLate{2000};  // libnfs looks for calls without an answer once a second

#ifdef LIBNFS_API_V2
#define NFSREADY_CALL(procedure) rpc_##procedure##_task
#else
#define NFSREADY_CALL(procedure) rpc_##procedure##_async
#endif

// Whether a call was queued: some versions return 0, others a pointer.
template <typename Result>
bool queued(Result result) {
  if constexpr (std::is_pointer_v<Result>) return result != nullptr;
  return result == 0;
}

// libnfs takes text that it only reads through pointers to non-const.
char* unconst(const std::string& text) { return const_cast<char*>(text.c_str()); }  // NOLINT

nfs_fh3 handle_of(const Handle& handle) {
  nfs_fh3 result{};
  result.data.data_len = static_cast<u_int>(handle.size());
  result.data.data_val = unconst(handle);
  return result;
}

Handle to_handle(const char* bytes, std::size_t length) {
  if (bytes == nullptr || length > kMaxHandle) return {};
  return {bytes, length};
}

Handle to_handle(const nfs_fh3& handle) {
  return to_handle(handle.data.data_val, handle.data.data_len);
}

Attributes to_attributes(const fattr3& from) {
  Attributes to;
  to.type = static_cast<std::uint32_t>(from.type);
  to.mode = from.mode;
  to.links = from.nlink;
  to.uid = from.uid;
  to.gid = from.gid;
  to.size = from.size;
  to.used = from.used;
  to.fsid = from.fsid;
  to.fileid = from.fileid;
  to.mtime = from.mtime.seconds;
  to.device_major = from.rdev.specdata1;
  to.device_minor = from.rdev.specdata2;
  return to;
}

std::optional<Attributes> to_attributes(const post_op_attr& from) {
  if (from.attributes_follow == 0) return std::nullopt;
  return to_attributes(from.post_op_attr_u.attributes);
}

CallEnd answered_with(std::uint32_t status) { return {Reach::kAnswered, status}; }

// What a result of the NFS procedures looks like: a status, and fields that only count when it
// is 0. A reply without a body is no answer.
template <typename Result, typename Take>
Reply take_result(const void* data, const Take& take) {
  Reply reply;
  if (data == nullptr) {
    reply.end.reach = Reach::kGarbled;
    return reply;
  }
  const auto& result = *static_cast<const Result*>(data);
  reply.end = answered_with(static_cast<std::uint32_t>(result.status));
  if (reply.end.ok()) take(result, reply);
  return reply;
}

Reply take_null(const void*) {
  Reply reply;
  reply.end = answered_with(0);
  return reply;
}

Reply take_mnt(const void* data) {
  Reply reply;
  if (data == nullptr) {
    reply.end.reach = Reach::kGarbled;
    return reply;
  }
  const auto& result = *static_cast<const mountres3*>(data);
  reply.end = answered_with(static_cast<std::uint32_t>(result.fhs_status));
  if (!reply.end.ok()) return reply;
  const mountres3_ok& ok = result.mountres3_u.mountinfo;
  reply.handle = to_handle(ok.fhandle.fhandle3_val, ok.fhandle.fhandle3_len);
  const std::size_t flavours =
      std::min<std::size_t>(ok.auth_flavors.auth_flavors_len, kMaxFlavours);
  for (std::size_t i = 0; i < flavours; ++i) {
    reply.flavours.push_back(static_cast<std::uint32_t>(ok.auth_flavors.auth_flavors_val[i]));
  }
  return reply;
}

Reply take_getattr(const void* data) {
  return take_result<GETATTR3res>(data, [](const GETATTR3res& result, Reply& reply) {
    reply.attributes = to_attributes(result.GETATTR3res_u.resok.obj_attributes);
  });
}

Reply take_access(const void* data) {
  return take_result<ACCESS3res>(data, [](const ACCESS3res& result, Reply& reply) {
    reply.access = result.ACCESS3res_u.resok.access;
  });
}

Reply take_fsinfo(const void* data) {
  return take_result<FSINFO3res>(data, [](const FSINFO3res& result, Reply& reply) {
    reply.read_max = result.FSINFO3res_u.resok.rtmax;
    reply.write_max = result.FSINFO3res_u.resok.wtmax;
  });
}

Reply take_fsstat(const void* data) {
  return take_result<FSSTAT3res>(data, [](const FSSTAT3res& result, Reply& reply) {
    const FSSTAT3resok& ok = result.FSSTAT3res_u.resok;
    reply.bytes_total = ok.tbytes;
    reply.bytes_available = ok.abytes;
    reply.files_total = ok.tfiles;
    reply.files_available = ok.afiles;
  });
}

Reply take_lookup(const void* data) {
  return take_result<LOOKUP3res>(data, [](const LOOKUP3res& result, Reply& reply) {
    const LOOKUP3resok& ok = result.LOOKUP3res_u.resok;
    reply.handle = to_handle(ok.object);
    reply.attributes = to_attributes(ok.obj_attributes);
  });
}

// A server that sends names which no file can have is not believed.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && name.find('/') == std::string_view::npos;
}

// libnfs packs what it decodes without gaps, so the entries of a listing may lie at odd places.
template <typename Packed>
Packed unpacked(const Packed* packed) {
  Packed entry;
  std::memcpy(&entry, static_cast<const void*>(packed), sizeof(entry));
  return entry;
}

void describe(const entry3&, DirectoryEntry&) {}

void describe(const entryplus3& from, DirectoryEntry& to) {
  to.attributes = to_attributes(from.name_attributes);
  if (from.name_handle.handle_follows != 0) {
    to.handle = to_handle(from.name_handle.post_op_fh3_u.handle);
  }
}

template <typename Packed>
void take_page(const Packed* first, Reply& reply) {
  for (const Packed* next = first; next != nullptr;) {
    const Packed entry = unpacked(next);
    next = entry.nextentry;
    reply.cookie = entry.cookie;
    if (entry.name == nullptr || !is_name(entry.name)) {
      ++reply.left_out;
      continue;
    }
    DirectoryEntry taken;
    taken.name = entry.name;
    taken.cookie = entry.cookie;
    describe(entry, taken);
    reply.entries.push_back(std::move(taken));
  }
}

template <typename Result, typename Page>
Reply take_listing(const void* data, Page page) {
  return take_result<Result>(data, [page](const Result& result, Reply& reply) {
    const auto& ok = page(result);
    reply.cookie_verifier.assign(ok.cookieverf, NFS3_COOKIEVERFSIZE);
    reply.end_of_file = ok.reply.eof != 0;
    take_page(ok.reply.entries, reply);
  });
}

Reply take_readdirplus(const void* data) {
  return take_listing<READDIRPLUS3res>(
      data,
      [](const READDIRPLUS3res& result) -> const auto& { return result.READDIRPLUS3res_u.resok; });
}

Reply take_readdir(const void* data) {
  return take_listing<READDIR3res>(
      data, [](const READDIR3res& result) -> const auto& { return result.READDIR3res_u.resok; });
}

Reply take_readlink(const void* data) {
  return take_result<READLINK3res>(data, [](const READLINK3res& result, Reply& reply) {
    const READLINK3resok& ok = result.READLINK3res_u.resok;
    if (ok.data != nullptr) reply.data.assign(ok.data, strnlen(ok.data, kMaxTarget));
  });
}

Reply take_create(const void* data) {
  return take_result<CREATE3res>(data, [](const CREATE3res& result, Reply& reply) {
    const CREATE3resok& ok = result.CREATE3res_u.resok;
    if (ok.obj.handle_follows != 0) reply.handle = to_handle(ok.obj.post_op_fh3_u.handle);
    reply.attributes = to_attributes(ok.obj_attributes);
  });
}

Reply take_write(const void* data) {
  return take_result<WRITE3res>(data, [](const WRITE3res&, Reply&) {});
}

Reply take_commit(const void* data) {
  return take_result<COMMIT3res>(data, [](const COMMIT3res&, Reply&) {});
}

Reply take_remove(const void* data) {
  return take_result<REMOVE3res>(data, [](const REMOVE3res&, Reply&) {});
}

Reply take_read(const void* data, [[maybe_unused]] const std::string& buffer) {
  return take_result<READ3res>(data, [&](const READ3res& result, Reply& reply) {
    const READ3resok& ok = result.READ3res_u.resok;
    reply.attributes = to_attributes(ok.file_attributes);
    reply.end_of_file = ok.eof != 0;
#ifdef LIBNFS_API_V2
    reply.data = buffer.substr(0, ok.count);
#else
    if (ok.data.data_val != nullptr) reply.data.assign(ok.data.data_val, ok.data.data_len);
#endif
  });
}

Reach reach_of(int rpc_status, const void* data) {
  if (rpc_status == RPC_STATUS_TIMEOUT) return Reach::kNoAnswer;
  if (rpc_status == RPC_STATUS_CANCEL) return Reach::kClosed;
  // The reason of a denial is lost in libnfs; its words tell the two rejections apart.
  const std::string_view words = data == nullptr ? "" : static_cast<const char*>(data);
  if (words.find("not accepted") != std::string_view::npos) return Reach::kDenied;
  if (words.find("rejected") != std::string_view::npos) return Reach::kGarbled;
  if (words.find("mismatch") != std::string_view::npos ||
      words.find("not available") != std::string_view::npos) {
    return Reach::kMismatch;
  }
  return Reach::kClosed;
}

}  // namespace

struct NfsConnection::State {
  using Take = Reply (*)(const void*);

  struct Call {
    State* state;
    Answered answered;
    Take take;          // null: a READ
    Deadline deadline;  // for answers that libnfs has lost sight of
    std::list<Call>::iterator place = {};
    std::string buffer = {};  // what libnfs 6 reads into, or writes from
  };

  nfs_context* context = nullptr;
  rpc_context* rpc = nullptr;
  std::string machine;
  bool has_identity = false;
  Milliseconds call_limit{0};
  std::list<Call> calls;   // without an answer, the oldest first
  std::list<Call> failed;  // READs whose buffers libnfs may still write to
  std::size_t unsent = 0;  // calls that were queued since it was last sent
  bool broken = false;

  void take_identity(const Identity& identity) {
    if (has_identity && machine == identity.machine) return;
    machine = identity.machine;
    has_identity = true;
    std::uint32_t no_groups = 0;
    rpc_set_auth(rpc, libnfs_authunix_create(machine.c_str(), 0, 0, 0, &no_groups));
  }

  // `queue` hands the call to libnfs. A call that it does not take is not called back.
  template <typename Queue>
  void start(Answered answered, Take take, const Queue& queue) {
    const auto call = calls.insert(
        calls.end(), Call{this, std::move(answered), take, Deadline(call_limit + kLate)});
    call->place = call;
    ++unsent;
    if (queued(queue(&*call))) return;
    broken = true;
    close(*call);
  }

  static void finish(Call& call, Reply reply) {
    State& state = *call.state;
    const Answered answered = std::move(call.answered);
    const bool is_failed_read = call.take == nullptr && reply.end.reach != Reach::kAnswered;
    if (is_failed_read && !call.buffer.empty()) {
      state.failed.splice(state.failed.end(), state.calls, call.place);
      state.broken = true;
    } else {
      state.calls.erase(call.place);
    }
    answered(std::move(reply));
  }

  static void close(Call& call) {
    Reply reply;
    reply.end.reach = Reach::kClosed;
    finish(call, std::move(reply));
  }

  // Calls that wait together go out together: a packet for each would wake the server for each.
  void send() {
    const bool several = std::exchange(unsent, 0) > 1;
    if (several) set_cork(1);
    if (rpc_service(rpc, POLLOUT) < 0) broken = true;
    if (several) set_cork(0);
  }

  void set_cork(int on) const {
    setsockopt(rpc_get_fd(rpc), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
  }

  // libnfs takes one answer at a time. `revents` 0: it only looks at its deadlines.
  void receive(short revents) {
    constexpr int kMostAnswers = 64;  // a server may send without an end
    for (int i = 0; i < kMostAnswers && !broken; ++i) {
      if (rpc_service(rpc, revents) < 0) broken = true;
      if (broken || !has_more_to_read()) return;
      revents = POLLIN;
    }
  }

  [[nodiscard]] bool has_more_to_read() const {
    int bytes = 0;
    return ioctl(rpc_get_fd(rpc), FIONREAD, &bytes) == 0 && bytes > 0;
  }

  [[nodiscard]] bool is_late() const { return !calls.empty() && calls.front().deadline.passed(); }

  static void on_answer(rpc_context*, int status, void* data, void* private_data) {
    Call& call = *static_cast<Call*>(private_data);
    Reply reply;
    if (status != RPC_STATUS_SUCCESS) {
      reply.end.reach = reach_of(status, data);
    } else {
      reply = call.take == nullptr ? take_read(data, call.buffer) : call.take(data);
    }
    finish(call, std::move(reply));
  }
};

NfsConnection::NfsConnection(Descriptor socket, Milliseconds call_limit)
    : state_(std::make_unique<State>()) {
  // libnfs makes the numbers of its calls from static data without a lock.
  static std::mutex creating;
  const std::lock_guard lock(creating);
  state_->call_limit = call_limit;
  state_->context = nfs_init_context();
  nfs_set_timeout(state_->context, static_cast<int>(call_limit.count()));
  state_->rpc = nfs_get_rpc_context(state_->context);
  rpc_set_fd(state_->rpc, socket.release());
  state_->broken = rpc_service(state_->rpc, POLLOUT) < 0;
}

NfsConnection::~NfsConnection() {
  nfs_destroy_context(state_->context);
  while (!state_->calls.empty()) State::close(state_->calls.front());
}

int NfsConnection::descriptor() const { return rpc_get_fd(state_->rpc); }

short NfsConnection::events() const { return static_cast<short>(rpc_which_events(state_->rpc)); }

bool NfsConnection::service(short revents) {
  State& state = *state_;
  if (state.broken) return false;
  // A server that hangs up may have answered before.
  state.receive(static_cast<short>(revents & ~POLLOUT));
  if (!state.broken && (revents & POLLOUT) != 0) state.send();
  if (state.is_late()) state.broken = true;
  return !state.broken;
}

std::size_t NfsConnection::pending() const { return state_->calls.size(); }

void NfsConnection::mnt(const Identity& identity, const std::string& path, Answered answered) {
  state_->take_identity(identity);
  state_->start(std::move(answered), take_mnt, [&](State::Call* call) {
    return NFSREADY_CALL(mount3_mnt)(state_->rpc, State::on_answer, unconst(path), call);
  });
}

void NfsConnection::umnt(const Identity& identity, const std::string& path, Answered answered) {
  state_->take_identity(identity);
  state_->start(std::move(answered), take_null, [&](State::Call* call) {
    return NFSREADY_CALL(mount3_umnt)(state_->rpc, State::on_answer, unconst(path), call);
  });
}

void NfsConnection::null(Answered answered) {
  state_->start(std::move(answered), take_null, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_null)(state_->rpc, State::on_answer, call);
  });
}

void NfsConnection::getattr(const Identity& identity, const Handle& file, Answered answered) {
  state_->take_identity(identity);
  GETATTR3args arguments{};
  arguments.object = handle_of(file);
  state_->start(std::move(answered), take_getattr, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_getattr)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::access(const Identity& identity, const Handle& file, Answered answered) {
  state_->take_identity(identity);
  ACCESS3args arguments{};
  arguments.object = handle_of(file);
  arguments.access = kAllAccess;
  state_->start(std::move(answered), take_access, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_access)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::fsinfo(const Identity& identity, const Handle& root, Answered answered) {
  state_->take_identity(identity);
  FSINFO3args arguments{};
  arguments.fsroot = handle_of(root);
  state_->start(std::move(answered), take_fsinfo, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_fsinfo)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::fsstat(const Identity& identity, const Handle& root, Answered answered) {
  state_->take_identity(identity);
  FSSTAT3args arguments{};
  arguments.fsroot = handle_of(root);
  state_->start(std::move(answered), take_fsstat, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_fsstat)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::lookup(const Identity& identity, const Handle& directory,
                           const std::string& name, Answered answered) {
  state_->take_identity(identity);
  LOOKUP3args arguments{};
  arguments.what.dir = handle_of(directory);
  arguments.what.name = unconst(name);
  state_->start(std::move(answered), take_lookup, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_lookup)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::readdirplus(const Identity& identity, const Handle& directory,
                                const DirectoryPosition& from, Answered answered) {
  state_->take_identity(identity);
  READDIRPLUS3args arguments{};
  arguments.dir = handle_of(directory);
  arguments.cookie = from.cookie;
  std::copy_n(from.verifier.begin(),
              std::min<std::size_t>(from.verifier.size(), NFS3_COOKIEVERFSIZE),
              arguments.cookieverf);
  arguments.dircount = kDirectoryBytes;
  arguments.maxcount = kDirectoryBytes;
  state_->start(std::move(answered), take_readdirplus, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_readdirplus)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::readdir(const Identity& identity, const Handle& directory,
                            const DirectoryPosition& from, Answered answered) {
  state_->take_identity(identity);
  READDIR3args arguments{};
  arguments.dir = handle_of(directory);
  arguments.cookie = from.cookie;
  std::copy_n(from.verifier.begin(),
              std::min<std::size_t>(from.verifier.size(), NFS3_COOKIEVERFSIZE),
              arguments.cookieverf);
  arguments.count = kDirectoryBytes;
  state_->start(std::move(answered), take_readdir, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_readdir)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::readlink(const Identity& identity, const Handle& link, Answered answered) {
  state_->take_identity(identity);
  READLINK3args arguments{};
  arguments.symlink = handle_of(link);
  state_->start(std::move(answered), take_readlink, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_readlink)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::read(const Identity& identity, const Handle& file, std::uint64_t offset,
                         std::uint32_t count, Answered answered) {
  state_->take_identity(identity);
  READ3args arguments{};
  arguments.file = handle_of(file);
  arguments.offset = offset;
  arguments.count = count;
  state_->start(std::move(answered), nullptr, [&](State::Call* call) {
#ifdef LIBNFS_API_V2
    call->buffer.resize(count);
    return rpc_nfs3_read_task(state_->rpc, State::on_answer, call->buffer.data(), count, &arguments,
                              call);
#else
    return rpc_nfs3_read_async(state_->rpc, State::on_answer, &arguments, call);
#endif
  });
}

void NfsConnection::create(const Identity& identity, const Handle& directory,
                           const std::string& name, Answered answered) {
  state_->take_identity(identity);
  CREATE3args arguments{};
  arguments.where.dir = handle_of(directory);
  arguments.where.name = unconst(name);
  arguments.how.mode = GUARDED;
  sattr3& wanted = arguments.how.createhow3_u.g_obj_attributes;
  wanted.mode.set_it = 1;
  wanted.mode.set_mode3_u.mode = kCreateMode;
  state_->start(std::move(answered), take_create, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_create)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::write(const Identity& identity, const Handle& file, std::uint64_t offset,
                          const std::string& data, Answered answered) {
  state_->take_identity(identity);
  WRITE3args arguments{};
  arguments.file = handle_of(file);
  arguments.offset = offset;
  arguments.count = static_cast<count3>(data.size());
  arguments.stable = UNSTABLE;
  arguments.data.data_len = static_cast<u_int>(data.size());
  state_->start(std::move(answered), take_write, [&](State::Call* call) {
    call->buffer = data;
    arguments.data.data_val = call->buffer.data();
    return NFSREADY_CALL(nfs3_write)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::commit(const Identity& identity, const Handle& file, Answered answered) {
  state_->take_identity(identity);
  COMMIT3args arguments{};
  arguments.file = handle_of(file);
  state_->start(std::move(answered), take_commit, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_commit)(state_->rpc, State::on_answer, &arguments, call);
  });
}

void NfsConnection::remove(const Identity& identity, const Handle& directory,
                           const std::string& name, Answered answered) {
  state_->take_identity(identity);
  REMOVE3args arguments{};
  arguments.object.dir = handle_of(directory);
  arguments.object.name = unconst(name);
  state_->start(std::move(answered), take_remove, [&](State::Call* call) {
    return NFSREADY_CALL(nfs3_remove)(state_->rpc, State::on_answer, &arguments, call);
  });
}

}  // namespace nfsready
