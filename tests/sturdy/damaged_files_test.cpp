// Evidence that is gone or damaged. Every file of a healthy site in turn is removed, emptied, cut
// and spoilt. Whatever happens to it:
//
//   - the run ends, and what is wrong with other files is still found;
//   - a node whose verdict rests on the file is not ready: kRests says which those are, and every
//     exception has its reason;
//   - a finding points into the file, or names it when it is not there, unless the audit can do
//     without it: kSpare lists those.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/wildcard.h"
#include "golden/audited.h"
#include "golden/golden.h"

namespace nfsready::testing {
namespace {

enum class Damage : std::uint8_t {
  kRemoved,
  kUnreadable,
  kEmptied,
  kHalved,   // within a line
  kCrLf,     // line ends
  kNul,      // in the middle
  kNotUtf8,  // in the middle
  kRubbish,  // a line of 1 MiB before the first one
};

constexpr std::array<std::string_view, 8> kDamageWords = {
    "removed", "unreadable", "emptied", "halved", "crlf", "nul", "not-utf8", "rubbish"};

constexpr std::string_view word(Damage damage) {
  return kDamageWords[static_cast<std::size_t>(damage)];
}

// Nodes of the site on whose verdict a file bears, by its path.
struct Rests {
  std::string_view path;  // with '*'
  std::string_view nodes;
  std::string_view ready_after;  // the damages after which they may be ready all the same
  std::string_view because;      // no exception without a reason
};

constexpr std::string_view kAll = "elm01 elm02 oak01 oak02 pine01 pine02";
constexpr std::string_view kOfSn1 = "elm01 oak01 pine01";
constexpr std::string_view kOfSn2 = "elm02 oak02 pine02";
constexpr std::string_view kLite = "elm01 elm02 oak01 oak02";  // all that have a shared root

// The first one that matches. With what is in force collected; kRestsOnFiles comes before it when
// it is not.
constexpr std::array<Rests, 22> kRests = {{
    {"tables/nodelist.csv", kAll, "crlf rubbish", "its rows are all there; the rest is no row"},
    {"tables/noderes.csv", kAll, "crlf", "a CR before a line end is no part of a row"},
    {"tables/nodetype.csv", kAll, "crlf", "likewise"},
    {"tables/nimimage.csv", kAll, "crlf", "likewise"},
    {"tables/site.csv", kAll, "crlf", "likewise"},
    {"tables/statelite.csv", kLite, "crlf", "likewise"},
    {"tables/litefile.csv", kLite, "crlf", "likewise"},
    {"tables/litetree.csv", kLite, "crlf", "likewise"},
    {"servers/mgt/etc/hosts", kAll, "removed unreadable crlf rubbish",
     "all servers have the same names; resolvers pass over such a line, and over a CR"},
    {"servers/nas/etc/hosts", kAll, "removed crlf rubbish",
     "the site's names are taken, and a note says so; resolvers likewise"},
    {"servers/sn1/etc/hosts", kOfSn1, "removed crlf rubbish", "likewise"},
    {"servers/sn2/etc/hosts", kOfSn2, "removed crlf rubbish", "likewise"},
    {"servers/nas/etc/nfs.conf", kAll, "removed crlf rubbish",
     "the defaults are taken, and a note says so; nfsd passes over such a line, and over a CR"},
    {"servers/nas/exportfs-v.txt", kAll, "removed crlf rubbish",
     "the file is taken to be in force, and a note says so; every entry is still there"},
    {"servers/sn1/exportfs.txt", kOfSn1, "removed crlf rubbish", "likewise"},
    {"servers/sn2/exportfs.txt", kOfSn2, "removed crlf rubbish", "likewise"},
    {"servers/sn1/lsnim-l.txt", kOfSn1, "crlf", "a CR before a line end is no part of a value"},
    {"servers/sn2/lsnim-l.txt", kOfSn2, "crlf", "likewise"},
    {"servers/sn*/install/nim/root/*", "", "", "the node reads the copy on nas"},
    {"servers/nas/*/hedge71_shared_root/*.table", "", "", "the node reads the copy on sn1 or sn2"},
    {"*/inst_root/*.table", "", "", "mkdsklsnode copies them into the shared roots"},
    {"servers/*/etc/exports", "", "", "what is in force decides; nobody mounts from mgt"},
}};

constexpr std::array<Rests, 3> kRestsOnFiles = {{
    {"servers/nas/etc/exports", kAll, "crlf", "exportfs takes a CR for a blank"},
    {"servers/sn1/etc/exports", kOfSn1, "rubbish", "exportfs passes over such a line (NR101)"},
    {"servers/sn2/etc/exports", kOfSn2, "rubbish", "likewise"},
}};

// Files of one node, by the node's name or address in their path.
struct OwnFile {
  std::string_view part;
  std::string_view node;
};
constexpr std::array<OwnFile, 12> kOwnFiles = {{{"pine01", "pine01"},
                                                {"pine02", "pine02"},
                                                {".oak01", "oak01"},
                                                {".oak02", "oak02"},
                                                {".elm01", "elm01"},
                                                {".elm02", "elm02"},
                                                {"/10.1.1.1.", "pine01"},
                                                {"/10.1.1.2.", "pine02"},
                                                {"/10.1.2.1.", "oak01"},
                                                {"/10.1.2.2.", "oak02"},
                                                {"/10.1.3.1.", "elm01"},
                                                {"/10.1.3.2.", "elm02"}}};

Rests own_rests(std::string_view path) {
  for (const auto& [part, node] : kOwnFiles) {
    if (path.find(part) == std::string_view::npos) continue;
    if (path.ends_with("/swapspaces")) {
      return {path, node, "removed", "NIM tells the paging space too, and a note says so"};
    }
    const bool hosts = path.find("/hosts") != std::string_view::npos;
    return {path, node, hosts ? "rubbish" : "", "the resolver passes over such a line"};
  }
  if (path.ends_with(".table")) {
    return {path, path.starts_with("servers/sn1/") ? "elm01" : "elm02", "rubbish",
            "grep does not select such a line"};
  }
  return {path, "", "", "nas-b serves only when nas does not; the other tables plan nothing"};
}

Rests rests_on(std::string_view path, bool with_live) {
  const auto matches = [&](const Rests& rests) { return matches_wildcard(rests.path, path); };
  if (!with_live) {
    const auto* const found = std::find_if(kRestsOnFiles.begin(), kRestsOnFiles.end(), matches);
    if (found != kRestsOnFiles.end()) return *found;
  }
  const auto* const found = std::find_if(kRests.begin(), kRests.end(), matches);
  return found == kRests.end() ? own_rests(path) : *found;
}

// Files that nobody misses: their absence leaves nothing undecided.
constexpr std::array<std::string_view, 12> kSpare = {
    "tables/hosts.csv",         // every name is in the hosts files
    "tables/networks.csv",      // for people
    "tables/osimage.csv",       // no row of litefile or litetree is for a group of images
    "tables/prescripts.csv",    // empty
    "tables/servicenode.csv",   // for people
    "servers/mgt/etc/exports",  // nobody mounts from there
    "servers/mgt/etc/hosts",    // every other server has its own
    "servers/nas-b/*",          // either of its exports sources is enough
    "servers/nas/*/hedge71_shared_root/*.table",
    "*/inst_root/*.table",
    "servers/sn*/install/nim/root/*/etc/hosts",        // NR322 names the folder
    "servers/sn*/install/nim/root/*/etc/filesystems",  // likewise
};

// --- the sites

constexpr std::array<std::string_view, 4> kLive = {
    "servers/nas/exportfs-v.txt", "servers/nas-b/exportfs-v.txt", "servers/sn1/exportfs.txt",
    "servers/sn2/exportfs.txt"};

SiteFiles healthy_site(bool with_live) {
  SiteFiles site;
  for (const GoldenCase& golden : golden_cases()) {
    if (golden.name == "sites/trees") site = files_of(golden);
  }
  for (const std::string_view path : kLive) {
    if (!with_live) site.files.erase(std::string(path));
  }
  return site;
}

// Faults that have nothing to do with any other file, and no effect on a node.
constexpr std::string_view kUnknownFile = "collected-on-monday.txt";
constexpr std::string_view kBrokenTable = "tables/prescripts.csv";
constexpr std::string_view kBrokenHosts = "servers/nas/install/nim/root/oldroot/etc/hosts";

void add_faults(SiteFiles& site) {
  site.files[std::string(kUnknownFile)] = "nothing\n";
  site.files[std::string(kBrokenTable)] += "\"elm,\"begin\"\n";
  site.files[std::string(kBrokenHosts)] = "10.1.1.256 pine256\n";
}

std::string with_crlf(std::string_view text) {
  std::string converted;
  for (const char c : text) converted += c == '\n' ? "\r\n" : std::string(1, c);
  return converted;
}

void spoil(Damage damage, const std::string& path, SiteFiles& site) {
  std::string& text = site.files[path];
  std::size_t middle = text.size() / 2;
  switch (damage) {
    case Damage::kRemoved:
      site.files.erase(path);
      break;
    case Damage::kUnreadable:
      site.files.erase(path);
      site.unreadable[path] = "Input/output error";
      break;
    case Damage::kEmptied:
      text.clear();
      break;
    case Damage::kHalved:
      while (middle > 1 && text[middle - 1] == '\n') --middle;
      text.resize(middle);
      break;
    case Damage::kCrLf:
      text = with_crlf(text);
      break;
    case Damage::kNul:
      text.insert(middle, 3, '\0');
      break;
    case Damage::kNotUtf8:
      text.insert(middle, "\xFF\xC0");
      break;
    case Damage::kRubbish:
      text.insert(0, std::string(std::size_t{1} << 20, 'x') + "\n");
      break;
  }
}

// --- what must hold

bool points_into(const Finding& finding, std::string_view path, const Audited& audit) {
  return std::any_of(finding.locations.begin(), finding.locations.end(), [&](const Span& span) {
    return audit.sources.file(span.source).name() == path;
  });
}

// Whether a word of the text is the path, or a pattern that stands for it.
bool names(const std::string& text, std::string_view path) {
  const auto words = split(text, ' ');
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return matches_wildcard(one, path); });
}

