#include "parse/nfs_conf.h"

#include <algorithm>

#include "base/text.h"

namespace nfsready {

const NfsConfSetting* NfsConf::find(std::string_view section, std::string_view name) const {
  const auto found =
      std::find_if(settings.rbegin(), settings.rend(), [&](const NfsConfSetting& setting) {
        return equals_ignoring_case(setting.section.text, section) &&
               equals_ignoring_case(setting.name.text, name);
      });
  return found == settings.rend() ? nullptr : &*found;
}

namespace {

bool is_comment(std::string_view line) { return line.front() == '#' || line.front() == ';'; }

// Follows support/nfs/conffile.c of nfs-utils; every rule was tried with nfsconf(8).
class NfsConfReader {
 public:
  NfsConfReader(const SourceFile& file, Problems& problems)
      : file_(file), problems_(problems), text_(file.text()) {}

  NfsConf read() {
    std::size_t start = 0;
    for (std::size_t end = text_.find('\n'); end != std::string_view::npos;
         end = text_.find('\n', end + 1)) {
      if (end > 0 && text_[end - 1] == '\\') continue;
      start_line(start, end);
      read_line(trim(line_));
      start = end + 1;
    }
    const std::string_view last = trim(text_.substr(start));
    if (!last.empty() && !is_comment(last)) {
      start_line(start, text_.size());
      report(ProblemKind::kIgnored, line_, "the last line has no line end: it is ignored",
             "end the file with a line end");
    }
    return std::move(conf_);
  }

 private:
  // A backslash and its line end count as two blanks, so offsets stay the same.
  void start_line(std::size_t start, std::size_t end) {
    line_start_ = start;
    line_ = text_.substr(start, end - start);
    if (line_.find('\n') == std::string_view::npos) return;
    std::string joined(line_);
    for (std::size_t at = joined.find('\n'); at != std::string::npos; at = joined.find('\n', at)) {
      joined[at] = joined[at - 1] = ' ';
    }
    line_ = file_.keep(std::move(joined));
  }

  [[nodiscard]] Token token(std::string_view part) const {
    const auto offset = static_cast<std::size_t>(part.data() - line_.data());
    return Token{part, file_.span(line_start_ + offset, part.size())};
  }

  void read_line(std::string_view line) {
    if (line.empty() || is_comment(line)) return;
    if (line.front() == '[') {
      read_section(line);
    } else if (const std::size_t equals = line.find('='); equals == std::string_view::npos) {
      report(ProblemKind::kIgnored, line, quoted(line) + " is no setting", "write 'name = value'");
    } else if (section_.empty()) {
      report(ProblemKind::kIgnored, line, quoted(line) + " is in no section",
             "put it below a line such as '[nfsd]'");
    } else {
      read_setting(trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
    }
  }

  // A section with an argument keeps it in its name: it is another section.
  void read_section(std::string_view line) {
    const std::size_t close = line.find(']');
    section_ = {};
    if (close == std::string_view::npos) {
      report(ProblemKind::kIgnored, line,
             quoted(line) + " has no ']': the settings below are ignored", "close the bracket");
      return;
    }
    section_ = token(trim(line.substr(1, close - 1)));
  }

  void read_setting(std::string_view name, std::string_view value) {
    if (name.empty()) {
      report(ProblemKind::kIgnored, line_, "a value without a name", "write 'name = value'");
      return;
    }
    if (value.starts_with('"') || value.starts_with('\'')) {
      const std::size_t close = value.find(value.front(), 1);
      if (close == std::string_view::npos) {
        report(ProblemKind::kIgnored, value, "the quote that opens here is never closed",
               "close the quote");
        return;
      }
      value = value.substr(1, close - 1);
    } else {
      value = trim(value.substr(0, value.find_first_of("#;")));
    }
    if (!value.empty()) conf_.settings.push_back({section_, token(name), token(value)});
  }

  void report(ProblemKind kind, std::string_view part, std::string message, std::string hint) {
    problems_.push_back({kind, token(part).span, std::move(message), std::move(hint), {}});
  }

  const SourceFile& file_;
  Problems& problems_;
  std::string_view text_;
  std::size_t line_start_ = 0;
  std::string_view line_;
  Token section_;
  NfsConf conf_;
};

}  // namespace

NfsConf parse_nfs_conf(const SourceFile& file, Problems& problems) {
  return NfsConfReader(file, problems).read();
}

}  // namespace nfsready
