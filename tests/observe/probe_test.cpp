// The probe against a server that misbehaves: whatever it does costs its own record and nothing
// else, and nothing is left on it.
#include "observe/probe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "observe/fake_nfs.h"
#include "observe/probe_name.h"

namespace nfsready::testing {
namespace {

constexpr std::size_t kPaths = 100;

std::vector<Target> targets(std::size_t count) {
  std::vector<Target> all;
  for (std::size_t i = 0; i < count; ++i) {
    Target target;
    target.server = "fake";
    target.path = "/p" + std::to_string(i);
    target.machine = "node";
    target.write = true;
    all.push_back(target);
  }
  return all;
}

ProbeServer place_of(const FakeNfs& server) {
  ProbeServer place;
  place.address = *Address::parse("127.0.0.1");
  place.mount_port = server.port();
  place.nfs_port = server.port();
  return place;
}

ProbeOptions options() {
  ProbeOptions options;
  options.limits = {16, Milliseconds(1000), Milliseconds(300)};
  options.reserved_fallback = false;
  return options;
}

// How many paths could be mounted and proved writable.
std::size_t proved(const std::vector<MountObservation>& seen) {
  return static_cast<std::size_t>(
      std::count_if(seen.begin(), seen.end(), [](const MountObservation& mount) {
        return mount.mnt.ok() && mount.getattr.ok() && mount.write && mount.write->same &&
               mount.write->remove.ok() && mount.umnt.ok();
      }));
}

void expect_untouched(const FakeNfs& server) {
  EXPECT_TRUE(server.mounted().empty());
  EXPECT_TRUE(server.files().empty());
}

TEST(Probe, ProvesWhatAHealthyServerServes) {
  const FakeNfs server;
  const auto seen = probe(place_of(server), targets(kPaths), options());
  ASSERT_EQ(seen.size(), kPaths);
  EXPECT_EQ(proved(seen), kPaths);
  EXPECT_EQ(seen[7].path, "/p7");
  EXPECT_EQ(seen[7].access_bits, 0x1fU);
  EXPECT_EQ(seen[7].read_max, 65536U);
  ASSERT_TRUE(seen[7].write->attributes);
  EXPECT_EQ(seen[7].write->attributes->size, 1024U * 1024U + 4096U);
  expect_untouched(server);
}

TEST(Probe, MeasuresOnePathByItself) {
  const FakeNfs server;
  const auto seen = probe(place_of(server), targets(3), options());
  EXPECT_GT(seen[0].getattr_us, 0U);
  EXPECT_EQ(seen[1].getattr_us, 0U);
}

TEST(Probe, CreatesNothingWhenItMayNotWrite) {
  const FakeNfs server;
  ProbeOptions reading = options();
  reading.write = false;
  const auto seen = probe(place_of(server), targets(3), reading);
  EXPECT_EQ(server.calls(kNfs, 8), 0U);
  EXPECT_FALSE(seen[0].write);
  EXPECT_EQ(seen[0].access_bits, 0x1fU);
}

TEST(Probe, AMountThatIsNeverAnsweredCostsItself) {
  const FakeNfs server([](const FakeCall& call) {
    const bool stuck = call.program == kMount && call.procedure == 1 && call.object == "/p50";
    return stuck ? FakeAct::kSilence : FakeAct::kServe;
  });
  const auto seen = probe(place_of(server), targets(kPaths), options());
  EXPECT_EQ(seen[50].mnt.reach, Reach::kNoAnswer);
  EXPECT_EQ(proved(seen), kPaths - 1);
  expect_untouched(server);
}

std::string put_off() {
  XdrText later;
  later.number(10008).number(0).number(0);
  return later.text();
}

TEST(Probe, WhatIsPutOffIsAskedAgainSoThatNoFileStays) {
  std::atomic<int> removed = 0;
  FakeNfs server([&](const FakeCall& call) {
    const bool is_remove = call.program == kNfs && call.procedure == 12;
    return is_remove && ++removed == 1 ? FakeAct::kBody : FakeAct::kServe;
  });
  server.body = put_off();
  const auto seen = probe(place_of(server), targets(3), options());
  EXPECT_EQ(proved(seen), 3U);
  expect_untouched(server);
}

TEST(Probe, AResetCostsTheCallThatMeetsIt) {
  const FakeNfs server([](const FakeCall& call) {
    const bool fatal = call.program == kMount && call.procedure == 1 && call.object == "/p50";
    return fatal ? FakeAct::kReset : FakeAct::kServe;
  });
  const auto seen = probe(place_of(server), targets(kPaths), options());
  EXPECT_EQ(seen[50].mnt.reach, Reach::kClosed);
  EXPECT_EQ(proved(seen), kPaths - 1);
}

// As a firewall does that forgets connections, or a server that ends at every call.
TEST(Probe, GivesUpOnAServerThatHangsUpLate) {
  const FakeNfs server([](const FakeCall& call) {
    if (call.program != kMount) return FakeAct::kServe;
    std::this_thread::sleep_for(Milliseconds(250));
    return FakeAct::kReset;
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto seen = probe(place_of(server), targets(kPaths), options());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, Milliseconds(10'000));
  for (const MountObservation& mount : seen) EXPECT_FALSE(mount.mnt.ok());
}

// A regular file, found by LOOKUP, of which every READ gives one byte and says that there is more.
std::string found_file() {
  XdrText found;
  found.number(0).opaque("file").number(1);
  found.number(1).number(0644).number(1).number(0).number(0).wide(100).wide(100);
  found.number(0).number(0).wide(7).wide(42);
  for (int i = 0; i < 6; ++i) found.number(0);  // three times
  found.number(0);                              // of the directory nothing
  return found.text();
}

std::string one_byte() {
  XdrText read;
  read.number(0).number(0).number(1).number(0).opaque("x");
  return read.text();
}

// A file without an end, a byte each time.
FakeAct drip(const FakeCall& call, FakeNfs& server) {
  const bool looked_up = call.program == kNfs && call.procedure == 3;
  const bool is_read = call.program == kNfs && call.procedure == 6;
  if (!looked_up && !is_read) return FakeAct::kServe;
  server.body = looked_up ? found_file() : one_byte();
  return FakeAct::kBody;
}

std::vector<Target> one_text() {
  std::vector<Target> wanted = targets(1);
  wanted[0].write = false;
  wanted[0].names = {{"etc/hosts", Look::kText}};
  return wanted;
}

TEST(Probe, AFileThatDripsIsLeft) {
  FakeNfs* told = nullptr;
  FakeNfs server([&](const FakeCall& call) { return drip(call, *told); });
  told = &server;
  const auto seen = probe(place_of(server), one_text(), options());
  ASSERT_EQ(seen[0].files.size(), 1U);
  EXPECT_TRUE(seen[0].files[0].cut);
  EXPECT_LT(server.calls(kNfs, 6), 1000U);
}

TEST(Probe, KeepsNoMoreOfTextsThanTheRunMay) {
  FakeNfs* told = nullptr;
  FakeNfs server([&](const FakeCall& call) { return drip(call, *told); });
  told = &server;
  std::atomic<std::int64_t> left{10};
  ProbeOptions few = options();
  few.text_bytes_left = &left;
  const auto seen = probe(place_of(server), one_text(), few);
  ASSERT_EQ(seen[0].files.size(), 1U);
  EXPECT_EQ(seen[0].files[0].text.size(), 10U);
  EXPECT_TRUE(seen[0].files[0].cut);
  EXPECT_EQ(server.calls(kNfs, 6), 11U);
}

TEST(Probe, GivesUpOnAServerThatFallsSilent) {
  const FakeNfs server([](const FakeCall& call) {
    return call.program == kMount ? FakeAct::kSilence : FakeAct::kServe;
  });
  const auto seen = probe(place_of(server), targets(kPaths), options());
  for (const MountObservation& mount : seen) EXPECT_EQ(mount.mnt.reach, Reach::kNoAnswer);
  EXPECT_LT(server.calls(kMount, 1), kPaths);
}

TEST(Probe, TellsADeniedCallFromARefusedMount) {
  const FakeNfs server(
      [](const FakeCall& call) { return call.program == kNfs ? FakeAct::kDeny : FakeAct::kServe; });
  const auto seen = probe(place_of(server), targets(2), options());
  EXPECT_TRUE(seen[0].mnt.ok());
  EXPECT_EQ(seen[0].getattr.reach, Reach::kDenied);
  EXPECT_EQ(server.calls(kNfs, 4), 0U);
  expect_untouched(server);
}

TEST(Probe, AnAnswerThatCannotBeReadIsGarbled) {
  const FakeNfs server([](const FakeCall& call) {
    return call.program == kNfs && call.procedure == 1 ? FakeAct::kGarble : FakeAct::kServe;
  });
  const auto seen = probe(place_of(server), targets(2), options());
  EXPECT_EQ(seen[0].getattr.reach, Reach::kGarbled);
  expect_untouched(server);
}

TEST(Probe, APortWithoutAServerIsRefused) {
  ProbeServer nobody;
  {
    const FakeNfs gone;
    nobody = place_of(gone);
  }
  const auto seen = probe(nobody, targets(5), options());
  for (const MountObservation& mount : seen) EXPECT_EQ(mount.mnt.reach, Reach::kRefused);
}

TEST(Probe, AMountThatIsLeftIsToldAlsoWhenTheOneFromAReservedPortIsNot) {
  std::atomic<int> unmounted = 0;
  const FakeNfs server([&](const FakeCall& call) {
    if (call.program == kNfs) return FakeAct::kDeny;
    // Twice, because it is asked again.
    return call.procedure == 3 && ++unmounted <= 2 ? FakeAct::kSilence : FakeAct::kServe;
  });
  ProbeOptions both = options();
  both.reserved_fallback = true;
  const auto seen = probe(place_of(server), targets(1), both);
  EXPECT_EQ(seen[0].umnt.reach, Reach::kNoAnswer);
}

TEST(Probe, InterruptedItTakesBackWhatItDid) {
  std::atomic<bool> stop = false;
  const FakeNfs server([&](const FakeCall& call) {
    if (call.program == kNfs && call.procedure == 8) stop = true;
    return FakeAct::kServe;
  });
  ProbeOptions stoppable = options();
  stoppable.stop = &stop;
  const auto seen = probe(place_of(server), targets(kPaths), stoppable);
  EXPECT_EQ(seen.size(), kPaths);
  EXPECT_GT(server.calls(kNfs, 8), 0U);
  EXPECT_LT(server.calls(kNfs, 8), kPaths);
  expect_untouched(server);
}

TEST(Probe, ALostAnswerToCreateLeavesNoFile) {
  const FakeNfs server([](const FakeCall& call) {
    // Made, and the answer lost: the connection ends before it.
    return call.program == kNfs && call.procedure == 7 ? FakeAct::kReset : FakeAct::kServe;
  });
  const auto seen = probe(place_of(server), targets(3), options());
  EXPECT_EQ(seen[0].write->write.reach, Reach::kClosed);
  expect_untouched(server);
}

// One page with one entry, that says there is more after it: the same page for ever.
std::string endless_directory(const std::string& name) {
  XdrText page;
  page.number(0).number(0).wide(0);
  page.number(1).wide(5).opaque(name).wide(9).number(0).number(0);
  page.number(0).number(0);
  return page.text();
}

TEST(Probe, ADirectoryWithoutEndIsLeft) {
  FakeNfs server([](const FakeCall& call) {
    return call.program == kNfs && call.procedure == 17 ? FakeAct::kBody : FakeAct::kServe;
  });
  server.body = endless_directory(new_probe_name());
  const auto seen = probe(place_of(server), targets(1), options());
  EXPECT_LE(server.calls(kNfs, 17), 2U);
  EXPECT_FALSE(seen[0].leftovers.empty());
  EXPECT_EQ(proved(seen), 1U);
}

// Entries of their own cookies on every page: this directory only ends after `pages`.
std::string page_of(std::uint64_t cookie, const std::string& name, bool is_last) {
  XdrText page;
  page.number(0).number(0).wide(0);
  page.number(1).wide(5).opaque(name).wide(cookie).number(0).number(0);
  page.number(0).number(is_last ? 1 : 0);
  return page.text();
}

TEST(Probe, ALeftoverIsFoundWhereverItIsInADirectoryThatIsWritten) {
  constexpr std::uint64_t kPages = 40;
  const std::string leftover = new_probe_name();
  std::uint64_t asked = 0;
  FakeNfs* listed = nullptr;
  FakeNfs server([&](const FakeCall& call) {
    if (call.program != kNfs || call.procedure != 17) return FakeAct::kServe;
    ++asked;
    const bool is_last = asked == kPages;
    listed->body = page_of(asked, is_last ? leftover : "other", is_last);
    return FakeAct::kBody;
  });
  listed = &server;
  const auto seen = probe(place_of(server), targets(1), options());
  EXPECT_EQ(seen[0].leftovers, std::vector<std::string>{leftover});
  EXPECT_EQ(seen[0].entries, kPages);
}

// LOOKUP's answer about something of a type.
std::string found(const std::string& handle, std::uint32_t type) {
  XdrText out;
  out.number(0).opaque(handle).number(1);
  out.number(type).number(0755).number(1).number(0).number(0).wide(16).wide(4096);
  out.number(0).number(0).wide(1).wide(5);
  for (int i = 0; i < 6; ++i) out.number(0);
  out.number(0);
  return out.text();
}

std::string leads_to(const std::string& target) {
  return XdrText().number(0).number(0).opaque(target).text();
}

// A tree with /etc/file, and links. Handles are names.
FakeAct answer_of_tree(const FakeCall& call, FakeNfs& server) {
  static const std::map<std::string, std::string> kLinks = {
      {"hosts", "./etc//file"},  {"gone", "etc/none"}, {"out", "etc/../../etc/file"},
      {"absolute", "/etc/file"}, {"circle", "circle"}, {"etc-2", "etc"},
      {"up", "../hosts"},        {"far", "etc-2/up"}};
  if (call.program != kNfs) return FakeAct::kServe;
  if (call.procedure == 3 && kLinks.count(call.name) != 0) {
    server.body = found(call.name, kTypeLink);
  } else if (call.procedure == 3 && call.name == "etc") {
    server.body = found("etc", kTypeDirectory);
  } else if (call.procedure == 3 && call.object == "etc" && call.name == "file") {
    server.body = found("file", kTypeFile);
  } else if (call.procedure == 5) {
    server.body = leads_to(kLinks.at(call.object));
  } else {
    return FakeAct::kServe;
  }
  return FakeAct::kBody;
}

TEST(Probe, FollowsLinksThatStayInTheMountedPath) {
  FakeNfs* tree = nullptr;
  FakeNfs server([&](const FakeCall& call) { return answer_of_tree(call, *tree); });
  tree = &server;
  std::vector<Target> wanted = targets(1);
  for (const char* const name : {"etc/file", "hosts", "etc-2/file", "far", "etc-2/up", "gone",
                                 "out", "absolute", "circle"}) {
    wanted[0].names.push_back({name, Look::kAttributes});
  }
  ProbeOptions one_by_one = options();
  one_by_one.limits.in_flight = 1;
  const auto seen = probe(place_of(server), wanted, one_by_one);
  ASSERT_EQ(seen[0].names.size(), 9U);
  for (const NameSeen& name : seen[0].names) {
    EXPECT_EQ(name.link.empty(), name.name == "etc/file") << name.name;
    EXPECT_EQ(name.end.status, name.name == "gone" ? 2U : 0U) << name.name;
    if (name.name == "gone") continue;
    const bool leaves = name.name == "out" || name.name == "absolute" || name.name == "circle";
    ASSERT_TRUE(name.attributes) << name.name;
    EXPECT_EQ(name.attributes->type, leaves ? kTypeLink : kTypeFile) << name.name;
  }
  EXPECT_LE(server.calls(kNfs, 5), 20U);
  expect_untouched(server);
}

TEST(Probe, NamesThatNoFileCanHaveAreNotBelieved) {
  FakeNfs server([](const FakeCall& call) {
    return call.program == kNfs && call.procedure == 17 ? FakeAct::kBody : FakeAct::kServe;
  });
  server.body = endless_directory("../" + new_probe_name());
  const auto seen = probe(place_of(server), targets(1), options());
  EXPECT_TRUE(seen[0].leftovers.empty());
}

TEST(Probe, OnlyItsOwnNamesAreProbeNames) {
  const std::string name = new_probe_name();
  EXPECT_TRUE(is_probe_name(name)) << name;
  EXPECT_NE(name, new_probe_name());
  std::string other = name;
  other.back() = other.back() == '0' ? '1' : '0';
  EXPECT_FALSE(is_probe_name(other)) << other;
  EXPECT_FALSE(is_probe_name(name + "0"));
  EXPECT_FALSE(is_probe_name(name.substr(0, name.size() - 1)));
  EXPECT_FALSE(is_probe_name(kProbePrefix));
  EXPECT_FALSE(is_probe_name(".nfsready-probe-0123456789abcdef0123456789abcdef"));
}

}  // namespace
}  // namespace nfsready::testing