// NR322 tells of files that only one node lacks, by their server and folder.
bool names_folder(const Finding& finding, std::string_view path) {
  return finding.check->id == "NR322" && !finding.path.empty() &&
         path.starts_with("servers/" + finding.server + finding.path);
}

bool is_told(std::string_view path, const Audited& audit) {
  const auto& findings = audit.run.findings;
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return points_into(finding, path, audit) || names(finding.message, path) ||
           names_folder(finding, path);
  });
}

bool is_spare(std::string_view path) {
  return std::any_of(kSpare.begin(), kSpare.end(),
                     [&](std::string_view spare) { return matches_wildcard(spare, path); });
}

std::string verdicts(const Audited& audit) {
  std::string text;
  for (const NodeResult& node : audit.run.nodes) {
    text.append(node.name).append("=").append(word(node.verdict)).append(" ");
  }
  return text;
}

void expect_told(std::string_view path, Damage damage, const Audited& audit) {
  if (damage == Damage::kRemoved && is_spare(path)) return;
  EXPECT_TRUE(is_told(path, audit)) << "no finding about the file; " << verdicts(audit);
}

void expect_not_ready(const Rests& rests, Damage damage, const Audited& audit) {
  const auto excepted = split(rests.ready_after, ' ');
  if (std::find(excepted.begin(), excepted.end(), word(damage)) != excepted.end()) return;
  const auto affected = split(rests.nodes, ' ');
  for (const NodeResult& node : audit.run.nodes) {
    if (std::find(affected.begin(), affected.end(), node.name) == affected.end()) continue;
    EXPECT_NE(node.verdict, Verdict::kReady) << node.name << " rests on the file";
  }
}

