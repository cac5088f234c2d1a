#include "checks/common/aix_line.h"

#include <algorithm>

#include "base/text.h"

namespace nfsready::checks {

namespace {

std::string_view name_of(std::string_view word) { return word.substr(0, word.find('=')); }

std::string_view value_of(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals == std::string_view::npos ? std::string_view{} : word.substr(equals + 1);
}

// An option of the whole entry, whatever sec= it stands behind.
bool is_common(std::string_view option) {
  return option == "anon" || option == "vers" || option == "exname" || option == "secure";
}

}  // namespace

AixLine::AixLine(const AixExport& entry) : path_(entry.path.text) {
  for (const Token& word : entry.words) words_.emplace_back(word.text);
  const auto section =
      std::find_if(entry.sections.begin(), entry.sections.end(),
                   [](const AixSection& each) { return each.flavours.has(Flavour::kSys); });
  end_ = words_.size();
  if (section == entry.sections.end() || entry.sections.size() == 1) return;
  const auto is_before = [](const Token& word, std::uint32_t offset) {
    return word.span.offset < offset;
  };
  const auto index_of = [&](std::uint32_t offset) {
    return static_cast<std::size_t>(
        std::lower_bound(entry.words.begin(), entry.words.end(), offset, is_before) -
        entry.words.begin());
  };
  begin_ = index_of(section->span.offset);
  end_ = index_of(section->span.offset + section->span.length);
}

std::size_t AixLine::find(std::string_view option) const {
  const std::size_t begin = is_common(option) ? 0 : begin_;
  const std::size_t end = is_common(option) ? words_.size() : end_;
  for (std::size_t i = begin; i < end; ++i) {
    if (name_of(words_[i]) == option) return i;
  }
  return words_.size();
}

bool AixLine::has(std::string_view option) const { return find(option) != words_.size(); }

std::string AixLine::value(std::string_view option) const {
  const std::size_t at = find(option);
  return at == words_.size() ? std::string() : std::string(value_of(words_[at]));
}

void AixLine::insert(std::string word) {
  words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(end_), std::move(word));
  ++end_;
}

void AixLine::add(std::string_view list, std::string_view hosts) {
  std::string value = this->value(list);
  while (value.ends_with(':')) value.pop_back();
  std::vector<std::string_view> known = split(value, ':');
  std::sort(known.begin(), known.end());
  std::string more;
  for (const std::string_view host : split(hosts, ':')) {
    if (!std::binary_search(known.begin(), known.end(), host)) more.append(":").append(host);
  }
  set(list, value.empty() && !more.empty() ? more.substr(1) : value + more);
}

void AixLine::remove(std::string_view list, std::string_view host) {
  const std::string value = this->value(list);
  std::string rest;
  for (const std::string_view each : split(value, ':')) {
    if (!each.empty() && each != host) rest.append(rest.empty() ? "" : ":").append(each);
  }
  if (rest.empty()) {
    drop(list);
  } else {
    set(list, rest);
  }
}

void AixLine::set(std::string_view option, std::string_view value) {
  std::string word(option);
  if (!value.empty()) word.append("=").append(value);
  const std::size_t at = find(option);
  if (at == words_.size()) {
    insert(std::move(word));
  } else {
    words_[at] = std::move(word);
  }
}

void AixLine::drop(std::string_view option) {
  const std::size_t at = find(option);
  if (at == words_.size()) return;
  words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(at));
  if (at < begin_) --begin_;
  if (at < end_) --end_;
}

std::string AixLine::text() const {
  std::string line = path_;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    line.append(i == 0 ? " -" : ",").append(words_[i]);
  }
  return line;
}

}  // namespace nfsready::checks
