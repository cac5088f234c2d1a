#include "observe/pipeline.h"

#include <poll.h>

#include <chrono>
#include <deque>
#include <thread>
#include <utility>

#include "observe/nfs_status.h"

namespace nfsready {

namespace {

// libnfs looks at its deadlines only when it is called.
constexpr int kLongestPoll = 100;

// So many deadlines in a row, on new connections, and the server counts as silent.
constexpr std::size_t kMaxSilences = 3;

// A server that fetches a file from tape, or recalls it from somebody else, says so; clients ask
// again.
constexpr Milliseconds kPutOff{1000};

}  // namespace

// One call of run(): the items that wait, those in flight, and those to be asked again.
class Pipeline::Run {
 public:
  Run(Pipeline& pipeline, const Start& start, const Take& take, bool may_stop)
      : pipeline_(pipeline), start_(start), take_(take), may_stop_(may_stop) {}

  void all(const std::vector<Item>& items) {
    waiting_.assign(items.begin(), items.end());
    drive(pipeline_.limits_.in_flight);
    if (is_put_off_) std::this_thread::sleep_for(kPutOff);
    // What was in flight when a connection broke: by itself, so that only the culprit is lost.
    asked_again_ = true;
    waiting_.swap(again_);
    drive(1);
  }

 private:
  using Clock = std::chrono::steady_clock;

  void drive(std::size_t window) {
    while (!waiting_.empty() || in_flight_ > 0) {
      if (in_flight_ == 0 && !can_go_on()) return;
      fill(window);
      turn();
    }
  }

  // Whether the next item can be asked; if not, all that wait are told why.
  bool can_go_on() {
    Reach why = pipeline_.given_up_;
    if (why == Reach::kNotAsked && may_stop_ && pipeline_.stopped()) return refuse(why);
    if (why == Reach::kNotAsked && !pipeline_.connection_) {
      why = pipeline_.connect();
      if (why == Reach::kAnswered) return true;
      pipeline_.given_up_ = why;
    }
    return why == Reach::kNotAsked || refuse(why);
  }

  bool refuse(Reach why) {
    for (const Item item : waiting_) {
      Reply reply;
      reply.end.reach = why;
      take_(item, std::move(reply));
    }
    waiting_.clear();
    return false;
  }

  void fill(std::size_t window) {
    while (!waiting_.empty() && in_flight_ < window && !lost_) {
      if (may_stop_ && pipeline_.stopped()) break;
      const Item item = waiting_.front();
      waiting_.pop_front();
      ++in_flight_;
      asked_at_ = Clock::now();
      start_(*pipeline_.connection_, item,
             [this, item](Reply reply) { on_answer(item, std::move(reply)); });
    }
  }

  void turn() {
    NfsConnection& connection = *pipeline_.connection_;
    pollfd waiting{connection.descriptor(), connection.events(), 0};
    const int ready = in_flight_ > 0 ? poll(&waiting, 1, kLongestPoll) : 0;
    if (!connection.service(ready > 0 ? waiting.revents : static_cast<short>(0))) lost_ = true;
    if (!lost_) return;
    pipeline_.disconnect();  // answers what is in flight
    lost_ = false;
    if (pipeline_.silences_ >= kMaxSilences) pipeline_.given_up_ = Reach::kNoAnswer;
  }

  void on_answer(Item item, Reply reply) {
    --in_flight_;
    const Reach reach = reply.end.reach;
    if (reach == Reach::kAnswered || reach == Reach::kDenied) pipeline_.silences_ = 0;
    if (reach == Reach::kNoAnswer) {
      if (!lost_) ++pipeline_.silences_;
      lost_ = true;  // an answer may still come: a new connection does not see it
    }
    if (reach == Reach::kClosed) {
      // Of a call by itself: a server that hangs up late costs as much time as a silent one.
      if (asked_again_ && Clock::now() - asked_at_ > pipeline_.limits_.call / 2) {
        ++pipeline_.silences_;
      }
      lost_ = true;
    }
    const bool nobody_knows_why = reach == Reach::kClosed || reach == Reach::kNoAnswer;
    const bool is_put_off = is_status(reply.end, nfs_status::kTryLater);
    if (is_put_off) is_put_off_ = true;
    if ((nobody_knows_why || is_put_off) && !asked_again_) {
      again_.push_back(item);
    } else {
      take_(item, std::move(reply));
    }
  }

  Pipeline& pipeline_;
  const Start& start_;
  const Take& take_;
  const bool may_stop_;
  std::deque<Item> waiting_;
  std::deque<Item> again_;
  std::size_t in_flight_ = 0;
  bool asked_again_ = false;
  bool is_put_off_ = false;     // some call was, until later
  Clock::time_point asked_at_;  // the last of those in flight
  bool lost_ = false;           // the connection
};

Pipeline::Pipeline(Source source, Address to, std::uint16_t port, PipelineLimits limits,
                   const std::atomic<bool>* stop)
    : source_(source), to_(to), port_(port), limits_(limits), stop_(stop) {}

Pipeline::~Pipeline() = default;

Reach Pipeline::connect() {
  Connection made = connect_tcp(source_, to_, port_, limits_.connect);
  detail_ = made.detail;
  if (made.reach != Reach::kAnswered) return made.reach;
  local_ = local_address(made.socket);
  connection_ = std::make_unique<NfsConnection>(std::move(made.socket), limits_.call);
  return Reach::kAnswered;
}

void Pipeline::disconnect() { connection_.reset(); }

void Pipeline::run(const std::vector<Item>& items, const Start& start, const Take& take) {
  Run(*this, start, take, true).all(items);
}

void Pipeline::run_to_the_end(const std::vector<Item>& items, const Start& start,
                              const Take& take) {
  Run(*this, start, take, false).all(items);
}

}  // namespace nfsready
