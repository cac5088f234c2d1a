// The option words of Linux exports: one list in parentheses, or after a dash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "exports/linux.h"

namespace nfsready {

// One option word as written: `name` or `name=value`.
struct OptionWord {
  Token name;
  Token value;
};

// What one flavour may do, while its words are being read.
struct LinuxFlavourRights {
  Flavour flavour = Flavour::kSys;
  LinuxSection rights;
};

// The state of a rule whose options are being read. Words count for the flavours of the last sec=,
// and for every flavour that a later sec= names for the first time (nfs-utils parseopts).
struct LinuxOptions {
  LinuxRule rule;
  LinuxSection running;  // what a new flavour starts with
  std::vector<LinuxFlavourRights> flavours;
  std::uint32_t active = 0;  // bit set of indices into `flavours`: those of the last sec=

  // A new list begins: its words belong to no flavour until it says sec=.
  void begin_list() { active = 0; }
  // Moves the rights into rule.sections; flavours with equal rights that follow each other share
  // one section. A high port is allowed only where both programs allow it: the kernel goes by the
  // flavour, mountd by the last flavour of the etab line.
  void finish();
};

// Why nfs-utils refuses a word.
struct OptionFault {
  ProblemKind kind = ProblemKind::kSyntax;
  std::string message;
  std::string hint;
};

// Applies one word as nfs-utils 2.6.2 does; a fault means that the program stops there, and the
// word changes nothing.
[[nodiscard]] std::optional<OptionFault> apply_linux_option(const OptionWord& word,
                                                            LinuxOptions& options);

// The numbers that strtol() and strtoul() read from a whole text: blanks, a sign, digits. Base 10,
// or 0 for the prefixes of C. Saturates. Nothing when something is left over.
[[nodiscard]] std::optional<std::int64_t> c_number(std::string_view text, int base);

}  // namespace nfsready
