// Paths of servers, as text. Nothing here touches a file system.
#pragma once

#include <string>
#include <string_view>

namespace nfsready {

// "/a//b/./c/../d/" becomes "/a/b/d"; ".." above the root stays at the root. A relative path is
// taken as it is, without its trailing slashes. The empty path stays empty.
[[nodiscard]] std::string normalise_path(std::string_view path);

[[nodiscard]] inline bool is_absolute(std::string_view path) { return path.starts_with('/'); }

// "/a/b" -> "/a" -> "/"; the parent of "/" is empty. `path` must be normalised.
[[nodiscard]] std::string_view parent_of(std::string_view path);

// Whether `path` is `ancestor` or lies below it, by whole components. Both normalised.
[[nodiscard]] bool is_at_or_below(std::string_view path, std::string_view ancestor);
[[nodiscard]] bool is_below(std::string_view path, std::string_view ancestor);

}  // namespace nfsready
