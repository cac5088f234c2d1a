#include "observe/observation.h"

#include <utility>

#include "base/append.h"

namespace nfsready {

void merge(Observations from, Observations& to) {
  append(std::move(from.names), to.names);
  append(std::move(from.servers), to.servers);
  append(std::move(from.mounts), to.mounts);
  append(std::move(from.copies), to.copies);
  append(std::move(from.parts), to.parts);
}

}  // namespace nfsready
