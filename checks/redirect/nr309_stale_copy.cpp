#include <algorithm>
#include <string>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/claims.h"
#include "checks/common/copies.h"
#include "checks/common/differing_files.h"
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

// The files of a node that differ for one reason: the copy, or the original, is the stale one.
using Stale = std::vector<Difference>;

bool matters(const Stale& stale) {
  return std::any_of(stale.begin(), stale.end(), [](const Difference& x) { return x.matters; });
}

Effect worst_effect(const Stale& stale) {
  Effect worst = Effect::kNone;
  for (const Difference& difference : stale) worst = worse(worst, difference.effect);
  return worst;
}

std::string files_told(const Stale& stale) {
  std::string told;
  for (const Difference& difference : stale) {
    told += (told.empty() ? "" : " and ") + std::string(difference.file);
  }
  return told + (stale.size() == 1 ? " file" : " files");
}

std::string message(const Stale& stale, const std::string& here, const std::string& there) {
  const bool one = stale.size() == 1;
  const std::string files = files_told(stale);
  if (!matters(stale)) {
    return "the " + files + " of {nodes} on " + there +
           (one ? " is not the one" : " are not those") + " that mkdsklsnode made on " + here +
           "; what " + (one ? "it says" : "they say") + " about the mounts is the same";
  }
  if (stale.front().copy_is_right) {
    return "the " + files + " of {nodes} " + (one ? "is" : "are") + " redirected on " + there +
           ", but not on " + here + ": the next copy undoes it";
  }
  return "the " + std::string(one ? "copy" : "copies") + " of the " + files + " of {nodes} on " +
         there + (one ? " is not the file of " : " are not the files of ") + here +
         (one ? ": it is older, or was changed" : ": they are older, or were changed");
}

std::string key_of(const Stale& stale, const std::string& places) {
  std::string key = places + (stale.front().copy_is_right ? "|source" : "|copy");
  for (const Difference& difference : stale) {
    key.append("|").append(difference.file).append(word(difference.effect));
    if (!difference.matters) key += "|note";
  }
  return key;
}

std::string evidence_of(const Context& context, const Stale& stale, const std::string& here,
                        const std::string& there) {
  std::vector<std::string> lines;
  for (const Difference& difference : stale) {
    lines.push_back(here + ": " + context.line(difference.source));
    lines.push_back(there + ": " + context.line(difference.copy));
  }
  return join(lines, "\n");
}

std::string remedy_of(const Stale& stale, const Node& node, const BootFiles& files,
                      const std::string& here, const std::string& there) {
  if (stale.front().copy_is_right) return remedy_mkdsklsnode();
  std::vector<std::string> commands;
  for (const Difference& difference : stale) {
    const std::string path = etc_path(node, files, difference.file);
    const std::string to = join({there, path}, ":");
    commands.push_back(
        join({"on", here + ":", "{for each}rsync -ac --numeric-ids", path, to}, " "));
  }
  return join(commands, "\n");
}

void report(const Context& context, const NodePlan& plan, const BootFiles& files,
            const Stale& stale, Sink& sink) {
  const Node& node = context.node(plan);
  const Server& external = context.site().servers[files.redirection->server];
  const std::string here(context.site().servers[files.service_node].name);
  const std::string there(external.name);
  const std::string folder = etc_path(node, files, "");
  Draft& draft = sink.cause(key_of(stale, here + "|" + there + "|" + folder));
  draft.add_subject(context.subject(plan));
  for (const Difference& difference : stale) {
    draft.add_location(difference.copy_is_right ? difference.source : difference.copy);
    draft.add_location(difference.copy_is_right ? difference.copy : difference.source);
  }
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.server = external.name;
  finding.effect = worst_effect(stale);
  if (finding.effect != Effect::kNone) finding.certainty = Certainty::kLikely;
  if (!matters(stale)) finding.severity = Severity::kNote;
  finding.message = message(stale, here, there);
  finding.evidence = evidence_of(context, stale, here, there);
  finding.remedy = remedy_of(stale, node, files, here, there);
}

// What one copying left behind, or one edit did, is one cause.
void report(const Context& context, const NodePlan& plan, const BootFiles& files,
            const std::optional<Difference>& hosts, const std::optional<Difference>& filesystems,
            Sink& sink) {
  if (hosts && filesystems && hosts->copy_is_right == filesystems->copy_is_right) {
    report(context, plan, files, Stale{*hosts, *filesystems}, sink);
    return;
  }
  for (const auto& difference : {hosts, filesystems}) {
    if (difference) report(context, plan, files, Stale{*difference}, sink);
  }
}

// That service nodes have different files of the node is told by NR713.
bool is_anothers(const Context& context, const Node& node, const BootFiles& files,
                 const std::optional<Difference>& difference) {
  if (!difference || difference->matters) return false;
  const auto others = context.shared<Claims>().others(node, files);
  return std::any_of(others.begin(), others.end(), [&](std::uint32_t other) {
    const NodeEtc* const etc =
        context.site().servers[other].client_files(files.root, node.nim_name);
    const bool is_hosts = difference->file == "hosts";
    const SourceId copy = is_hosts ? files.copy->hosts->file : files.copy->filesystems->file;
    if (etc == nullptr) return false;
    if (is_hosts) return etc->hosts && !differ(context, etc->hosts->file, copy);
    return etc->filesystems && !differ(context, etc->filesystems->file, copy);
  });
}

// What the comparison of copies showed is told by NR706, NR708 or NR713.
bool is_told_of_copy(const Context& context, const Node& node, const BootFiles& files,
                     const std::optional<Difference>& difference) {
  if (!difference || difference->copy_is_right) return false;
  const std::string file(difference->file);
  const std::string path = node.kind == NodeKind::kStateless
                               ? "/etc/" + file
                               : "/etc/.client_data/" + file + "." + std::string(node.nim_name);
  const std::string_view server = context.site().servers[files.service_node].name;
  return context.shared<DifferingFiles>().has(server, files.root + path);
}

void run(const Context& context, Sink& sink) {
  BootEdits edits(context);
  for (const auto& [plan, files, states] : context.shared<RedirectedNodes>()) {
    const Node& node = context.node(*plan);
    if (files.service_node != node.service_nodes.front()) continue;
    if (files.source == nullptr || files.copy == nullptr) continue;
    if (missed_edit(states) == MissedEdit::kNiminfo) continue;
    std::optional<Difference> hosts;
    std::optional<Difference> filesystems;
    if (files.source->hosts && files.copy->hosts) {
      hosts = compare_hosts(context, edits, node, files);
    }
    if (files.source->filesystems && files.copy->filesystems) {
      filesystems = compare_filesystems(context, edits, node, files);
    }
    for (auto* const difference : {&hosts, &filesystems}) {
      if (is_anothers(context, node, files, *difference) ||
          is_told_of_copy(context, node, files, *difference)) {
        difference->reset();
      }
    }
    report(context, *plan, files, hosts, filesystems, sink);
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
