#include "observe/observation_file.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <ostream>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/text.h"
#include "observe/hex.h"
#include "observe/observation_fields.h"

namespace nfsready {

namespace {

constexpr std::string_view kHexSuffix = "_hex";

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Writes the members of one object that differ from their defaults.
class WriteArchive {
 public:
  explicit WriteArchive(rapidjson::Writer<rapidjson::StringBuffer>& json) : json_(json) {}

  void key(std::string_view text) { json_.Key(text.data(), size_of(text)); }

  void operator()(std::string_view name, const std::string& text) {
    if (text.empty()) return;
    const bool is_text = is_utf8(text);
    key(is_text ? std::string(name) : std::string(name) + std::string(kHexSuffix));
    const std::string shown = is_text ? text : to_hex(text);
    json_.String(shown.data(), size_of(shown));
  }
  void operator()(std::string_view name, bool flag) {
    key(name);
    json_.Bool(flag);
  }
  template <std::integral Number>
  void operator()(std::string_view name, Number number) {
    if (number == 0) return;
    key(name);
    value(number);
  }
  void operator()(std::string_view name, const Address& address) {
    if (!address.is_set()) return;
    key(name);
    const std::string text = address.text();
    json_.String(text.data(), size_of(text));
  }
  template <typename Enum, std::size_t kCount>
  void operator()(std::string_view name, Enum member,
                  const std::array<std::string_view, kCount>& words) {
    key(name);
    const std::string_view word = words[static_cast<std::size_t>(member)];
    json_.String(word.data(), size_of(word));
  }
  void operator()(std::string_view name, CallEnd& end) {
    if (end == CallEnd()) return;
    key(name);
    value(end);
  }
  template <typename Member>
  void operator()(std::string_view name, std::optional<Member>& member) {
    if (!member) return;
    key(name);
    value(*member);
  }
  template <typename Member>
  void operator()(std::string_view name, Rare<Member>& member) {
    if (!member) return;
    key(name);
    value(*member);
  }
  template <typename Member>
  void operator()(std::string_view name, std::vector<Member>& members) {
    if (members.empty()) return;
    key(name);
    json_.StartArray();
    for (Member& member : members) value(member);
    json_.EndArray();
  }
  template <typename Object>
  requires(std::is_same_v<Object, Vantage> || std::is_same_v<Object, CopySide>) void operator()(
      std::string_view name, Object& object) {
    key(name);
    value(object);
  }

 private:
  void value(std::string& text) {
    const std::string shown = printable(text, true);
    json_.String(shown.data(), size_of(shown));
  }
  template <std::unsigned_integral Number>
  void value(Number number) {
    json_.Uint64(number);
  }
  template <std::signed_integral Number>
  void value(Number number) {
    json_.Int64(number);
  }
  void value(Address& address) {
    std::string text = address.text();
    value(text);
  }
  template <typename Object>
  requires(std::is_class_v<Object>) void value(Object& object) {
    json_.StartObject();
    fields(*this, object);
    json_.EndObject();
  }

  rapidjson::Writer<rapidjson::StringBuffer>& json_;
};

// Takes the members of one object. What has another type than expected is a mistake of the file.
class ReadArchive {
 public:
  explicit ReadArchive(const rapidjson::Value& object) : object_(object) {}

  // The first key whose value has the wrong type; empty when there is none.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

  void operator()(std::string_view name, std::string& text) {
    if (const auto* found = find(name)) {
      if (found->IsString()) {
        text.assign(found->GetString(), found->GetStringLength());
      } else {
        fail(name);
      }
      return;
    }
    const std::string hex_name = std::string(name) + std::string(kHexSuffix);
    if (const auto* found = find(hex_name)) {
      if (!found->IsString() || !from_hex({found->GetString(), found->GetStringLength()}, text)) {
        fail(hex_name);
      }
    }
  }
  template <typename Member>
  void operator()(std::string_view name, Member& member) {
    if (const auto* found = find(name)) {
      if (!take(*found, member)) fail(name);
    }
  }
  template <typename Enum, std::size_t kCount>
  void operator()(std::string_view name, Enum& member,
                  const std::array<std::string_view, kCount>& words) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const std::string_view text = found->IsString() ? found->GetString() : "";
    const auto* const word = std::find(words.begin(), words.end(), text);
    if (word == words.end()) return fail(name);
    member = static_cast<Enum>(word - words.begin());
  }

 private:
  [[nodiscard]] const rapidjson::Value* find(std::string_view name) const {
    const auto member = object_.FindMember(rapidjson::StringRef(name.data(), name.size()));
    return member == object_.MemberEnd() ? nullptr : &member->value;
  }
  void fail(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }

  bool take(const rapidjson::Value& value, bool& flag) {
    if (!value.IsBool()) return false;
    flag = value.GetBool();
    return true;
  }
  template <std::unsigned_integral Number>
  bool take(const rapidjson::Value& value, Number& number) {
    if (!value.IsUint64() || value.GetUint64() > std::numeric_limits<Number>::max()) return false;
    number = static_cast<Number>(value.GetUint64());
    return true;
  }
  bool take(const rapidjson::Value& value, std::int64_t& number) {
    if (!value.IsInt64()) return false;
    number = value.GetInt64();
    return true;
  }
  bool take(const rapidjson::Value& value, std::string& text) {
    if (!value.IsString()) return false;
    text.assign(value.GetString(), value.GetStringLength());
    return true;
  }
  bool take(const rapidjson::Value& value, Address& address) {
    const auto parsed = value.IsString() ? Address::parse(value.GetString()) : std::nullopt;
    if (!parsed) return false;
    address = *parsed;
    return true;
  }
  template <typename Member>
  bool take(const rapidjson::Value& value, std::optional<Member>& member) {
    return take(value, member.emplace());
  }
  template <typename Member>
  bool take(const rapidjson::Value& value, Rare<Member>& member) {
    return take(value, member.emplace());
  }
  template <typename Member>
  bool take(const rapidjson::Value& value, std::vector<Member>& members) {
    if (!value.IsArray()) return false;
    for (const auto& element : value.GetArray()) {
      if (!take(element, members.emplace_back())) return false;
    }
    return true;
  }
  template <typename Object>
  requires(std::is_class_v<Object>) bool take(const rapidjson::Value& value, Object& object) {
    if (!value.IsObject()) return false;
    ReadArchive inner(value);
    fields(inner, object);
    if (!inner.wrong().empty() && wrong_.empty()) wrong_ = inner.wrong();
    return inner.wrong().empty();
  }

