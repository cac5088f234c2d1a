#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "base/path.h"
#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// What is wrong with `/` and `/usr` in the file that mkdsklsnode should have edited.
struct Missed {
  std::string mount_points;  // "/ and /usr"
  std::string reason;        // why the edit missed them
  bool any_gone = false;     // a stanza is not there
  bool all_gone = true;      // there is no such stanza at all
  std::vector<Span> places;
  bool names_service_node = false;
  std::string named;  // the server that is named
};

constexpr std::string_view kNotRun =
    "the lines could be edited, so NIM made the file again after mkdsklsnode, or mkdsklsnode has "
    "not run since nfsserver was set";

void add(std::string& list, std::string_view item, std::string_view separator) {
  if (list.find(item) != std::string::npos && separator != " and ") return;
  if (!list.empty()) list += separator;
  list += item;
}

Missed look_at(const Context& context, BootEdits& edits, const Node& node, const BootFiles& files,
               const CollectedStanzas& filesystems) {
  Missed missed;
  for (const MountStanza& mount : mount_stanzas(filesystems)) {
    const Target target = mount.nodename == nullptr
                              ? Target::kNone
                              : edits.target(node, files.service_node, mount.nodename->value.text);
    if (target == Target::kMeant || target == Target::kOther) continue;
    add(missed.mount_points, mount.mount_point, " and ");
    const std::string why = why_not_edited(context, mount);
    add(missed.reason, why.empty() ? kNotRun : why, "; ");
    missed.places.push_back(place_of(filesystems, mount));
    if (mount.stanza == nullptr) missed.any_gone = true;
    if (mount.stanza != nullptr) missed.all_gone = false;
    if (mount.nodename != nullptr) missed.names_service_node = true;
  }
  return missed;
}

// The stanzas as they should read on a node, nodename first.
std::string stanzas_meant(const CollectedStanzas& filesystems, std::string_view meant) {
  std::string text;
  for (const MountStanza& mount : mount_stanzas(filesystems)) {
    if (mount.stanza == nullptr) continue;
    text.append("\n").append(mount.mount_point).append(":\n    nodename = ").append(meant);
    for (const Attribute& attribute : mount.stanza->attributes) {
      if (attribute.name.text == "nodename") continue;
      text.append("\n    ").append(attribute.name.text).append(" = ").append(attribute.value.text);
    }
  }
  return text;
}

// Nodes whose files one command edits: of one service node, in one folder.
struct Edited {
  std::string service_node;
  std::string file;  // with {node}
  std::string host;
  bool boots = false;  // the nodes: the copies on the external server are of these files
  std::vector<std::string_view> nodes;
};

void fill_in_node(std::string& text, std::string_view name) {
  constexpr std::string_view kNode = "{node}";
  for (std::size_t at = text.find(kNode); at != std::string::npos; at = text.find(kNode, at)) {
    text.replace(at, kNode.size(), name);
  }
}

// Takes the nodename lines out of both stanzas, and writes one straight after each header. The sed
// of AIX edits no file in place.
std::string command_of(const Edited& edited) {
  const bool one = edited.nodes.size() == 1;
  const std::string each = one ? "" : "for each <node> of " + fold_names(edited.nodes) + ": ";
  std::string text =
      "on " + edited.service_node + ": " + each + "f=" + edited.file +
      "; awk '/^[^[:blank:]*].*:/ { mine = /^\\/(usr)?:/ } mine && "
      "/^[[:blank:]]*nodename[[:blank:]]*=/ { next } { print } mine && /^\\/(usr)?:/ { print \"    "
      "nodename = " +
      edited.host + "\" }' $f > $f.tmp && cat $f.tmp > $f && rm $f.tmp";
  if (edited.boots) {
    text += "\nthen, on " + edited.service_node + ": " + each + "rsync -a --numeric-ids " +
            edited.file + " " + edited.host + ":" + edited.file;
  }
  fill_in_node(text, one ? edited.nodes.front() : "<node>");
  return text;
}

