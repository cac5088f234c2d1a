// The options of one entry of an AIX exports file (exports File, AIX Files Reference).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "base/source.h"
#include "exports/aix.h"

namespace nfsready {

// Faults of entries. What a live table holds was accepted, whatever the limits say.
class AixFaults {
 public:
  AixFaults(Problems& problems, bool live) : problems_(problems), live_(live) {}

  void begin_entry() { reported_ = 0; }
  // False when the entry has so many faults already that no more are reported.
  [[nodiscard]] bool reports_more() const;

  // A fault of which the effect on the entry is not documented; the message says so.
  void doubt(ProblemKind kind, const Span& where, std::string message, std::string hint,
             AixExport& entry);
  // A fault because of which exportfs refuses the entry.
  void refuse(ProblemKind kind, const Span& where, std::string message, std::string hint,
              AixExport& entry);
  // Names the text that is not read because of the last fault.
  void lose(const Span& lost) { problems_.back().lost = lost; }

 private:
  Problems& problems_;
  bool live_;
  std::size_t reported_ = 0;
};

// Reads `options`, the text after the dash, into `entry`, whose path and span are set.
void read_aix_options(const SourceFile& file, std::string_view options, AixExport& entry,
                      AixFaults& faults);

}  // namespace nfsready
