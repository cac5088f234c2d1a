#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/common/litefiles.h"
#include "checks/common/mounts.h"
#include "checks/common/overlay_places.h"
#include "checks/common/seen_faults.h"
#include "engine/check.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

constexpr std::uint32_t kModeBits = 07777;
constexpr std::size_t kShown = 5;  // names in a message

enum class Fault : std::uint8_t { kKind, kMode };

// One entry that is not as it should be in one place.
struct Unlike {
  std::string pattern;  // of its name below the mounted path
  std::string is;
  CallEnd end;               // of looking for it
  bool is_directory = true;  // as the entry wants it
  std::uint32_t mode = 0;    // of the image
  bool lacks = false;        // bits of the image's mode
};

std::string octal(std::uint32_t mode) {
  std::string digits;
  for (const unsigned shift : {9U, 6U, 3U, 0U}) {
    digits += static_cast<char>('0' + ((mode >> shift) & 7U));
  }
  return digits;
}

class Finder {
 public:
  Finder(const Context& context, Fault fault)
      : fault_(fault),
        context_(context),
        names_(context.shared<SeenNames>()),
        places_(context.shared<OverlayPlacesOfNodes>()) {
    for (LitefileGroup& group : litefile_groups(context)) {
      groups_.push_back(std::move(group.entries));
      for (const NodePlan* const plan : group.plans) {
        by_node_.emplace(context.subject(*plan).node, groups_.size() - 1);
      }
    }
  }

  [[nodiscard]] std::vector<Unlike> look(const SeenMount& mount) const {
    std::vector<Unlike> all;
    const Purpose purpose = mount.judged.mount->purpose;
    if (purpose != Purpose::kPersistent && purpose != Purpose::kLitetree) return all;
    const auto found = by_node_.find(mount.judged.subject.node);
    if (!mount.seen.getattr.ok() || found == by_node_.end()) return all;
    for (const Litefile& entry : groups_[found->second]) {
      const bool counts = purpose == Purpose::kPersistent ? entry.option == "persistent"
                                                          : is_handled_option(entry.option);
      if (!counts) continue;
      auto unlike = look_for(mount, overlay_name(entry.path));
      if (unlike) all.push_back(std::move(*unlike));
    }
    return all;
  }

 private:
  [[nodiscard]] std::optional<Unlike> look_for(const SeenMount& mount,
                                               const ExpectedName& wanted) const {
    const OverlayPlaces& places = places_.of(mount.judged.subject);
    if (wanted.name.empty() || image_has_other_kind(names_, places, wanted)) return std::nullopt;
    std::string name = wanted.name;
    if (mount.judged.mount->purpose == Purpose::kPersistent) {
      const std::string own(context_.plans()[mount.judged.subject.node].boot_name);
      if (place_has(names_, mount.seen, own, ExpectedKind::kDirectory) != PlaceHas::kIt) {
        return std::nullopt;  // NR602, or nothing yet
      }
      name = own + "/" + name;
    } else if (is_in_tree_before(places, mount.judged.subject.mount, wanted)) {
      return std::nullopt;
    }
    const PlaceHas has = place_has(names_, mount.seen, name, wanted.kind);
    if (has != PlaceHas::kIt && has != PlaceHas::kOtherKind) return std::nullopt;
    const NameSeen& seen = *names_.find(mount.seen, name);
    Unlike unlike;
    unlike.end = seen.end;
    unlike.pattern = printable(name_pattern(*mount.judged.node, name));
    unlike.is_directory = wanted.kind == ExpectedKind::kDirectory;
    if (fault_ == Fault::kMode) {
      if (has != PlaceHas::kIt || !unlike.is_directory) return std::nullopt;
      return mode_of(places, wanted, *seen.attributes, unlike);
    }
    if (has != PlaceHas::kOtherKind) return std::nullopt;
    unlike.is = !seen.end.ok()        ? " lies below a file"
                : unlike.is_directory ? " is a file, no directory"
                                      : " is a directory, no file";
    return unlike;
  }

  // The boot script takes the first one.
  [[nodiscard]] bool is_in_tree_before(const OverlayPlaces& places, std::uint32_t mount,
                                       const ExpectedName& wanted) const {
    for (const SeenTree& tree : places.trees) {
      if (tree.mount >= mount) return false;
      if (place_has(names_, *tree.seen, wanted.name, wanted.kind) == PlaceHas::kIt) return true;
    }
    return false;
  }

  [[nodiscard]] std::optional<Unlike> mode_of(const OverlayPlaces& places,
                                              const ExpectedName& wanted, const Attributes& is,
                                              Unlike unlike) const {
    const auto image = of_image(names_, places, wanted.name);
    if (!image || image->type != kTypeDirectory || is.type != kTypeDirectory) return std::nullopt;
    const std::uint32_t mode = is.mode & kModeBits;
    unlike.mode = image->mode & kModeBits;
    if (mode == unlike.mode) return std::nullopt;
    unlike.lacks = (unlike.mode & ~mode) != 0;
    unlike.is = " has mode " + octal(mode) + ", not " + octal(unlike.mode);
    return unlike;
  }

