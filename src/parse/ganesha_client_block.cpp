#include "parse/ganesha_client_block.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "parse/ganesha_client.h"
#include "parse/ganesha_value.h"

namespace nfsready {

namespace {

constexpr std::array<std::string_view, 12> kClientOptions = {
    "Clients",       "Access_Type",   "Squash",         "Protocols",   "Transports", "SecType",
    "Anonymous_uid", "Anonymous_gid", "PrivilegedPort", "Manage_Gids", "NFS_Commit", "Delegations"};

bool is_client_list(const GaneshaNode& node) {
  return equals_ignoring_case(node.name.text, "Clients");
}

void take_clients(const GaneshaNode& list, GaneshaClientBlock& result, GaneshaFaults& faults) {
  if (!has_content(list, faults)) return;
  if (list.is_block) faults.severe(list.name.span, "'Clients' is an option, not a block");
  for (const GaneshaTerm& term : list.terms) {
    if (const auto client = ganesha_client(term, faults)) result.clients.push_back(*client);
  }
}

// What a block that the server drops was meant to say.
void take_meant_clients(const GaneshaNode& block, GaneshaClientBlock& result) {
  result.clients.clear();
  Problems unheard;
  GaneshaFaults ignored(unheard);
  for (const GaneshaNode& node : block.children) {
    if (!is_client_list(node)) continue;
    for (const GaneshaTerm& term : node.terms) {
      auto client = unquoted_ganesha_client(term);
      if (!client) client = ganesha_client(term, ignored);
      if (client) result.clients.push_back(*client);
      result.garbled = result.garbled || !client;
    }
  }
}

// The names of an option list that the block does not have are counted here only.
std::size_t take_options(const GaneshaNode& block, GaneshaOptionBits& bits, GaneshaFaults& faults) {
  std::size_t unknown = 0;
  for (const GaneshaNode& node : block.children) {
    if (is_client_list(node) || bits.take(node, faults)) continue;
    bits.note_misspelt(node, note_unknown_option(node, kClientOptions, faults));
    ++unknown;
  }
  return unknown;
}

// Whether the clients could not be read because of the fault that stops the server anyway.
bool is_cut_by(std::optional<std::uint32_t> fatal, const GaneshaNode& block) {
  return fatal && std::any_of(block.children.begin(), block.children.end(),
                              [&](const GaneshaNode& node) { return node.broken == fatal; });
}

struct Errors {
  bool counted = false;          // against the EXPORT, too
  bool unknown_options = false;  // against the block only
};

// The problem because of which the server drops the block, when it does.
std::optional<std::uint32_t> drop(const GaneshaNode& block, const GaneshaClientBlock& result,
                                  std::uint32_t start, const Errors& errors,
                                  GaneshaFaults& faults) {
  if ((errors.counted || errors.unknown_options) && faults.first_severe()) {
    if (const auto own = faults.severe_since(start)) return own;
    return faults.note(ProblemKind::kDropped, block.name.span,
                       "the CLIENT block is dropped: after an earlier error, NFS-Ganesha 4.3 drops "
                       "every block in which it finds anything to warn about",
                       "correct the earlier error first");
  }
  if (!result.clients.empty()) return std::nullopt;
  if (is_cut_by(faults.fatal(), block)) return faults.fatal();
  const std::string hint = "write Clients = a, b; without quotes";
  if (errors.counted) {
    return faults.severe(block.name.span, "the CLIENT block names nobody whom NFS-Ganesha knows",
                         hint);
  }
  return faults.severe_uncounted(
      block.name.span,
      "the CLIENT block names nobody and is dropped; everybody gets what the EXPORT itself gives",
      hint);
}

}  // namespace

GaneshaClientBlock read_ganesha_client_block(const GaneshaNode& block,
                                             const VersionSet& core_versions,
                                             std::vector<Token>& names, GaneshaFaults& faults) {
  GaneshaClientBlock result;
  result.span = block.name.span;
  GaneshaOptionBits bits;
  bits.begin_block();
  const std::uint32_t start = faults.mark();
  const std::size_t errors_before = faults.count();
  const std::size_t unknown = take_options(block, bits, faults);
  for (const GaneshaNode& node : block.children) {
    if (is_client_list(node)) take_clients(node, result, faults);
  }
  for (const GaneshaClient& client : result.clients) {
    if (client.kind == GaneshaClientKind::kName) names.push_back(client.text);
  }
  const Errors errors{faults.count() > errors_before, unknown > 0};
  result.lost_to = drop(block, result, start, errors, faults);
  if (result.lost_to) {
    take_meant_clients(block, result);
  } else {
    limit_ganesha_versions(bits, block.name, core_versions, faults);
  }
  result.permissions = bits.permissions();
  result.slips = bits.slips();
  return result;
}

void limit_ganesha_versions(GaneshaOptionBits& bits, const Token& block,
                            const VersionSet& core_versions, GaneshaFaults& faults) {
  const auto versions = bits.versions();
  if (!versions) return;
  VersionSet allowed;
  for (const int version : {3, 4}) {
    if (versions->has(version) && core_versions.has(version)) allowed.add(version);
  }
  if (allowed == *versions) return;
  faults.note(ProblemKind::kIgnored, block.span,
              "Protocols name a version that NFS_CORE_PARAM does not enable; it is left out");
  bits.set_versions(allowed);
}

std::string_view note_unknown_option(const GaneshaNode& node,
                                     std::span<const std::string_view> known,
                                     GaneshaFaults& faults) {
  const std::string_view near = nearest(node.name.text, {known.begin(), known.end()});
  faults.note(ProblemKind::kUnknownOption, node.name.span,
              "unknown option " + quoted(node.name.text) + " is ignored",
              near.empty() ? "" : "write " + std::string(near));
  return near;
}

}  // namespace nfsready
