// All that a check may look at: the site, the plan, and what the servers' tables grant.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "finding/finding.h"
#include "grant/grant.h"
#include "model/site.h"
#include "plan/mount.h"

namespace nfsready {

// What the tables of one server give one client on one path.
struct Answer {
  Grant now;                  // what holds when the node boots: the live table where it tells
  std::optional<Grant> file;  // what the exports files say, when a live table says otherwise
};

// One mount of one node, with its answer.
struct JudgedMount {
  const Node* node = nullptr;
  const Mount* mount = nullptr;
  const Answer* answer = nullptr;
  Subject subject;
};

// Made once per run; everything in it stays the same while the checks run. Checks are pure
// functions of it: no file, no socket, no clock.
class Context {
 public:
  // `plans` holds the nodes of the run, in the order in which Subjects count them. The whole site
  // is judged when `whole_site`; else only what concerns those nodes.
  Context(const Site& site, const std::vector<NodePlan>& plans, bool whole_site);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] const std::vector<NodePlan>& plans() const { return plans_; }
  [[nodiscard]] const Node& node(const NodePlan& plan) const { return site_.nodes[plan.node]; }
  [[nodiscard]] Subject subject(const NodePlan& plan) const;

  // Every mount of every node of the run, nodes in order, mounts in boot order.
  [[nodiscard]] const std::vector<JudgedMount>& mounts() const { return judged_; }

  // The servers that concern this run.
  [[nodiscard]] const std::vector<const Server*>& servers() const { return servers_; }

  // What a server gives a client on a path. Safe from several threads. A server without any
  // exports source answers unknown.
  [[nodiscard]] Answer ask(const Server& server, std::string_view path, const Client& client) const;
  // A node as a client of a server, from its boot interface.
  [[nodiscard]] static Client client_of(const Node& node, int version = 3);

  // The place of a span as "file:line:column", and the text of its line, fit to be shown.
  [[nodiscard]] std::string where(const Span& span) const;
  [[nodiscard]] std::string line(const Span& span) const;
  [[nodiscard]] std::string_view file_name(SourceId file) const;

 private:
  struct ServerGrants;

  const Site& site_;
  const std::vector<NodePlan>& plans_;
  std::vector<std::unique_ptr<ServerGrants>> grants_;  // by server
  std::vector<Answer> answers_;
  std::vector<JudgedMount> judged_;
  std::vector<const Server*> servers_;
};

}  // namespace nfsready
