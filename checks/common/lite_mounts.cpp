#include "checks/common/lite_mounts.h"

#include <algorithm>

#include "base/path.h"
#include "base/regex.h"
#include "checks/common/remedies.h"
#include "checks/common/table_rows.h"
#include "model/attribute_pattern.h"
#include "plan/overlay.h"

namespace nfsready::checks {

namespace {

std::string_view raw_value(const Context& context, const LiteMount& mount) {
  const SourceFile& table = context.site().sources->file(mount.where.source);
  return table.text().substr(mount.where.offset, mount.where.length);
}

}  // namespace

std::string written_value(const Context& context, const LiteMount& mount) {
  const std::string_view raw = raw_value(context, mount);
  std::string value;
  for (std::size_t i = 0; i < raw.size(); ++i) {  // a quote is doubled in a table
    value += raw[i];
    if (raw.substr(i).starts_with("\"\"")) ++i;
  }
  return value;
}

PatternFault pattern_fault(std::string_view written, const Node& node) {
  if (!is_attribute_pattern(written)) return PatternFault::kNone;
  const char separator = written.front();
  const std::string_view body = written.substr(1, written.size() - 2);
  const std::size_t middle = body.find(separator);
  if (middle == std::string_view::npos) return PatternFault::kNone;  // made for every name
  const std::string_view right = body.substr(middle + 1);
  const bool gives_a_server = right.find(':') != std::string_view::npos;
  if (separator == '/' && !gives_a_server) return PatternFault::kLooksLikePath;
  const auto regex = Regex::compile(body.substr(0, middle));
  if (!regex) return PatternFault::kNone;
  const auto match = regex.value().match(node.name);
  if (!match) return PatternFault::kNone;
  if (!match.value()) return PatternFault::kNoMatch;
  const bool evaluated = separator == '|' && right.find('(') != std::string_view::npos;
  const bool ends_early = match.value()->end < node.name.size();
  const bool rest_stays = match.value()->begin > 0 || (evaluated && ends_early);
  return rest_stays ? PatternFault::kRestOfName : PatternFault::kNone;
}

LiteFault fault_of(const Context& context, const LiteSubject& subject) {
  const LiteMount& mount = subject.mount;
  if (!mount.undecidable.empty()) return LiteFault::kUndecided;
  const std::string_view raw = raw_value(context, mount);
  const bool may_be_pattern = raw.starts_with('/') || raw.starts_with('|');
  if (subject.purpose == Purpose::kPersistent && may_be_pattern &&
      pattern_fault(written_value(context, mount), subject.node) != PatternFault::kNone) {
    return LiteFault::kPattern;
  }
  if (!mount.undefined.empty() || !mount.unknown_table.empty()) return LiteFault::kUndefined;
  if (std::count(mount.text.begin(), mount.text.end(), ':') > 1) return LiteFault::kColons;
  const bool only_a_server = mount.server.empty() && mount.text.ends_with(':');
  if (mount.server.empty() && !only_a_server) return LiteFault::kNoServer;
  if (mount.directory.empty() || only_a_server) return LiteFault::kNoDirectory;
  return LiteFault::kNone;
}

std::string_view table_of(Purpose purpose) {
  return purpose == Purpose::kPersistent ? "statelite" : "litetree";
}

std::string_view column_of(Purpose purpose) {
  return purpose == Purpose::kPersistent ? "statemnt" : "directory";
}

const GeneratedLine* line_read(const LiteSubject& subject) {
  const OverlayLines& overlay = subject.plan.overlay;
  const bool persistent = subject.purpose == Purpose::kPersistent;
  const auto own = own_lines(persistent ? overlay.statelite : overlay.litetree, subject.node.name);
  if (persistent) return own.empty() ? nullptr : own.back();
  return subject.index < own.size() ? own[subject.index] : nullptr;
}

bool has_undefined(const GeneratedLine& line) {
  return line.line.text.find("UNDEFINED") != std::string_view::npos;
}

bool is_told_by_its_row(const Context& context, const Mount& mount) {
  const bool of_table =
      mount.purpose == Purpose::kPersistent || mount.purpose == Purpose::kLitetree;
  if (!of_table || context.site().table(table_of(mount.purpose)) == nullptr) return false;
  return !is_absolute(mount.path) || mount.path.find("UNDEFINED") != std::string_view::npos;
}

namespace {

bool is_unusable(const GeneratedLine& line) {
  return field_of(line, 1).empty() || field_of(line, 2).empty() || has_undefined(line);
}

}  // namespace

LineState line_state(const LiteSubject& subject, LineGenerator& lines) {
  const GeneratedLine* const line = line_read(subject);
  if (line == nullptr) return LineState::kUnread;
  if (is_unusable(*line)) return LineState::kNow;
  const std::string expected = lines.line_of(subject.node, subject.mount, subject.purpose);
  return line->line.text == expected ? LineState::kNow : LineState::kEarlier;
}

namespace {

// What it does to the node when the area or the tree cannot be mounted, or is another one.
Effect effect_when_missing(const LiteSubject& subject) {
  if (subject.purpose == Purpose::kLitetree) return Effect::kWrongData;
  return has_litefile_option(subject.node, subject.plan, "persistent") ? Effect::kDataLoss
                                                                       : Effect::kDegraded;
}

// Nothing while an earlier line is read.
Effect effect_now(const LiteSubject& subject, LineGenerator& lines) {
  const bool in_force = line_state(subject, lines) != LineState::kEarlier;
  return in_force ? effect_when_missing(subject) : Effect::kNone;
}

}  // namespace

std::string_view consequence_of(const LiteSubject& subject, LineGenerator& lines) {
  if (line_state(subject, lines) == LineState::kEarlier) {
    return "that comes true with the next run of mkdsklsnode, because the generated table still "
           "has an earlier line";
  }
  switch (effect_when_missing(subject)) {
    case Effect::kDataLoss:
      return "persistent files are kept in memory and lost at the next boot";
    case Effect::kWrongData:
      return "after five tries the tree is left out, and its files come from the image";
    default:
      return "the mount fails without a message";
  }
}

void rate(Effect effect, Certainty certainty, Finding& finding) {
  finding.effect = effect;
  finding.certainty = certainty;
  finding.severity =
      verdict_of(effect, certainty) == Verdict::kNotReady ? Severity::kError : Severity::kWarning;
}

namespace {

// The mount of the plan; the whole node when the boot script selects lines of others as well.
Subject place_in_plan(const Context& context, const LiteSubject& subject) {
  Subject place = context.subject(subject.plan);
  const std::size_t wanted =
      subject.purpose == Purpose::kPersistent ? 1 : subject.node.trees.size();
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < subject.plan.mounts.size(); ++i) {
    if (subject.plan.mounts[i].purpose != subject.purpose) continue;
    if (count++ == subject.index) place.mount = i;
  }
  if (count != wanted) place.mount = Subject::kWholeNode;
  return place;
}

}  // namespace

