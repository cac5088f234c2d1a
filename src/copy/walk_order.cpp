#include "copy/walk_order.h"

#include <utility>

#include "copy/tree.h"

namespace nfsready {

WalkOrder::WalkOrder(WalkedDirectory root, std::size_t most_entries) : most_entries_(most_entries) {
  directories_.push_back(std::move(root));
  cursor_ = directories_.begin();
}

bool WalkOrder::next_to_ask(Place& place) {
  while (cursor_ != directories_.end() && !cursor_->wants_call()) ++cursor_;
  if (cursor_ == directories_.end()) return false;
  if (held_ >= most_entries_ && cursor_ != directories_.begin()) return false;
  place = cursor_;
  return true;
}

void WalkOrder::wants_again(Place place) {
  if (cursor_ == directories_.end() || comes_before(place->path, cursor_->path)) cursor_ = place;
}

void WalkOrder::finish(Place place, std::vector<WalkedDirectory> below) {
  place->ready = true;
  if (below.empty()) return;
  const Place behind = std::next(place);
  for (WalkedDirectory& directory : below) directories_.insert(behind, std::move(directory));
  wants_again(std::next(place));
}

WalkedDirectory WalkOrder::take_front() {
  if (cursor_ == directories_.begin()) ++cursor_;
  WalkedDirectory taken = std::move(directories_.front());
  directories_.pop_front();
  held_ -= taken.held;
  return taken;
}

}  // namespace nfsready
