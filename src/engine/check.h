// What a check is: the whole interface for who writes one.
//
// A check lives in checks/<area>/<id>_<slug>.cpp and defines one function `Check <id>_<slug>()` in
// the namespace nfsready::checks. Its page lies beside it as .md; fixtures/checks/<id>/ holds at
// least one site that breaks it and one that does not. Nothing else is edited: the registry is
// generated from the file names.
#pragma once

#include <string_view>

#include "engine/context.h"
#include "engine/sink.h"
#include "finding/check_info.h"

namespace nfsready {

struct Check {
  CheckInfo info;
  void (*run)(const Context& context, Sink& sink);
};

struct RegisteredCheck {
  const Check* check;
  std::string_view area;  // the folder
  std::string_view page;  // Markdown
};

}  // namespace nfsready