std::string remedy(const Node& node, const BootFiles& files, const Missed& missed) {
  if (!missed.any_gone) return remedy_mkdsklsnode();
  return remedy_mkdsklsnode() + ", for NIM to make " + etc_path(node, files, "filesystems") +
         " again\nthen see that it has the stanzas of / and /usr with nodename = " +
         std::string(files.redirection->host);
}

void describe(const Context& context, const Node& node, const BootFiles& files,
              const Missed& missed, Draft& draft) {
  Finding& finding = draft.finding;
  finding.effect = effect_on(node, files.service_node);
  // A private root without such a stanza stays mounted as the niminfo file said.
  const bool harmless = missed.all_gone && node.kind == NodeKind::kStateless;
  if (harmless) {
    finding.effect = Effect::kNone;
    finding.severity = Severity::kNote;
  }
  finding.message =
      "mkdsklsnode did not redirect " + missed.mount_points + " in the filesystems file of {nodes}";
  if (missed.names_service_node) finding.message += ", which mounts from the service node";
  finding.message += ": " + missed.reason;
  finding.evidence = context.line(missed.places.front());
  finding.remedy = remedy(node, files, missed);
  if (harmless) {
    finding.remedy = "nothing, as long as / and /usr stay mounted as the niminfo file says; else " +
                     finding.remedy;
  }
}

// One run of the check.
class Finder {
 public:
  Finder(const Context& context, Sink& sink) : context_(context), sink_(sink), edits_(context) {}

  void look(const RedirectedNode& redirected) {
    const auto& [plan, files, states] = redirected;
    const Node& node = context_.node(*plan);
    const bool has_source = files.source != nullptr && files.source->filesystems;
    const CollectedStanzas& file =
        has_source ? *files.source->filesystems : *files.copy->filesystems;
    const Missed missed = look_at(context_, edits_, node, files, file);
    const bool boots = effect_on(node, files.service_node) == Effect::kNotRedirected;
    const std::string key = std::string(boots ? "" : "backup|") + std::string(word(node.kind)) +
                            missed.mount_points + missed.reason;
    Draft& draft = sink_.cause(key);
    add_server(context_.site().servers[files.service_node].name, draft);
    draft.add_subject(context_.subject(*plan));
    for (const Span& place : missed.places) draft.add_location(place);
    const bool by_hand = states.uneditable && !missed.any_gone;
    if (by_hand) add_command(key, node, files);
    if (!draft.fresh) return;
    draft.add_location(node.nfsserver.where);
    describe(context_, node, files, missed, draft);
    if (by_hand) {
      draft.finding.remedy = "the stanzas of " + std::string(node.name) +
                             " become:" + stanzas_meant(file, files.redirection->host);
    }
  }

  // What mkdsklsnode cannot edit is edited here.
  void add_commands() {
    for (const auto& [key, commands] : commands_) {
      std::string& remedy = sink_.cause(key).finding.remedy;
      for (const auto& [file, edited] : commands) remedy += "\n" + command_of(edited);
    }
  }

 private:
  void add_command(const std::string& key, const Node& node, const BootFiles& files) {
    Edited& edited = commands_[key][{files.service_node, files.redirection->host,
                                     etc_path(node, files, "filesystems")}];
    edited.service_node = context_.site().servers[files.service_node].name;
    edited.file = etc_path(node, files, "filesystems");
    edited.host = files.redirection->host;
    edited.boots = files.service_node == node.service_nodes.front();
    edited.nodes.push_back(node.nim_name);
  }

  using Place = std::tuple<std::uint32_t, std::string_view, std::string>;
  const Context& context_;
  Sink& sink_;
  BootEdits edits_;
  std::map<std::string, std::map<Place, Edited>> commands_;  // by cause
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const RedirectedNode& redirected : context.shared<RedirectedNodes>()) {
    const EditStates& states = redirected.states;
    if (!states.uneditable && missed_edit(states) != MissedEdit::kFilesystems) continue;
    finder.look(redirected);
  }
  finder.add_commands();
  add_copies(context, sink);
}

}  // namespace

Check nr307_filesystems_not_redirected() {
  return {{"NR307", "filesystems-not-redirected",
           "/ or /usr in the filesystems file of a redirected node is on a service node",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
