#include "copy/nfs_tree.h"

#include <utility>

#include "copy/call_words.h"
#include "copy/nfs_walk.h"
#include "observe/nfs_connection.h"
#include "observe/nfs_status.h"

namespace nfsready {

namespace {

std::string words_of_failed(std::string_view procedure, const CallEnd& end,
                            const std::string& detail) {
  std::string words(procedure);
  words += ": " + words_of(end);
  if (end.reach == Reach::kAnswered) return words;
  return detail.empty() ? words : words + ", " + detail;
}

}  // namespace

// MNT when it is made, UMNT when it ends.
class NfsTree::Mounted {
 public:
  Mounted(const NfsPlace& place, const NfsTreeLimits& limits)
      : identity_{place.machine},
        path_(place.path),
        route_(place.source, place.address, place.mount_port, limits.pipeline, nullptr) {}

  Reply mount() {
    Reply answer;
    route_.run_to_the_end(
        {0},
        [&](NfsConnection& connection, Pipeline::Item, Answered answered) {
          connection.mnt(identity_, path_, std::move(answered));
        },
        [&](Pipeline::Item, Reply reply) { answer = std::move(reply); });
    // A mount whose answer was lost is given back too, as RFC 1813, section 5.2.3 allows.
    const Reach reach = answer.end.reach;
    is_mounted_ = answer.end.ok() || reach == Reach::kNoAnswer || reach == Reach::kClosed;
    return answer;
  }

  ~Mounted() {
    if (!is_mounted_) return;
    route_.run_to_the_end(
        {0},
        [&](NfsConnection& connection, Pipeline::Item, Answered answered) {
          connection.umnt(identity_, path_, std::move(answered));
        },
        [](Pipeline::Item, const Reply&) {});
  }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;

  [[nodiscard]] const std::string& detail() const { return route_.detail(); }

 private:
  Identity identity_;
  std::string path_;
  Pipeline route_;
  bool is_mounted_ = false;
};

NfsTree::NfsTree(std::unique_ptr<Mounted> mounted, Entry root, std::unique_ptr<NfsWalk> walk)
    : mounted_(std::move(mounted)), root_(std::move(root)), walk_(std::move(walk)) {}

NfsTree::~NfsTree() = default;

std::unique_ptr<NfsTree> NfsTree::open(const NfsPlace& place, const NfsTreeLimits& limits,
                                       const LeftOut& left_out, const std::atomic<bool>* stop,
                                       NoTree& why) {
  auto mounted = std::make_unique<Mounted>(place, limits);
  Reply mnt = mounted->mount();
  if (!mnt.end.ok()) {
    why.words = words_of_failed("MNT", mnt.end, mounted->detail());
    why.missing =
        mnt.end.reach == Reach::kAnswered &&
        (mnt.end.status == nfs_status::kNoEntry || mnt.end.status == nfs_status::kNotADirectory);
    return nullptr;
  }
  Reply getattr;
  Pipeline route(place.source, place.address, place.nfs_port, limits.pipeline, stop);
  route.run(
      {0},
      [&](NfsConnection& connection, Pipeline::Item, Answered answered) {
        connection.getattr({place.machine}, mnt.handle, std::move(answered));
      },
      [&](Pipeline::Item, Reply reply) { getattr = std::move(reply); });
  if (!getattr.end.ok() || !getattr.attributes) {
    why.words = words_of_failed("GETATTR", getattr.end, route.detail());
    why.stale = is_status(getattr.end, nfs_status::kStale);
    return nullptr;
  }
  Entry root = to_entry(*getattr.attributes, getattr.attributes->fsid);
  root.handle = std::move(mnt.handle);
  if (root.type != EntryType::kDirectory) {
    why = {"it is no directory", true, false};
    return nullptr;
  }
  auto walk =
      std::make_unique<NfsWalk>(place, limits, left_out, stop, root, getattr.attributes->fsid);
  return std::unique_ptr<NfsTree>(
      new NfsTree(std::move(mounted), std::move(root), std::move(walk)));
}

const Entry& NfsTree::root() const { return root_; }

std::optional<Listing> NfsTree::next() { return walk_->next(); }

std::uint64_t NfsTree::left() const { return walk_->left(); }

}  // namespace nfsready
