// Linux tables as they were meant.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/path.h"
#include "base/text.h"
#include "grant/linux_meaning.h"
#include "grant/linux_order.h"
#include "grant/meant_dialects.h"
#include "grant/server_path.h"

namespace nfsready {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

using Spans = std::unordered_set<Span, HashSpan>;

// Sets what a word of a contradiction gives when it, or its opposite, is meant.
void give(std::string_view word, LinuxSection& section) {
  if (word == "rw" || word == "ro") section.read_write = true;
  if (word == "secure" || word == "insecure") section.insecure = true;
  if (word == "root_squash" || word == "no_root_squash") section.root_squash = false;
  if (word == "all_squash" || word == "no_all_squash" || word == "no_root_squash") {
    section.all_squash = false;
  }
}

// Whether a "path" is the text of a client: the entry above it should have gone on.
bool looks_like_client(std::string_view path) {
  return path.find('(') != std::string_view::npos || path.starts_with('@') ||
         path.find('/') == std::string_view::npos;
}

// The rights that the words of "client(words)" name.
LinuxSection rights_in(std::string_view text) {
  LinuxSection rights;
  rights.flavours.add(Flavour::kSys);
  const std::size_t open = std::min(text.find('('), text.size());
  std::string_view list = text.substr(std::min(open + 1, text.size()));
  for (const std::string_view word : split(list.substr(0, list.find(')')), ',')) {
    if (word == "rw" || word == "insecure" || word == "no_root_squash") give(word, rights);
    if (word == "all_squash") rights.all_squash = true;
  }
  return rights;
}

class LinuxMender {
 public:
  LinuxMender(const LinuxExports& exports, const Problems& problems, const MeantContext& context,
              MeantTable& meant)
      : exports_(exports), problems_(problems), context_(context), meant_(meant) {}

  void mend();

 private:
  void sort_problems();
  void find_clients();
  void find_client(const LinuxExport& entry, const LinuxRule& rule, MisspeltNames& misspelt);
  void find_stray_spaces();
  void find_hidden();
  void copy();
  void copy_entry(const LinuxExport& entry);
  void copy_lost(const LinuxExport& entry);
  void copy_rule(const LinuxRule& rule, LinuxExport& target);
  void continue_entry(const LinuxExport& entry, const Span& where);
  void copy_path(const LinuxExport& entry, LinuxExport& target);
  void add_ignored();
  void reorder();
  void mark(const Span& rule, Mistake kind, const Span& where) {
    meant_.by_rule.emplace(rule, Mended{kind, where});
  }
  [[nodiscard]] bool is_stray(const LinuxExport& entry, std::size_t index) const;

