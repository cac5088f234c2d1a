#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "checks/common/mistakes.h"
#include "checks/common/remedies.h"
#include "engine/check.h"

namespace nfsready::checks {

namespace {

// Names that people give to what they have put aside.
bool is_put_aside(std::string_view name) {
  constexpr std::array<std::string_view, 8> kEndings = {".bak",     ".old",    ".orig",     ".save",
                                                        ".rpmsave", ".rpmnew", ".disabled", "~"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// The name under which exportfs reads it.
std::string read_name(std::string_view name) {
  while (name.starts_with('.')) name.remove_prefix(1);
  constexpr std::string_view kEnding = ".exports";
  const std::size_t ending = name.find(kEnding);
  name = name.substr(0, ending != std::string_view::npos ? ending : name.rfind('.'));
  return std::string(name) + std::string(kEnding);
}

const LinuxExport* first_export(const ExportsTable& table) {
  const auto* const exports = std::get_if<LinuxExports>(&table.content);
  if (exports == nullptr) return nullptr;
  for (const LinuxExport& entry : exports->exports) {
    if (is_absolute(entry.path.text)) return &entry;
  }
  return nullptr;
}

void report(const Context& context, const Server& server, const ExportsTable& table,
            Failures& failures, Sink& sink) {
  const LinuxExport* const entry = first_export(table);
  if (entry == nullptr) return;
  const Span file{table.files.front(), 0, 0};
  const std::string_view path = context.file_name(file.source);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool hidden = name.ends_with(".exports");
  Draft& draft = sink.cause(std::string(path));
  MistakeText text;
  text.message = "exportfs does not read " + std::string(name) + ", because its name " +
                 (hidden ? "begins with a dot" : "does not end in '.exports'");
  text.evidence = context.line(entry->span);
  text.hint = is_put_aside(name)
                  ? on(server) +
                        ": nothing, if it was put aside on purpose; else: mv /etc/exports.d/" +
                        std::string(name) + " /etc/exports.d/" + read_name(name) + "; exportfs -ra"
                  : on(server) + ": mv /etc/exports.d/" + std::string(name) + " /etc/exports.d/" +
                        read_name(name) + "; exportfs -ra; or remove it when it is not wanted";
  const Severity otherwise = is_put_aside(name) ? Severity::kNote : severity_of_loss(context);
  text.otherwise = otherwise;
  fill_in_mistake(context, server, file, failures.of(file, Mistake::kIgnoredFile), std::move(text),
                  draft);
}

void run(const Context& context, Sink& sink) {
  Failures failures(context);
  for (const Server* const server : context.servers()) {
    for (const ExportsTable& table : server->ignored_exports) {
      report(context, *server, table, failures, sink);
    }
  }
}

}  // namespace

Check nr122_ignored_file() {
  return {{"NR122", "ignored-file", "a file of exports that the server does not read",
           Severity::kError},
          run};
}

}  // namespace nfsready::checks
