#include "copy/call_words.h"

#include "observe/nfs_status.h"

namespace nfsready {

std::string words_of(const CallEnd& end) {
  if (end.reach != Reach::kAnswered) return std::string(word(end.reach));
  return std::to_string(end.status) + " " + std::string(nfs_status::words(end.status));
}

}  // namespace nfsready