  const LinuxExports& exports_;
  const Problems& problems_;
  const MeantContext& context_;
  MeantTable& meant_;
  LinuxExports mended_;
  Spans stray_;
  Spans contradicted_;
  Spans ignored_;
  Spans no_client_;
  std::unordered_map<const LinuxRule*, std::vector<LinuxClient>> clients_;  // whom a rule means
  std::unordered_set<const LinuxRule*> passed_over_;                        // of stray spaces
  std::unordered_set<const LinuxRule*> dropped_;                            // a later one was meant
  std::unordered_set<std::string> disordered_;                              // paths
  Span broken_;  // the last '\' that continues nothing
};

void LinuxMender::sort_problems() {
  for (const Problem& problem : problems_) {
    if (problem.kind == ProblemKind::kStraySpace) stray_.insert(problem.where);
    if (problem.kind == ProblemKind::kContradiction) contradicted_.insert(problem.where);
    if (problem.kind == ProblemKind::kIgnored) ignored_.insert(problem.where);
    if (problem.kind == ProblemKind::kNoClient) no_client_.insert(problem.where);
  }
}

void LinuxMender::find_clients() {
  MisspeltNames misspelt(context_);
  for (const LinuxExport& entry : exports_.exports) {
    if (entry.lost_to) continue;
    for (const LinuxRule& rule : entry.rules) find_client(entry, rule, misspelt);
  }
}

void LinuxMender::find_client(const LinuxExport& entry, const LinuxRule& rule,
                              MisspeltNames& misspelt) {
  const LinuxClient& client = rule.client;
  if (auto meaning = meaning_of(client, context_.names, meant_.texts)) {
    if (!meaning->clients.empty()) clients_.emplace(&rule, std::move(meaning->clients));
    const std::string_view text =
        meaning->text.empty() ? std::string_view{} : meant_.texts.emplace_back(meaning->text);
    meant_.mistakes.push_back({Mistake::kDeadClient,
                               rule.span,
                               {},
                               entry.path.text,
                               client.text.text,
                               text,
                               meaning->why});
    return;
  }
  const bool is_name = client.kind == LinuxClientKind::kHost && !client.address;
  const bool is_group = client.kind == LinuxClientKind::kNetgroup;
  const bool unknown_name =
      is_name && context_.names.any_source() && context_.names.addresses(client.text.text).empty();
  const bool unknown_group = is_group && context_.names.any_netgroups() &&
                             context_.names.netgroup(client.text.text.substr(1)) == nullptr;
  if (!unknown_name && !unknown_group) return;
  std::string_view name;
  if (unknown_name) name = misspelt.meant_by(client.text.text);
  if (!name.empty()) {
    clients_.emplace(&rule, std::vector{plain_client({name, client.text.span})});
  }
  meant_.mistakes.push_back(
      {Mistake::kUnresolvedClient, rule.span, {}, entry.path.text, client.text.text, name, {}});
}

bool LinuxMender::is_stray(const LinuxExport& entry, std::size_t index) const {
  if (stray_.empty() || index + 1 >= entry.rules.size()) return false;
  return stray_.count(join(entry.rules[index].span, entry.rules[index + 1].span)) != 0;
}

void LinuxMender::find_stray_spaces() {
  if (stray_.empty()) return;
  for (const LinuxExport& entry : exports_.exports) {
    for (std::size_t i = 0; i + 1 < entry.rules.size(); ++i) {
      if (!is_stray(entry, i)) continue;
      passed_over_.insert(&entry.rules[i]);
      passed_over_.insert(&entry.rules[i + 1]);
    }
  }
}

void LinuxMender::find_hidden() {
  for (const HiddenRule& hidden :
       hidden_rules(exports_, context_.tree, context_.names, passed_over_)) {
    const bool same = same_rights(*hidden.rule, *hidden.by);
    if (same && !hidden.same_client) continue;
    const Mistake kind = hidden.same_client ? Mistake::kDuplicate : Mistake::kShadowed;
    meant_.mistakes.push_back({kind,
                               hidden.rule->span,
                               hidden.by->span,
                               hidden.entry->path.text,
                               hidden.rule->client.text.text,
                               hidden.by->client.text.text,
                               {},
                               same});
    if (same) continue;
    mark(hidden.rule->span, kind, hidden.rule->span);
    if (hidden.same_client) {
      dropped_.insert(hidden.by);
    } else {
      disordered_.insert(real_path(context_.tree, hidden.entry->path.text));
    }
  }
}

void LinuxMender::mend() {
  sort_problems();
  find_stray_spaces();
  find_clients();
  find_hidden();
  const bool all_read = std::none_of(exports_.exports.begin(), exports_.exports.end(),
                                     [](const LinuxExport& entry) { return entry.lost_to; });
  const bool as_read = all_read && meant_.mistakes.empty() && stray_.empty() &&
                       contradicted_.empty() && ignored_.empty() && no_client_.empty() &&
                       context_.ignored.empty();
  if (as_read) return;
  copy();
  add_ignored();
  reorder();
  meant_.table.content = std::move(mended_);
}

void LinuxMender::copy() {
  mended_.exports.reserve(exports_.exports.size());
  for (const LinuxExport& entry : exports_.exports) {
    if (entry.lost_to) {
      copy_lost(entry);
    } else {
      copy_entry(entry);
    }
  }
}

void LinuxMender::copy_lost(const LinuxExport& entry) {
  if (*entry.lost_to >= problems_.size()) return;
  for (const LinuxRule& rule : entry.rules) {
    mark(rule.span, Mistake::kUnread, problems_[*entry.lost_to].where);
  }
  mended_.exports.push_back(entry);
  mended_.exports.back().lost_to.reset();
}

void LinuxMender::copy_entry(const LinuxExport& entry) {
  const bool reported = ignored_.count(entry.path.span) != 0;
  const bool continues = !is_absolute(entry.path.text) && looks_like_client(entry.path.text) &&
                         (reported || broken_.is_set()) && !mended_.exports.empty();
  if (continues) return continue_entry(entry, reported ? entry.path.span : broken_);
  broken_ = {};
  LinuxExport target;
  copy_path(entry, target);
  for (std::size_t i = 0; i < entry.rules.size(); ++i) {
    const LinuxRule& rule = entry.rules[i];
    if (rule.client.text.text == "\\") broken_ = rule.span;
    if (is_stray(entry, i)) {
      LinuxRule joined = entry.rules[i + 1];
      joined.client = rule.client;
      joined.span = join(rule.span, joined.span);
      mark(joined.span, Mistake::kStraySpace, joined.span);
      target.rules.push_back(std::move(joined));
      ++i;
    } else if (dropped_.count(&rule) == 0) {
      copy_rule(rule, target);
    }
  }
  mended_.exports.push_back(std::move(target));
}

void LinuxMender::copy_path(const LinuxExport& entry, LinuxExport& target) {
  target.path = entry.path;
  target.span = entry.span;
  target.line = entry.line;
  if (ignored_.count(entry.path.span) == 0 || is_absolute(entry.path.text)) return;
  std::string_view path = entry.path.text;
  if (path.starts_with(kByteOrderMark)) path.remove_prefix(kByteOrderMark.size());
  target.path.text = is_absolute(path) ? path : meant_.texts.emplace_back("/" + std::string(path));
  for (const LinuxRule& rule : entry.rules) {
    mark(rule.span, Mistake::kIgnoredText, entry.path.span);
  }
}

void LinuxMender::copy_rule(const LinuxRule& rule, LinuxExport& target) {
  LinuxRule copied = rule;
  for (const Token& word : rule.contradicting) {
    for (LinuxSection& section : copied.sections) give(word.text, section);
    mark(rule.span, Mistake::kContradiction, word.span);
  }
  // Who names nobody has not thought of rights either.
  if (rule.client.text.empty() && no_client_.count(rule.span) != 0) {
    for (const char* const word : {"rw", "insecure", "no_root_squash"}) {
      for (LinuxSection& section : copied.sections) give(word, section);
    }
    mark(rule.span, Mistake::kNoClient, rule.span);
  }
  const auto means = clients_.find(&rule);
  if (means == clients_.end()) {
    target.rules.push_back(std::move(copied));
    return;
  }
  const bool misspelt = rule.client.kind == LinuxClientKind::kHost;
  mark(rule.span, misspelt ? Mistake::kUnresolvedClient : Mistake::kDeadClient, rule.span);
  for (const LinuxClient& client : means->second) {
    copied.client = client;
    target.rules.push_back(copied);
  }
}

// A line that was meant to continue the entry before it, and is read as an entry of its own.
void LinuxMender::continue_entry(const LinuxExport& entry, const Span& where) {
  LinuxExport& target = mended_.exports.back();
  const std::string_view path = entry.path.text;
  LinuxRule first;
  first.client = plain_client({path.substr(0, path.find('(')), entry.path.span});
  first.span = entry.path.span;
  first.sections = {rights_in(path)};
  mark(first.span, Mistake::kIgnoredText, where);
  target.rules.push_back(std::move(first));
  for (const LinuxRule& rule : entry.rules) {
    if (rule.span == entry.path.span) continue;  // the world, for want of a client
    if (rule.client.text.text == "\\") broken_ = rule.span;
    mark(rule.span, Mistake::kIgnoredText, where);
    target.rules.push_back(rule);
  }
}

void LinuxMender::add_ignored() {
  for (const ExportsTable& table : context_.ignored) {
    const auto* const exports = std::get_if<LinuxExports>(&table.content);
    if (exports == nullptr) continue;
    for (const LinuxExport& entry : exports->exports) {
      if (entry.lost_to) continue;
      mended_.exports.push_back(entry);
      for (const LinuxRule& rule : entry.rules) {
        mark(rule.span, Mistake::kIgnoredFile, Span{table.files.front(), 0, 0});
      }
    }
  }
}

// The narrower networks and patterns first, in the places of all of them.
void LinuxMender::reorder() {
  if (disordered_.empty()) return;
  using Slots = std::vector<LinuxRule*>;
  std::unordered_map<std::string, std::array<Slots, 2>> by_path;
  for (LinuxExport& entry : mended_.exports) {
    std::string path = real_path(context_.tree, entry.path.text);
    if (disordered_.count(path) == 0) continue;
    auto& slots = by_path[std::move(path)];
    for (LinuxRule& rule : entry.rules) {
      if (rule.client.kind == LinuxClientKind::kNetwork) slots[0].push_back(&rule);
      if (rule.client.kind == LinuxClientKind::kWildcard) slots[1].push_back(&rule);
    }
  }
  for (auto& [path, both] : by_path) {
    for (Slots& slots : both) {
      std::vector<LinuxRule> rules;
      for (LinuxRule* const rule : slots) rules.push_back(std::move(*rule));
      std::stable_sort(rules.begin(), rules.end(), [](const LinuxRule& a, const LinuxRule& b) {
        return narrowness(a.client) > narrowness(b.client);
      });
      for (std::size_t i = 0; i < slots.size(); ++i) *slots[i] = std::move(rules[i]);
    }
  }
}

}  // namespace

void mend_linux(const LinuxExports& exports, const Problems& problems, const MeantContext& context,
                MeantTable& meant) {
  LinuxMender(exports, problems, context, meant).mend();
}

}  // namespace nfsready
