#include <algorithm>

#include "base/text.h"
#include "checks/common/boot_edits.h"
#include "checks/common/copies.h"
#include "checks/common/disabled_lines.h"
#include "checks/common/former_server.h"
#include "checks/common/generated_difference.h"
#include "checks/common/generated_doubts.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "checks/common/unresolved.h"
#include "engine/check.h"
#include "plan/overlay.h"
#include "plan/resources.h"

namespace nfsready::checks {

namespace {

const CollectedTable& collected(const NodePlan& plan, GeneratedKind kind) {
  return *table_of(*plan.tables, kind);
}

std::string what_it_says(const std::string& name, GeneratedKind kind,
                         const LineDifference& difference, bool is_disabled) {
  if (difference.line == nullptr) {
    return "for " + name + " it lacks the line " + quoted(difference.expected);
  }
  const std::string says = "for " + name + " it says " + quoted(difference.line->line.text);
  if (is_disabled) return says + ", whose row in the database is disabled now";
  if (difference.expected.empty()) return says + ", and the database has no such row";
  return says + ", and the database now gives " + quoted(difference.expected) +
         (kind == GeneratedKind::kLitetree ? " at that place" : "");
}

std::string what_is_mounted(GeneratedKind kind, const LineDifference& difference) {
  if (kind == GeneratedKind::kLitefile) {
    if (difference.effect == Effect::kDataLoss) {
      return "what is written to " + std::string(split(difference.expected, '|').back()) +
             " is lost at the next boot";
    }
    return "the node has other files than meant";
  }
  if (difference.line == nullptr) {
    return kind == GeneratedKind::kLitetree ? "that tree is not searched"
                                            : "persistent files are kept in memory";
  }
  if (difference.only_options) return "the node mounts it with other options";
  return "the node mounts " + quoted(std::string(field_of(*difference.line, 1).text) + ":" +
                                     std::string(field_of(*difference.line, 2).text));
}

// The row behind a difference takes its server from nfsserver.
bool is_from_nfsserver_row(const NodePlan& plan, const Node& node, const Span& row) {
  const auto is_it = [&](const LiteMount& mount, Purpose purpose) {
    return mount.where == row && is_from_nfsserver(LiteSubject{plan, node, mount, purpose});
  };
  if (node.persistent && is_it(*node.persistent, Purpose::kPersistent)) return true;
  return std::any_of(node.trees.begin(), node.trees.end(),
                     [&](const LiteMount& tree) { return is_it(tree, Purpose::kLitetree); });
}

// The line is right but for the server, which is the one that NR324 tells of.
bool is_of_former_server(const Context& context, const NodePlan& plan,
                         const LineDifference& difference, FormerServers& former) {
  if (difference.line == nullptr || difference.expected.empty()) return false;
  const Node& node = context.node(plan);
  const auto expected = split(difference.expected, '|');
  const auto& fields = difference.line->fields;
  if (fields.size() != expected.size() || fields.size() < 3) return false;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (i != 1 && fields[i].text != expected[i]) return false;
  }
  if (!is_from_nfsserver_row(plan, node, difference.row)) return false;
  const std::string_view host = former.of(node);
  const auto address = Address::parse(fields[1].text);
  const Server& server = context.site().servers[node.service_nodes.front()];
  return !host.empty() && address && server.names->resolves_to(host, *address);
}

// mkdsklsnode writes the tables of the SPOT first: when those are right, it stopped after that.
bool is_right_in_spot(const Context& context, const NodePlan& plan, GeneratedKind kind,
                      const LineDifference& difference) {
  if (difference.expected.empty()) return false;
  const Node& node = context.node(plan);
  const Server& server = context.site().servers[node.service_nodes.front()];
  const ResourceLocation spot = location_of(context.site(), node, server, Resource::kSpot);
  const std::string directory = std::string(spot.location.text) + "/lpp/bos/inst_root";
  const GeneratedTables* const tables = server.tables_in(directory);
  const CollectedTable* const table = tables == nullptr ? nullptr : table_of(*tables, kind);
  if (table == nullptr) return false;
  // Trees are told apart by their order.
  const auto own = own_lines(plan, node, kind);
  const auto place = std::find(own.begin(), own.end(), difference.line) - own.begin();
  std::ptrdiff_t at = 0;
  for (const GeneratedLine& line : table->content) {
    if (field_of(line, 0).text != node.name) continue;
    const bool is_place = kind != GeneratedKind::kLitetree || at++ == place;
    if (is_place && line.line.text == difference.expected) return true;
  }
  return false;
}

void describe(const Context& context, const NodePlan& plan, GeneratedKind kind,
              const LineDifference& difference, Draft& draft) {
  const Node& node = context.node(plan);
  const std::string server(context.site().servers[node.service_nodes.front()].name);
  Finding& finding = draft.finding;
  const Span disabled = disabled_row(context, node, kind, difference);
  const bool new_rules = context.site().images[node.image].groups.is_set();
  rate(difference.effect, new_rules ? Certainty::kLikely : Certainty::kCertain, finding);
  finding.message =
      "the " + std::string(file_of(kind)) + " that {nodes} read{s} is " +
      (new_rules ? "likely " : "") + "stale: " +
      what_it_says(std::string(node.name) + " on " + server, kind, difference, disabled.is_set()) +
      "; " + what_is_mounted(kind, difference);
  draft.add_location(disabled.is_set() ? disabled : difference.row);
  finding.evidence =
      "generated: " + (difference.line == nullptr ? std::string("nothing")
                                                  : context.line(difference.line->line.span));
  if (difference.row.is_set()) finding.evidence += "\ndatabase: " + context.line(difference.row);
  if (disabled.is_set()) finding.evidence += "\ndisabled: " + context.line(disabled);
  if (is_right_in_spot(context, plan, kind, difference)) {
    finding.evidence +=
        "\nthe copy in the SPOT is right: mkdsklsnode likely stopped before it copied the "
        "tables to the shared root";
  }
  finding.remedy = remedy_mkdsklsnode();
  if (disabled.is_set()) {
    finding.remedy = "if the row is still meant, " +
                     remedy_enable(context, database_table(kind), disabled) + "\nif not, " +
                     finding.remedy;
  }
}

// Service nodes that have not generated since the same change are one cause: a place in each table.
void add_place(const CollectedTable& table, const LineDifference& difference, Draft& draft) {
  const auto& places = draft.finding.locations;
  const bool has_one = std::any_of(places.begin(), places.end(),
                                   [&](const Span& place) { return place.source == table.file; });
  if (has_one) return;
  draft.add_location(difference.line == nullptr ? table.start() : difference.line->line.span);
}

void report(const Context& context, const NodePlan& plan, GeneratedKind kind,
            const LineDifference& difference, Sink& sink) {
  const Node& node = context.node(plan);
  std::string key(file_of(kind));
  key.append("|").append(word(difference.effect)).append("|");
  key.append(difference.line == nullptr ? "missing|" : "|").append(context.where(difference.row));
  Draft& draft = sink.cause(key);
  draft.add_subject(context.subject(plan));
  add_place(collected(plan, kind), difference, draft);
  add_server(context.site().servers[node.service_nodes.front()].name, draft);
  if (draft.fresh) describe(context, plan, kind, difference, draft);
}

void run(const Context& context, Sink& sink) {
  TableComparer comparer(context);
  const GeneratedDoubts doubts(context);
  FormerServers former(context);
  for (const NodePlan& plan : context.plans()) {
    if (plan.tables == nullptr || context.node(plan).kind != NodeKind::kStatelite) continue;
    for (const GeneratedKind kind : kGeneratedKinds) {
      if (doubts.are_there(plan, kind)) continue;
      const auto difference = comparer.compare(plan, kind);
      if (!difference) continue;
      if (GeneratedDoubts::is_of_bad_options(context.node(plan), *difference)) continue;
      if (is_of_former_server(context, plan, *difference, former)) continue;
      report(context, plan, kind, *difference, sink);
    }
  }
  add_copies(context, sink);
}

}  // namespace

Check nr417_stale_table() {
  return {{"NR417", "stale-table", "a generated table is not what the database would give now",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
