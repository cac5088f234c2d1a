#include "grant/same_table.h"

#include <algorithm>
#include <variant>

namespace nfsready {

namespace {

bool same_text(const Token& a, const Token& b) { return a.text == b.text; }

bool is_the_same(const AixExport& file, const AixExport& live) {
  if (file.lost_to || file.doubt || !file.cut_off.empty() || !live.cut_off.empty()) return false;
  return same_text(file.path, live.path) &&
         std::equal(file.words.begin(), file.words.end(), live.words.begin(), live.words.end(),
                    same_text);
}

}  // namespace

bool says_the_same(const ExportsTable& file, const ExportsTable& live) {
  const auto* const files = std::get_if<AixExports>(&file.content);
  const auto* const force = std::get_if<AixExports>(&live.content);
  if (files == nullptr || force == nullptr) return false;
  return std::equal(files->exports.begin(), files->exports.end(), force->exports.begin(),
                    force->exports.end(), is_the_same);
}

}  // namespace nfsready