  Fault fault_;
  const Context& context_;
  const SeenNames& names_;
  const OverlayPlacesOfNodes& places_;
  std::vector<std::vector<Litefile>> groups_;
  std::map<std::uint32_t, std::size_t> by_node_;
};

std::string list_of(const std::vector<Unlike>& all) {
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + all[i].pattern + all[i].is;
  }
  if (all.size() > kShown) text += " and " + std::to_string(all.size() - kShown) + " more";
  return text;
}

// Commands take the node's name where a pattern says "<node>".
std::string path_of(const Unlike& unlike) {
  std::string path = "{path}/" + unlike.pattern;
  const std::string node = "<node>";
  for (std::size_t at = path.find(node); at != std::string::npos; at = path.find(node)) {
    path.replace(at, node.size(), "{node}");
  }
  return path;
}

bool is_each_nodes_own(const SeenMount& mount, const Unlike& unlike) {
  return unlike.pattern.find("<node>") != std::string::npos ||
         path_pattern(*mount.judged.node, mount.seen.path).find("<node>") != std::string::npos;
}

std::string command(const SeenMount& mount, Fault fault, const Unlike& unlike) {
  const std::string path = path_of(unlike);
  const std::string loop = is_each_nodes_own(mount, unlike) ? "{for each}" : "";
  if (fault == Fault::kMode) return join({loop + "chmod", octal(unlike.mode), path}, " ");
  if (unlike.end.ok()) return join({loop + "mv", path, path + ".old"}, " ");
  return loop + "move the file away that stands where a directory above " + path + " should be";
}

std::string remedy(const std::string& server, const SeenMount& mount, Fault fault,
                   const std::vector<Unlike>& all) {
  std::vector<std::string> lines;
  for (const Unlike& unlike : all) {
    if (lines.size() == kShown) break;
    lines.push_back(join({"on", server + ":", command(mount, fault, unlike)}, " "));
  }
  if (fault == Fault::kKind && mount.judged.mount->purpose == Purpose::kLitetree) {
    lines.push_back("and put there what the litefile entry names, as the image has it in .default");
  } else if (fault == Fault::kKind) {
    lines.push_back("the next boot copies it there anew");
  }
  return join(lines, "\n");
}

Effect effect_of(const SeenMount& mount, Fault fault, const std::vector<Unlike>& all) {
  if (fault == Fault::kKind) {
    return mount.judged.mount->purpose == Purpose::kPersistent ? Effect::kDataLoss
                                                               : Effect::kDegraded;
  }
  for (const Unlike& unlike : all) {
    if (unlike.lacks) return Effect::kDegraded;
  }
  return Effect::kNone;
}

std::string consequence(const SeenMount& mount, Fault fault) {
  if (fault == Fault::kMode) return "{nodes} get{s} it so";
  return mount.judged.mount->purpose == Purpose::kPersistent
             ? "it cannot be mounted, and what {nodes} write{s} there stays in memory"
             : "the boot script of {nodes} passes over it";
}

void tell(const Context& context, Fault fault, Sink& sink) {
  const Finder finder(context, fault);
  tell_seen_faults(
      context, sink,
      [&](const SeenMount& mount) -> std::optional<SeenFault> {
        const auto all = finder.look(mount);
        if (all.empty()) return std::nullopt;
        const Certainty certainty =
            fault == Fault::kKind ? Certainty::kCertain : Certainty::kLikely;
        return SeenFault{list_of(all), effect_of(mount, fault, all), certainty, false};
      },
      [&](const SeenMount& mount, const SeenFault&, Draft& draft) {
        const auto all = finder.look(mount);
        const std::string server(server_name(context, *mount.judged.mount));
        draft.finding.message = "below {path} on " + server + ", " +
                                std::string(noun(mount.judged.mount->purpose)) + " of {nodes}, " +
                                list_of(all) + ": " + consequence(mount, fault);
        const Unlike& first = all.front();
        draft.finding.evidence = source_of(mount.seen) + ": " +
                                 (first.end.ok() ? first.pattern + first.is + " (GETATTR)"
                                                 : told("LOOKUP " + first.pattern, first.end));
        draft.finding.remedy = remedy(server, mount, fault, all);
      });
}

void run(const Context& context, Sink& sink) {
  if (context.observations().mounts.empty()) return;
  tell(context, Fault::kKind, sink);
  tell(context, Fault::kMode, sink);
}

}  // namespace

Check nr616_litefile_unlike_image() {
  return {{"NR616", "litefile-unlike-image",
           "a litefile entry is of another type or mode in a tree or persistent area",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
