#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "checks/common/damage.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

std::string not_known() { return "what {nodes} mount{s} is not known"; }

std::string lsdef_remedy() {
  return "on the management node: lsdef -t node -o {nodes} -l -z > lsdef/nodes.stanza";
}

class Finder {
 public:
  Finder(const Context& context, Sink& sink)
      : context_(context),
        site_(context.site()),
        sink_(sink),
        damaged_(damaged_files(context)),
        disabled_image_(context.site().table("nodetype"), "provmethod") {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    if (look_at_attributes(plan, node)) return;
    if (node.kind == NodeKind::kUnknown) {
      look_at_image(plan, node);
    } else if (node.service_nodes.empty()) {
      look_at_service_node(plan, node);
    }
  }

 private:
  // NR901 and NR903 tell of tables that are missing or damaged.
  [[nodiscard]] bool is_readable(std::string_view table) const {
    return site_.table(table) != nullptr &&
           damaged_.count("tables/" + std::string(table) + ".csv") == 0;
  }

  Draft& draft_of(const NodePlan& plan, const Span& place, std::string_view what = {}) {
    Draft& draft = sink_.cause(context_.where(place) + "|" + std::string(what));
    draft.finding.subjects.push_back(context_.subject(plan));
    if (!draft.fresh) return draft;
    draft.add_location(place);
    draft.finding.effect = Effect::kUnjudged;
    draft.finding.evidence = context_.line(place);
    return draft;
  }

  bool look_at_attributes(const NodePlan& plan, const Node& node) {
    const Value& master = node.servicenode.is_set() ? node.servicenode : node.xcatmaster;
    const Value& image = node.provmethod.is_set() ? node.provmethod : node.profile;
    const std::array<std::pair<std::string_view, const Value*>, 3> values = {
        {{"service node", &master}, {"nfsserver", &node.nfsserver}, {"image", &image}}};
    bool found = false;
    for (const auto& [name, value] : values) {
      if (value->is_decided()) continue;
      found = true;
      Draft& draft = draft_of(plan, value->where);
      if (!draft.fresh) continue;
      draft.finding.message = "the " + std::string(name) + " of {nodes} cannot be worked out: " +
                              std::string(value->undecidable);
      draft.finding.remedy = lsdef_remedy() + ", which has the value that xCAT worked out";
    }
    return found;
  }

  void look_at_image(const NodePlan& plan, const Node& node) {
    const Value& wanted = node.provmethod.is_set() ? node.provmethod : node.profile;
    if (!wanted.is_set()) {
      if (!node.in_lsdef && !is_readable("nodetype")) return;
      if (const Span row = disabled_image_.row_of(node); row.is_set()) {
        report(plan, row, "disabled", "the row of nodetype that gives {nodes} an image is disabled",
               remedy_enable(context_, "nodetype", row));
        return;
      }
      report(
          plan, node.nfsserver.where, "noimage",
          "{nodes} {have} an nfsserver but no image: neither provmethod nor profile is set",
          "on the management node: chdef -t node -o {nodes} provmethod=<image>, or, without a boot "
          "over NFS: chdef -t node -o {nodes} nfsserver=");
    } else if (node.image == kNoIndex) {
      if (!is_readable("nimimage")) return;
      if (const Span row = disabled_row_of(wanted.text); row.is_set()) {
        report(plan, row, "disabled",
               "the row of nimimage that describes the image " + quoted(wanted.text) +
                   " is disabled: " + not_known(),
               remedy_enable(context_, "nimimage", row));
        return;
      }
      report(plan, wanted.where, wanted.text,
             "no row of nimimage describes the image " + quoted(wanted.text) + ": " + not_known(),
             remedy_image(wanted.text));
    } else {
      const Image& image = site_.images[node.image];
      report(plan, image.where, "noroot",
             "the image " + std::string(image.name) +
                 " has neither a root nor a shared_root: " + not_known(),
             "on the management node: chdef -t osimage -o " + std::string(image.name) +
                 " shared_root=<resource>, or root=<resource>");
    }
  }

  // The nimimage row of an image that is disabled.
  [[nodiscard]] Span disabled_row_of(std::string_view image) const {
    const XcatTable& table = *site_.table("nimimage");
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const Token& name = table.cell(row, "imagename").token;
      if (name.text == image && table.is_disabled(row)) return name.span;
    }
    return {};
  }

  [[nodiscard]] std::string remedy_image(std::string_view image) const {
    std::vector<std::string_view> known;
    for (const Image& one : site_.images) known.push_back(one.name);
    const std::string_view meant = nearest(image, known);
    if (!meant.empty()) {
      return "on the management node, if " + std::string(meant) +
             " is meant: chdef -t node -o {nodes} provmethod=" + std::string(meant);
    }
    return "on the management node: lsdef -t osimage -o " + std::string(image) +
           " -l shows whether there is such an image; if it is none of AIX, leave its nodes out "
           "with -n";
  }

  void look_at_service_node(const NodePlan& plan, const Node& node) {
    const Value& named = node.servicenode.is_set() ? node.servicenode : node.xcatmaster;
    if (named.is_set()) return;  // NR906
    if (!is_readable("site") || (!node.in_lsdef && !is_readable("noderes"))) return;
    const Value master = site_.site_key("master");
    report(plan, master.is_set() ? master.where : node.where, "noservicenode",
           "{nodes} boot{s} from the management node, because no servicenode and no xcatmaster is "
           "set, and the snapshot has no folder of the management node",
           "collect the files of the management node into servers/<its name>, or, if another host "
           "is meant: chdef -t node -o {nodes} servicenode=<host>");
  }

  void report(const NodePlan& plan, const Span& place, std::string_view what, std::string message,
              std::string remedy) {
    Draft& draft = draft_of(plan, place, what);
    if (!draft.fresh) return;
    draft.finding.message = std::move(message);
    draft.finding.remedy = std::move(remedy);
  }

  const Context& context_;
  const Site& site_;
  Sink& sink_;
  std::unordered_set<std::string_view> damaged_;
  DisabledRows disabled_image_;
};

void run(const Context& context, Sink& sink) {
  Finder finder(context, sink);
  for (const NodePlan& plan : context.plans()) finder.look(plan);
}

}  // namespace

Check nr904_unplanned_node() {
  return {{"NR904", "unplanned-node", "what a node mounts at boot cannot be worked out",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