Draft& add_lite_mount(const Context& context, const LiteSubject& subject, std::string_view variant,
                      LineGenerator& lines, Sink& sink) {
  const Effect effect = effect_now(subject, lines);
  std::string key(table_of(subject.purpose));
  key.append("|").append(variant).append("|").append(word(effect)).append("|");
  key += written_value(context, subject.mount);
  Draft& draft = sink.cause(key);
  if (draft.fresh) rate(effect, Certainty::kCertain, draft.finding);
  draft.finding.subjects.push_back(place_in_plan(context, subject));
  draft.add_location(subject.mount.where);
  return draft;
}

bool add_to_worst(const Context& context, const LiteSubject& subject, LineGenerator& lines,
                  Draft& draft) {
  const Effect effect = effect_now(subject, lines);
  const Effect before = draft.finding.effect;
  const bool is_worst = draft.fresh || (effect != before && worse(effect, before) == effect);
  draft.finding.subjects.push_back(place_in_plan(context, subject));
  draft.add_location(subject.mount.where);
  if (is_worst) rate(effect, Certainty::kCertain, draft.finding);
  return is_worst;
}

std::string evidence_of(const Context& context, const LiteSubject& subject, LineGenerator& lines) {
  const std::string line = lines.line_of(subject.node, subject.mount, subject.purpose);
  return context.line(subject.mount.where) +
         (line.empty() ? "" : "\nmkdsklsnode makes of it: " + line);
}

std::string remedy_value(const Context& context, const LiteSubject& subject,
                         std::string_view text) {
  return remedy_cell(context, table_of(subject.purpose), subject.mount.where,
                     column_of(subject.purpose), text) +
         "\n" + remedy_mkdsklsnode();
}

}  // namespace nfsready::checks
