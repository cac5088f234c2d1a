#include "checks/common/heads.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "checks/common/export_lists.h"
#include "checks/common/mounts.h"
#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

bool same_text(const Site& site, SourceId a, SourceId b) {
  if (a == kNoSource || b == kNoSource) return a == b;
  return site.sources->file(a).shared_text() == site.sources->file(b).shared_text();
}

bool same_table(const Site& site, const ExportsTable& a, const ExportsTable& b) {
  if (a.dialect != b.dialect) return false;
  return std::equal(a.files.begin(), a.files.end(), b.files.begin(), b.files.end(),
                    [&](SourceId one, SourceId other) { return same_text(site, one, other); });
}

bool same_exports(const Site& site, const Server& a, const Server& b) {
  if (a.exports.has_value() != b.exports.has_value()) return false;
  if (a.exports && !same_table(site, *a.exports, *b.exports)) return false;
  return std::equal(a.live.begin(), a.live.end(), b.live.begin(), b.live.end(),
                    [&](const ExportsTable& one, const ExportsTable& other) {
                      return same_table(site, one, other);
                    });
}

SourceId netgroup_file(const Server& server) {
  return server.netgroups.empty() ? kNoSource : server.netgroups.front().name.span.source;
}

template <typename Content>
SourceId file_of(const std::optional<Collected<Content>>& collected) {
  return collected ? collected->file : kNoSource;
}

// One head against the active one, with what is asked of it.
class HeadComparer {
 public:
  HeadComparer(const Context& context, const HeadPair& pair) : context_(context), pair_(pair) {}

  void compare(const JudgedMount& judged, const std::function<void(const WeakerHead&)>& visit) {
    const Client client = Context::client_of(*judged.node, judged.mount->version);
    Answer there = context_.ask(*pair_.head, judged.mount->asked, client);
    if (faults_of(there.now, judged.mount->needs).empty()) return;
    there.meant = context_.ask_meant(*pair_.head, judged.mount->asked, client);
    JudgedMount moved = judged;
    moved.answer = &there;
    const auto fault = first_fault(faults_of(moved));
    if (!fault) return;
    visit({pair_, judged, there.now, *fault, cause_of(judged, client, *fault),
           mistake_behind(moved)});
  }

 private:
  // Nothing when there is none, or when it is not known.
  static std::optional<Fault> first_fault(const FaultSet& faults) {
    if (faults.has(Fault::kUnknown)) return std::nullopt;
    for (const Fault fault :
         {Fault::kMistake, Fault::kUnread, Fault::kNotInForce, Fault::kNotExported,
          Fault::kNotListed, Fault::kVersion, Fault::kFlavour, Fault::kBoundary,
          Fault::kReservedPort, Fault::kReadOnly, Fault::kSquashed}) {
      if (faults.has(fault)) return fault;
    }
    return std::nullopt;
  }

  HeadCause cause_of(const JudgedMount& judged, const Client& client, Fault fault) {
    if (fault == Fault::kVersion && is_left_out_by_server(judged.mount->version)) {
      return HeadCause::kSettings;
    }
    if (fault == Fault::kUnread || fault == Fault::kNotInForce || fault == Fault::kMistake)
      return HeadCause::kExports;
    if (fault == Fault::kNotExported || fault == Fault::kBoundary) return HeadCause::kExports;
    const Grant grant = grants_with_active_names().grant(judged.mount->asked, client);
    return faults_of(grant, judged.mount->needs).empty() ? HeadCause::kNames : HeadCause::kExports;
  }

  [[nodiscard]] bool is_left_out_by_server(int version) const {
    const Server& head = *pair_.head;
    if (head.kind == ServerKind::kLinux) return true;
    const ExportsTable* const table = table_of(head);
    const auto* const ganesha = std::get_if<GaneshaExports>(&table->content);
    return ganesha != nullptr && ganesha->core_versions && !ganesha->core_versions->has(version);
  }

  const Grants& grants_with_active_names() {
    if (!grants_) {
      const ServerContext context{*pair_.active->names, pair_.head->tree, std::nullopt};
      grants_ = make_grants(*table_of(*pair_.head), context);
    }
    return *grants_;
  }

  const Context& context_;
  const HeadPair& pair_;
  std::unique_ptr<Grants> grants_;
};

}  // namespace

