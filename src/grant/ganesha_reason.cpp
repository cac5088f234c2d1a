#include "grant/ganesha_reason.h"

#include "base/text.h"

namespace nfsready {

namespace {

std::string_view word(GaneshaSquash squash) {
  switch (squash) {
    case GaneshaSquash::kRoot:
      return "Root_Squash";
    case GaneshaSquash::kRootId:
      return "Root_Id_Squash";
    case GaneshaSquash::kAll:
      return "All_Squash";
    default:
      return "No_Root_Squash";
  }
}

// "the client '10.1.0.0/16' of '/state'"
std::string named(const GaneshaExport& from, const GaneshaClientBlock& block) {
  const std::string path = " of " + quoted(from.path.text);
  if (block.clients.empty()) return "a client" + path;
  const std::string first = quoted(block.clients.front().text.text);
  if (block.clients.size() == 1) return "the client " + first + path;
  return "one of " + first + " and " + plural(block.clients.size() - 1, "other client") + path;
}

std::string unlisted(const GaneshaExport& from, std::string_view who) {
  if (from.clients.empty()) return "the EXPORT of " + quoted(from.path.text) + " lists no clients";
  return "no client of " + quoted(from.path.text) + " matches " + std::string(who);
}

}  // namespace

std::string why_given(const GaneshaExport& from, std::optional<std::uint32_t> block,
                      const GaneshaRights& rights, std::string_view who) {
  const std::string caller(who);
  const std::string by = block ? named(from, from.clients[*block]) + " matches " + caller
                               : unlisted(from, caller) + ", and the EXPORT itself is open";
  const bool writes = rights.access == GaneshaAccess::kReadWrite;
  return by + ", with Access_Type = " + (writes ? "RW" : "RO") +
         " and Squash = " + std::string(word(rights.squash));
}

std::string why_nothing(const GaneshaExport& from, std::optional<std::uint32_t> block,
                        std::string_view who) {
  if (block) {
    return named(from, from.clients[*block]) + " matches " + std::string(who) +
           ", and its Access_Type is None";
  }
  return unlisted(from, who) + ", and the Access_Type of the EXPORT itself is None";
}

}  // namespace nfsready
