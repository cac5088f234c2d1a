// The JSON report: every documented member is there, with its type, and nothing else.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "reports/hostile.h"
#include "reports/report_world.h"

namespace nfsready::testing {
namespace {

using Value = rapidjson::Value;

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  EXPECT_FALSE(document.HasParseError()) << rapidjson::GetParseError_En(document.GetParseError())
                                         << " at " << document.GetErrorOffset();
  return document;
}

enum class Type {
  kText,
  kNumber,
  kObject,
  kArray,
  kTextOrNull,
  kNumberOrNull,
  kBoolOrNull,
  kObjectOrNull
};

bool is(const Value& value, Type type) {
  switch (type) {
    case Type::kText:
      return value.IsString();
    case Type::kNumber:
      return value.IsUint();
    case Type::kObject:
      return value.IsObject();
    case Type::kArray:
      return value.IsArray();
    case Type::kTextOrNull:
      return value.IsString() || value.IsNull();
    case Type::kNumberOrNull:
      return value.IsUint() || value.IsNull();
    case Type::kBoolOrNull:
      return value.IsBool() || value.IsNull();
    case Type::kObjectOrNull:
      return value.IsObject() || value.IsNull();
  }
  return false;
}

struct Member {
  const char* name;
  Type type;
};
using Members = std::vector<Member>;

const Members location_members = {
    {"file", Type::kText}, {"line", Type::kNumber}, {"column", Type::kNumber}};

const Members summary_members = {
    {"verdict", Type::kText},      {"nodes", Type::kNumber},          {"ready", Type::kNumber},
    {"at_risk", Type::kNumber},    {"not_ready", Type::kNumber},      {"unknown", Type::kNumber},
    {"errors", Type::kNumber},     {"warnings", Type::kNumber},       {"notes", Type::kNumber},
    {"suppressed", Type::kNumber}, {"servers", Type::kNumber},        {"files", Type::kNumber},
    {"checks", Type::kNumber},     {"checks_left_out", Type::kNumber}};

const Members node_members = {{"node", Type::kText},
                              {"verdict", Type::kText},
                              {"kind", Type::kText},
                              {"mounts", Type::kArray}};

const Members mount_members = {{"purpose", Type::kText}, {"server", Type::kText},
                               {"path", Type::kText},    {"needs", Type::kArray},
                               {"grant", Type::kObject}, {"verdict", Type::kText}};

const Members grant_members = {
    {"access", Type::kText},    {"root", Type::kText},          {"anon_uid", Type::kNumberOrNull},
    {"port", Type::kText},      {"port_ok", Type::kBoolOrNull}, {"flavours", Type::kArray},
    {"versions", Type::kArray}, {"rule", Type::kObjectOrNull},  {"why", Type::kText}};

const Members finding_members = {
    {"id", Type::kText},      {"slug", Type::kText},       {"severity", Type::kText},
    {"effect", Type::kText},  {"certainty", Type::kText},  {"title", Type::kText},
    {"message", Type::kText}, {"nodes", Type::kArray},     {"server", Type::kText},
    {"path", Type::kText},    {"locations", Type::kArray}, {"evidence", Type::kText},
    {"remedy", Type::kText}};

const Members suppressed_members = {
    {"reason", Type::kText}, {"until", Type::kTextOrNull}, {"by", Type::kObjectOrNull}};

Members with(Members members, const Members& more) {
  members.insert(members.end(), more.begin(), more.end());
  return members;
}

// Exactly these members, in any order.
void expect_members(const Value& object, const Members& members, const char* what) {
  ASSERT_TRUE(object.IsObject()) << what;
  EXPECT_EQ(object.MemberCount(), members.size()) << what;
  for (const Member& member : members) {
    const auto found = object.FindMember(member.name);
    ASSERT_TRUE(found != object.MemberEnd()) << what << " lacks " << member.name;
    EXPECT_TRUE(is(found->value, member.type)) << what << ": " << member.name;
  }
}

void expect_texts(const Value& array, const std::set<std::string>& allowed, const char* what) {
  for (const Value& item : array.GetArray()) {
    ASSERT_TRUE(item.IsString()) << what;
    EXPECT_TRUE(allowed.empty() || allowed.count(item.GetString()) == 1)
        << what << ": " << item.GetString();
  }
}

void expect_grant(const Value& grant, const Members& members) {
  expect_members(grant, members, "a grant");
  if (!grant["rule"].IsNull()) expect_members(grant["rule"], location_members, "a rule");
  expect_texts(grant["flavours"], {"none", "sys", "dh", "krb5", "krb5i", "krb5p"}, "flavours");
  for (const Value& version : grant["versions"].GetArray()) EXPECT_TRUE(version.IsInt());
}

TEST(Json, HasEveryDocumentedMember) {
  const rapidjson::Document document = parsed(mixed_world().json());
  expect_members(document,
                 {{"format", Type::kNumber},
                  {"tool", Type::kText},
                  {"command", Type::kText},
                  {"site", Type::kText},
                  {"summary", Type::kObject},
                  {"nodes", Type::kArray},
                  {"findings", Type::kArray},
                  {"suppression_notes", Type::kArray}},
                 "the report");
  EXPECT_EQ(document["format"].GetInt(), 1);
  expect_members(document["summary"], summary_members, "the summary");
}

void expect_mount(const Value& mount) {
  expect_members(mount, mount_members, "a mount");
  expect_texts(mount["needs"], {"read", "write", "root"}, "needs");
  expect_grant(mount["grant"], grant_members);
}

TEST(Json, NodesAndMountsHaveTheirMembers) {
  const rapidjson::Document document = parsed(mixed_world().json());
  ASSERT_EQ(document["nodes"].Size(), 5U);
  for (const Value& node : document["nodes"].GetArray()) {
    expect_members(node, node_members, "a node");
    for (const Value& mount : node["mounts"].GetArray()) expect_mount(mount);
  }
}

TEST(Json, AMount) {
  const rapidjson::Document document = parsed(mixed_world().json());
  const Value& mount = document["nodes"][3]["mounts"][1];
  EXPECT_STREQ(mount["purpose"].GetString(), "root");
  EXPECT_STREQ(mount["server"].GetString(), "nas");
  EXPECT_STREQ(mount["path"].GetString(), "/usr");
  EXPECT_STREQ(mount["verdict"].GetString(), "not-ready");
  EXPECT_EQ(mount["needs"].Size(), 3U);
  EXPECT_STREQ(mount["grant"]["access"].GetString(), "rw");
  EXPECT_EQ(mount["grant"]["rule"]["line"].GetInt(), 1);
}

TEST(Json, MountsTellWhatTheServersAnswered) {
  ReportWorld world;
  world.add_node("cn001", Verdict::kReady, {"/usr", "/root"});
  EXPECT_FALSE(parsed(world.json())["summary"].HasMember("live"));
  world.add_node("cn002", Verdict::kNotReady, {"/usr"});
  world.run.nodes[0].mounts[0].live = Live::kConfirmed;
  MountResult& refused = world.run.nodes[1].mounts[0];
  refused.live = Live::kRefused;
  refused.live_reason = "10.1.0.50: MNT was answered with error 13";
  const rapidjson::Document document = parsed(world.json());
  const Value& mounts = document["nodes"][0]["mounts"];
  EXPECT_STREQ(mounts[0]["live"].GetString(), "confirmed");
  EXPECT_FALSE(mounts[0].HasMember("live_reason"));
  EXPECT_FALSE(mounts[1].HasMember("live"));
  const Value& mount = document["nodes"][1]["mounts"][0];
  EXPECT_STREQ(mount["live"].GetString(), "refused");
  EXPECT_STREQ(mount["live_reason"].GetString(), refused.live_reason.c_str());
  const Value& counts = document["summary"]["live"];
  EXPECT_EQ(counts["confirmed"].GetInt(), 1);
  EXPECT_EQ(counts["refused"].GetInt(), 1);
  EXPECT_EQ(counts["unknown"].GetInt(), 0);
  EXPECT_EQ(counts["not_asked"].GetInt(), 1);
}

TEST(Json, FindingsHaveTheirMembers) {
  const rapidjson::Document document = parsed(mixed_world().json());
  ASSERT_EQ(document["findings"].Size(), 5U);
  for (const Value& finding : document["findings"].GetArray()) {
    const bool accepted = finding.HasMember("suppressed");
    expect_members(
        finding,
        accepted ? with(finding_members, {{"suppressed", Type::kObject}}) : finding_members,
        "a finding");
    for (const Value& place : finding["locations"].GetArray()) {
      expect_members(place, location_members, "a location");
    }
    expect_texts(finding["nodes"], {}, "nodes");
  }
}

TEST(Json, AFinding) {
  const rapidjson::Document document = parsed(mixed_world().json());
  const Value& first = document["findings"][0];
  EXPECT_STREQ(first["id"].GetString(), "NR202");
  EXPECT_STREQ(first["slug"].GetString(), "node-not-listed");
  EXPECT_STREQ(first["severity"].GetString(), "error");
  EXPECT_STREQ(first["effect"].GetString(), "no-boot");
  EXPECT_STREQ(first["certainty"].GetString(), "certain");
  EXPECT_STREQ(first["nodes"][0].GetString(), "cn004");
  EXPECT_STREQ(first["locations"][0]["file"].GetString(), "site/servers/nas/etc/exports");
  EXPECT_EQ(first["locations"][0]["line"].GetInt(), 2);
  EXPECT_EQ(first["locations"][0]["column"].GetInt(), 1);
}

TEST(Json, AcceptedFindingsSayByWhom) {
  const rapidjson::Document document = parsed(mixed_world().json());
  const Value& suppressed = document["findings"][4]["suppressed"];
  expect_members(suppressed, suppressed_members, "suppressed");
  EXPECT_STREQ(suppressed["reason"].GetString(), "until the move");
  EXPECT_STREQ(suppressed["until"].GetString(), "2099-01-01");
  EXPECT_STREQ(suppressed["by"]["file"].GetString(), "site/suppressions.txt");
}

// Grants of a client with root, of a squashed one from a wrong port, and of one that is refused.
rapidjson::Document lint_report() {
  ReportWorld world;
  world.run.command = "lint";
  world.run.grants.push_back({"/root", "10.1.1.1", world.grant});
  Grant squashed = world.grant;
  squashed.root = Root::kSquashed;
  squashed.anon_uid = 65534;
  squashed.port = PortRule::kReserved;
  squashed.port_ok = false;
  world.run.grants.push_back({"/root", "10.1.1.2", squashed});
  Grant refused;
  refused.access = Access::kNone;
  refused.why = "no entry lists it";
  world.run.grants.push_back({"/root", "10.1.1.3", refused});
  return parsed(world.json());
}

TEST(Json, GrantsOfLintHaveTheirMembers) {
  const rapidjson::Document document = lint_report();
  ASSERT_EQ(document["grants"].Size(), 3U);
  for (const Value& grant : document["grants"].GetArray()) {
    expect_grant(grant, with(grant_members, {{"path", Type::kText}, {"client", Type::kText}}));
  }
}

TEST(Json, GrantsOfLint) {
  const rapidjson::Document document = lint_report();
  const Value& grants = document["grants"];
  EXPECT_TRUE(grants[0]["anon_uid"].IsNull());
  EXPECT_TRUE(grants[0]["port_ok"].GetBool());
  EXPECT_STREQ(grants[1]["root"].GetString(), "squashed");
  EXPECT_EQ(grants[1]["anon_uid"].GetUint(), 65534U);
  EXPECT_STREQ(grants[1]["port"].GetString(), "reserved");
  EXPECT_FALSE(grants[1]["port_ok"].GetBool());
  EXPECT_STREQ(grants[2]["access"].GetString(), "none");
  EXPECT_STREQ(grants[2]["root"].GetString(), "unknown");
  EXPECT_TRUE(grants[2]["rule"].IsNull());
}

TEST(Json, TheReadmeNamesEveryMember) {
  std::ifstream stream(NFSREADY_SOURCE_DIR "/README.md");
  const std::string readme((std::istreambuf_iterator<char>(stream)), {});
  const std::size_t start = readme.find("## The JSON report");
  ASSERT_NE(start, std::string::npos);
  const std::string section = readme.substr(start, readme.find("\n## ", start + 1) - start);
  for (const Members* members : {&summary_members, &node_members, &mount_members, &grant_members,
                                 &finding_members, &location_members, &suppressed_members}) {
    for (const Member& member : *members) {
      EXPECT_NE(section.find("`" + std::string(member.name)), std::string::npos) << member.name;
    }
  }
}

TEST(Json, NoNodeAtAllIsNotReady) {
  const rapidjson::Document document = parsed(ReportWorld().json());
  EXPECT_STREQ(document["summary"]["verdict"].GetString(), "not-ready");
  EXPECT_EQ(document["nodes"].Size(), 0U);
}

class HostileJson : public ::testing::TestWithParam<HostileText> {};

TEST_P(HostileJson, SurvivesEverywhere) {
  const std::string& text = GetParam().text;
  ReportWorld world;
  const auto node = world.add_node("cn" + text, Verdict::kNotReady, {"/" + text}, "nas" + text);
  Finding& finding = world.add_finding(kNotListed, Effect::kNoBoot, {{node, 0}});
  finding.message = text;
  finding.evidence = text;
  finding.remedy = text;
  finding.path = text;
  finding.locations.push_back(world.line("file " + text, text));
  world.run.site = text;
  world.run.suppression_notes.push_back(text);
  const rapidjson::Document document = parsed(world.json());
  const std::string shown = printable(text, true);
  EXPECT_EQ(document["site"].GetString(), shown);
  const Value& told = document["findings"][0];
  EXPECT_EQ(told["message"].GetString(), shown);
  EXPECT_EQ(told["evidence"].GetString(), shown);
  EXPECT_EQ(told["remedy"].GetString(), shown);
  EXPECT_EQ(told["nodes"][0].GetString(), "cn" + shown);
  EXPECT_EQ(document["nodes"][0]["mounts"][0]["path"].GetString(), "/" + shown);
  EXPECT_EQ(document["suppression_notes"][0].GetString(), shown);
}

std::string name_of(const ::testing::TestParamInfo<HostileText>& info) {
  std::string name = info.param.what;
  std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Texts, HostileJson, ::testing::ValuesIn(hostile_texts()), name_of);

}  // namespace
}  // namespace nfsready::testing