std::vector<HeadPair> head_pairs(const Context& context) {
  std::vector<HeadPair> pairs;
  for (const Server* const head : context.servers()) {
    if (head->head_of == kNoIndex || table_of(*head) == nullptr) continue;
    const Server& active = context.site().servers[head->head_of];
    if (table_of(active) != nullptr) pairs.push_back({head->head_of, &active, head});
  }
  return pairs;
}

bool has_same_files(const Site& site, const HeadPair& pair) {
  const Server& a = *pair.active;
  const Server& b = *pair.head;
  return same_exports(site, a, b) && same_text(site, file_of(a.hosts), file_of(b.hosts)) &&
         same_text(site, netgroup_file(a), netgroup_file(b)) &&
         same_text(site, file_of(a.nfs_conf), file_of(b.nfs_conf)) &&
         a.tree.mount_points == b.tree.mount_points && a.tree.links == b.tree.links;
}

void for_each_weaker_head(const Context& context,
                          const std::function<void(const WeakerHead&)>& visit) {
  for (const HeadPair& pair : head_pairs(context)) {
    if (has_same_files(context.site(), pair)) continue;
    HeadComparer comparer(context, pair);
    for (const JudgedMount& judged : context.mounts()) {
      if (judged.mount->server != pair.server || judged.mount->asked.empty()) continue;
      if (faults_of(judged).empty()) comparer.compare(judged, visit);
    }
  }
}

Draft& add_weaker_head(const Context& context, const WeakerHead& weaker, Sink& sink) {
  const JudgedMount& judged = weaker.judged;
  const std::string pattern = path_pattern(*judged.node, judged.mount->asked);
  const bool of_all = weaker.fault == Fault::kNotInForce;
  Draft& draft = sink.cause(std::string(weaker.pair.head->name) + "|" + (of_all ? "" : pattern) +
                            "|" + std::to_string(static_cast<int>(weaker.fault)));
  draft.add_subject(judged.subject, judged.mount->asked);
  if (!draft.fresh) return draft;
  if (!of_all) draft.path_pattern = pattern;
  draft.finding.server = weaker.pair.head->name;
  draft.finding.effect = Effect::kFailoverLoss;
  const bool certain = weaker.grant.certain && !judged.mount->write_is_likely;
  draft.finding.certainty = certain ? Certainty::kCertain : Certainty::kLikely;
  draft.finding.evidence =
      std::string(weaker.pair.active->name) + ": " + context.line(judged.answer->now.rule);
  const Span there = weaker.grant.rule.is_set() ? weaker.grant.rule : weaker.grant.entry;
  if (there.is_set()) {
    draft.finding.evidence +=
        "\n" + std::string(weaker.pair.head->name) + ": " + context.line(there);
  }
  return draft;
}

std::string what_it_refuses(const WeakerHead& weaker) {
  switch (weaker.fault) {
    case Fault::kNotInForce:
      return "has not put all of its exports file in force";
    case Fault::kNotListed:
      return "exports {path}, but not to {nodes}";
    case Fault::kVersion:
      return "does not offer {path} over version " + std::to_string(weaker.judged.mount->version) +
             " of NFS";
    case Fault::kFlavour:
      return "does not offer {path} to AUTH_SYS callers";
    case Fault::kBoundary:
      return "has {path} on a file system that it does not export";
    case Fault::kReservedPort:
      return "gives {path} to reserved source ports only";
    case Fault::kReadOnly:
      return "gives {path} read-only";
    case Fault::kSquashed:
      return "squashes root in {path}";
    default:
      return "exports neither {path} nor a directory above it";
  }
}

std::string remedy_same_exports(const HeadPair& pair) {
  const std::string active(pair.active->name);
  const std::string head(pair.head->name);
  if (pair.active->kind == ServerKind::kGanesha || pair.active->kind != pair.head->kind) {
    return "make the exports of " + head + " give what those of " + active + " give; then, on " +
           head + ": " + std::string(reload_command(*pair.head));
  }
  const bool has_parts = pair.active->exports && pair.active->exports->files.size() > 1;
  return "copy /etc/exports " + std::string(has_parts ? "and /etc/exports.d " : "") + "of " +
         active + " to " + head + "; then, on " + head + ": " +
         std::string(reload_command(*pair.head));
}

}  // namespace nfsready::checks
