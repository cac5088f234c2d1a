// What the exports of a server list, whatever their dialect: paths, and the clients behind them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/source.h"
#include "engine/context.h"

namespace nfsready::checks {

enum class ListedKind : std::uint8_t { kHost, kNetwork, kPattern, kNetgroup, kEveryone };

struct ListedClient {
  ListedKind kind = ListedKind::kHost;
  std::string_view text;  // as written; empty for everyone
  Span span;              // the client's own text, or the rule
};

struct ListedExport {
  std::string_view path;  // as written
  Span span;
  std::vector<ListedClient> clients;  // who is admitted; specifications that match nobody left out
  bool is_read = true;                // false: an error keeps the server from reading it
};

// What the server's files say; what is in force when no file was collected; null: neither is known.
[[nodiscard]] const ExportsTable* table_of(const Server& server);

// Calls `visit` for every export of a table, in file order. The export is valid during the call
// only. In AIX lists a plain name that is a netgroup for the server is one.
void for_each_export(const ExportsTable& table, const Names& names,
                     const std::function<void(const ListedExport&)>& visit);

// The node that a client is by its name, full or short (into Site::nodes); kNoIndex: no node's
// name.
[[nodiscard]] std::uint32_t node_listed(const Site& site, const ListedClient& client);

// A path without what makes no difference; the same view when there is nothing to leave out.
class CleanPath {
 public:
  explicit CleanPath(std::string_view path);
  [[nodiscard]] std::string_view view() const { return text_.empty() ? path_ : text_; }

 private:
  std::string_view path_;
  std::string text_;
};

// The exported paths of one server, for many questions. Not safe from several threads.
class ExportedPaths {
 public:
  explicit ExportedPaths(const Server& server);

  // The first export of that very path; not set when there is none.
  [[nodiscard]] Span exported(std::string_view path) const;
  // Whether the path or a directory above it is exported. `path` must be clean.
  [[nodiscard]] bool covers(std::string_view path);
  [[nodiscard]] bool empty() const { return paths_.empty(); }

 private:
  [[nodiscard]] bool covers_directory(std::string_view directory);

  std::unordered_map<std::string_view, Span> paths_;
  std::unordered_map<std::string_view, std::string> kept_;  // cleaned paths, by what was written
  std::unordered_map<std::string, bool> directories_;       // answers, by directory
};

}  // namespace nfsready::checks
