#include <algorithm>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "checks/common/table_rows.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

using NameList = std::unordered_set<std::string_view>;

NameList image_names(const Site& site) {
  NameList images;
  for (const Image& image : site.images) {
    images.insert(image.name);
    images.insert(image.groups.text);
  }
  const XcatTable* const osimage = site.table("osimage");
  for (std::size_t row = 0; osimage != nullptr && row < osimage->row_count(); ++row) {
    images.insert(osimage->cell(row, "imagename").token.text);
    images.insert(osimage->cell(row, "groups").token.text);
  }
  images.erase("");
  if (!images.empty()) images.insert("ALL");
  return images;
}

// A name that may have been meant. Groups are few; of nodes there may be too many to compare.
std::string_view nearest_name(const Site& site, std::string_view name, bool of_images) {
  std::vector<std::string_view> names;
  if (of_images) {
    const NameList images = image_names(site);
    names.assign(images.begin(), images.end());
  } else {
    for (const auto& [group, members] : site.group_members) names.push_back(group);
  }
  std::sort(names.begin(), names.end());
  return nearest(name, names);
}

void report(const Context& context, const XcatTable& table, const Token& key, Sink& sink) {
  const bool of_images = table.name() != "statelite";
  Draft& draft = sink.cause(table.name() + "|" + std::string(key.text));
  draft.add_location(key.span);
  if (!draft.fresh) return;
  Finding& finding = draft.finding;
  finding.message = "the " + table.name() + " table has a row for " + quoted(key.text) +
                    (of_images ? ", which is no image" : ", which is neither a node nor a group") +
                    ": xCAT never takes it";
  finding.evidence = context.line(key.span);
  constexpr std::size_t kEnough = 20;  // a retired cluster may leave thousands of rows
  const std::string_view meant = sink.drafts().size() > kEnough
                                     ? std::string_view{}
                                     : nearest_name(context.site(), key.text, of_images);
  if (meant.empty()) {
    finding.remedy = remedy_delete_row(context, table.name(), key.span) +
                     ", or correct the name: tabedit " + table.name();
  } else {
    finding.remedy = "on the management node: tabedit " + table.name() + ", and write " +
                     std::string(meant) + " when that is meant; else delete the row";
  }
}

template <typename IsKnown>
void judge_table(const Context& context, std::string_view name, std::string_view column,
                 const IsKnown& is_known, Sink& sink) {
  const XcatTable* const table = context.site().table(name);
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    const Token& key = table->cell(row, column).token;
    if (table->is_disabled(row) || key.empty() || is_known(key.text)) continue;
    report(context, *table, key, sink);
  }
}

// A litefile row without an image counts on the releases that know AIX only: the image is a part of
// the key, and later ones store it as an empty text that they never look for.
void judge_empty_images(const Context& context, Sink& sink) {
  const XcatTable* const table = context.site().table("litefile");
  for (std::size_t row = 0; table != nullptr && row < table->row_count(); ++row) {
    const Token& image = table->cell(row, "image").token;
    const Token& file = table->cell(row, "file").token;
    if (table->is_disabled(row) || !image.empty() || file.empty()) continue;
    Draft& draft = sink.cause("empty");
    draft.add_location(file.span);
    if (!draft.fresh) continue;
    Finding& finding = draft.finding;
    finding.severity = Severity::kNote;
    finding.message =
        "the litefile table has rows without an image: newer releases of xCAT pass "
        "over them";
    finding.evidence = context.line(file.span);
    finding.remedy = "on the management node: tabedit litefile, and write ALL as their image";
  }
}

void run(const Context& context, Sink& sink) {
  const Site& site = context.site();
  if (!site.nodes.empty()) {
    judge_table(
        context, "statelite", "node",
        [&](std::string_view name) {
          return site.node_index.count(name) != 0 || site.group_members.count(name) != 0;
        },
        sink);
  }
  const NameList images = image_names(site);
  const auto is_image = [&](std::string_view name) {
    return images.empty() || images.count(name) != 0;
  };
  judge_table(context, "litefile", "image", is_image, sink);
  judge_table(context, "litetree", "image", is_image, sink);
  judge_empty_images(context, sink);
}

}  // namespace

Check nr415_stranger_row() {
  return {{"NR415", "stranger-row",
           "a row of statelite, litefile or litetree for a node or an image that does not exist",
           Severity::kWarning},
          run};
}

}  // namespace nfsready::checks
