#include "support/ganesha_dump.h"

#include <array>
#include <string_view>

namespace nfsready::testing {

namespace {

constexpr std::array<std::string_view, 5> kAccessNames = {"none", "ro", "rw", "md", "md-ro"};
constexpr std::array<std::string_view, 4> kSquashNames = {"root", "rootid", "all", "none"};
constexpr std::array<std::string_view, 6> kClientKinds = {"", "ip:", "net:", "wild:", "", "name:"};

std::string names_of(const FlavourSet& flavours) {
  std::string text;
  for (std::size_t i = 0; i < kFlavourNames.size(); ++i) {
    if (!flavours.has(static_cast<Flavour>(i))) continue;
    if (!text.empty()) text += ':';
    text += kFlavourNames[i];
  }
  return text;
}

std::string describe(const GaneshaClientBlock& block) {
  std::string text;
  for (const GaneshaClient& client : block.clients) {
    if (!text.empty()) text += ", ";
    text += kClientKinds[static_cast<std::size_t>(client.kind)];
    text += client.text.text;
  }
  text += dump(block.permissions);
  if (block.lost_to) text += " lost";
  if (block.garbled) text += " garbled";
  return " {" + text + "}";
}

std::string describe(const GaneshaExport& from) {
  std::string text = from.export_id ? std::to_string(*from.export_id) : "-";
  text += " " + std::string(from.path.text);
  if (!from.pseudo.empty()) text += " pseudo=" + std::string(from.pseudo.text);
  if (!from.tag.empty()) text += " tag=" + std::string(from.tag.text);
  if (!from.filesystem_id.empty()) text += " fsid=" + std::string(from.filesystem_id.text);
  text += dump(from.permissions);
  for (const GaneshaClientBlock& block : from.clients) text += describe(block);
  if (from.lost_to) text += " lost";
  return text;
}

}  // namespace

std::string dump(const GaneshaPermissions& permissions) {
  std::string text;
  if (permissions.access) {
    text += " " + std::string(kAccessNames[static_cast<std::size_t>(*permissions.access)]);
  }
  if (permissions.squash) {
    text += " squash=" + std::string(kSquashNames[static_cast<std::size_t>(*permissions.squash)]);
  }
  if (permissions.anon_uid) text += " anon=" + std::to_string(*permissions.anon_uid);
  if (permissions.flavours) text += " sec=" + names_of(*permissions.flavours);
  if (permissions.privileged_port) {
    text += *permissions.privileged_port ? " port=reserved" : " port=any";
  }
  if (permissions.versions) {
    text += " v";
    for (const int version : {3, 4}) {
      if (permissions.versions->has(version)) text += std::to_string(version);
    }
  }
  if (permissions.tcp) text += *permissions.tcp ? " tcp" : " no-tcp";
  return text;
}

std::string dump(const GaneshaExports& exports) {
  std::string text;
  for (const GaneshaExport& from : exports.exports) {
    if (!text.empty()) text += '\n';
    text += describe(from);
  }
  return text;
}

}  // namespace nfsready::testing
