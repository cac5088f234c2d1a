// Permission options of EXPORT_DEFAULTS, EXPORT and CLIENT blocks, as the bits in which 4.3 holds
// them (support/exports.c, nfs_exports.h): repeated options are OR-ed, and one that repeats the
// built-in value is forgotten by the next.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exports/ganesha.h"
#include "parse/ganesha_faults.h"
#include "parse/ganesha_tree.h"

namespace nfsready {

class GaneshaOptionBits {
 public:
  // Takes a fresh block: bits of the built-in values are added, and what was set stays set. That
  // matters for EXPORT_DEFAULTS only, of which all blocks share one set of bits.
  void begin_block();

  // Takes a permission option. False when the name is none.
  [[nodiscard]] bool take(const GaneshaNode& node, GaneshaFaults& faults);

  // Takes note of a statement that would be a permission option if its name were `name`.
  void note_misspelt(const GaneshaNode& node, std::string_view name);
  [[nodiscard]] const std::vector<GaneshaSlip>& slips() const { return slips_; }

  // NFS versions as they are set here; unset: inherited.
  [[nodiscard]] std::optional<VersionSet> versions() const;
  void set_versions(const VersionSet& versions);

  [[nodiscard]] GaneshaPermissions permissions() const;

 private:
  [[nodiscard]] bool take_words(const GaneshaNode& node, GaneshaFaults& faults);
  void note_repeated(const GaneshaNode& node, std::uint32_t mask, GaneshaFaults& faults);
  // Whether a statement by itself gives another value than what the block has said so far.
  [[nodiscard]] bool says_otherwise(const GaneshaNode& node, std::uint32_t mask) const;
  void note_slip(const GaneshaNode& meant, const Span& where, bool repeated);
  [[nodiscard]] bool take_flag(const GaneshaNode& node, GaneshaFaults& faults);
  [[nodiscard]] bool take_anonymous(const GaneshaNode& node, GaneshaFaults& faults);
  [[nodiscard]] bool has(std::uint32_t bits) const { return (options_ & bits) != 0; }

  std::uint32_t options_ = 0;
  std::uint32_t set_ = 0;
  std::uint32_t given_ = 0;  // in this block
  std::vector<GaneshaSlip> slips_;
  std::optional<std::uint32_t> anon_uid_;
  Span access_span_;
  Span squash_span_;
  Span flavours_span_;
  Span privileged_port_span_;
  Span versions_span_;
  Span anon_uid_span_;
};

// Protocols of NFS_CORE_PARAM.
class GaneshaCoreProtocols {
 public:
  void begin_block();
  // Takes Protocols or NFS_Protocols. False when the name is neither.
  [[nodiscard]] bool take(const GaneshaNode& node, GaneshaFaults& faults);
  [[nodiscard]] VersionSet versions() const;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace nfsready
