#include "checks/common/faults.h"

namespace nfsready::checks {

namespace {

Fault fault_of(Denial denial) {
  switch (denial) {
    case Denial::kNotListed:
      return Fault::kNotListed;
    case Denial::kVersion:
      return Fault::kVersion;
    case Denial::kFlavour:
      return Fault::kFlavour;
    case Denial::kBoundary:
      return Fault::kBoundary;
    default:
      return Fault::kNotExported;
  }
}

}  // namespace

FaultSet faults_of(const Grant& grant, const Needs& needs) {
  FaultSet faults;
  if (grant.access == Access::kNone) {
    faults.add(grant.blame.is_set() ? Fault::kUnread : fault_of(grant.denial));
    return faults;
  }
  if (grant.access == Access::kUnknown) {
    faults.add(Fault::kUnknown);
    return faults;
  }
  if (needs.write && grant.access == Access::kReadOnly) faults.add(Fault::kReadOnly);
  if (needs.root && (grant.root == Root::kSquashed || grant.root == Root::kRefused)) {
    const bool root_in_disguise = grant.root == Root::kSquashed && grant.anon_uid == 0U;
    if (!root_in_disguise) faults.add(Fault::kSquashed);
  }
  if (needs.root && grant.root == Root::kUnknown) faults.add(Fault::kUnknown);
  if (grant.port_ok.has_value() && !*grant.port_ok) faults.add(Fault::kReservedPort);
  if (!grant.port_ok.has_value()) faults.add(Fault::kUnknown);
  return faults;
}

namespace {

// As the node would meet it, whatever the cause.
FaultSet raw_faults_of(const JudgedMount& judged) {
  const Answer& answer = *judged.answer;
  const FaultSet now = faults_of(answer.now, judged.mount->needs);
  if (now.empty() || !answer.file) return now;
  if (!faults_of(*answer.file, judged.mount->needs).empty()) return now;
  FaultSet not_in_force;
  not_in_force.add(Fault::kNotInForce);
  return not_in_force;
}

}  // namespace

std::optional<MistakenFaults> mistake_behind(const JudgedMount& judged) {
  const MeantGrant* const meant = judged.answer->meant.get();
  if (meant == nullptr) return std::nullopt;
  const FaultSet now = raw_faults_of(judged);
  if (now.empty() || now.has(Fault::kUnread) || now.has(Fault::kNotInForce)) return std::nullopt;
  const FaultSet left = faults_of(meant->grant, judged.mount->needs);
  const FaultSet gone = now.without(left);
  if (gone.empty() || left.has(Fault::kUnknown)) return std::nullopt;
  return MistakenFaults{gone, meant->by};
}

FaultSet faults_of(const JudgedMount& judged) {
  const FaultSet now = raw_faults_of(judged);
  const auto mistaken = mistake_behind(judged);
  if (!mistaken && !now.empty() && judged.answer->now.blame.is_set()) {
    FaultSet unread;
    unread.add(Fault::kUnread);
    return unread;
  }
  if (!mistaken) return now;
  FaultSet left = now.without(mistaken->faults);
  left.add(Fault::kMistake);
  return left;
}

Effect effect_of(const FaultSet& faults, const Mount& mount) {
  FaultSet granted_too_little;
  granted_too_little.add(Fault::kSquashed);
  granted_too_little.add(Fault::kReadOnly);
  Effect effect = Effect::kNone;
  if (faults.has(Fault::kSquashed)) effect = worse(effect, effect_when_squashed(mount));
  if (faults.has(Fault::kReadOnly)) effect = worse(effect, effect_when_read_only(mount.purpose));
  if (!faults.without(granted_too_little).empty()) {
    effect = worse(effect, effect_when_refused(mount.purpose));
  }
  return effect;
}

}  // namespace nfsready::checks
