#include <algorithm>
#include <vector>

#include "base/text.h"
#include "checks/common/copies.h"
#include "checks/common/lite_mounts.h"
#include "checks/common/litefiles.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Rows for ALL, in force as far as the row itself goes.
std::vector<std::size_t> rows_for_all(const XcatTable* table) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    if (!table->is_disabled(row) && table->cell(row, "image").token.text == "ALL") {
      rows.push_back(row);
    }
  }
  return rows;
}

struct AllRows {
  const XcatTable* litefile = nullptr;
  const XcatTable* litetree = nullptr;
  std::vector<std::size_t> files;
  std::vector<std::size_t> trees;
};

bool has_path(const std::vector<Litefile>& entries, std::string_view path) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Litefile& entry) { return entry.path == path; });
}

// The rows for ALL that the image has no row of its own for.
AllRows lost_rows(const AllRows& all, const Node& node) {
  AllRows lost = all;
  std::erase_if(lost.files, [&](std::size_t row) {
    return has_path(node.litefiles, all.litefile->cell(row, "file").token.text);
  });
  return lost;
}

Effect effect_of(const AllRows& lost) {
  const bool keeps = std::any_of(lost.files.begin(), lost.files.end(), [&](std::size_t row) {
    return lost.litefile->cell(row, "options").token.text == "persistent";
  });
  return keeps ? Effect::kDataLoss : Effect::kDegraded;
}

void report(const Context& context, const Image& image, const AllRows& lost,
            const std::vector<const NodePlan*>& plans, Sink& sink) {
  Draft& draft = sink.cause(std::string(image.name));
  for (const NodePlan* plan : plans) draft.add_subject(context.subject(*plan));
  draft.add_location(image.groups.where);
  for (const std::size_t row : lost.files) {
    draft.add_location(lost.litefile->cell(row, "image").token.span);
  }
  for (const std::size_t row : lost.trees) {
    draft.add_location(lost.litetree->cell(row, "image").token.span);
  }
  Finding& finding = draft.finding;
  rate(effect_of(lost), Certainty::kCertain, finding);
  finding.message = "the image " + std::string(image.name) +
                    " of {nodes} has groups=" + std::string(image.groups.text) +
                    ": rows of litefile and litetree for ALL do not "
                    "count for it on any release that knows AIX, and " +
                    plural(lost.files.size() + lost.trees.size(), "row") + " here is lost";
  if (lost.files.size() + lost.trees.size() > 1) {
    finding.message.replace(finding.message.rfind(" is lost"), 8, " are lost");
  }
  finding.evidence =
      context.line(image.groups.where) + "\n" + context.line(draft.finding.locations[1]);
  finding.remedy = "on the management node: chtab imagename=" + std::string(image.name) +
                   " osimage.groups='', or write " + std::string(image.groups.text) +
                   " instead of ALL in those rows\n" + remedy_mkdsklsnode();
}

void run(const Context& context, Sink& sink) {
  const Site& site = context.site();
  AllRows all{site.table("litefile"), site.table("litetree"), {}, {}};
  all.files = rows_for_all(all.litefile);
  all.trees = rows_for_all(all.litetree);
  if (all.files.empty() && all.trees.empty()) return;
  for (const auto& [index, plans] : plans_by_image(context)) {
    const Image& image = site.images[index];
    if (!image.groups.is_set() || image.groups.text == "ALL") continue;
    const AllRows lost = lost_rows(all, context.node(*plans.front()));
    if (!lost.files.empty() || !lost.trees.empty()) report(context, image, lost, plans, sink);
  }
  add_copies(context, sink);
}

}  // namespace

Check nr419_unused_all_rows() {
  return {{"NR419", "unused-all-rows",
           "rows of litefile and litetree for ALL do not count for an image in a group",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
