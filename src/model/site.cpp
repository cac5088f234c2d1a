#include "model/site.h"

#include "base/text.h"

namespace nfsready {

const XcatTable* Site::table(std::string_view table_name) const {
  const auto found = tables.find(table_name);
  return found == tables.end() ? nullptr : found->second;
}

std::string_view Site::path_of(SourceId file) const {
  const std::string_view shown = sources->file(file).name();
  return shown.starts_with(folder) ? shown.substr(folder.size()) : shown;
}

Value Site::site_key(std::string_view key) const {
  const XcatTable* const site_table = table("site");
  if (site_table == nullptr) return {};
  for (std::size_t row = 0; row < site_table->row_count(); ++row) {
    if (site_table->cell(row, "key").token.text != key || site_table->is_disabled(row)) continue;
    const Token& value = site_table->cell(row, "value").token;
    return {value.text, value.span, {}};
  }
  return {};
}

std::string_view Site::site_key_or(std::string_view key, std::string_view otherwise) const {
  const Value value = site_key(key);
  return value.is_set() ? value.text : otherwise;
}

std::uint32_t Site::server_named(std::string_view wanted, const Names& by) const {
  if (wanted.empty()) return kNoIndex;
  if (const auto found = server_by_name.find(to_lower(wanted)); found != server_by_name.end()) {
    return found->second;
  }
  for (const NameAnswer& answer : by.addresses(wanted)) {
    const auto found = server_by_address.find(answer.address);
    if (found != server_by_address.end()) return found->second;
  }
  // A full name in the site's own domain that no hosts file spells out.
  const std::string_view domain = site_key("domain").text;
  const std::string_view host = short_name(wanted);
  if (!domain.empty() && wanted.size() == host.size() + 1 + domain.size() &&
      equals_ignoring_case(wanted.substr(host.size() + 1), domain)) {
    const auto found = server_by_name.find(to_lower(host));
    if (found != server_by_name.end()) return found->second;
  }
  return kNoIndex;
}

std::vector<std::uint32_t> Site::heads_of(std::uint32_t server) const {
  std::vector<std::uint32_t> heads = {server};
  for (std::uint32_t i = 0; i < servers.size(); ++i) {
    if (servers[i].head_of == server) heads.push_back(i);
  }
  return heads;
}

}  // namespace nfsready
