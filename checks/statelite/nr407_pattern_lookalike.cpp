#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string what_is_wrong(const LiteSubject& subject, PatternFault fault,
                          const std::string& written) {
  const std::string result = quoted(subject.mount.text);
  switch (fault) {
    case PatternFault::kLooksLikePath:
      return "xCAT reads " + quoted(written) +
             " as an expression, not as a directory: the value of "
             "{nodes} becomes " +
             result + " or the like";
    case PatternFault::kNoMatch:
      return "the expression " + quoted(written) +
             " does not match the names of {nodes}: the value becomes the node's own name, " +
             result;
    default:
      return "the expression " + quoted(written) +
             " matches only a part of the names of {nodes}, and "
             "likely was not meant so: the rest stays in the value, which becomes " +
             result;
  }
}

// A path with one slash less is no expression; a regex that matches the whole name leaves nothing
// over.
std::string meant_value(const LiteSubject& subject, PatternFault fault,
                        const std::string& written) {
  const std::size_t separator = written.find(written.front(), 1);
  if (fault == PatternFault::kLooksLikePath) {
    const std::string_view server =
        subject.node.nfsserver.is_set() ? "$noderes.nfsserver" : "<server>";
    return std::string(server) + ":" + written.substr(0, written.size() - 1);
  }
  if (fault == PatternFault::kNoMatch) {
    return written.substr(0, 1) + "<regex that matches the names>" + written.substr(separator);
  }
  return written.substr(0, 1) + ".*?" + written.substr(1, separator - 1) + ".*" +
         written.substr(separator);
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) != LiteFault::kPattern) return;
    const std::string written = written_value(context, subject.mount);
    const PatternFault fault = pattern_fault(written, subject.node);
    const bool is_guess = fault == PatternFault::kRestOfName;
    Draft& draft =
        add_lite_mount(context, subject, std::to_string(static_cast<int>(fault)), lines, sink);
    if (!draft.fresh) return;
    if (is_guess) rate(draft.finding.effect, Certainty::kLikely, draft.finding);
    draft.finding.message = what_is_wrong(subject, fault, written);
    if (!is_guess) {
      draft.finding.message +=
          ", without a server, and " + std::string(consequence_of(subject, lines));
    }
    draft.finding.evidence = evidence_of(context, subject, lines);
    draft.finding.remedy = remedy_value(context, subject, meant_value(subject, fault, written));
  });
  add_copies(context, sink);
}

}  // namespace

Check nr407_pattern_lookalike() {
  return {
      {"NR407", "pattern-lookalike",
       "xCAT reads the value of a persistent area as an expression, and makes something else of it",
       Severity::kError},
      run};
}

}  // namespace nfsready::checks
