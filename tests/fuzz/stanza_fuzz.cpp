#include "fuzz/fuzz.h"
#include "parse/stanza.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const fuzz::Input input(data, size);
  Problems problems;
  for (const StanzaStyle style :
       {StanzaStyle::kXcat, StanzaStyle::kNim, StanzaStyle::kFilesystems}) {
    for (const Stanza& stanza : parse_stanzas(input.file(), style, problems)) {
      input.require(stanza.name);
      for (const Attribute& attribute : stanza.attributes) {
        input.require(attribute.name);
        input.require(attribute.value);
      }
    }
  }
  input.require(problems);
  return 0;
}
