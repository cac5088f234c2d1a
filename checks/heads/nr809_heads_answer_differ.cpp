#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "checks/common/head_answers.h"
#include "checks/common/mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// One head refuses what the other grants, and no collected file of it says what it should do: else
// NR509 tells it, or NR801.
bool refuses_alone(const Context& context, const HeadAnswers& heads) {
  return is_refusal(heads.other.seen.mnt) &&
         promised(context, heads.other).now.access == Access::kUnknown;
}

void describe(const Context& context, const HeadAnswers& heads, Draft& draft) {
  const JudgedMount& judged = heads.other.judged;
  draft.path_pattern = path_pattern(*judged.node, judged.mount->asked);
  draft.add_location(judged.mount->origin);
  draft.finding.effect = Effect::kFailoverLoss;
  draft.finding.server = head_name(context, heads.other);
}

void tell_refusal(const Context& context, const HeadAnswers& heads, Sink& sink) {
  const MountObservation& serving = heads.serving.seen;
  const MountObservation& other = heads.other.seen;
  const JudgedMount& judged = heads.other.judged;
  Draft& draft = sink.cause(other.address.text() + "|refusal");
  draft.add_subject(judged.subject, judged.mount->asked);
  if (!draft.fresh) return;
  describe(context, heads, draft);
  Finding& finding = draft.finding;
  finding.message =
      finding.server + " at " + other.address.text() + " refuses " + told(other.vantage) +
      " what another head of the server grants: {nodes} lose{s} " + "mounts when it takes over";
  finding.evidence = place_of(serving.server, serving.address) + " told " + told(serving.vantage) +
                     ": " + told("MNT " + printable(serving.path), serving.mnt) + "\n" +
                     place_of(other.server, other.address) + ": " +
                     told("MNT " + printable(other.path), other.mnt);
  finding.remedy =
      "make the exports of both heads the same, and put them in force: exportfs -ra "
      "(Linux), exportfs -a (AIX), or reload NFS-Ganesha\nthen collect the exports of " +
      other.address.text() + " too, so that they can be compared";
}

void tell_attributes(const Context& context, const HeadAnswers& heads,
                     const std::string& difference, Sink& sink) {
  const MountObservation& other = heads.other.seen;
  const JudgedMount& judged = heads.other.judged;
  Draft& draft = sink.cause(other.address.text() + "|attributes");
  draft.add_subject(judged.subject, judged.mount->asked);
  if (!draft.fresh) return;
  describe(context, heads, draft);
  Finding& finding = draft.finding;
  finding.message = finding.server + " at " + other.address.text() +
                    " has another state of a file than the other head, under the same handle: "
                    "{nodes} get{s} other data, without an error, when it takes over";
  finding.evidence = difference;
  finding.remedy =
      "see whether both heads have the same file system, or each a copy of its own: "
      "findmnt -T {path} on both; give them one, by storage that both reach, or copy "
      "what differs while no node mounts it";
}

void run(const Context& context, Sink& sink) {
  std::map<std::pair<const MountObservation*, const MountObservation*>, std::string> compared;
  for_each_head_answers(context, [&](const HeadAnswers& heads) {
    if (refuses_alone(context, heads)) return tell_refusal(context, heads, sink);
    if (!heads.other.seen.mnt.ok()) return;
    const auto [found, is_new] = compared.try_emplace({&heads.serving.seen, &heads.other.seen});
    // Files that have other handles are other files: NR808.
    if (is_new && difference_of_handles(heads.serving.seen, heads.other.seen).empty()) {
      found->second = difference_of_attributes(heads.serving.seen, heads.other.seen);
    }
    if (!found->second.empty()) tell_attributes(context, heads, found->second, sink);
  });
}

}  // namespace

Check nr809_heads_answer_differ() {
  return {{"NR809", "heads-answer-differ", "two heads of one server answer differently",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
