// The frames in hexadecimal were captured between two Linux hosts: arping -D, arping -U, duplicate
// address detection, and what the other host answered.
#include "observe/neighbours.h"

#include <gtest/gtest.h>

#include "observe/hex.h"

namespace nfsready {
namespace {

constexpr HardwareAddress kOwn = {0x02, 0x00, 0x00, 0x00, 0x00, 0x01};
constexpr HardwareAddress kOther = {0x02, 0x00, 0x00, 0x00, 0x00, 0x02};

constexpr std::string_view kArpReply =
    "02000000000102000000000208060001080006040002"
    "0200000000020a0103010200000000010000"
    "0000";
constexpr std::string_view kAnnouncement =
    "ffffffffffff02000000000108060001080006040001"
    "0200000000010a010001ffffffffffff0a010001";
constexpr std::string_view kDetection =
    "3333ff00003102000000000186dd60000000"
    "00203aff00000000000000000000000000000000ff0200000000000000000001ff000031"
    "8700253b00000000fd0000000000000000000000000000310e019d0bf767b58d";
constexpr std::string_view kAdvertisement =
    "33330000000102000000000286dd60000000"
    "00203afffd000000000000000000000000000031ff020000000000000000000000000001"
    "88005a3a20000000fd0000000000000000000000000000310201020000000002";

std::string bytes(std::string_view hexadecimal) {
  std::string result;
  EXPECT_TRUE(from_hex(hexadecimal, result)) << hexadecimal;
  return result;
}

std::string claimed(const std::string& frame) {
  const auto claim = claim_in(frame);
  return claim ? text(claim->holder) + " " + claim->address.text() : "nothing";
}

Address address(std::string_view text) { return *Address::parse(text); }

TEST(Neighbours, AnArpProbeAsksInTheNameOfNobody) {
  EXPECT_EQ(to_hex(question_about(address("10.1.3.1"), kOwn)),
            "ffffffffffff02000000000108060001080006040001"
            "020000000001000000000000000000000a010301");
}

TEST(Neighbours, ASolicitationIsThatOfDuplicateAddressDetection) {
  // The captured one without its nonce (RFC 7527): 253b less the nonce and its 8 bytes is 7d45.
  EXPECT_EQ(to_hex(question_about(address("fd00::31"), kOwn)),
            "3333ff00003102000000000186dd60000000"
            "00183aff00000000000000000000000000000000ff0200000000000000000001ff000031"
            "87007d4500000000fd000000000000000000000000000031");
}

TEST(Neighbours, AnAnnouncementSaysWhoHasTheAddressNow) {
  EXPECT_EQ(to_hex(announcement_of(address("10.1.0.1"), kOwn)),
            "ffffffffffff02000000000108060001080006040001"
            "0200000000010a0100010000000000000a010001");
  EXPECT_EQ(to_hex(announcement_of(address("fd00::31"), kOther)), kAdvertisement);
}

TEST(Neighbours, AnswersAndAnnouncementsClaimTheirSender) {
  EXPECT_EQ(claimed(bytes(kArpReply)), "02:00:00:00:00:02 10.1.3.1");
  EXPECT_EQ(claimed(bytes(kAnnouncement)), "02:00:00:00:00:01 10.1.0.1");
  EXPECT_EQ(claimed(bytes(kAdvertisement)), "02:00:00:00:00:02 fd00::31");
}

TEST(Neighbours, WhoAsksWhetherItMayTakeAnAddressClaimsIt) {
  EXPECT_EQ(claimed(question_about(address("10.1.3.1"), kOther)), "02:00:00:00:00:02 10.1.3.1");
  EXPECT_EQ(claimed(bytes(kDetection)), "02:00:00:00:00:01 fd00::31");
}

TEST(Neighbours, AnOrdinaryQuestionClaimsOnlyItsSender) {
  // "who has 10.1.0.50? tell 10.1.3.1"
  EXPECT_EQ(claimed(bytes("ffffffffffff02000000000208060001080006040001"
                          "0200000000020a0103010000000000000a010032")),
            "02:00:00:00:00:02 10.1.3.1");
}

TEST(Neighbours, ABrokenFrameClaimsNothing) {
  for (const std::string_view whole : {kArpReply, kAdvertisement, kDetection}) {
    const std::string frame = bytes(whole);
    const std::size_t needed = whole == kArpReply ? 42 : 78;
    for (std::size_t size = 0; size < needed; ++size) {
      EXPECT_EQ(claimed(frame.substr(0, size)), "nothing") << size;
    }
  }
  std::string far_away = bytes(kAdvertisement);
  far_away[21] = 64;  // its hop limit: a router let it through
  EXPECT_EQ(claimed(far_away), "nothing");
}

}  // namespace
}  // namespace nfsready
