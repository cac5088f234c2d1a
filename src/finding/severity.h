// How bad a finding is, what it does to a node, and what a node's verdict becomes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nfsready {

enum class Severity : std::uint8_t { kNote, kWarning, kError };

inline constexpr std::array<std::string_view, 3> kSeverityWords = {"note", "warning", "error"};

[[nodiscard]] constexpr std::string_view word(Severity severity) {
  return kSeverityWords[static_cast<std::size_t>(severity)];
}

// What a finding does to the nodes it names.
enum class Effect : std::uint8_t {
  kNone,           // nothing at boot
  kNoBoot,         // the node stops in its boot
  kDataLoss,       // what the node writes is lost
  kWrongData,      // the node runs with other files than meant
  kWriteDenied,    // the node cannot write where it must
  kDegraded,       // the node boots, with something missing
  kNotRedirected,  // the mount works, but from the service node
  kFailoverLoss,   // works until the server's head changes, or the server reboots
  kUnjudged,       // evidence is missing: nothing can be said
};

inline constexpr std::array<std::string_view, 9> kEffectWords = {
    "none",     "no-boot",        "data-loss",     "wrong-data", "write-denied",
    "degraded", "not-redirected", "failover-loss", "unjudged"};

[[nodiscard]] constexpr std::string_view word(Effect effect) {
  return kEffectWords[static_cast<std::size_t>(effect)];
}

// The one that tells more of two effects of one cause. Effects are declared worst first.
[[nodiscard]] constexpr Effect worse(Effect a, Effect b) {
  if (a == Effect::kNone || b == Effect::kNone) return a == Effect::kNone ? b : a;
  return a < b ? a : b;
}

// kCertain follows from a program's code, a specification or an observation. kLikely rests on
// behaviour that nobody has verified: such a finding never alone makes a node not ready.
enum class Certainty : std::uint8_t { kCertain, kLikely };

[[nodiscard]] constexpr std::string_view word(Certainty certainty) {
  return certainty == Certainty::kCertain ? "certain" : "likely";
}

// In rising order: the worst of several verdicts is the greatest.
enum class Verdict : std::uint8_t { kReady, kAtRisk, kUnknown, kNotReady };

inline constexpr std::array<std::string_view, 4> kVerdictWords = {"ready", "at-risk", "unknown",
                                                                  "not-ready"};

[[nodiscard]] constexpr std::string_view word(Verdict verdict) {
  return kVerdictWords[static_cast<std::size_t>(verdict)];
}

// What one finding makes of a node or a mount.
[[nodiscard]] constexpr Verdict verdict_of(Effect effect, Certainty certainty) {
  switch (effect) {
    case Effect::kNone:
      return Verdict::kReady;
    case Effect::kNoBoot:
    case Effect::kDataLoss:
    case Effect::kWrongData:
    case Effect::kWriteDenied:
      return certainty == Certainty::kCertain ? Verdict::kNotReady : Verdict::kAtRisk;
    case Effect::kUnjudged:
      return Verdict::kUnknown;
    default:
      return Verdict::kAtRisk;
  }
}

}  // namespace nfsready
