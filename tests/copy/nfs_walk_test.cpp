// Trees of a server that does what no server should.
#include "copy/nfs_tree.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "observe/fake_nfs.h"

namespace nfsready::testing {
namespace {

constexpr std::uint32_t kLookup = 3;
constexpr std::uint32_t kReaddir = 16;
constexpr std::uint32_t kReaddirplus = 17;

struct FakeEntry {
  std::string name;
  std::uint64_t cookie = 0;
  std::uint32_t type = 1;
  std::uint64_t fileid = 0;  // 0: neither attributes nor a handle come with it
};

void attributes(const FakeEntry& entry, XdrText& out) {
  out.number(entry.type).number(0755).number(1).number(0).number(0).wide(0).wide(0);
  out.number(0).number(0).wide(7).wide(entry.fileid);
  for (int i = 0; i < 6; ++i) out.number(0);
}

std::string page(const std::vector<FakeEntry>& entries, bool is_last) {
  XdrText out;
  out.number(0).number(0).wide(0);
  for (const FakeEntry& entry : entries) {
    out.number(1).wide(entry.fileid).opaque(entry.name).wide(entry.cookie);
    out.number(entry.fileid == 0 ? 0 : 1);
    if (entry.fileid != 0) attributes(entry, out);
    out.number(entry.fileid == 0 ? 0 : 1);
    if (entry.fileid != 0) out.opaque("handle of " + entry.name);
  }
  out.number(0).number(is_last ? 1 : 0);
  return out.text();
}

std::string page_without_attributes(const std::vector<FakeEntry>& entries, bool is_last) {
  XdrText out;
  out.number(0).number(0).wide(0);
  for (const FakeEntry& entry : entries) {
    out.number(1).wide(entry.fileid).opaque(entry.name).wide(entry.cookie);
  }
  out.number(0).number(is_last ? 1 : 0);
  return out.text();
}

std::string failed(std::uint32_t status) { return XdrText().number(status).number(0).text(); }

std::string looked_up(const FakeEntry& entry) {
  XdrText out;
  out.number(0).opaque("handle of " + entry.name).number(1);
  attributes(entry, out);
  return out.number(0).text();
}

// A tree on such a server: `body` answers READDIRPLUS, and LOOKUP and READDIR too if told so.
class HostileTree {
 public:
  using Body = std::function<std::string(const FakeCall&)>;

  explicit HostileTree(Body body, bool answers_all = false)
      : server_([answers_all](const FakeCall& call) {
          const bool is_other = call.procedure == kLookup || call.procedure == kReaddir;
          return call.program == kNfs &&
                         (call.procedure == kReaddirplus || (answers_all && is_other))
                     ? FakeAct::kBody
                     : FakeAct::kServe;
        }) {
    server_.body_of = std::move(body);
  }

  explicit HostileTree(std::function<FakeAct(const FakeCall&)> act, Body body)
      : server_(std::move(act)) {
    server_.body_of = std::move(body);
  }

  NfsTreeLimits limits = {{16, Milliseconds(1000), Milliseconds(300)}, Milliseconds(500)};

  LeftOut left_out;

  std::vector<Listing> read() {
    NfsPlace place;
    place.address = Address::parse("127.0.0.1").value();
    place.mount_port = server_.port();
    place.nfs_port = server_.port();
    place.path = "/spot";
    place.machine = "me";
    NoTree why;
    const auto tree = NfsTree::open(place, limits, left_out, nullptr, why);
    EXPECT_NE(tree, nullptr) << why.words;
    std::vector<Listing> all;
    while (tree != nullptr) {
      auto listing = tree->next();
      if (!listing) break;
      all.push_back(std::move(*listing));
    }
    return all;
  }

  const FakeNfs& server() const { return server_; }

 private:
  FakeNfs server_;
};

std::vector<std::string> names_in(const Listing& listing) {
  std::vector<std::string> names;
  for (const Entry& entry : listing.entries) names.push_back(entry.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(NfsWalk, ReadsAListingOfSeveralPages) {
  HostileTree tree([](const FakeCall& call) {
    return call.cookie == 0 ? page({{"b", 5, 1, 11}}, false) : page({{"a", 6, 1, 12}}, true);
  });
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(names_in(all[0]), (Names{"a", "b"}));
  EXPECT_EQ(all[0].trouble, "");
  EXPECT_TRUE(tree.server().mounted().empty());
}

TEST(NfsWalk, CookiesThatComeRoundAgainAreTrouble) {
  for (const std::uint64_t period : {1U, 2U, 3U, 7U}) {
    HostileTree tree([period](const FakeCall& call) {
      const std::uint64_t next = call.cookie % period + 1;
      return page({{"a" + std::to_string(next), next, 1, 10 + next}}, false);
    });
    const auto all = tree.read();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].trouble, "its listing does not end") << period;
  }
}

TEST(NfsWalk, ADirectoryOfTooManyNamesIsTrouble) {
  HostileTree tree([](const FakeCall& call) {
    const std::uint64_t next = call.cookie + 1;
    return page({{"a" + std::to_string(next), next, 1, 10 + next}}, false);
  });
  tree.limits.most_names = 50;
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].trouble, "it holds more than 50 names");
}

