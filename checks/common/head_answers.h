// What two heads of one server answered to one vantage about one mount.
#pragma once

#include <functional>
#include <string>

#include "checks/common/observed.h"
#include "engine/context.h"

namespace nfsready::checks {

struct HeadAnswers {
  const SeenMount& serving;  // of a head that lets the vantage mount it and look at it
  const SeenMount& other;    // of another address
};

// Calls `visit` for every mount that was asked for at several addresses, once for each address
// beside the one that serves: the head that nodes are judged against, where that one does.
void for_each_head_answers(const Context& context,
                           const std::function<void(const HeadAnswers&)>& visit);

// How the file handles, the file systems' ids or the files' ids of two heads differ, as evidence;
// empty when all that was seen of both is the same.
[[nodiscard]] std::string difference_of_handles(const MountObservation& serving,
                                                const MountObservation& other);

// How the attributes of a file differ that both heads know by the same handle; empty when they do
// not.
[[nodiscard]] std::string difference_of_attributes(const MountObservation& serving,
                                                   const MountObservation& other);

}  // namespace nfsready::checks
