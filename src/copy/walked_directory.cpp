#include "copy/walked_directory.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace nfsready {

namespace {

constexpr std::size_t kLongestPath = 65'536;

bool is_ancestor(const Ancestors* line, std::uint64_t id) {
  for (; line != nullptr; line = line->above.get()) {
    if (line->id == id) return true;
  }
  return false;
}

std::string joined(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

}  // namespace

void add_trouble(std::string words, std::string& trouble) {
  if (trouble.empty()) trouble = std::move(words);
}

bool is_incomplete(const Entry& entry) {
  if (!entry.mode || entry.handle.empty()) return true;
  return entry.type == EntryType::kLink && !entry.target;
}

void ask_again(WalkedDirectory& directory, std::size_t index) {
  constexpr std::size_t kMostCalls = 8;  // for each entry, on average
  if (directory.incomplete.size() < kMostCalls * directory.entries.size()) {
    directory.incomplete.push_back(index);
    return;
  }
  add_trouble("'" + printable(directory.entries[index].name) + "' is not described",
              directory.trouble);
}

void sort_entries(WalkedDirectory& directory) {
  std::vector<Entry>& entries = directory.entries;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& left, const Entry& right) { return left.name < right.name; });
  const auto twice =
      std::unique(entries.begin(), entries.end(),
                  [](const Entry& left, const Entry& right) { return left.name == right.name; });
  if (twice == entries.end()) return;
  entries.erase(twice, entries.end());
  add_trouble("the server told a name twice: it changed while it was read", directory.trouble);
}

std::vector<WalkedDirectory> directories_in(WalkedDirectory& directory) {
  std::vector<WalkedDirectory> below;
  for (const Entry& entry : directory.entries) {
    if (entry.type != EntryType::kDirectory || entry.handle.empty()) continue;
    if (is_ancestor(directory.line.get(), entry.id)) {
      add_trouble("'" + printable(entry.name) + "' is a directory above itself", directory.trouble);
      continue;
    }
    WalkedDirectory& found = below.emplace_back();
    found.path = joined(directory.path, entry.name);
    found.handle = entry.handle;
    found.line = std::make_shared<const Ancestors>(Ancestors{entry.id, directory.line});
    if (found.path.size() <= kLongestPath) continue;
    add_trouble("its path is too long", directory.trouble);
    below.pop_back();
  }
  return below;
}

}  // namespace nfsready