TEST(NfsWalk, AnEmptyPageThatIsNotTheLastIsTrouble) {
  HostileTree tree([](const FakeCall& call) {
    return call.cookie == 0 ? page({{"a", 5, 1, 11}}, false) : page({}, false);
  });
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(names_in(all[0]), Names{"a"});
  EXPECT_EQ(all[0].trouble, "its listing does not end");
}

TEST(NfsWalk, NamesThatNoFileHasAreTrouble) {
  for (const std::string& name : {std::string("../../etc/passwd"), std::string(300, 'x')}) {
    HostileTree tree([&name](const FakeCall& call) {
      return call.cookie == 0 ? page({{name, 5, 1, 11}}, false) : page({{"b", 6, 1, 12}}, true);
    });
    const auto all = tree.read();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(names_in(all[0]), Names{"b"});
    EXPECT_EQ(all[0].trouble, "the server told a name that no file has");
  }
}

TEST(NfsWalk, AListingThatBeginsAnewForgetsWhatWasIncomplete) {
  std::atomic<int> calls = 0;
  HostileTree tree(
      [&calls](const FakeCall& call) {
        if (call.procedure == kLookup) return looked_up({call.name, 0, 1, 77});
        switch (calls++) {
          case 0: {
            std::vector<FakeEntry> many;
            for (std::uint64_t i = 1; i <= 100; ++i) many.push_back({std::to_string(i), i, 1, 0});
            return page(many, false);
          }
          case 1:
            return failed(10003);
          default:
            return page({{"a", 5, 1, 0}}, true);
        }
      },
      true);
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(names_in(all[0]), Names{"a"});
  EXPECT_EQ(all[0].entries[0].id, 77U);
  EXPECT_EQ(tree.server().calls(kNfs, kLookup), 1U);
}

TEST(NfsWalk, AServerThatFallsSilentLeavesTrouble) {
  std::atomic<bool> is_silent = false;
  HostileTree tree(
      [&is_silent](const FakeCall& call) {
        if (call.program != kNfs || call.procedure != kReaddirplus) return FakeAct::kServe;
        return is_silent.exchange(true) ? FakeAct::kSilence : FakeAct::kBody;
      },
      [](const FakeCall&) {
        std::vector<FakeEntry> directories;
        for (std::uint64_t i = 1; i <= 100; ++i) {
          directories.push_back({"d" + std::to_string(i), i, 2, 100 + i});
        }
        return page(directories, true);
      });
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 101U);
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_NE(all[i].trouble.find("no-answer"), std::string::npos) << all[i].trouble;
  }
  EXPECT_TRUE(tree.server().mounted().empty());
}

TEST(NfsWalk, WhatIsPutOffIsAskedForLater) {
  const auto begun = std::chrono::steady_clock::now();
  HostileTree tree([begun](const FakeCall&) {
    const bool is_early = std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(300);
    return is_early ? failed(10008) : page({{"a", 5, 1, 11}}, true);
  });
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(names_in(all[0]), Names{"a"});
  EXPECT_EQ(all[0].trouble, "");
  EXPECT_LE(tree.server().calls(kNfs, kReaddirplus), 3U);
}

TEST(NfsWalk, AServerWithoutReaddirplusIsAskedOneByOne) {
  HostileTree tree(
      [](const FakeCall& call) {
        if (call.procedure == kReaddirplus) return failed(10004);
        if (call.procedure == kLookup) {
          return looked_up({call.name, 0, call.name == "d" ? 2U : 1U, 70U + call.name.size()});
        }
        if (call.object == "handle of d") return page_without_attributes({}, true);
        return call.cookie == 0 ? page_without_attributes({{"ff", 5, 1, 9}, {"d", 6, 1, 8}}, false)
                                : page_without_attributes({{"fff", 7, 1, 10}}, true);
      },
      true);
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(names_in(all[0]), (Names{"d", "ff", "fff"}));
  EXPECT_EQ(all[0].trouble, "");
  EXPECT_EQ(all[0].entries[0].type, EntryType::kDirectory);
  EXPECT_EQ(all[0].entries[2].id, 73U);
  EXPECT_EQ(all[1].trouble, "");
}

TEST(NfsWalk, WhatNobodyWantsToKnowIsNotRead) {
  HostileTree tree([](const FakeCall& call) {
    const bool is_root = call.object.starts_with("root of");
    return is_root ? page({{".snapshots", 1, 2, 11}, {"d", 2, 2, 12}}, true) : page({}, true);
  });
  tree.left_out = [](const std::string& path) { return path == ".snapshots"; };
  const auto all = tree.read();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(names_in(all[0]), (Names{".snapshots", "d"}));
  EXPECT_EQ(all[1].path, "d");
  EXPECT_EQ(tree.server().calls(kNfs, kReaddirplus), 2U);
}

TEST(NfsWalk, ATroubleIsToldInWords) {
  HostileTree tree([](const FakeCall&) { return failed(13); });
  EXPECT_EQ(tree.read().at(0).trouble, "13 access denied");
  HostileTree other([](const FakeCall&) { return failed(10006); });
  EXPECT_EQ(other.read().at(0).trouble, "10006 server fault");
}

}  // namespace
}  // namespace nfsready::testing
