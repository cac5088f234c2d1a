#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What is mounted with such a line: the fields have moved to the left.
std::string mount_argument(const LiteSubject& subject) {
  const LiteMount& mount = subject.mount;
  const bool has_options = !mount.mount_options.empty();
  if (subject.purpose == Purpose::kPersistent) {
    return std::string(mount.directory) + ":" +
           (has_options ? std::string(mount.mount_options) : "");
  }
  return ":" + (has_options ? std::string(mount.mount_options) : "");
}

void describe(const Context& context, const LiteSubject& subject, LineGenerator& lines,
              Finding& finding) {
  const LiteMount& mount = subject.mount;
  const std::string argument = mount_argument(subject);
  finding.message = std::string(column_of(subject.purpose)) + " " + quoted(mount.text) +
                    ", the value of {nodes}, names no server: the boot script mounts " +
                    quoted(argument) + ", and " + std::string(consequence_of(subject, lines));
  finding.evidence = evidence_of(context, subject, lines);
  const std::string server = subject.node.nfsserver.is_set() ? "$noderes.nfsserver" : "<server>";
  std::string directory = written_value(context, mount);
  while (directory.starts_with(':')) directory.erase(0, 1);
  finding.remedy = remedy_value(context, subject, server + ":" + directory);
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    if (fault_of(context, subject) != LiteFault::kNoServer) return;
    Draft& draft = add_lite_mount(context, subject, "", lines, sink);
    if (draft.fresh) describe(context, subject, lines, draft.finding);
  });
  add_copies(context, sink);
}

}  // namespace

Check nr402_server_missing() {
  return {
      {"NR402", "server-missing", "a persistent area or a tree without a server", Severity::kError},
      run};
}

}  // namespace nfsready::checks
