#include "copy/walk_order.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace nfsready::testing {
namespace {

WalkedDirectory directory(const std::string& path) {
  WalkedDirectory made;
  made.path = path;
  return made;
}

std::vector<WalkedDirectory> directories(const std::vector<std::string>& paths) {
  std::vector<WalkedDirectory> made;
  made.reserve(paths.size());
  for (const std::string& path : paths) made.push_back(directory(path));
  return made;
}

WalkOrder::Place ask(WalkOrder& order) {
  WalkOrder::Place place;
  EXPECT_TRUE(order.next_to_ask(place));
  ++place->in_flight;
  return place;
}

void answer(WalkOrder& order, WalkOrder::Place place, const std::vector<std::string>& below) {
  --place->in_flight;
  place->listed = true;
  order.finish(place, directories(below));
}

TEST(WalkOrder, AsksFirstForWhatIsNeededFirst) {
  WalkOrder order(directory(""), 100);
  answer(order, ask(order), {"a", "b", "c"});
  const auto a = ask(order);
  const auto b = ask(order);
  EXPECT_EQ(a->path, "a");
  EXPECT_EQ(b->path, "b");
  answer(order, b, {"b/x"});
  answer(order, a, {"a/x", "a/y"});
  EXPECT_EQ(ask(order)->path, "a/x");
  EXPECT_EQ(ask(order)->path, "a/y");
  EXPECT_EQ(ask(order)->path, "b/x");
  EXPECT_EQ(ask(order)->path, "c");
}

TEST(WalkOrder, HandsOutInPreOrder) {
  WalkOrder order(directory(""), 100);
  answer(order, ask(order), {"a", "b"});
  const auto a = ask(order);
  const auto b = ask(order);
  answer(order, b, {});
  answer(order, a, {"a/x"});
  answer(order, ask(order), {});
  std::vector<std::string> paths;
  while (!order.empty()) {
    EXPECT_TRUE(order.front().ready);
    paths.push_back(order.take_front().path);
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"", "a", "a/x", "b"}));
}

TEST(WalkOrder, HoldsNoMoreThanItsLimitButAlwaysTheFirst) {
  WalkOrder order(directory(""), 10);
  const auto root = ask(order);
  order.hold(root, 10);
  answer(order, root, {"a", "b"});
  WalkOrder::Place place;
  EXPECT_FALSE(order.next_to_ask(place));  // the root is held
  EXPECT_EQ(order.take_front().path, "");
  const auto a = ask(order);
  order.hold(a, 10);
  EXPECT_FALSE(order.next_to_ask(place));  // b has to wait
  order.wants_again(a);
  --a->in_flight;
  EXPECT_TRUE(order.next_to_ask(place));  // the next page of a
  EXPECT_EQ(place->path, "a");
}

}  // namespace
}  // namespace nfsready::testing
