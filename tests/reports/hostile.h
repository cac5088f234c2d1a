// Texts that have broken reports before: as names, paths, messages.
#pragma once

#include <string>
#include <vector>

namespace nfsready::testing {

struct HostileText {
  const char* what;
  std::string text;
};

inline std::vector<HostileText> hostile_texts() {
  return {
      {"escape sequence", "\x1b[31mred\x1b[0m"},
      {"control characters", std::string("\x01\x02\x07\x08\x0b\x0c\x0e\x1f\x7f", 9)},
      {"zero byte", std::string("a\0b", 3)},
      {"carriage return", "a\rb"},
      {"invalid UTF-8", "\xff\xfe\x80\xc3("},
      {"Latin-1", "caf\xe9"},
      {"overlong slash",
       "a\xc0\xaf"
       "b"},
      {"surrogate", "\xed\xa0\x80"},
      {"noncharacters", "\xef\xbf\xbe\xef\xbf\xbf"},
      {"C1 controls",
       "\xc2\x85\xc2\x9b"
       "31m"},
      {"bidirectional override",
       "\xe2\x80\xae"
       "txt.exe\xe2\x81\xa6"},
      {"end of CDATA", "a]]>b<![CDATA[c"},
      {"markup", "<b>&amp;\"'</failure></testcase>"},
      {"script", "</script><!--"},
      {"entity", "&lol; &#27; &#xFFFE;"},
      {"quotes and backslashes", "\\\"'\\\\u0000\\x1B"},
      {"beyond the plane", "\xf0\x9f\x8c\xb2 \xf4\x8f\xbf\xbf"},
      {"line separators",
       "a\xe2\x80\xa8"
       "b\xe2\x80\xa9"
       "c"},
      {"lines and tabs", "a\n\tb\n"},
      {"workflow command", "::error file=x::\n##[error]"},
      {"long", std::string(std::size_t{100} * 1024, 'x') + "end"},
  };
}

}  // namespace nfsready::testing
