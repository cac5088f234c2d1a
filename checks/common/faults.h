// What is wrong with a mount, so that each check picks its own kind and no cause is told twice.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/context.h"

namespace nfsready::checks {

enum class Fault : std::uint8_t {
  kUnknown,       // nothing can be said: NR9xx
  kNotInForce,    // the files would do, but what is in force now does not: NR113
  kUnread,        // the granting entry is never read: NR101 and its kin, by Grant::blame
  kMistake,       // a mistake in the table makes another answer of it: NR1xx, by mistake_behind
  kNotExported,   // NR201
  kNotListed,     // NR202
  kSquashed,      // NR203
  kReadOnly,      // NR204
  kReservedPort,  // NR205
  kVersion,       // NR115
  kFlavour,       // NR116
  kBoundary,      // NR211
};

class FaultSet {
 public:
  void add(Fault fault) { bits_ |= bit(fault); }
  [[nodiscard]] bool has(Fault fault) const { return (bits_ & bit(fault)) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  [[nodiscard]] FaultSet without(const FaultSet& others) const {
    FaultSet rest;
    rest.bits_ = static_cast<std::uint16_t>(bits_ & ~others.bits_);
    return rest;
  }
  void add(const FaultSet& others) { bits_ = static_cast<std::uint16_t>(bits_ | others.bits_); }
  friend bool operator==(const FaultSet&, const FaultSet&) = default;

 private:
  static constexpr std::uint16_t bit(Fault fault) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(fault));
  }
  std::uint16_t bits_ = 0;
};

// The faults of one grant against what a mount needs.
[[nodiscard]] FaultSet faults_of(const Grant& grant, const Needs& needs);

// The faults of a mount as the node would meet it. When the exports files would do and only the
// live table does not, the one fault is kNotInForce. Faults that a mistake in the table explains
// are left out, and kMistake stands for them: one cause is told once.
[[nodiscard]] FaultSet faults_of(const JudgedMount& judged);

// The faults of a mount that go away with a mistake in the exports files (Answer::meant).
struct MistakenFaults {
  FaultSet faults;
  Mended by;
};
[[nodiscard]] std::optional<MistakenFaults> mistake_behind(const JudgedMount& judged);

// What faults do to the node that makes the mount.
[[nodiscard]] Effect effect_of(const FaultSet& faults, const Mount& mount);

}  // namespace nfsready::checks