  const rapidjson::Value& object_;
  std::string wrong_;
};

// Puts each line into the stream when it is complete: all of them take as much memory as the
// observations.
class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) {}

  template <typename RecordType>
  void add(std::string_view kind, RecordType& record) {
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer_);
    json.StartObject();
    WriteArchive archive(json);
    archive.key("record");
    json.String(kind.data(), size_of(kind));
    fields(archive, record);
    json.EndObject();
    end();
  }

  void begin() {
    rapidjson::Writer<rapidjson::StringBuffer> json(buffer_);
    json.StartObject();
    json.Key("record");
    json.String("observations");
    json.Key("version");
    json.Int(kObservationsVersion);
    json.EndObject();
    end();
  }

 private:
  void end() {
    buffer_.Put('\n');
    out_.write(buffer_.GetString(), static_cast<std::streamsize>(buffer_.GetSize()));
    buffer_.Clear();
  }

  std::ostream& out_;
  rapidjson::StringBuffer buffer_;
};

auto order_of(const Vantage& vantage) {
  return std::tie(vantage.kind, vantage.name, vantage.node, vantage.source, vantage.reserved);
}

bool comes_first(const NameObservation& a, const NameObservation& b) {
  return std::tuple(a.server, order_of(a.vantage)) < std::tuple(b.server, order_of(b.vantage));
}

bool comes_first(const ServerObservation& a, const ServerObservation& b) {
  return std::tuple(a.server, a.address, order_of(a.vantage)) <
         std::tuple(b.server, b.address, order_of(b.vantage));
}

bool comes_first(const MountObservation& a, const MountObservation& b) {
  return std::tuple(a.server, a.address, a.path, order_of(a.vantage)) <
         std::tuple(b.server, b.address, b.path, order_of(b.vantage));
}

bool comes_first(const CopyObservation& a, const CopyObservation& b) {
  return std::tie(a.purpose, a.copy.path, a.copy.server, a.source.server, a.source.path) <
         std::tie(b.purpose, b.copy.path, b.copy.server, b.source.server, b.source.path);
}

// Sorted without being moved: sorting records themselves takes half their memory again.
template <typename RecordType>
void add_sorted(std::string_view kind, std::vector<RecordType>& records, Lines& lines) {
  std::vector<RecordType*> sorted;
  sorted.reserve(records.size());
  for (RecordType& record : records) sorted.push_back(&record);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RecordType* a, const RecordType* b) { return comes_first(*a, *b); });
  for (RecordType* const record : sorted) lines.add(kind, *record);
}

template <typename RecordType>
std::string read_record(const rapidjson::Value& value, std::vector<RecordType>& records) {
  ReadArchive archive(value);
  fields(archive, records.emplace_back());
  return archive.wrong().empty() ? "" : "the value of '" + archive.wrong() + "' is not of its kind";
}

// Why the line is no record; empty when it is one.
std::string read_line(std::string_view line, bool is_first, Observations& observations) {
  rapidjson::Document document;
  // A file nested a million times deep must not use up the stack.
  document.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (document.HasParseError()) return rapidjson::GetParseError_En(document.GetParseError());
  if (!document.IsObject()) return "expected a JSON object";
  const rapidjson::Value& json = document;
  const auto kind = json.FindMember("record");
  const std::string_view word =
      kind != json.MemberEnd() && kind->value.IsString() ? kind->value.GetString() : "";
  if (is_first) {
    const auto version = json.FindMember("version");
    if (word != "observations" || version == json.MemberEnd() || !version->value.IsInt()) {
      return "expected the first record of a file that 'nfsready observe' wrote";
    }
    if (version->value.GetInt() == kObservationsVersion) return {};
    return "version " + std::to_string(version->value.GetInt()) +
           " of the format; this program reads " + std::to_string(kObservationsVersion);
  }
  if (word == "name") return read_record(json, observations.names);
  if (word == "server") return read_record(json, observations.servers);
  if (word == "mount") return read_record(json, observations.mounts);
  if (word == "copy") return read_record(json, observations.copies);
  return word.empty() ? "expected a \"record\"" : "";
}

}  // namespace

void write_observations(Observations observations, std::ostream& out) {
  Lines lines(out);
  lines.begin();
  add_sorted("name", observations.names, lines);
  add_sorted("server", observations.servers, lines);
  add_sorted("mount", observations.mounts, lines);
  add_sorted("copy", observations.copies, lines);
}

Result<bool> read_observations(std::string_view text, Observations& observations) {
  Observations read;
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (line.empty() && number > 1) continue;
    const std::string wrong = read_line(line, number == 1, read);
    if (!wrong.empty()) return Error{"line " + std::to_string(number) + ": " + wrong, {}};
  }
  merge(std::move(read), observations);
  return true;
}

}  // namespace nfsready
