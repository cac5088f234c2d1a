// What the statelite, litefile and litetree tables mean for each node.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/attributes.h"
#include "model/site.h"
#include "parse/stanza.h"

namespace nfsready {

class StateliteReader {
 public:
  // Requires the tables and images of the site.
  explicit StateliteReader(Site& site);

  // Fills persistent, trees and litefiles of a node whose image and groups are known; a shared_root
  // node that has any of the first or the last is a statelite node. Safe from several threads.
  void read(const Stanza* stanza, Node& node) const;

 private:
  // The rows of litefile and litetree that count for one image.
  struct ImageRows {
    std::vector<Litefile> litefiles;  // by path
    std::vector<std::size_t> trees;   // rows of the litetree table, in rising priority
  };

  [[nodiscard]] std::vector<std::size_t> rows_for(const XcatTable& table, const Image& image) const;
  [[nodiscard]] std::vector<Litefile> litefiles_for(const Image& image) const;
  [[nodiscard]] std::vector<std::size_t> trees_for(const Image& image) const;

  // The value of $table.column for a node.
  [[nodiscard]] Value look_up(std::string_view table, std::string_view column, const Node& node,
                              const Stanza* stanza) const;
  void substitute(std::string_view text, bool always, const Node& node, const Stanza* stanza,
                  LiteMount& mount) const;

  Site& site_;
  NodeAttribute statemnt_;
  NodeAttribute mount_options_;
  std::vector<ImageRows> rows_;  // by image
  mutable std::mutex mutex_;
  mutable std::map<std::pair<std::string, std::string>, std::unique_ptr<NodeAttribute>> variables_;
};

}  // namespace nfsready
