#include "grant/aix_reason.h"

namespace nfsready {

std::string why_admitted(const AixSection& section, const AixListed& listed,
                         const std::string& who) {
  const bool has_rw = section.rw && !section.rw->clients.empty();
  if (listed.in_rw) return "rw= lists " + who;
  if (has_rw && listed.in_access) return "access= lists " + who + ", but rw= does not";
  if (has_rw) return "rw= does not list " + who + ", and whom it does not list may read";
  if (section.read_only) {
    return listed.in_access ? "access= lists " + who + ", and ro is for all of them"
                            : "the entry is ro for everybody";
  }
  if (listed.in_ro) return "ro= lists " + who;
  if (listed.in_access) return "access= lists " + who;
  if (section.ro) return "ro= does not list " + who + ", and whom it does not list may write";
  return "the entry admits everybody";
}

std::string why_root(const AixExport& entry, const AixSection& section, Root root) {
  if (root == Root::kKept) return "root= lists it";
  const std::string unlisted = section.root ? "root= does not list it" : "there is no root=";
  if (root == Root::kRefused) return unlisted + ", and anon=-1 refuses root";
  return entry.anon == 0 ? unlisted + ", but anon=0 makes everybody root" : unlisted;
}

}  // namespace nfsready
