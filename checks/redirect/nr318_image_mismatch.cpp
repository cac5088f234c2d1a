#include <array>
#include <string>
#include <utility>

#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

using ResourceColumn = std::pair<std::string_view, Value Image::*>;

constexpr std::array<ResourceColumn, 3> kColumns = {
    {{"spot", &Image::spot}, {"root", &Image::root}, {"shared_root", &Image::shared_root}}};

std::string_view text_of(const Stanza* object, std::string_view attribute) {
  const Attribute* const found = object == nullptr ? nullptr : object->find(attribute);
  return found == nullptr ? std::string_view{} : found->value.text;
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink) : context_(context), sink_(sink) {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    if (node.service_nodes.empty() || node.image == kNoIndex) return;
    const Server& server = context_.site().servers[node.service_nodes.front()];
    const Stanza* const machine = server.nim_object(node.nim_name);
    if (machine == nullptr) return;
    if (const Attribute* other = other_than_in_tables(node, *machine)) {
      report_image(plan, node, server, *other);
    }
    look_at_resources(plan, server, *machine);
  }

 private:
  // The first resource of the machine that is not the image's. With a shared_root in the image its
  // root is not used.
  [[nodiscard]] const Attribute* other_than_in_tables(const Node& node,
                                                      const Stanza& machine) const {
    const Image& image = context_.site().images[node.image];
    for (const auto& [name, column] : kColumns) {
      const Attribute* const allocated = machine.find(name);
      if (allocated != nullptr && allocated->value.text != (image.*column).text) return allocated;
    }
    return nullptr;
  }

  void report_image(const NodePlan& plan, const Node& node, const Server& server,
                    const Attribute& other) {
    const Image& image = context_.site().images[node.image];
    const std::string what = std::string(other.name.text) + " = " + std::string(other.value.text);
    Draft& draft = sink_.cause("image|" + std::string(server.name) + "|" + std::string(image.name) +
                               "|" + what);
    draft.add_subject(context_.subject(plan));
    draft.add_location(other.value.span);
    if (!draft.fresh) return;
    draft.add_location(node.provmethod.is_set() ? node.provmethod.where : node.profile.where);
    draft.add_location(image.where);
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.effect = Effect::kWrongData;
    finding.message = "the tables give {nodes} the image " + std::string(image.name) +
                      ", but NIM on " + std::string(server.name) + " boots {them} with " + what +
                      ", which is not of that image";
    finding.evidence = context_.line(other.value.span) + "\n" + context_.line(image.where);
    finding.remedy = "on the management node, to boot " + std::string(image.name) +
                     ": mkdsklsnode -f {nodes} (stops nodes that run)\nor, to keep what NIM has: "
                     "chdef -t node -o {nodes} "
                     "provmethod=<its image>";
  }

  // A shared_root is made from one SPOT; a root lives on the server of its SPOT (IBM NIM concepts).
  void look_at_resources(const NodePlan& plan, const Server& server, const Stanza& machine) {
    const Stanza* const spot = server.nim_object(text_of(&machine, "spot"));
    if (spot == nullptr) return;
    const Stanza* const shared_root = server.nim_object(text_of(&machine, "shared_root"));
    const std::string_view made_from = text_of(shared_root, "spot");
    if (!made_from.empty() && made_from != spot->name.text) {
      report_pair(plan, server, *shared_root, *shared_root->find("spot"), *spot,
                  "was made from the SPOT " + std::string(made_from) +
                      ", but NIM boots {nodes} with " + std::string(spot->name.text));
    }
    const Stanza* const root = server.nim_object(text_of(&machine, "root"));
    const std::string_view lives_on = text_of(root, "server");
    if (!lives_on.empty() && lives_on != text_of(spot, "server")) {
      report_pair(plan, server, *root, *root->find("server"), *spot,
                  "lies on " + std::string(lives_on) + ", but its SPOT " +
                      std::string(spot->name.text) + " on " + std::string(text_of(spot, "server")) +
                      " for {nodes}");
    }
  }

  void report_pair(const NodePlan& plan, const Server& server, const Stanza& resource,
                   const Attribute& at_fault, const Stanza& spot, const std::string& what) {
    const std::string name(resource.name.text);
    Draft& draft = sink_.cause("pair|" + std::string(server.name) + "|" + name + what);
    draft.add_subject(context_.subject(plan));
    if (!draft.fresh) return;
    draft.add_location(at_fault.value.span);
    draft.add_location(spot.name.span);
    Finding& finding = draft.finding;
    finding.server = server.name;
    finding.severity = Severity::kWarning;
    finding.certainty = Certainty::kLikely;
    finding.effect = Effect::kWrongData;
    finding.message = "the NIM resource " + name + " " + what + ": the two likely do not fit";
    finding.evidence = context_.line(at_fault.value.span);
    const Node& node = context_.node(plan);
    finding.remedy = remedy_image_again(server.name, context_.site().images[node.image].name);
  }

  const Context& context_;
  Sink& sink_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look(plan);
  add_copies(context, sink);
}

}  // namespace

Check nr318_image_mismatch() {
  return {{"NR318", "image-mismatch", "NIM boots a node with resources that are not of its image",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
