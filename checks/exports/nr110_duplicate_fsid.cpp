#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "checks/common/export_lists.h"
#include "checks/common/faults.h"
#include "checks/common/handle_ids.h"
#include "checks/common/mistakes.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"
#include "engine/check.h"
#include "grant/server_path.h"

namespace nfsready::checks {

namespace {

// One fsid and the rules that carry it.
struct Use {
  std::string path;
  const LinuxRule* rule;
};

struct Shared {
  const Server* server = nullptr;
  std::string id;
  std::vector<Use> uses;  // in file order
  bool by_two_paths = false;
  std::string_view mounted;  // the first path that a node mounts
  bool two_paths_mounted = false;
};

// Every fsid of a server that more than one directory has.
class SharedIds {
 public:
  explicit SharedIds(const Context& context) {
    for (const Server* const server : context.servers()) {
      const ExportsTable* const table = table_of(*server);
      const auto* const exports =
          table == nullptr ? nullptr : std::get_if<LinuxExports>(&table->content);
      if (exports != nullptr) collect(*server, *exports);
    }
  }

  [[nodiscard]] std::vector<Shared>& all() { return shared_; }

  // The one that a rule belongs to; null when its fsid is its own.
  [[nodiscard]] Shared* of(const Span& rule) {
    const auto found = by_rule_.find(rule);
    return found == by_rule_.end() ? nullptr : &shared_[found->second];
  }

 private:
  void collect(const Server& server, const LinuxExports& exports) {
    std::unordered_map<std::string, Shared> by_id;
    for (const LinuxExport& entry : exports.exports) {
      if (entry.lost_to) continue;
      for (const LinuxRule& rule : entry.rules) {
        if (rule.fsid.empty() || rule.v4root) continue;
        Shared& shared = by_id[normal_fsid(rule.fsid.text)];
        std::string path = real_path(server.tree, entry.path.text);
        const bool other = !shared.uses.empty() && shared.uses.front().path != path;
        shared.by_two_paths = shared.by_two_paths || other;
        shared.uses.push_back({std::move(path), &rule});
      }
    }
    for (auto& [id, shared] : by_id) {
      if (!shared.by_two_paths) continue;
      shared.server = &server;
      shared.id = id;
      for (const Use& use : shared.uses) by_rule_.emplace(use.rule->span, shared_.size());
      shared_.push_back(std::move(shared));
    }
  }

  std::vector<Shared> shared_;
  std::unordered_map<Span, std::size_t, HashSpan> by_rule_;
};

const Use& other_path(const Shared& shared) {
  return *std::find_if(shared.uses.begin(), shared.uses.end(),
                       [&](const Use& use) { return use.path != shared.uses.front().path; });
}

std::string key_of(const Shared& shared) {
  return std::string(shared.server->name) + "|" + shared.id;
}

// The one that another head has for the path already, or a free one.
std::string own_id(const Context& context, const Server& server, std::string_view path) {
  HeadIds ids(context.site(), server);
  const std::string known = ids.of(path);
  if (!known.empty()) return "fsid=" + known + ", as on its other head";
  return "an fsid of its own, such as fsid=" + std::to_string(ids.take(1));
}

void describe(const Context& context, const Shared& shared, Draft& draft) {
  const Use& first = shared.uses.front();
  const Use& other = other_path(shared);
  Finding& finding = draft.finding;
  const bool mounted = !finding.subjects.empty();
  const bool certain = shared.two_paths_mounted;
  finding.severity = certain ? Severity::kError : severity_of_loss(context);
  finding.certainty = certain || !mounted ? Certainty::kCertain : Certainty::kLikely;
  finding.effect = mounted ? Effect::kWrongData : Effect::kNone;
  finding.server = shared.server->name;
  for (const Span& place : {other.rule->span, first.rule->span}) draft.add_location(place);
  for (const Use& use : shared.uses) draft.add_location(use.rule->span);
  finding.message = quoted(first.path) + " and " + quoted(other.path) + " have the same fsid, " +
                    shared.id + ": for both of them " + std::string(shared.server->name) +
                    " gives the tree of the one that was asked for first";
  if (mounted) {
    finding.message += certain ? "; {nodes} mount{s} from there"
                               : "; {nodes} mount{s} one of them, and likely get{s} the other when "
                                 "somebody asks for that first";
  }
  finding.evidence = context.line(first.rule->span);
  if (context.line(other.rule->span) != finding.evidence) {
    finding.evidence += "\n" + context.line(other.rule->span);
  }
  finding.remedy = on(*shared.server) + ", at " +
                   place_on_server(context, *shared.server, other.rule->span) + ": write " +
                   own_id(context, *shared.server, other.path) +
                   "; then: " + std::string(reload_command(*shared.server)) +
                   ", while no client has " + quoted(other.path) + " mounted";
}

void add_mounts(const Context& context, SharedIds& ids, Sink& sink) {
  for (const JudgedMount& judged : context.mounts()) {
    Shared* const shared = ids.of(judged.answer->now.rule);
    if (shared == nullptr || !faults_of(judged).empty()) continue;
    sink.cause(key_of(*shared)).finding.subjects.push_back(judged.subject);
    const auto use = std::find_if(shared->uses.begin(), shared->uses.end(), [&](const Use& each) {
      return each.rule->span == judged.answer->now.rule;
    });
    if (shared->mounted.empty()) shared->mounted = use->path;
    shared->two_paths_mounted = shared->two_paths_mounted || shared->mounted != use->path;
  }
}

void run(const Context& context, Sink& sink) {
  SharedIds ids(context);
  if (ids.all().empty()) return;
  add_mounts(context, ids, sink);
  for (const Shared& shared : ids.all()) describe(context, shared, sink.cause(key_of(shared)));
}

}  // namespace

Check nr110_duplicate_fsid() {
  return {
      {"NR110", "duplicate-fsid", "two exported directories have the same fsid", Severity::kError},
      run};
}

}  // namespace nfsready::checks
