// xCAT's small languages: the first line is the text, the second a node's name.
#include <string>
#include <unordered_map>
#include <vector>

#include "fuzz/fuzz.h"
#include "model/attribute_pattern.h"
#include "model/noderange.h"
#include "model/substitution.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nfsready;  // NOLINT(google-build-using-namespace): a program of its own
  const std::string input(data, data + size);
  const std::size_t end = input.find('\n');
  const std::string text = input.substr(0, end);
  const std::string node = end == std::string::npos ? "cn01" : input.substr(end + 1);
  (void)AttributePattern::make(text).expand(node);
  const auto look_up = [](std::string_view table, std::string_view) {
    return VariableValue{
        table == "noderes" ? VariableValue::Kind::kValue : VariableValue::Kind::kUnknownTable,
        "hanfs"};
  };
  (void)substitute_server(text, node, look_up);
  (void)substitute_directory(text, node, look_up);
  (void)split_lite_location(text);
  const std::vector<std::string_view> names = {"cn01", "cn02", "f1n1", "f1n2"};
  const std::unordered_map<std::string_view, std::vector<std::uint32_t>> groups = {
      {"all", {0, 1, 2, 3}}, {"f1", {2, 3}}};
  (void)evaluate_noderange(text, {names, groups});
  return 0;
}
