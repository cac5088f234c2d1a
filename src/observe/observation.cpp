#include "observe/observation.h"

#include <iterator>
#include <utility>

namespace nfsready {

namespace {

template <typename Record>
void append(std::vector<Record> from, std::vector<Record>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void merge(Observations from, Observations& to) {
  append(std::move(from.names), to.names);
  append(std::move(from.servers), to.servers);
  append(std::move(from.mounts), to.mounts);
}

}  // namespace nfsready