void expect_others_found(std::string_view path, const Audited& audit) {
  for (const std::string_view fault : {kUnknownFile, kBrokenTable, kBrokenHosts}) {
    EXPECT_TRUE(fault == path || is_told(fault, audit)) << "lost: the finding about " << fault;
  }
}

class DamagedFile : public ::testing::TestWithParam<std::string> {};

void expect_sturdy(const std::string& path, bool with_live) {
  SiteFiles base = healthy_site(with_live);
  if (base.files.count(path) == 0) return;
  add_faults(base);
  for (std::size_t i = 0; i < kDamageWords.size(); ++i) {
    const auto damage = static_cast<Damage>(i);
    SCOPED_TRACE(path + " " + std::string(word(damage)) + (with_live ? "" : ", no live tables"));
    SiteFiles site = base;
    spoil(damage, path, site);
    const auto audit = audited(site, "");
    expect_told(path, damage, *audit);
    expect_not_ready(rests_on(path, with_live), damage, *audit);
    expect_others_found(path, *audit);
  }
}

TEST_P(DamagedFile, IsToldAndLeavesNobodyReady) {
  expect_sturdy(GetParam(), true);
  expect_sturdy(GetParam(), false);
}

std::vector<std::string> paths_of_site() {
  std::vector<std::string> paths;
  for (const auto& [path, text] : healthy_site(true).files) paths.push_back(path);
  return paths;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Trees, DamagedFile, ::testing::ValuesIn(paths_of_site()), test_name);

TEST(DamagedFiles, HealthySiteIsReadyWithAndWithoutLiveTables) {
  for (const bool with_live : {true, false}) {
    SiteFiles site = healthy_site(with_live);
    add_faults(site);
    const auto audit = audited(site, "");
    ASSERT_EQ(audit->run.nodes.size(), 6U);
    for (const NodeResult& node : audit->run.nodes) {
      EXPECT_EQ(node.verdict, Verdict::kReady) << node.name;
    }
  }
}

TEST(DamagedFiles, NoExceptionWithoutAReasonAndNoRuleWithoutAFile) {
  const std::vector<std::string> paths = paths_of_site();
  const auto is_used = [&](std::string_view pattern) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return matches_wildcard(pattern, path); });
  };
  for (const Rests& rests : kRests) {
    EXPECT_TRUE(is_used(rests.path)) << rests.path;
    EXPECT_FALSE(rests.because.empty()) << rests.path;
  }
  for (const std::string_view spare : kSpare) EXPECT_TRUE(is_used(spare)) << spare;
}

}  // namespace
}  // namespace nfsready::testing
