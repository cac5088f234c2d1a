#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// "nas:" is split into a directory "nas" and no server; "nas:/" into a server and nothing.
std::string what_is_mounted(const LiteSubject& subject, const std::string& line) {
  const LiteMount& mount = subject.mount;
  if (!mount.server.empty()) {
    const auto fields = split(line, '|');
    return (fields.size() > 1 ? std::string(fields[1]) : "") + ":";
  }
  if (subject.purpose == Purpose::kLitetree) return ":";
  return std::string(mount.directory) + ":";
}

void describe(const Context& context, const LiteSubject& subject, LineGenerator& lines,
              Finding& finding) {
  const LiteMount& mount = subject.mount;
  const std::string line = lines.line_of(subject.node, mount, subject.purpose);
  finding.message = std::string(column_of(subject.purpose)) + " " + quoted(mount.text) +
                    ", the value of {nodes}, names no directory: the boot script mounts " +
                    quoted(what_is_mounted(subject, line)) + ", and " +
                    std::string(consequence_of(subject, lines));
  finding.evidence = evidence_of(context, subject, lines);
  const std::string written = written_value(context, mount);
  finding.remedy =
      remedy_value(context, subject, written.substr(0, written.find(':')) + ":/<directory>");
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) != LiteFault::kNoDirectory) return;
    Draft& draft = add_lite_mount(context, subject, "", lines, sink);
    if (draft.fresh) describe(context, subject, lines, draft.finding);
  });
  add_copies(context, sink);
}

}  // namespace

Check nr403_directory_missing() {
  return {{"NR403", "directory-missing", "a persistent area or a tree without a directory",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
