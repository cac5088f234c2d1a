#include "support/ganesha_text.h"

#include <map>

#include "parse/exports.h"
#include "support/source.h"

namespace nfsready::testing {

std::string ganesha_export(const std::string& options, const std::string& id,
                           const std::string& path, const std::string& pseudo) {
  return "EXPORT { Export_Id = " + id + "; Path = " + path + "; Pseudo = " + pseudo +
         "; FSAL { Name = VFS; } " + options + " }\n";
}

ExportsTable parse_ganesha_text(const std::string& text,
                                const std::vector<IncludedText>& included) {
  const SourceFile& main = source_of(text, "ganesha.conf");
  std::map<std::string, std::vector<const SourceFile*>, std::less<>> files;
  files["ganesha.conf"].push_back(&main);
  for (const IncludedText& file : included) {
    files[file.path].push_back(&source_of(file.text, file.path));
  }
  return parse_exports(Dialect::kGanesha, {&main}, [&](std::string_view path) {
    const auto found = files.find(path);
    return found == files.end() ? std::vector<const SourceFile*>{} : found->second;
  });
}

const GaneshaExports& ganesha_of(const ExportsTable& table) {
  return *std::get_if<GaneshaExports>(&table.content);
}

}  // namespace nfsready::testing
