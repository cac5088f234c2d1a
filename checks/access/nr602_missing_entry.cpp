#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "checks/common/seen_faults.h"
#include "checks/common/seen_names.h"
#include "checks/common/uncollected.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kExecutable = 0111;
constexpr std::size_t kShown = 5;  // of what is missing, in a message

// Empty when it is what is wanted.
std::string kind_fault(const NameSeen& seen, ExpectedKind kind) {
  if (!seen.end.ok() || !seen.attributes) return {};
  const Attributes& is = *seen.attributes;
  if (is.type == kTypeLink) {
    // Without a target: seen by a version that did not follow links.
    return seen.link.empty() || kind == ExpectedKind::kAny
               ? ""
               : " is a link to " + printable(seen.link) + ", which is not below it";
  }
  const bool is_directory = is.type == kTypeDirectory;
  if (kind == ExpectedKind::kDirectory && !is_directory) return " is no directory";
  if (kind == ExpectedKind::kDirectory || kind == ExpectedKind::kAny) return {};
  if (is.type != kTypeFile) return " is no file";
  const bool may_run = (is.mode & kExecutable) != 0;
  return kind == ExpectedKind::kProgram && !may_run ? " is not executable" : "";
}

// What is wrong with the names that a mount of a node needs.
struct Lack {
  std::vector<std::string> patterns;  // "bin", "aixlitesetup is not executable"
  Effect effect = Effect::kNone;
  Certainty certainty = Certainty::kCertain;
  std::string evidence;
  std::size_t unsure = 0;  // links whose end depends on what else the node mounts
};

// What the overlay is made with: without it nothing of the node is kept, but it boots.
bool is_of_overlay(std::string_view name) {
  return name == "aixlitesetup" || name.ends_with(".table") || name.starts_with(".default") ||
         name.starts_with(".statelite");
}

// Without its table no tree is mounted, and the files come from the image.
Effect effect_of(std::string_view name, const Mount& mount) {
  if (name == "litetree.table") return Effect::kWrongData;
  return is_of_overlay(name) ? Effect::kDataLoss : effect_when_refused(mount.purpose);
}

class Finder {
 public:
  // `own`: the names that are the node's alone, else those that all nodes of the image need.
  Finder(const Context& context, bool own)
      : context_(context), own_(own), names_(context.shared<SeenNames>()), collected_(context) {}

  [[nodiscard]] std::optional<Lack> look(const SeenMount& mount) {
    if (!mount.seen.getattr.ok() || !mount.seen.root) return std::nullopt;
    Lack lack;
    if (mount.seen.root->type != kTypeDirectory) {
      if (!own_) add(mount, {}, "it is no directory", mount.seen.getattr, lack);
    } else {
      for (const ExpectedName& expected : expected_of(context_, mount.judged)) {
        look_for(mount, expected, lack);
      }
    }
    if (lack.patterns.empty()) return std::nullopt;
    if (lack.unsure == lack.patterns.size()) lack.certainty = Certainty::kLikely;
    return lack;
  }

 private:
  void look_for(const SeenMount& mount, const ExpectedName& expected, Lack& lack) {
    if (expected.use == ExpectedUse::kOverlay) return;  // NR615, NR616
    if (expected.use == ExpectedUse::kKept) return;     // NR616
    const NameSeen* const seen = names_.find(mount.seen, expected.name);
    if (seen == nullptr) return;
    const bool missing = is_missing(*seen);
    if (missing && expected.use == ExpectedUse::kOwn) return;
    const std::string fault = kind_fault(*seen, expected.kind);
    if (!missing && fault.empty()) return;
    if (missing && collected_.is_told(mount.judged, expected.name)) return;  // NR322
    const std::string pattern = name_pattern(*mount.judged.node, expected.name);
    if ((pattern != expected.name) != own_) return;
    const std::string dangling =
        missing && !seen->link.empty()
            ? " is a link to " + printable(seen->link) + ", which is missing"
            : "";
    add(mount, expected.name, printable(pattern) + fault + dangling, seen->end, lack);
    if (!fault.empty() && seen->attributes->type == kTypeLink) ++lack.unsure;
  }

