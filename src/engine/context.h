// All that a check may look at: the site, the plan, and what the servers' tables grant.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include "base/source.h"
#include "finding/finding.h"
#include "grant/grant.h"
#include "grant/meant.h"
#include "model/site.h"
#include "observe/observation.h"
#include "plan/mount.h"

namespace nfsready {

// What a client would get if a mistake in the exports files were not there.
struct MeantGrant {
  Grant grant;
  Mended by;  // the mistake
};

// What the tables of one server give one client on one path.
struct Answer {
  Grant now;                    // what holds when the node boots: the live table where it tells
  std::unique_ptr<Grant> file;  // what the exports files say, when a live table says otherwise
  // For a mount that is not given what it needs: what it was most likely meant to be given.
  std::unique_ptr<MeantGrant> meant;
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
  // is judged when `whole_site`; else only what concerns those nodes. `observations` is what the
  // network answered; null: nothing was asked.
  Context(const Site& site, const std::vector<NodePlan>& plans, bool whole_site,
          const Observations* observations = nullptr);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] const std::vector<NodePlan>& plans() const { return plans_; }
  [[nodiscard]] const Node& node(const NodePlan& plan) const { return site_.nodes[plan.node]; }
  [[nodiscard]] Subject subject(const NodePlan& plan) const;

  // Whether every node of the site that boots over NFS is in the run.
  [[nodiscard]] bool whole_site() const { return whole_site_; }

  // Every mount of every node of the run, nodes in order, mounts in boot order.
  [[nodiscard]] const std::vector<JudgedMount>& mounts() const { return judged_; }

  // What the network answered; empty when nothing was asked.
  [[nodiscard]] const Observations& observations() const { return observations_; }

  // The servers that concern this run.
  [[nodiscard]] const std::vector<const Server*>& servers() const { return servers_; }

  // What a server gives a client on a path. Safe from several threads. A server without any
  // exports source answers unknown.
  [[nodiscard]] Answer ask(const Server& server, std::string_view path, const Client& client) const;
  // What a server would give if a mistake in its exports files were not there; null when no mistake
  // decides. Safe from several threads.
  [[nodiscard]] std::unique_ptr<MeantGrant> ask_meant(const Server& server, std::string_view path,
                                                      const Client& client) const;
  // The mistakes in a server's exports files of which only the tables as a whole show that they are
  // some; the reader's problems tell of the others. Safe from several threads.
  [[nodiscard]] const std::vector<TableMistake>& mistakes(const Server& server) const;
  // What several checks look up in the same way: made of the context by the first that asks, kept
  // for the run. Safe from several threads.
  template <typename Shared>
  [[nodiscard]] const Shared& shared() const {
    Slot& slot = slot_of(typeid(Shared));
    std::call_once(slot.once, [&] { slot.made = std::make_shared<const Shared>(*this); });
    return *static_cast<const Shared*>(slot.made.get());
  }
  // A node as a client of a server, from its boot interface.
  [[nodiscard]] static Client client_of(const Node& node, int version = 3);

  // The place of a span as "file:line:column", and the text of its line, fit to be shown: cut
  // short, tabs as blanks.
  [[nodiscard]] std::string where(const Span& span) const;
  [[nodiscard]] std::string line(const Span& span) const;
  [[nodiscard]] std::string_view file_name(SourceId file) const;

 private:
  struct ServerGrants;
  struct Slot {
    std::once_flag once;
    std::shared_ptr<const void> made;
  };

  [[nodiscard]] Slot& slot_of(const std::type_info& type) const;
  ServerGrants& with_meant(const Server& server) const;

  const Site& site_;
  const std::vector<NodePlan>& plans_;
  bool whole_site_;
  const Observations& observations_;
  std::vector<std::string_view> node_names_;
  std::vector<std::unique_ptr<ServerGrants>> grants_;  // by server
  std::vector<Answer> answers_;
  std::vector<JudgedMount> judged_;
  std::vector<const Server*> servers_;
  mutable std::mutex slots_mutex_;
  mutable std::map<std::type_index, Slot> slots_;
};

}  // namespace nfsready
