#include "base/text.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
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

void describe_colons(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                     Finding& finding) {
  const LiteMount& mount = subject.mount;
  const bool ipv6 = looks_like_ipv6(mount.text);
  finding.message = std::string(column_of(subject.purpose)) + " " + quoted(mount.text) +
                    " of {nodes} " +
                    (ipv6 ? "names its server by an IPv6 address" : "has more than one colon") +
                    ": xCAT takes '" + std::string(mount.server) + "' for the server and '" +
                    std::string(mount.directory) + "' for the directory, and " +
                    std::string(consequence_of(subject, lines));
  finding.evidence = evidence_of(context, subject, lines);
  const std::string written = written_value(context, mount);
  finding.remedy = remedy_value(
      context, subject,
      "<name of the server>:" + (ipv6 ? written.substr(written.rfind(':') + 1) : "/<directory>"));
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
                       const ServerField& field, Draft& draft) {
  const Server& machine = *lines.machine(subject.node.service_nodes.front());
  const Span& where = field.answers.front().where;
  Finding& finding = draft.finding;
  draft.add_location(where);
  finding.message = std::string(machine.name) + " resolves " + quoted(subject.mount.server) +
                    ", the server of " + std::string(column_of(subject.purpose)) + " " +
                    quoted(subject.mount.text) + ", to " + field.text +
                    ": {nodes} mount from themselves, and " +
                    std::string(consequence_of(subject, lines));
  finding.evidence = evidence_of(context, subject, lines);
  if (!where.is_set()) {
    finding.remedy =
        remedy_value(context, subject, "<server>:" + std::string(subject.mount.directory));
    return;
  }
  finding.evidence += "\n" + context.line(where);
  finding.remedy = on(machine) + ": put '<address> " + std::string(subject.mount.server) +
                   "' before line " + context.where(where) + ", or take the name out of it\n" +
                   remedy_mkdsklsnode();
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
    const std::string variant =
        std::string(machine->name) + "|" + std::string(subject.mount.server);
    Draft& draft = add_lite_mount(context, subject, variant, lines, sink);
    if (draft.fresh) describe_loopback(context, subject, lines, field, draft);
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
}

}  // namespace

Check nr406_unusable_address() {
  return {{"NR406", "unusable-address",
           "a persistent area or a tree names its server by something no node can mount from",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
