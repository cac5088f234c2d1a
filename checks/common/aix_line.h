// An entry of an AIX exports file as it should read: the whole line, ready to be typed. chnfsexp
// drops the options that it is not told, so that only a line with all of them is safe to give.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exports/aix.h"

namespace nfsready::checks {

class AixLine {
 public:
  // The entry as it is written, without its comment.
  explicit AixLine(const AixExport& entry);
  // An entry without options.
  explicit AixLine(std::string_view path) : path_(path) {}

  // Puts hosts, separated by colons, into a list of the options that count for AUTH_SYS. A host
  // that the list has already is left out. A list that is not there is made.
  void add(std::string_view list, std::string_view hosts);
  void remove(std::string_view list, std::string_view host);
  [[nodiscard]] bool has(std::string_view option) const;
  // The value of an option or list; empty when there is none.
  [[nodiscard]] std::string value(std::string_view option) const;
  // "anon", "-2" gives anon=-2; an empty value gives the bare word. In the place of an option of
  // that name, or after the others.
  void set(std::string_view option, std::string_view value);
  void drop(std::string_view option);

  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] std::size_t find(std::string_view option) const;
  void insert(std::string word);

  std::string path_;
  std::vector<std::string> words_;
  std::size_t begin_ = 0;  // of the words that count for AUTH_SYS
  std::size_t end_ = 0;
};

}  // namespace nfsready::checks
