#include "base/path.h"
#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// "fd00::50:/state" and "[fd00::50]:/state": hexadecimal groups before a last ":/".
bool looks_like_ipv6(std::string_view text) {
  std::string_view address = text.substr(0, text.rfind(':'));
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  return Address::parse(address).has_value();
}

// What stands behind a second colon is dropped; that is all when the rest is a server and a
// directory.
bool is_usable(const LiteSubject& subject, LineGenerator& lines) {
  const LiteMount& mount = subject.mount;
  if (mount.server.empty() || !is_absolute(mount.directory) || subject.node.service_nodes.empty()) {
    return false;
  }
  const Server* const machine = lines.machine(subject.node.service_nodes.front());
  return machine != nullptr && !lines.server_field(*machine, mount.server).text.empty();
}

std::string what_xcat_takes(const LiteMount& mount) {
  return "xCAT takes " +
         (mount.server.empty() ? "no server" : quoted(mount.server) + " for the server") + " and " +
         quoted(mount.directory) + " for the directory";
}

void describe_colons(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                     Finding& finding) {
  const LiteMount& mount = subject.mount;
  const bool ipv6 = looks_like_ipv6(mount.text);
  const bool usable = is_usable(subject, lines);
  if (usable) rate(Effect::kNone, Certainty::kLikely, finding);
  finding.message =
      std::string(column_of(subject.purpose)) + " " + quoted(mount.text) + " of {nodes} " +
      (ipv6 ? "names its server by an IPv6 address" : "has more than one colon") + ": " +
      what_xcat_takes(mount) + ", and " +
      (usable ? "likely drops the rest" : std::string(consequence_of(subject, lines)));
  finding.evidence = evidence_of(context, subject, lines);
  const std::string written = written_value(context, mount);
  const std::string value =
      usable ? written.substr(0, written.find(':', written.find(':') + 1))
             : "<name of the server>:" +
                   (ipv6 ? written.substr(written.rfind(':') + 1) : std::string("/<directory>"));
  finding.remedy = remedy_value(context, subject, value);
}

void describe_numbers(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                      Finding& finding) {
  finding.message =
      quoted(subject.mount.server) + ", the server of " + std::string(column_of(subject.purpose)) +
      " " + quoted(subject.mount.text) +
      " for {nodes}, is no address: xCAT hands on what has four numbers as it is, and " +
      std::string(consequence_of(subject, lines));
  finding.evidence = evidence_of(context, subject, lines);
  finding.remedy =
      remedy_value(context, subject, "<server>:" + std::string(subject.mount.directory));
}

void describe_loopback(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                       const ServerField& field, Finding& finding) {
  const Server& machine = *lines.machine(subject.node.service_nodes.front());
  const Span& where = field.answers.front().where;
  const std::string server = quoted(subject.mount.server) + ", the server of " +
                             std::string(column_of(subject.purpose)) + " " +
                             quoted(subject.mount.text) + ",";
  finding.evidence = evidence_of(context, subject, lines);
  if (where.is_set()) {
    finding.message = std::string(machine.name) + " resolves " + server + " to " + field.text +
                      ", which means the node itself on {nodes}, and " +
                      std::string(consequence_of(subject, lines));
    finding.evidence += "\n" + context.line(where);
    finding.remedy = remedy_unknown_name(context, subject.mount.server, {});
  } else {
    finding.message = server + " means the node itself on {nodes}, and " +
                      std::string(consequence_of(subject, lines));
    finding.remedy =
        remedy_value(context, subject, "<server>:" + std::string(subject.mount.directory));
  }
}

// A server that mkdsklsnode resolves, but to nothing a node can mount from.
void judge_address(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                   Sink& sink) {
  if (subject.node.service_nodes.empty()) return;
  const Server* const machine = lines.machine(subject.node.service_nodes.front());
  if (machine == nullptr) return;
  const ServerField& field = lines.server_field(*machine, subject.mount.server);
  if (field.text.empty()) return;  // NR405
  if (field.answers.empty()) {
    Draft& draft = add_lite_mount(context, subject, "numbers", lines, sink);
    if (draft.fresh) describe_numbers(context, subject, lines, draft.finding);
  } else if (field.answers.front().address.is_loopback()) {
    const Span& where = field.answers.front().where;
    Draft& draft = sink.cause(std::string(subject.mount.server) + "|" + context.where(where));
    const bool is_worst = add_to_worst(context, subject, lines, draft);
    draft.add_location(where);
    if (is_worst) describe_loopback(context, subject, lines, field, draft.finding);
  }
}

void run(const Context& context, Sink& sink) {
  LineGenerator lines(context);
  for_each_lite_mount(context, [&](const LiteSubject& subject) {
    const LiteFault fault = fault_of(context, subject);
    if (fault == LiteFault::kNone) {
      judge_address(context, subject, lines, sink);
    } else if (fault == LiteFault::kColons) {
      Draft& draft = add_lite_mount(context, subject, "colons", lines, sink);
      if (draft.fresh) describe_colons(context, subject, lines, draft.finding);
    }
  });
  add_copies(context, sink);
}

}  // namespace

Check nr406_unusable_address() {
  return {{"NR406", "unusable-address",
           "a persistent area or a tree names its server by something no node can mount from",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
