#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/generated_difference.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/priorities.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "plan/boot_files.h"
#include "plan/overlay.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

enum class Copy : std::uint8_t { kExternal, kBackup, kSpot };

// Another copy of the table that a node reads.
struct OtherTable {
  Copy copy = Copy::kExternal;
  GeneratedKind kind = GeneratedKind::kStatelite;
  const Server* server = nullptr;
  const CollectedTable* table = nullptr;
};

using Lines = std::vector<const GeneratedLine*>;

class Comparer {
 public:
  Comparer(const Context& context, Sink& sink) : context_(context), sink_(sink), stale_(context) {}

  void look(const NodePlan& plan) {
    const Node& node = context_.node(plan);
    for (const OtherTable& other : other_tables(plan, node)) compare(plan, other);
  }

 private:
  [[nodiscard]] bool same_text(const CollectedTable& a, const CollectedTable& b) const {
    const Sources& sources = *context_.site().sources;
    return sources.file(a.file).shared_text() == sources.file(b.file).shared_text();
  }

  // Copies with another text. Nodes with the same servers, image and shared root have the same.
  const std::vector<OtherTable>& other_tables(const NodePlan& plan, const Node& node) {
    const auto [found, is_new] = others_.try_emplace(
        {plan.tables, node.image, node.redirected ? node.external : kNoIndex, node.service_nodes});
    if (!is_new) return found->second;
    for (const GeneratedKind kind : kGeneratedKinds) {
      const CollectedTable* const read = table_of(*plan.tables, kind);
      if (read == nullptr) continue;
      for (const OtherTable& other : copies_of(node, kind)) {
        if (!same_text(*read, *other.table)) found->second.push_back(other);
      }
    }
    return found->second;
  }

  [[nodiscard]] std::vector<OtherTable> copies_of(const Node& node, GeneratedKind kind) const {
    const Site& site = context_.site();
    const Server& own = site.servers[node.service_nodes.front()];
    const std::string_view root = shared_root_read(site, node, own);
    std::vector<OtherTable> copies;
    const auto add = [&](Copy copy, const Server& server, std::string_view directory) {
      const GeneratedTables* const tables = server.tables_in(directory);
      const CollectedTable* const table = tables == nullptr ? nullptr : table_of(*tables, kind);
      if (table != nullptr) copies.push_back({copy, kind, &server, table});
    };
    if (node.redirected && node.external != kNoIndex) {
      add(Copy::kExternal, site.servers[node.external], root);
    }
    for (std::size_t i = 1; i < node.service_nodes.size(); ++i) {
      add(Copy::kBackup, site.servers[node.service_nodes[i]], root);
    }
    const std::string_view spot = location_of(site, node, own, Resource::kSpot).location.text;
    add(Copy::kSpot, own, std::string(spot) + "/lpp/bos/inst_root");
    return copies;
  }

  // The node's own lines of a table that no plan has read.
  const Lines& lines_of(const CollectedTable& table, std::string_view node) {
    static const Lines no_lines;
    auto& by_node = lines_[&table];
    if (by_node.empty()) {
      for (const GeneratedLine& line : table.content) {
        by_node[field_of(line, 0).text].push_back(&line);
      }
    }
    const auto found = by_node.find(node);
    return found == by_node.end() ? no_lines : found->second;
  }

  static bool has_same_lines(const Lines& a, const Lines& b) {
    return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin(),
                                                       [](const auto* one, const auto* other) {
                                                         return one->line.text == other->line.text;
                                                       });
  }

  void compare(const NodePlan& plan, const OtherTable& other) {
    const Node& node = context_.node(plan);
    const CollectedTable& read = *table_of(*plan.tables, other.kind);
    const Lines own = own_lines(plan, node, other.kind);
    const Lines& copied = lines_of(*other.table, node.name);
    std::size_t i = 0;
    while (i < own.size() && i < copied.size() && own[i]->line.text == copied[i]->line.text) {
      ++i;
    }
    if (i == own.size() && i == copied.size()) return;
    if (stale_.compare(plan, other.kind)) return;  // NR417
    if (other.kind == GeneratedKind::kLitetree && is_order_open(node) &&
        has_same_lines(own, copied)) {
      return;  // NR416
    }
    const bool in_spot = other.copy == Copy::kSpot;
    Draft& draft = sink_.cause(std::to_string(static_cast<int>(other.copy)) + "|" +
                               std::to_string(in_spot ? read.file : other.table->file));
    draft.add_subject(context_.subject(plan));
    if (!draft.fresh) return;
    const Span here = i < own.size() ? own[i]->line.span : Span{};
    const Span there = i < copied.size() ? copied[i]->line.span : Span{};
    draft.add_location(there.is_set() ? there : other.table->start());
    draft.add_location(here.is_set() ? here : read.start());
    describe(node, other, {here, there}, draft.finding);
  }

  struct Places {
    Span here;
    Span there;
  };

  void describe(const Node& node, const OtherTable& other, const Places& places,
                Finding& finding) const {
    const std::string read_on(context_.site().servers[node.service_nodes.front()].name);
    const std::string file(file_of(other.kind));
    const std::string name(other.server->name);
    finding.server = name;
    finding.remedy = remedy_mkdsklsnode();
    std::string label = name;
    switch (other.copy) {
      case Copy::kExternal:
        rate(Effect::kWrongData, Certainty::kLikely, finding);
        finding.message = "the copy of " + file + " on " + name +
                          " is not the one that {nodes} boot{s} with: it was likely copied before "
                          "mkdsklsnode had "
                          "run, and which of the two counts after the second mounts is not known";
        break;
      case Copy::kBackup:
        rate(Effect::kFailoverLoss, Certainty::kCertain, finding);
        finding.message = "when {nodes} boot{s} from " + name +
                          ", a backup, {they} read{s} another " + file + " than now";
        break;
      case Copy::kSpot:
        label += ", SPOT";
        finding.severity = Severity::kNote;
        finding.message =
            "the " + file + " in the SPOT on " + name +
            " is not the one in the shared root that {nodes} read{s}: the next run of "
            "mkdsklsnode writes both anew";
        break;
    }
    finding.evidence =
        read_on + ": " + shown(places.here) + "\n" + label + ": " + shown(places.there);
  }

  [[nodiscard]] std::string shown(const Span& span) const {
    return span.is_set() ? context_.line(span) : "no such line";
  }

  const Context& context_;
  Sink& sink_;
  TableComparer stale_;
  using Key =
      std::tuple<const GeneratedTables*, std::uint32_t, std::uint32_t, std::vector<std::uint32_t>>;
  std::map<Key, std::vector<OtherTable>> others_;
  std::map<const CollectedTable*, std::unordered_map<std::string_view, Lines>> lines_;
};

void run(const Context& context, Sink& sink) {
  Comparer comparer(context, sink);
  for (const NodePlan& plan : context.plans()) {
    const Node& node = context.node(plan);
    if (plan.tables == nullptr || node.kind != NodeKind::kStatelite) continue;
    if (!boots_by_its_name(plan, node)) continue;
    comparer.look(plan);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr427_table_copies_differ() {
  return {{"NR427", "table-copies-differ",
           "copies of a generated table differ in the lines of a node", Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
