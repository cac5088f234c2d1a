// nfsready plan and explain.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>
#include <string_view>

#include "cli/program.h"

namespace nfsready::testing {
namespace {

TEST(Plan, PrintsTheMountsOfOneNode) {
  const SiteCopy copy;
  const Ended run = nfsready({"plan", copy.site(), "pine01"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_TRUE(
      run.out.starts_with("pine01  stateless  10.1.1.1\n"
                          "  1. spot  nas:/install/nim/spot/forest71/usr  ro,root\n"
                          "     network boot, from " +
                          copy.site() + "/servers/sn1/tftpboot/10.1.1.1.info:8:13\n"))
      << run.out;
}

TEST(Plan, PrintsJson) {
  const SiteCopy copy;
  const Ended run = nfsready({"plan", copy.site(), "pine", "elm01", "--json"});
  EXPECT_EQ(run.status, 0);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(run.out.c_str()).HasParseError());
  const auto& nodes = json["nodes"];
  ASSERT_EQ(nodes.Size(), 3U);
  EXPECT_STREQ(nodes[0]["node"].GetString(), "elm01");
  EXPECT_STREQ(nodes[0]["kind"].GetString(), "statelite");
  EXPECT_STREQ(nodes[0]["mounts"][0]["purpose"].GetString(), "spot");
  EXPECT_STREQ(nodes[1]["node"].GetString(), "pine01");
}

TEST(Plan, TakesEveryNodeByDefaultAndRangesInPieces) {
  const SiteCopy copy;
  const auto nodes = [](const std::string& out) {
    std::string names;
    for (const char* const node : {"elm01", "elm02", "oak01", "oak02", "pine01", "pine02"}) {
      if (holds("\n" + out, "\n" + std::string(node) + "  ")) names += std::string(node) + " ";
    }
    return names;
  };
  EXPECT_EQ(nodes(nfsready({"plan", copy.site()}).out), "elm01 elm02 oak01 oak02 pine01 pine02 ");
  EXPECT_EQ(nodes(nfsready({"plan", copy.site(), "oak01", "elm"}).out), "elm01 elm02 oak01 ");
  EXPECT_EQ(nodes(nfsready({"plan", copy.site(), "oak[01,02]", "-n", "elm"}).out),
            "elm01 elm02 oak01 oak02 ");
  EXPECT_EQ(nfsready({"plan", copy.site(), "nosuch"}).status, 3);
}

TEST(Explain, TellsTheStoryOfAHealthyNode) {
  const SiteCopy copy;
  const Ended run = nfsready({"explain", copy.site(), "elm01"});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_TRUE(run.out.starts_with("elm01: statelite, image hedge71, 10.1.3.1\n  boots from sn1 ("));
  EXPECT_TRUE(holds(run.out, "\n1. spot: sn1:/install/nim/spot/hedge71/usr\n"));
  EXPECT_TRUE(holds(run.out, "   this is enough\n"));
  EXPECT_FALSE(holds(run.out, ":  ("));
  EXPECT_TRUE(run.out.ends_with("\nelm01 is ready\n"));
}

TEST(Explain, NamesTheFaultAtItsMount) {
  const SiteCopy copy;
  copy.forget_pine02();
  const Ended run = nfsready({"explain", copy.site(), "pine02"});
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(holds(run.out, "   error NR201 path-not-exported: ")) << run.out;
  EXPECT_TRUE(holds(run.out, "   if it fails, the node shows: LED 611\n"));
  EXPECT_TRUE(run.out.ends_with("\npine02 is not-ready\n"));
}

TEST(Explain, RanksCausesOfAKnownSymptom) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const seen : {"LED 611", "0x611", "it shows 611 again"}) {
    const Ended run = nfsready({"explain", copy.site(), "pine02", "--seen", seen});
    EXPECT_EQ(run.status, 1);
    EXPECT_TRUE(holds(run.out, "\nSeen: " + std::string(seen) + "\n")) << run.out;
    EXPECT_TRUE(holds(run.out, "causes that fit, the likeliest first:\n  1. NR201 ")) << run.out;
  }
  const Ended healthy = nfsready({"explain", copy.site(), "pine01", "--seen", "611"});
  EXPECT_EQ(healthy.status, 0);
  EXPECT_TRUE(holds(healthy.out, "the files show no cause that fits. Look at:\n    - "));
}

TEST(Explain, TellsWhatTheServersAnswered) {
  const SiteCopy copy;
  const Ended run = nfsready({"explain", copy.site(), "elm01", "--observations",
                              NFSREADY_SOURCE_DIR
                              "/fixtures/checks/nr503/dies-while-it-is-asked/observations.jsonl"});
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(holds(run.out, "   asked: confirmed\n")) << run.out;
  EXPECT_TRUE(holds(run.out, "   error NR503 service-silent: ")) << run.out;
}

TEST(Explain, TakesWhateverStopsTheMountsOfASymptom) {
  const SiteCopy copy;  // a SPOT of which the netgroup is not known is no cause; a wrong one is
  copy.replace("servers/sn1/tftpboot/10.1.1.1.info", "NIM_HOSTS=", "NIM_HOSTSX=");
  const Ended plain = nfsready({"explain", copy.site(), "pine01"});
  ASSERT_TRUE(holds(plain.out, "error NR")) << plain.out;
  for (const char* const seen : {"0611", "610/611", "LED 610"}) {
    const Ended run = nfsready({"explain", copy.site(), "pine01", "--seen", seen});
    EXPECT_TRUE(holds(run.out, "causes that fit, the likeliest first:\n  1. NR")) << run.out;
  }
  const Ended other = nfsready({"explain", copy.site(), "pine01", "--seen", "stale"});
  EXPECT_TRUE(holds(other.out, "the files show no cause that fits")) << other.out;
}

// A refusing server answers at once: what hangs is explained by names and addresses only.
TEST(Explain, DoesNotTakeARefusalForTheCauseOfAHang) {
  const SiteCopy copy;
  copy.forget_pine02();
  for (const char* const seen : {"LED 610", "NFS server nas not responding still trying"}) {
    const Ended run = nfsready({"explain", copy.site(), "pine02", "--seen", seen});
    EXPECT_EQ(run.status, 1);
    EXPECT_TRUE(holds(run.out, "  the files show no cause that fits. Look at:\n    - the network"))
        << run.out;
    EXPECT_TRUE(holds(run.out,
                      "  faults that show otherwise, and have to be mended too:\n"
                      "  - NR201 path-not-exported: "))
        << run.out;
  }
  copy.replace("servers/sn2/tftpboot/10.1.1.2.info", "NIM_HOSTS=", "NIM_HOSTSX=");
  const Ended run = nfsready({"explain", copy.site(), "pine02", "--seen", "LED 610"});
  EXPECT_TRUE(holds(run.out, "causes that fit, the likeliest first:\n  1. NR305 ")) << run.out;
  EXPECT_TRUE(holds(run.out, "mended too:\n  - NR201 ")) << run.out;
}

// A root that is squashed is mounted; what fails is what comes after.
TEST(Explain, KnowsThatASquashedRootIsMounted) {
  const SiteCopy copy;
  copy.replace("servers/nas/etc/exports", "pine01(rw,sync,insecure,no_root_squash",
               "pine01(rw,sync,insecure,root_squash");
  copy.replace("servers/nas/exportfs-v.txt", "fsid=102,sec=sys,rw,insecure,no_root_squash",
               "fsid=102,sec=sys,rw,insecure,root_squash");
  const Ended late = nfsready({"explain", copy.site(), "pine01", "--seen", "LED 620"});
  EXPECT_TRUE(holds(late.out, "  1. NR203 ")) << late.out;
  EXPECT_TRUE(holds(late.out, "the node shows: LED 612 to 620 or later: the mount is made"))
      << late.out;
}

// What the program says of a mount that fails, it knows again.
TEST(Explain, KnowsEverySymptomThatItTells) {
  struct Break {
    const char* node;
    const char* path;  // that nas exports no more
    const char* id;
  };
  for (const Break& broken :
       std::vector<Break>{{"pine02", "/install/nim/root/forest71_root/pine02", "NR201"},
                          {"elm01", "/install/nim/shared_root/hedge71_shared_root", "NR201"},
                          {"elm01", "/state", "NR201"}}) {
    const SiteCopy copy;
    for (const char* const file : {"etc/exports", "exportfs-v.txt"}) {
      copy.replace("servers/nas/" + std::string(file), "\n" + std::string(broken.path),
                   "\n/elsewhere" + std::string(broken.path));
    }
    const Ended plain = nfsready({"explain", copy.site(), broken.node});
    const std::size_t fault = plain.out.find("error " + std::string(broken.id));
    ASSERT_NE(fault, std::string::npos) << broken.path << plain.out;
    const std::string_view lead = "the node shows: ";
    const std::size_t start = plain.out.find(lead, fault) + lead.size();
    const std::string symptom = plain.out.substr(start, plain.out.find('\n', start) - start);
    const Ended run = nfsready({"explain", copy.site(), broken.node, "--seen", symptom});
    EXPECT_TRUE(holds(run.out, "likeliest first:\n  1. " + std::string(broken.id)))
        << symptom << run.out;
  }
}

TEST(Explain, KnowsTheCodesOfTheNetworkBoot) {
  const SiteCopy copy;
  for (const char* const code :
       {"600", "602", "604", "605", "606", "607", "608", "609", "610", "611", "612",
        "613", "614", "615", "616", "617", "618", "619", "620", "622", "553", "911"}) {
    for (const std::string& seen : {"LED " + std::string(code), "0" + std::string(code)}) {
      const Ended run = nfsready({"explain", copy.site(), "pine01", "--seen", seen});
      EXPECT_TRUE(holds(run.out, "\n  LED " + std::string(code) + ": ")) << run.out;
    }
  }
}

TEST(Explain, FindsANodeByItsAddressAndWithItsDomain) {
  const SiteCopy copy;
  for (const char* const node : {"10.1.1.1", "pine01.example.org"}) {
    const Ended run = nfsready({"explain", copy.site(), node});
    EXPECT_TRUE(run.out.starts_with("pine01: ")) << run.out << run.err;
  }
  const Ended nobody = nfsready({"explain", copy.site(), "10.9.9.9"});
  EXPECT_EQ(nobody.status, 3);
}

TEST(Explain, TakesItsNodeOnce) {
  const SiteCopy copy;
  const Ended run = nfsready({"explain", copy.site(), "pine01", "-n", "pine02"});
  EXPECT_EQ(run.status, 2);
  EXPECT_TRUE(holds(run.err, "named twice")) << run.err;
}

TEST(Explain, SaysSoWhenNothingWasSeen) {
  const SiteCopy copy;
  EXPECT_EQ(nfsready({"explain", copy.site(), "pine01", "--seen", " "}).status, 2);
}

TEST(Explain, SaysSoWhenASymptomIsUnknown) {
  const SiteCopy copy;
  for (const char* const seen : {"6110", "a strange noise"}) {
    const Ended run = nfsready({"explain", copy.site(), "pine01", "--seen", seen});
    EXPECT_EQ(run.status, 0);
    EXPECT_TRUE(holds(run.out, "nothing is known about this text. Known are the LED codes 600 "))
        << run.out;
  }
}

TEST(Explain, SaysWhatWasAccepted) {
  const SiteCopy copy;
  copy.forget_pine02();
  copy.write("suppressions.txt", "NR201 nodes=pine02 reason=\"moves next week\"\n");
  const Ended run = nfsready({"explain", copy.site(), "pine02"});
  EXPECT_EQ(run.status, 0);
  EXPECT_TRUE(holds(run.out, "   accepted NR201 path-not-exported: moves next week\n")) << run.out;
}

TEST(Explain, TakesOneNodeThatBootsOverNfs) {
  const SiteCopy copy;
  const Ended group = nfsready({"explain", copy.site(), "pine"});
  EXPECT_EQ(group.status, 2);
  EXPECT_TRUE(holds(group.err, "'pine' is 2 nodes; explain takes one")) << group.err;
  const Ended server = nfsready({"explain", copy.site(), "sn1"});
  EXPECT_EQ(server.status, 3);
  EXPECT_TRUE(holds(server.err, "selects no node that boots over NFS")) << server.err;
  const Ended typo = nfsready({"explain", copy.site(), "pien01"});
  EXPECT_EQ(typo.status, 3);
  EXPECT_TRUE(holds(typo.err, "did you mean 'pine01'?")) << typo.err;
}

TEST(Explain, ShowsNoControlCharacterOfWhatWasSeen) {
  const SiteCopy copy;
  const Ended run = nfsready({"explain", copy.site(), "pine01", "--seen", "LED\x1b[31m 611"});
  EXPECT_FALSE(holds(run.out, "\x1b"));
}

}  // namespace
}  // namespace nfsready::testing
