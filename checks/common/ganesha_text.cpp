#include "checks/common/ganesha_text.h"

#include "base/text.h"
#include "checks/common/deciding_entry.h"

namespace nfsready::checks {

namespace {

constexpr std::size_t kLongest = 4096;  // of what is quoted

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Text without comments, every row of blanks as one.
std::string on_one_line(std::string_view text) {
  std::string line;
  bool comment = false;
  for (const char c : text) {
    if (c == '#') comment = true;
    if (c == '\n') comment = false;
    if (comment) continue;
    const char shown = is_blank(c) ? ' ' : c;
    if (shown != ' ' || (!line.empty() && line.back() != ' ')) line += shown;
  }
  return line;
}

// From a brace to the one that closes it; empty when none does.
std::string_view braces(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return text.substr(0, i + 1);
  }
  return {};
}

std::string_view text_from(const Context& context, const Span& place) {
  return context.site().sources->file(place.source).text().substr(place.offset);
}

}  // namespace

std::string ganesha_block(const Context& context, const GaneshaExport& from,
                          std::string_view name) {
  const std::string text = on_one_line(text_from(context, from.span).substr(0, kLongest));
  const std::size_t start = text.find('{');
  if (start == std::string::npos) return {};
  const std::string_view block = braces(std::string_view(text).substr(start));
  for (std::size_t i = 1; i + name.size() < block.size(); ++i) {
    const bool starts =
        block[i - 1] == ' ' || block[i - 1] == ';' || block[i - 1] == '{' || block[i - 1] == '}';
    if (!starts || !equals_ignoring_case(block.substr(i, name.size()), name)) continue;
    std::size_t brace = i + name.size();
    while (brace < block.size() && block[brace] == ' ') ++brace;
    if (brace < block.size() && block[brace] == '{') {
      return std::string(name) + " " + std::string(braces(block.substr(brace)));
    }
  }
  return {};
}

std::string file_system_block(const Context& context, const Server& server) {
  if (const GaneshaExports* const exports = ganesha_exports(server)) {
    for (const GaneshaExport& from : exports->exports) {
      std::string block = from.lost_to ? std::string() : ganesha_block(context, from, "FSAL");
      if (!block.empty()) return block;
    }
  }
  return "FSAL { Name = <of the file system: VFS, GPFS ...>; }";
}

std::string ganesha_statement(const Context& context, const Span& name) {
  const std::string_view text = text_from(context, name);
  const std::string line = on_one_line(text.substr(0, text.find_first_of(";}")));
  return std::string(trim(line.substr(0, kLongest)));
}

std::string mmnfs_options_of(const GaneshaClientBlock& block) {
  const GaneshaPermissions& rights = block.permissions;
  std::string options = "(Access_Type=";
  options += rights.access == GaneshaAccess::kReadWrite  ? "RW"
             : rights.access == GaneshaAccess::kReadOnly ? "RO"
                                                         : "NONE";
  const GaneshaSquash squash = rights.squash.value_or(GaneshaSquash::kRoot);
  options += squash == GaneshaSquash::kNone     ? ",Squash=no_root_squash"
             : squash == GaneshaSquash::kAll    ? ",Squash=all_squash"
             : squash == GaneshaSquash::kRootId ? ",Squash=root_id_squash"
                                                : ",Squash=root_squash";
  if (rights.privileged_port.value_or(false)) options += ",PrivilegedPort=true";
  return options + ")";
}

}  // namespace nfsready::checks
