#include <algorithm>
#include <string>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// A file of a node that is not the same on the external server.
struct Difference {
  std::string_view file;  // "hosts" or "filesystems"
  Span source;
  Span copy;
  bool copy_is_right = false;
  bool matters = true;  // for the mounts
  Effect effect = Effect::kNone;
};

bool differ(const Context& context, SourceId a, SourceId b) {
  const Sources& sources = *context.site().sources;
  return sources.file(a).shared_text() != sources.file(b).shared_text() &&
         sources.file(a).text() != sources.file(b).text();
}

// The first byte of a line; the end of a file that has no such line.
Span line_span(const SourceFile& file, std::uint32_t number) {
  const std::string_view line = file.line(number);
  if (line.data() == nullptr) return file.span(file.text().size(), 0);
  return file.span(static_cast<std::size_t>(line.data() - file.text().data()), 0);
}

// Nodes write into their private roots, but nobody but mkdsklsnode writes into .client_data.
std::optional<Difference> other_difference(const Context& context, const Node& node,
                                           std::string_view file, SourceId source, SourceId copy) {
  if (node.kind == NodeKind::kStateless) return std::nullopt;
  const SourceFile& x = context.site().sources->file(source);
  const SourceFile& y = context.site().sources->file(copy);
  const auto end =
      std::mismatch(x.text().begin(), x.text().end(), y.text().begin(), y.text().end()).first;
  const auto line = static_cast<std::uint32_t>(1 + std::count(x.text().begin(), end, '\n'));
  return Difference{file, line_span(x, line), line_span(y, line), false, false, Effect::kNone};
}

// A private root is read where it is mounted from; of a shared_root's two copies either may be.
bool wrong_one_is_read(const Node& node, bool copy_is_right) {
  return node.kind != NodeKind::kStateless || !copy_is_right;
}

bool is_meant(const Redirection& redirection, const std::optional<HostsLine>& line) {
  return line && holds(redirection.addresses, line->address);
}

std::optional<Difference> compare_hosts(const Context& context, BootEdits& edits, const Node& node,
                                        const BootFiles& files) {
  const CollectedHosts& original = *files.source->hosts;
  const CollectedHosts& copied = *files.copy->hosts;
  if (!differ(context, original.file, copied.file)) return std::nullopt;
  const auto source = edits.line_of(original, files.redirection->host);
  const auto copy = edits.line_of(copied, files.redirection->host);
  const bool copy_is_right = is_meant(*files.redirection, copy);
  if (is_meant(*files.redirection, source) == copy_is_right) {
    if (!copy_is_right) return std::nullopt;  // NR303 or NR306
    return other_difference(context, node, "hosts", original.file, copied.file);
  }
  return Difference{"hosts",
                    source ? source->where : original.start(),
                    copy ? copy->where : copied.start(),
                    copy_is_right,
                    true,
                    wrong_one_is_read(node, copy_is_right) ? Effect::kNoBoot : Effect::kNone};
}

std::string_view text_of(const Attribute* attribute) {
  return attribute == nullptr ? std::string_view{} : attribute->value.text;
}

Span place(const CollectedStanzas& filesystems, const MountStanza& mount, bool of_path) {
  return of_path && mount.dev != nullptr ? mount.dev->value.span : place_of(filesystems, mount);
}

std::optional<Difference> compare_filesystems(const Context& context, BootEdits& edits,
                                              const Node& node, const BootFiles& files) {
  const CollectedStanzas& original = *files.source->filesystems;
  const CollectedStanzas& copied = *files.copy->filesystems;
  if (!differ(context, original.file, copied.file)) return std::nullopt;
  const auto source = mount_stanzas(original);
  const auto copy = mount_stanzas(copied);
  const auto target = [&](const MountStanza& mount) {
    return edits.target(node, files.service_node, text_of(mount.nodename));
  };
  for (std::size_t i = 0; i < source.size(); ++i) {
    const bool source_is_right = target(source[i]) == Target::kMeant;
    const bool copy_is_right = target(copy[i]) == Target::kMeant;
    if (!source_is_right && !copy_is_right) return std::nullopt;  // NR307 or NR324
    const bool paths_only = source_is_right && copy_is_right;
    if (paths_only && text_of(source[i].dev) == text_of(copy[i].dev)) continue;
    Difference difference{"filesystems", place(original, source[i], paths_only),
                          place(copied, copy[i], paths_only), !source_is_right};
    if (wrong_one_is_read(node, !source_is_right)) {
      const Target wrong = target(source_is_right ? copy[i] : source[i]);
      const bool elsewhere = wrong == Target::kMeant || wrong == Target::kOther;
      difference.effect = elsewhere ? Effect::kWrongData : Effect::kNotRedirected;
    }
    return difference;
  }
  return other_difference(context, node, "filesystems", original.file, copied.file);
}

std::string message(const Difference& difference, const std::string& here,
                    const std::string& there) {
  const std::string file(difference.file);
  if (!difference.matters) {
    return "the " + file + " file of {nodes} on " + there +
           " is not the one that mkdsklsnode made on " + here +
           "; what it says about the mounts is the same";
  }
  if (difference.copy_is_right) {
    return "the " + file + " file of {nodes} is redirected on " + there + ", but not on " + here +
           ": the next copy undoes it";
  }
  return "the copy of the " + file + " file of {nodes} on " + there + " is not the file of " +
         here + ": it is older, or was changed";
}

void report(const Context& context, const NodePlan& plan, const BootFiles& files,
            const Difference& difference, Sink& sink) {
  const Node& node = context.node(plan);
  const Server& external = context.site().servers[files.redirection->server];
  const std::string here(context.site().servers[files.service_node].name);
  const std::string there(external.name);
  const std::string path = etc_path(node, files, difference.file);
  Draft& draft = sink.cause(here + "|" + there + "|" + path + std::string(word(difference.effect)) +
                            (difference.copy_is_right ? "|source" : "|copy") +
                            (difference.matters ? "" : "|note"));
  draft.add_subject(context.subject(plan));
  draft.add_location(difference.copy_is_right ? difference.source : difference.copy);
  draft.add_location(difference.copy_is_right ? difference.copy : difference.source);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.server = external.name;
  finding.effect = difference.effect;
  if (difference.effect != Effect::kNone) finding.certainty = Certainty::kLikely;
  if (!difference.matters) finding.severity = Severity::kNote;
  finding.message = message(difference, here, there);
  finding.evidence = here + ": " + context.line(difference.source) + "\n" + there + ": " +
                     context.line(difference.copy);
  finding.remedy = difference.copy_is_right ? remedy_mkdsklsnode()
                                            : "on " + here + ": {for each}rsync -a --numeric-ids " +
                                                  path + " " + there + ":" + path;
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
    const Node& node = context.node(*plan);
    if (files.service_node != node.service_nodes.front()) continue;
    if (files.source == nullptr || files.copy == nullptr) continue;
    if (missed_edit(states) == MissedEdit::kNiminfo) continue;
    if (files.source->hosts && files.copy->hosts) {
      const auto found = compare_hosts(context, edits, node, files);
      if (found) report(context, *plan, files, *found, sink);
    }
    if (files.source->filesystems && files.copy->filesystems) {
      const auto found = compare_filesystems(context, edits, node, files);
      if (found) report(context, *plan, files, *found, sink);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr309_stale_copy() {
  return {{"NR309", "stale-copy",
           "a boot file of a node on the external server is not the one its service node made",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
