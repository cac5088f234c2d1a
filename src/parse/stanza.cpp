#include "parse/stanza.h"

#include <algorithm>

#include "base/text.h"
#include "parse/lines.h"

namespace nfsready {

const Attribute* Stanza::find(std::string_view attribute) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& one) { return one.name.text == attribute; });
  return found == attributes.end() ? nullptr : &*found;
}

namespace {

bool is_comment(std::string_view trimmed, StanzaStyle style) {
  switch (style) {
    case StanzaStyle::kXcat:
      return trimmed.starts_with('#');
    case StanzaStyle::kFilesystems:
      return trimmed.starts_with('*');
    case StanzaStyle::kNim:
      break;
  }
  return false;
}

// xCAT goes by the colon and the '=', whatever the indent; the AIX formats go by the indent.
bool is_header(std::string_view line, std::string_view trimmed, StanzaStyle style) {
  if (!trimmed.ends_with(':')) return false;
  if (style == StanzaStyle::kXcat) return trimmed.find('=') == std::string_view::npos;
  return !is_space(line.front());
}

class StanzaReader {
 public:
  StanzaReader(const SourceFile& file, StanzaStyle style, Problems& problems)
      : file_(file), style_(style), problems_(problems) {}

  std::vector<Stanza> read() {
    LineReader lines(file_);
    while (lines.next()) read_line(lines.text());
    for (Stanza& stanza : stanzas_) stanza.attributes.shrink_to_fit();
    stanzas_.shrink_to_fit();
    return std::move(stanzas_);
  }

 private:
  void read_line(std::string_view line) {
    const std::string_view text = trim(line);
    if (text.empty()) {
      if (style_ == StanzaStyle::kFilesystems) open_ = false;
    } else if (is_header(line, text, style_)) {
      stanzas_.push_back({token_of(file_, trim(text.substr(0, text.size() - 1))), {}});
      open_ = true;
    } else if (!is_comment(text, style_)) {
      read_attribute(text);
    }
  }

  void read_attribute(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      report(text, quoted(text) + " is neither a header nor an attribute",
             "write 'name:' at the start of a line, or 'attribute = value' below it");
      return;
    }
    if (!open_) {
      report(text, quoted(text) + " belongs to no stanza", "put a header line above it");
      return;
    }
    Attribute attribute;
    attribute.name = token_of(file_, trim(text.substr(0, equals)));
    attribute.value = token_of(file_, trim(text.substr(equals + 1)));
    attribute.spaced =
        is_space(text[equals - 1]) && equals + 1 < text.size() && is_space(text[equals + 1]);
    stanzas_.back().attributes.push_back(attribute);
  }

  void report(std::string_view text, std::string message, std::string hint) {
    const Span where = file_.span_of(text);
    problems_.push_back({ProblemKind::kSyntax, where, std::move(message), std::move(hint), where});
  }

  const SourceFile& file_;
  StanzaStyle style_;
  Problems& problems_;
  std::vector<Stanza> stanzas_;
  bool open_ = false;  // attributes belong to the last stanza
};

}  // namespace

std::vector<Stanza> parse_stanzas(const SourceFile& file, StanzaStyle style, Problems& problems) {
  return StanzaReader(file, style, problems).read();
}

}  // namespace nfsready
