// The etc/.client_data of a shared_root: files of single nodes, "hosts.NAME" by their NIM names,
// which several service nodes have and one server merges.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "observe/observation.h"

namespace nfsready::checks {

inline constexpr std::string_view kClientData = "/etc/.client_data";

[[nodiscard]] inline bool is_client_data(std::string_view path) {
  return path.ends_with(kClientData);
}

// A line of CopyObservation::listed, as rsync(1) itemises: "YXcstpoguax name".
class ListedFile {
 public:
  explicit ListedFile(std::string_view line);

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] bool differs_in(CopyAspect aspect) const;
  // The line without the signs of size, time and contents; empty when it has no others.
  [[nodiscard]] std::string without_data() const;
  // What may be the NIM name of the node whose file it is: all behind a dot.
  void add_node_names(std::set<std::string_view>& names) const;

 private:
  std::string_view signs_;
  std::string_view name_;
};

}  // namespace nfsready::checks
