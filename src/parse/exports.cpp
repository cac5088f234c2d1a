#include "parse/exports.h"

#include "parse/exports_dialects.h"
#include "parse/linux_duplicates.h"

namespace nfsready {

namespace {

template <typename Content, typename Parse>
void parse_each(const std::vector<const SourceFile*>& files, ExportsTable& table,
                const Parse& parse) {
  auto& content = table.content.emplace<Content>();
  for (const SourceFile* file : files) parse(*file, content, table.problems);
}

}  // namespace

bool is_read_drop_in(std::string_view file_name) {
  return file_name.ends_with(".exports") && !file_name.starts_with('.');
}

ExportsTable parse_exports(Dialect dialect, const std::vector<const SourceFile*>& files,
                           const FindIncluded& find_included) {
  ExportsTable table;
  table.dialect = dialect;
  for (const SourceFile* file : files) table.files.push_back(file->id());
  switch (dialect) {
    case Dialect::kLinux:
      parse_each<LinuxExports>(files, table, parse_linux_exports);
      report_linux_duplicates(*std::get_if<LinuxExports>(&table.content), table.problems);
      break;
    case Dialect::kLinuxEtab:
      parse_each<LinuxExports>(files, table, parse_linux_etab);
      break;
    case Dialect::kLinuxExportfsV:
      parse_each<LinuxExports>(files, table, parse_linux_exportfs_v);
      break;
    case Dialect::kLinuxExportfsS:
      parse_each<LinuxExports>(files, table, parse_linux_exportfs_s);
      break;
    case Dialect::kLinuxProc:
      parse_each<LinuxExports>(files, table, parse_linux_proc);
      break;
    case Dialect::kAix:
    case Dialect::kAixXtab:
      parse_each<AixExports>(
          files, table, [&](const SourceFile& file, AixExports& exports, Problems& problems) {
            parse_aix_exports(file, dialect == Dialect::kAixXtab, exports, problems);
          });
      break;
    case Dialect::kGanesha:
      parse_each<GaneshaExports>(
          files, table, [&](const SourceFile& file, GaneshaExports& exports, Problems& problems) {
            parse_ganesha(file, find_included, exports, table.files, problems);
          });
      break;
    case Dialect::kMmnfs:
      parse_each<GaneshaExports>(files, table, parse_mmnfs);
      break;
    case Dialect::kShowmount:
      parse_each<ShowmountList>(files, table, parse_showmount);
      break;
  }
  return table;
}

}  // namespace nfsready