  static void add(const SeenMount& mount, std::string_view name, std::string pattern,
                  const CallEnd& end, Lack& lack) {
    const Mount& planned = *mount.judged.mount;
    if (lack.patterns.empty()) {
      lack.evidence = end.ok() ? pattern + " (GETATTR)" : told("LOOKUP " + printable(name), end);
    }
    lack.patterns.push_back(std::move(pattern));
    lack.effect = worse(lack.effect, effect_of(name, planned));
    // Which copy of a shared root is read once the boot goes on is not known.
    if (planned.purpose == Purpose::kSharedRoot && planned.stage != Stage::kNetworkBoot) {
      lack.certainty = Certainty::kLikely;
    }
  }

  const Context& context_;
  bool own_;
  const SeenNames& names_;
  Uncollected collected_;
};

// The files of nodes come from their service nodes.
std::string variant(const Lack& lack, const SeenMount& mount, bool own) {
  const auto& service_nodes = mount.judged.node->service_nodes;
  std::string text = join(lack.patterns, "|");
  if (own && !service_nodes.empty()) text += "|" + std::to_string(service_nodes.front());
  return text;
}

std::string list_of(const Lack& lack) {
  std::string text;
  const std::size_t shown = std::min(lack.patterns.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + lack.patterns[i];
  if (lack.patterns.size() > shown) {
    text += " and " + std::to_string(lack.patterns.size() - shown) + " more";
  }
  return text;
}

bool is_empty(const MountObservation& seen) {
  constexpr std::uint32_t kSelfAndParent = 2;
  return seen.listing.ok() && seen.entries <= kSelfAndParent;
}

std::string remedy_copy(const std::string& from, const std::string& to, const SeenMount& mount,
                        bool own_files_of_shared_root) {
  if (own_files_of_shared_root) {
    return "on " + from + ": {for each}rsync -a --numeric-ids {path}/etc/.client_data/*.{node} " +
           to + ":{path}/etc/.client_data/";
  }
  const bool differs =
      path_pattern(*mount.judged.node, mount.seen.path).find("<node>") != std::string::npos;
  return "on " + from + ", copy it again: " + (differs ? "{for each}" : "") +
         "rsync -aHS --numeric-ids {path}/ " + to + ":{path}/";
}

std::string remedy(const Context& context, const SeenMount& mount, bool own,
                   const std::string& server) {
  const Mount& planned = *mount.judged.mount;
  const Node& node = *mount.judged.node;
  if (is_empty(mount.seen) && planned.purpose != Purpose::kPaging) {
    return "on " + server + ", see whether its file system is mounted at all: findmnt -T {path}";
  }
  if (node.service_nodes.empty()) return remedy_mkdsklsnode();
  if (planned.purpose == Purpose::kPersistent || planned.purpose == Purpose::kLitetree) {
    return "on " + server + ", put a directory there instead: ls -ld {path}";
  }
  if (planned.server != node.service_nodes.front()) {
    const std::string from(context.site().servers[node.service_nodes.front()].name);
    return remedy_copy(from, server, mount, own && planned.purpose == Purpose::kSharedRoot);
  }
  if (planned.purpose != Purpose::kSpot) return remedy_mkdsklsnode();
  return "on " + server +
         ", restore the SPOT from the copy on another server, or make it again: " + "mknimimage";
}

void tell(const Context& context, bool own, Sink& sink) {
  Finder finder(context, own);
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        const auto lack = finder.look(mount);
        if (!lack) return std::nullopt;
        return SeenFault{variant(*lack, mount, own), lack->effect, lack->certainty, false};
      },
      [&](const SeenMount& mount, const SeenFault& fault, Draft& draft) {
        const Lack lack = *finder.look(mount);
        const std::string server(server_name(context, *mount.judged.mount));
        const bool likely = fault.certainty == Certainty::kLikely;
        draft.finding.message = "{path} on " + server + ", which {nodes} mount{s} as " +
                                std::string(noun(mount.judged.mount->purpose)) +
                                ", lacks what the boot " + (likely ? "likely " : "") + "needs" +
                                (is_empty(mount.seen) ? " and is empty: " : ": ") + list_of(lack);
        draft.finding.evidence = source_of(mount.seen) + ": " + lack.evidence;
        draft.finding.remedy = remedy(context, mount, own, server);
      });
}

void run(const Context& context, Sink& sink) {
  tell(context, false, sink);
  tell(context, true, sink);
}

}  // namespace

Check nr602_missing_entry() {
  return {{"NR602", "missing-entry", "a mounted directory lacks what a boot needs there",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
