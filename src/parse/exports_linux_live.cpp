// The tables that a Linux server prints: etab, exportfs with and without -v and -s, and the
// kernel's own (nfs-utils support/nfs/exports.c putexportent, utils/exportfs/exportfs.c dump;
// kernel fs/nfsd/export.c svc_export_show).
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "parse/exports_dialects.h"
#include "parse/lines.h"
#include "parse/linux_client.h"
#include "parse/linux_options.h"

namespace nfsready {

namespace {

constexpr std::string_view kRelativePath =
    "its path does not begin with '/', and mountd compares it with absolute paths";
constexpr std::string_view kRefusal = "the kernel remembers that it refused this client";

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// The byte that the escape at `at` stands for, if there is one.
std::optional<char> escape_at(std::string_view text, std::size_t at) {
  if (text[at] != '\\' || at + 3 >= text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at + 1; i <= at + 3; ++i) {
    if (!is_octal(text[i])) return std::nullopt;
    value = value * 8 + (text[i] - '0');
  }
  if (value > 255) return std::nullopt;
  return static_cast<char>(value);
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = escape_at(text, i);
    out += byte ? *byte : text[i];
    if (byte) i += 3;
  }
  return out;
}

// One line, or a wrapped pair of lines, of a live table.
struct LiveEntry {
  std::string_view path;
  std::string_view client;  // with its options
};

// How a table is laid out and what it leaves out.
struct LiveFormat {
  bool escaped_paths = true;
  bool prints_port_rule = true;
  bool is_kernel = false;
};

class LiveReader {
 public:
  LiveReader(const SourceFile& file, const LiveFormat& format, LinuxExports& exports,
             Problems& problems)
      : file_(file), format_(format), exports_(exports), problems_(problems), lines_(file) {}

  void read();

 private:
  std::optional<LiveEntry> split_entry(std::string_view line);
  std::optional<LiveEntry> split_at_last_blanks(std::string_view line);
  bool next_is_indented(std::string_view line) const;
  void add(const LiveEntry& entry, std::uint32_t line);
  void add_rule(const LiveEntry& entry, LinuxExport& target);
  void read_clients(std::string_view text, LinuxRule& rule);
  void read_options(std::string_view text, LinuxOptions& options);
  void read_option(std::string_view word, LinuxOptions& options);
  void refuse(std::string_view line);
  Token path_token(std::string_view path);

