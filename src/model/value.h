// A value of the site, and where it comes from.
#pragma once

#include <string>
#include <string_view>

#include "base/source.h"

namespace nfsready {

// An attribute after inheritance and expansion. The text lives as long as the site.
struct Value {
  std::string_view text;
  Span where;                    // the cell or stanza line it was taken from
  std::string_view undecidable;  // why the text could not be worked out; empty when it could

  [[nodiscard]] bool is_set() const { return !text.empty(); }
  [[nodiscard]] bool is_decided() const { return undecidable.empty(); }
};

}  // namespace nfsready
