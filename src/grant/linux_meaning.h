// Client specifications of Linux tables that match nobody, or not whom they mean.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exports/linux.h"
#include "model/names.h"

namespace nfsready {

// What a specification was most likely meant to be.
struct LinuxMeaning {
  std::string_view why;              // a clause: what is wrong with it
  std::vector<LinuxClient> clients;  // whom it means; empty when that cannot be told
  std::string text;                  // how to write it; empty likewise
};

// Nothing for a specification that is in order. Text that is in no file is kept in `texts`.
[[nodiscard]] std::optional<LinuxMeaning> meaning_of(const LinuxClient& client, const Names& names,
                                                     std::deque<std::string>& texts);

// The client that a plain text names: an address, a network, a netgroup, a pattern, a name.
[[nodiscard]] LinuxClient plain_client(const Token& text);

}  // namespace nfsready