  const SourceFile& file_;
  LiveFormat format_;
  LinuxExports& exports_;
  Problems& problems_;
  LineReader lines_;
  std::string_view waiting_path_;  // of exportfs: a long path has its line to itself
  LinuxSection head_;              // /proc: what was said before the first sec=
};

void LiveReader::refuse(std::string_view line) {
  problems_.push_back({ProblemKind::kSyntax,
                       file_.span_of(trim(line)),
                       "expected a path, a client and its options in parentheses",
                       {},
                       {}});
}

Token LiveReader::path_token(std::string_view path) {
  Token token = token_of(file_, path);
  if (format_.escaped_paths && path.find('\\') != std::string_view::npos) {
    token.text = file_.keep(decoded(path));
  }
  return token;
}

void LiveReader::read() {
  std::uint32_t number = 0;
  while (lines_.next()) {
    ++number;
    const std::string_view line = lines_.text();
    if (trim(line).empty() || (line.front() == '#' && format_.escaped_paths)) continue;
    if (const auto entry = split_entry(line)) add(*entry, number);
  }
  if (!waiting_path_.empty()) refuse(waiting_path_);
}

bool LiveReader::next_is_indented(std::string_view line) const {
  std::string_view rest = file_.text().substr(file_.span_of(line).offset + line.size());
  if (rest.starts_with('\r')) rest.remove_prefix(1);
  return rest.size() > 1 && rest.front() == '\n' && is_blank(rest[1]);
}

// exportfs: the path may hold blanks. A tab, or the last run of blanks, parts it from the client;
// a client that has no path before it belongs to the path of the line above.
std::optional<LiveEntry> LiveReader::split_at_last_blanks(std::string_view line) {
  const std::string_view whole = trim(line);
  if (is_blank(line.front())) {
    if (waiting_path_.empty()) {
      refuse(line);
      return std::nullopt;
    }
    return LiveEntry{std::exchange(waiting_path_, {}), whole};
  }
  if (!waiting_path_.empty()) refuse(std::exchange(waiting_path_, {}));
  std::size_t parting = whole.rfind('\t');
  if (parting == std::string_view::npos && next_is_indented(line)) {
    waiting_path_ = whole;
    return std::nullopt;
  }
  if (parting == std::string_view::npos) parting = whole.rfind(' ');
  if (parting == std::string_view::npos) {
    refuse(line);
    return std::nullopt;
  }
  return LiveEntry{trim(whole.substr(0, parting)), whole.substr(parting + 1)};
}

std::optional<LiveEntry> LiveReader::split_entry(std::string_view line) {
  if (!format_.escaped_paths) return split_at_last_blanks(line);
  std::string_view rest = line;
  const std::string_view path = take_word(rest);
  const std::string_view client = trim(rest);
  if (client.empty()) {
    refuse(line);
    return std::nullopt;
  }
  return LiveEntry{path, client};
}

void LiveReader::add(const LiveEntry& entry, std::uint32_t line) {
  const bool has_options = entry.client.find('(') != std::string_view::npos;
  const bool cut_short = has_options && !entry.client.ends_with(')');
  if (cut_short || (format_.escaped_paths && !has_options)) {
    refuse(entry.client);
    return;
  }
  LinuxExport& added = exports_.exports.emplace_back();
  added.path = path_token(entry.path);
  added.line = line;
  add_rule(entry, added);
  added.span = join(added.path.span, added.rules.back().span);
}

void LiveReader::add_rule(const LiveEntry& entry, LinuxExport& target) {
  const std::size_t open = std::min(entry.client.find('('), entry.client.size());
  LinuxOptions options;
  if (!format_.prints_port_rule) options.running.insecure.reset();
  std::string_view list = entry.client.substr(std::min(open + 1, entry.client.size()));
  if (list.ends_with(')')) list.remove_suffix(1);
  read_options(list, options);
  options.rule.rights_known = open < entry.client.size();
  options.finish();
  LinuxRule& rule = target.rules.emplace_back(std::move(options.rule));
  rule.span = file_.span_of(entry.client);
  read_clients(entry.client.substr(0, open), rule);
  const bool refused = format_.is_kernel && list.empty();
  if (refused || !is_absolute(target.path.text)) {
    rule.client.kind = LinuxClientKind::kDead;
    rule.client.why_dead = refused ? kRefusal : kRelativePath;
  }
}

// `<world>` of exportfs, and the joined names of the kernel: `a,b`, or `$` and an address.
void LiveReader::read_clients(std::string_view text, LinuxRule& rule) {
  constexpr std::string_view kWorld = "<world>";
  if (text == kWorld) {
    rule.client.text = token_of(file_, text);
    return;
  }
  if (!format_.is_kernel) {
    rule.client = read_linux_client(token_of(file_, text));
    return;
  }
  if (text.starts_with('$')) text.remove_prefix(1);
  bool first = true;
  for (const std::string_view part : split(text, ',')) {
    LinuxClient client = read_linux_client(token_of(file_, part));
    if (std::exchange(first, false)) {
      rule.client = client;
    } else {
      rule.also.push_back(client);
    }
  }
}

void LiveReader::read_options(std::string_view text, LinuxOptions& options) {
  if (text.empty()) return;
  for (const std::string_view word : split(text, ',')) read_option(word, options);
}

// The kernel prints flavours as numbers (RFC 5531, RFC 2623).
std::string_view flavour_name(std::string_view number) {
  if (number == "0") return "none";
  if (number == "1") return "sys";
  if (number == "390003") return "krb5";
  if (number == "390004") return "krb5i";
  if (number == "390005") return "krb5p";
  return number;
}

std::string flavour_names(std::string_view numbers) {
  std::string names;
  for (const std::string_view number : split(numbers, ':')) {
    if (!names.empty()) names += ':';
    names += flavour_name(number);
  }
  return names;
}

// The kernel prints the rights of a flavour whole, and only when they differ from those before
// sec=. They begin with ro or rw; what does not follow is off.
void clear_unprinted(LinuxOptions& options) {
  for (std::size_t i = 0; i < options.flavours.size(); ++i) {
    if ((options.active & (1U << i)) == 0) continue;
    options.flavours[i].rights.insecure = false;
    options.flavours[i].rights.all_squash = false;
  }
}

// The words were printed by a program that accepted them: one that is not known here changes
// nothing that matters.
void LiveReader::read_option(std::string_view text, LinuxOptions& options) {
  const std::size_t equals = text.find('=');
  OptionWord word{token_of(file_, text.substr(0, equals)), {}};
  if (equals != std::string_view::npos) word.value = token_of(file_, text.substr(equals + 1));
  const std::string_view name = word.name.text;
  if (name == "v4root") options.rule.v4root = true;
  if (format_.is_kernel && name == "sec") {
    if (options.flavours.empty()) head_ = options.running;
    options.running = head_;
    const bool one = word.value.text.find(':') == std::string_view::npos;
    word.value.text =
        one ? flavour_name(word.value.text) : file_.keep(flavour_names(word.value.text));
  }
  if (format_.is_kernel && (name == "ro" || name == "rw")) clear_unprinted(options);
  static_cast<void>(apply_linux_option(word, options));
}

void read_live(const SourceFile& file, const LiveFormat& format, LinuxExports& exports,
               Problems& problems) {
  LiveReader(file, format, exports, problems).read();
}

}  // namespace

void parse_linux_etab(const SourceFile& file, LinuxExports& exports, Problems& problems) {
  read_live(file, LiveFormat{}, exports, problems);
}

void parse_linux_exportfs_v(const SourceFile& file, LinuxExports& exports, Problems& problems) {
  read_live(file, LiveFormat{false, false, false}, exports, problems);
}

void parse_linux_exportfs_s(const SourceFile& file, LinuxExports& exports, Problems& problems) {
  read_live(file, LiveFormat{true, false, false}, exports, problems);
}

void parse_linux_proc(const SourceFile& file, LinuxExports& exports, Problems& problems) {
  exports.complete = false;
  read_live(file, LiveFormat{true, true, true}, exports, problems);
}

}  // namespace nfsready
