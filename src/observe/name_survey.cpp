#include "observe/name_survey.h"

#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/address.h"
#include "base/text.h"
#include "observe/child_program.h"
#include "observe/wait_in_threads.h"

namespace nfsready {

namespace {

constexpr std::size_t kProgramsAtOnce = 16;
constexpr int kFound = 0;
constexpr int kNotFound = 2;  // getent(1)

// RFC 1123, section 2.1, and the underscore that many tables have. What is written otherwise is no
// name of a host, and must not become an option of a program.
bool is_host_name(std::string_view text) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
  return !text.empty() && text.front() != '-' &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

struct Question {
  const Speaker* speaker = nullptr;
  std::string server;
};

std::vector<Question> questions(const std::vector<NodePlan>& plans,
                                const std::vector<Speaker>& speakers) {
  std::set<std::pair<std::string_view, std::string_view>> known;  // vantage, server
  std::vector<Question> all;
  for (const Speaker& speaker : speakers) {
    if (!speaker.cannot_ask.empty() || speaker.vantage.kind == VantageKind::kNode) continue;
    for (const std::uint32_t node : speaker.nodes) {
      for (const Mount& mount : plans[node].mounts) {
        const std::string_view server = mount.server_text;
        if (Address::parse(server) || !is_host_name(server)) continue;
        if (!known.emplace(speaker.vantage.name, server).second) continue;
        all.push_back({&speaker, std::string(server)});
      }
    }
  }
  return all;
}

// "10.1.0.50       STREAM nas", three lines for each address.
std::vector<Address> addresses_in(std::string_view output) {
  std::set<Address> addresses;
  for (const std::string_view line : split(output, '\n')) {
    if (const auto address = Address::parse(split(line, ' ').front())) addresses.insert(*address);
  }
  return {addresses.begin(), addresses.end()};
}

std::optional<NameObservation> ask(const Question& question, Milliseconds limit) {
  const Vantage& vantage = question.speaker->vantage;
  std::vector<std::string> words = {"getent", "ahosts", question.server};
  if (vantage.kind == VantageKind::kNamespace) {
    words.insert(words.begin(), {"ip", "netns", "exec", vantage.name});
  }
  const ProgramAnswer answer = ask_program(words, limit);
  if (!answer.ended || (answer.status != kFound && answer.status != kNotFound)) return std::nullopt;
  return NameObservation{vantage, question.server, addresses_in(answer.output)};
}

}  // namespace

std::vector<NameObservation> survey_names(const std::vector<NodePlan>& plans,
                                          const std::vector<Speaker>& speakers, Milliseconds limit,
                                          const std::atomic<bool>* stop) {
  const std::vector<Question> asked = questions(plans, speakers);
  std::vector<std::optional<NameObservation>> answers(asked.size());
  wait_in_threads(asked.size(), kProgramsAtOnce, [&](std::size_t i) {
    if (stop == nullptr || !*stop) answers[i] = ask(asked[i], limit);
  });
  std::vector<NameObservation> seen;
  for (auto& answer : answers) {
    if (answer) seen.push_back(std::move(*answer));
  }
  return seen;
}

}  // namespace nfsready
