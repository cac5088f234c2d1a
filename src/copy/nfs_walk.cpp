#include "copy/nfs_walk.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "copy/call_words.h"
#include "observe/nfs_status.h"
#include "observe/tcp_socket.h"

namespace nfsready {

namespace {

using Clock = std::chrono::steady_clock;

// libnfs looks at its deadlines only when it is called.
constexpr int kLongestPoll = 100;
constexpr Milliseconds kBetweenConnects{200};

constexpr std::size_t kLanes = 4;
constexpr std::size_t kMostEntries = 50'000;  // read ahead
constexpr std::size_t kMostFailures = 3;      // of one call that was alone on its way
constexpr std::size_t kMostRestarts = 3;
constexpr std::size_t kMostDelays = 30;
constexpr Milliseconds kDelay{1000};

std::uint64_t id_of(const Attributes& attributes, std::uint64_t file_system) {
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;
  return attributes.fileid ^ ((attributes.fsid ^ file_system) * kSpread);
}

// A directory is stale to NFS-Ganesha, once, when a file in it is that it still had in mind.
bool is_worth_another_look(std::uint32_t status) {
  return status == nfs_status::kBadCookie || status == nfs_status::kStale;
}

bool is_listed_name(const std::string& name) { return name != "." && name != ".."; }

WalkedDirectory begin_at(const Entry& root) {
  WalkedDirectory directory;
  directory.handle = root.handle;
  directory.line = std::make_shared<const Ancestors>(Ancestors{root.id, nullptr});
  return directory;
}

}  // namespace

Entry to_entry(const Attributes& attributes, std::uint64_t file_system) {
  Entry entry;
  entry.type = static_cast<EntryType>(std::clamp<std::uint32_t>(attributes.type, 1, 7));
  entry.mode = attributes.mode & 07777;
  entry.uid = attributes.uid;
  entry.gid = attributes.gid;
  entry.links = attributes.links;
  entry.mtime = attributes.mtime;
  entry.id = id_of(attributes, file_system);
  if (entry.type == EntryType::kFile) {
    entry.size = attributes.size;
    entry.sparse = is_sparse(attributes.size, attributes.used);
  }
  if (entry.type == EntryType::kBlockDevice || entry.type == EntryType::kCharacterDevice) {
    entry.device = DeviceNumber{attributes.device_major, attributes.device_minor};
  }
  return entry;
}

NfsWalk::NfsWalk(NfsPlace place, const NfsTreeLimits& limits, LeftOut left_out,
                 const std::atomic<bool>* stop, const Entry& root, std::uint64_t file_system)
    : place_(std::move(place)),
      limits_(limits),
      left_out_(std::move(left_out)),
      stop_(stop),
      identity_{place_.machine},
      file_system_(file_system),
      lanes_(std::min<std::size_t>(kLanes, limits.pipeline.in_flight)),
      last_heard_(Clock::now()),
      order_(begin_at(root), kMostEntries),
      thread_([this] { run(); }) {}

NfsWalk::~NfsWalk() {
  {
    const std::lock_guard lock(mutex_);
    leave_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::optional<Listing> NfsWalk::next() {
  std::unique_lock lock(mutex_);
  if (order_.empty()) return std::nullopt;
  changed_.wait(lock, [this] { return order_.front().ready || ended_; });
  if (!order_.front().ready) add_trouble(*ended_, order_.front().trouble);
  WalkedDirectory taken = order_.take_front();
  lock.unlock();
  changed_.notify_all();
  return Listing{std::move(taken.path), std::move(taken.entries), std::move(taken.trouble)};
}

std::uint64_t NfsWalk::left() const {
  const std::lock_guard lock(mutex_);
  return order_.size();
}

void NfsWalk::run() {
  while (!is_over()) {
    tell_of_ready();
    if (!connect_all()) continue;
    fill();
    if (in_flight_ == 0) {
      wait_for_work();
    } else {
      turn();
    }
  }
  for (Lane& lane : lanes_) lane.connection.reset();  // answers what is in flight
  // Not before: from then on the consumer takes directories that calls are in flight for.
  end(given_up_.empty() ? "interrupted" : given_up_);
}

bool NfsWalk::is_over() const {
  if (!given_up_.empty()) return true;
  const std::lock_guard lock(mutex_);
  return leave_ || order_.empty() || (stop_ != nullptr && stop_->load());
}

void NfsWalk::end(std::string why) {
  {
    const std::lock_guard lock(mutex_);
    ended_ = std::move(why);
  }
  changed_.notify_all();
}

// What is not connected is connected. False when it could not be, and was not waited for long.
bool NfsWalk::connect_all() {
  for (Lane& lane : lanes_) {
    if (lane.connection) continue;
    Connection made =
        connect_tcp(place_.source, place_.address, place_.nfs_port, limits_.pipeline.connect);
    if (made.reach == Reach::kAnswered) {
      lane.lost = false;
      lane.connection =
          std::make_unique<NfsConnection>(std::move(made.socket), limits_.pipeline.call);
      continue;
    }
    if (in_flight_ > 0) return true;  // another lane is at work
    if (Clock::now() - last_heard_ > limits_.patience) {
      given_up_ = "the server went away: " + std::string(word(made.reach)) +
                  (made.detail.empty() ? "" : ", " + made.detail);
    }
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kBetweenConnects, [this] { return leave_; });
    return false;
  }
  return true;
}

std::size_t NfsWalk::window() const { return careful_ > 0 ? 1 : limits_.pipeline.in_flight; }

NfsWalk::Lane& NfsWalk::idlest_lane() {
  const auto pending = [](const Lane& lane) {
    return lane.connection && !lane.lost ? lane.connection->pending() : SIZE_MAX;
  };
  return *std::min_element(lanes_.begin(), lanes_.end(), [&](const Lane& left, const Lane& right) {
    return pending(left) < pending(right);
  });
}

void NfsWalk::fill() {
  if (Clock::now() < resumes_at_) return;
  while (in_flight_ < window()) {
    const Lane& lane = idlest_lane();
    if (!lane.connection || lane.lost) return;
    Place place;
    {
      const std::lock_guard lock(mutex_);
      if (!order_.next_to_ask(place)) return;
    }
    ask(place);
  }
}

// Once for all that became ready: the consumer is slower to wake than to take them.
void NfsWalk::tell_of_ready() {
  {
    const std::lock_guard lock(mutex_);
    if (order_.empty() || !order_.front().ready) return;
  }
  changed_.notify_all();
}

// Nothing can be asked before the consumer takes a directory.
void NfsWalk::wait_for_work() {
  std::unique_lock lock(mutex_);
  if (order_.empty() || leave_) return;
  changed_.wait_for(lock, Milliseconds(kLongestPoll));
  last_heard_ = Clock::now();
}

void NfsWalk::turn() {
  std::vector<pollfd> waiting;
  for (const Lane& lane : lanes_) {
    if (lane.connection) {
      waiting.push_back({lane.connection->descriptor(), lane.connection->events(), 0});
    } else {
      waiting.push_back({-1, 0, 0});
    }
  }
  const int ready = poll(waiting.data(), waiting.size(), kLongestPoll);
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    Lane& lane = lanes_[i];
    if (!lane.connection) continue;
    const short events = ready > 0 ? waiting[i].revents : static_cast<short>(0);
    if (lane.connection->service(events) && !lane.lost) continue;
    lane.lost = true;
    careful_ += lane.connection->pending();
    lane.connection.reset();  // answers what is in flight
  }
}

void NfsWalk::ask(Place place) {
  Lane& lane = idlest_lane();
  ++in_flight_;
  ++place->in_flight;
  if (!place->listed) {
    ask_for_page(place, lane);
  } else {
    ask_for_entry(place, place->incomplete[place->asked++], lane);
  }
}

void NfsWalk::ask_for_page(Place place, Lane& lane) {
  const bool plus = has_readdirplus_;
  const auto answered = [this, place, &lane, plus](Reply reply) {
    take_page(place, lane, plus, std::move(reply));
  };
  if (plus) {
    lane.connection->readdirplus(identity_, place->handle, place->position, answered);
  } else {
    lane.connection->readdir(identity_, place->handle, place->position, answered);
  }
}

void NfsWalk::ask_for_entry(Place place, std::size_t index, Lane& lane) {
  const Entry& entry = place->entries[index];
  const auto answered = [this, place, index, &lane](Reply reply) {
    take_entry(place, index, lane, std::move(reply));
  };
  if (entry.handle.empty()) {
    lane.connection->lookup(identity_, place->handle, entry.name, answered);
  } else if (!entry.mode) {
    lane.connection->getattr(identity_, entry.handle, answered);
  } else {
    lane.connection->readlink(identity_, entry.handle, answered);
  }
}

bool NfsWalk::is_answered(Place place, Lane& lane, const Reply& reply) {
  const bool was_alone = in_flight_ == 1;
  --in_flight_;
  --place->in_flight;
  const Reach reach = reply.end.reach;
  if (reach == Reach::kAnswered || reach == Reach::kDenied) {
    last_heard_ = Clock::now();
    careful_ -= std::min<std::size_t>(careful_, 1);
    return reply.end.status != nfs_status::kTryLater || !is_put_off(*place);
  }
  lane.lost = true;  // an answer may still come: a new connection does not see it
  if (Clock::now() - last_heard_ > limits_.patience) {
    given_up_ = "the server stopped answering: " + std::string(word(reach));
    return false;
  }
  return was_alone && ++place->failures >= kMostFailures;
}

// The server wants to be asked later: nothing is asked for a while. False when it has been said so
// often for this directory that nobody waits any more.
bool NfsWalk::is_put_off(WalkedDirectory& directory) {
  const auto now = Clock::now();
  if (now < resumes_at_) return true;  // one that was on its way
  resumes_at_ = now + kDelay;
  return ++directory.delays <= kMostDelays;
}

void NfsWalk::take_page(Place place, Lane& lane, bool plus, Reply reply) {
  WalkedDirectory& directory = *place;
  if (is_answered(place, lane, reply)) {
    const std::uint32_t status = reply.end.reach == Reach::kAnswered ? reply.end.status : 0;
    if (status == nfs_status::kNotSupported && plus) {
      has_readdirplus_ = false;
    } else if (is_worth_another_look(status) && ++directory.restarts <= kMostRestarts) {
      begin_again(place);
    } else if (!reply.end.ok()) {
      add_trouble(words_of(reply.end), directory.trouble);
      directory.listed = true;
    } else {
      add_page(place, std::move(reply));
    }
  }
  settle(place);
}

void NfsWalk::begin_again(Place place) {
  place->entries.clear();
  place->incomplete.clear();
  place->position = {};
  place->cookies = {};
  const std::lock_guard lock(mutex_);
  order_.let_go(place);
}

void NfsWalk::add_page(Place place, Reply reply) {
  WalkedDirectory& directory = *place;
  const bool is_empty = reply.entries.empty() && reply.left_out == 0;
  directory.listed = reply.end_of_file;
  if (reply.left_out != 0)
    add_trouble("the server told a name that no file has", directory.trouble);
  directory.position = {reply.cookie, std::move(reply.cookie_verifier)};
  add_entries(place, std::move(reply.entries));
  if (directory.listed) return;
  if (is_empty || directory.cookies.comes_again(reply.cookie)) {
    add_trouble("its listing does not end", directory.trouble);
    directory.listed = true;
  } else if (directory.entries.size() > limits_.most_names) {
    add_trouble("it holds more than " + std::to_string(limits_.most_names) + " names",
                directory.trouble);
    directory.listed = true;
  }
}

void NfsWalk::add_entries(Place place, std::vector<DirectoryEntry> found) {
  WalkedDirectory& directory = *place;
  const std::size_t before = directory.entries.size();
  for (DirectoryEntry& one : found) {
    if (!is_listed_name(one.name)) continue;
    Entry entry = one.attributes ? to_entry(*one.attributes, file_system_) : Entry();
    entry.name = std::move(one.name);
    entry.handle = std::move(one.handle);
    if (is_incomplete(entry)) directory.incomplete.push_back(directory.entries.size());
    directory.entries.push_back(std::move(entry));
  }
  const std::lock_guard lock(mutex_);
  order_.hold(place, directory.entries.size() - before);
}

void NfsWalk::take_entry(Place place, std::size_t index, Lane& lane, Reply reply) {
  WalkedDirectory& directory = *place;
  Entry& entry = directory.entries[index];
  const bool answered = is_answered(place, lane, reply);
  if (answered && !reply.end.ok()) {
    add_trouble("'" + printable(entry.name) + "': " + words_of(reply.end), directory.trouble);
  } else if (answered) {
    if (entry.handle.empty()) {
      entry.handle = std::move(reply.handle);
    } else if (entry.mode) {
      entry.target = std::move(reply.data);
    }
    if (reply.attributes && !entry.mode) {
      Entry described = to_entry(*reply.attributes, file_system_);
      described.name = std::move(entry.name);
      described.handle = std::move(entry.handle);
      entry = std::move(described);
    }
  }
  const bool given_up = answered && !reply.end.ok();
  if (!given_up && is_incomplete(entry)) ask_again(directory, index);
  settle(place);
}

void NfsWalk::settle(Place place) {
  WalkedDirectory& directory = *place;
  const bool is_done = directory.listed && directory.in_flight == 0 &&
                       directory.asked == directory.incomplete.size();
  std::vector<WalkedDirectory> below;
  if (is_done) {
    sort_entries(directory);
    below = directories_in(directory);
    if (left_out_) std::erase_if(below, [this](const auto& one) { return left_out_(one.path); });
  }
  {
    const std::lock_guard lock(mutex_);
    if (is_done) {
      order_.finish(place, std::move(below));
    } else {
      order_.wants_again(place);
    }
  }
}

}  // namespace nfsready
