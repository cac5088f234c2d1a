#include "cli/options.h"

#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "cli/exit_status.h"

namespace nfsready {

namespace po = boost::program_options;

std::vector<std::string> ParsedOptions::list(const char* name) const {
  std::vector<std::string> items;
  if (!has(name)) return items;
  for (const std::string& value : values[name].as<std::vector<std::string>>()) {
    for (const std::string_view item : split(value, ',')) {
      if (!trim(item).empty()) items.emplace_back(trim(item));
    }
  }
  return items;
}

std::string ParsedOptions::text(const char* name) const {
  return has(name) ? values[name].as<std::string>() : std::string();
}

int usage_error(const Usage& usage, std::string_view message) {
  std::cerr << "nfsready " << usage.command << ": " << printable(message) << "\nusage: nfsready "
            << usage.command << ' ' << usage.arguments << "\nTry 'nfsready " << usage.command
            << " --help'.\n";
  return kUsage;
}

namespace {

void print_help(const Usage& usage, const po::options_description& options) {
  std::cout << "usage: nfsready " << usage.command << ' ' << usage.arguments << "\n\n"
            << usage.intro << "\n\n"
            << options << '\n'
            << usage.examples;
}

// What Boost found wrong, with the option that was probably meant.
std::string explain(const po::error& error, const po::options_description& options) {
  const auto* const unknown = dynamic_cast<const po::unknown_option*>(&error);
  if (unknown == nullptr) return error.what();
  const std::string given = unknown->get_option_name();
  std::vector<std::string_view> known;
  for (const auto& option : options.options()) known.push_back(option->long_name());
  const std::size_t start = std::min(given.find_first_not_of('-'), given.size());
  const std::string_view bare = std::string_view(given).substr(start);
  const std::string_view meant = nearest(bare, known);
  std::string message = "there is no option '" + given + "'";
  if (!meant.empty()) message += "; did you mean '--" + std::string(meant) + "'?";
  return message;
}

}  // namespace

ParsedOptions parse_options(const Usage& usage, const Arguments& arguments,
                            po::options_description options,
                            const std::vector<const char*>& positional) {
  ParsedOptions parsed;
  options.add_options()("help,h", "print this help");
  po::options_description all;
  all.add(options);
  po::positional_options_description places;
  for (std::size_t i = 0; i < positional.size(); ++i) {
    const bool last = i + 1 == positional.size();
    const std::string_view name = positional[i];
    const bool many = last && name.ends_with('s');  // FILES, NODES: all that are left
    places.add(positional[i], many ? -1 : 1);
    if (many)
      all.add_options()(positional[i], po::value<std::vector<std::string>>());
    else
      all.add_options()(positional[i], po::value<std::string>());
  }
  try {
    // Options may not be abbreviated: a script must not change its meaning with a new option.
    using Style = po::command_line_style::style_t;
    const int style = po::command_line_style::unix_style & ~Style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(places).style(style).run(),
              parsed.values);
    po::notify(parsed.values);
  } catch (const po::too_many_positional_options_error&) {
    parsed.exit_status = usage_error(usage, "there are too many arguments");
    return parsed;
  } catch (const po::error& error) {
    parsed.exit_status = usage_error(usage, explain(error, options));
    return parsed;
  }
  if (parsed.has("help")) {
    print_help(usage, options);
    parsed.exit_status = kReady;
  }
  return parsed;
}

}  // namespace nfsready
