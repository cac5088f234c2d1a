#include "observe/observation_file.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <functional>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/text.h"
#include "base/utc_time.h"
#include "observe/hex.h"
#include "observe/observation_fields.h"

namespace nfsready {

namespace {

constexpr std::string_view kHexSuffix = "_hex";

constexpr std::size_t kMaxHandle = 64;  // RFC 1813, NFS3_FHSIZE

// Takes the members of one object. What has another type than expected is a mistake of the file.
class ReadArchive {
 public:
  explicit ReadArchive(const rapidjson::Value& object) : object_(object) {}

  // The first key whose value has the wrong type, where the line has it; null when there is none.
  [[nodiscard]] const rapidjson::Value* wrong() const { return wrong_; }

  void operator()(std::string_view name, std::string& text) {
    if (const auto* found = find(name)) {
      if (!take(found->value, text)) fail(*found);
      return;
    }
    if (const auto* found = find(std::string(name) + std::string(kHexSuffix))) {
      if (!take(found->value, text) || !from_hex(std::string(text), text)) fail(*found);
    }
  }
  void operator()(std::string_view name, std::string& text, HandleText /*kind*/) {
    const auto* found = find(name);
    if (found == nullptr) return;
    std::string handle;
    const bool is_handle =
        take(found->value, text) && from_hex(text, handle) && handle.size() <= kMaxHandle;
    if (!is_handle) fail(*found);
  }
  template <typename Member>
  void operator()(std::string_view name, Member& member) {
    if (const auto* found = find(name)) {
      if (!take(found->value, member)) fail(*found);
    }
  }
  template <typename Enum, std::size_t kCount>
  void operator()(std::string_view name, Enum& member,
                  const std::array<std::string_view, kCount>& words) {
    const auto* found = find(name);
    if (found == nullptr) return;
    const std::string_view text = found->value.IsString() ? found->value.GetString() : "";
    const auto* const word = std::find(words.begin(), words.end(), text);
    if (word == words.end()) return fail(*found);
    member = static_cast<Enum>(word - words.begin());
  }

 private:
  using Member = rapidjson::Value::Member;

  [[nodiscard]] const Member* find(std::string_view name) const {
    const auto member = object_.FindMember(rapidjson::StringRef(name.data(), name.size()));
    return member == object_.MemberEnd() ? nullptr : &*member;
  }
  void fail(const Member& member) {
    if (wrong_ == nullptr) wrong_ = &member.name;
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
    if (wrong_ == nullptr) wrong_ = inner.wrong();
    return inner.wrong() == nullptr;
  }

  const rapidjson::Value& object_;
  const rapidjson::Value* wrong_ = nullptr;
};

// What is wrong with a line, and the byte of it, from 0.
struct Fault {
  std::string message;
  std::size_t at = 0;
};

using Outcome = std::optional<Fault>;  // empty: nothing is wrong

// One line. Parsed in place: the keys of its objects lie in it, which tells where they stand.
class Line {
 public:
  explicit Line(std::string_view text) : text_(text) {}

  [[nodiscard]] Outcome parse() {
    if (const std::size_t nul = text_.find('\0'); nul != std::string::npos) {
      return Fault{"expected text, not a NUL byte", nul};
    }
    // A file nested a million times deep must not use up the stack.
    document_.ParseInsitu<rapidjson::kParseIterativeFlag>(text_.data());
    if (document_.HasParseError()) {
      return Fault{rapidjson::GetParseError_En(document_.GetParseError()),
                   document_.GetErrorOffset()};
    }
    if (!document_.IsObject()) return Fault{"expected a JSON object"};
    return {};
  }

  // What kind of record it is; empty when it does not say.
  [[nodiscard]] std::string_view kind() const {
    const auto kind = json().FindMember("record");
    return kind != json().MemberEnd() && kind->value.IsString() ? kind->value.GetString() : "";
  }

  template <typename RecordType>
  [[nodiscard]] Outcome take(RecordType& record) const {
    ReadArchive archive(json());
    fields(archive, record);
    if (archive.wrong() == nullptr) return {};
    return Fault{
        "the value of '" + std::string(archive.wrong()->GetString()) + "' is not of its kind",
        offset_of(*archive.wrong())};
  }

  // The place of a key of the record; the line's start when it has none.
  [[nodiscard]] std::size_t offset_of(const char* key) const {
    const auto member = json().FindMember(key);
    return member == json().MemberEnd() ? 0 : offset_of(member->name);
  }

 private:
  [[nodiscard]] const rapidjson::Value& json() const { return document_; }
  [[nodiscard]] std::size_t offset_of(const rapidjson::Value& name) const {
    constexpr std::size_t kQuote = 1;
    return static_cast<std::size_t>(name.GetString() - text_.data()) - kQuote;
  }

  std::string text_;
  rapidjson::Document document_;
};

// A record that says of nothing what it says can be of no use.
Outcome emptiness_of(const NameObservation& name) {
  return name.server.empty() ? Outcome(Fault{"a name record without its 'server'"}) : Outcome();
}

Outcome emptiness_of(const ServerObservation& server) {
  return server.address.is_set() ? Outcome()
                                 : Outcome(Fault{"a server record without its 'address'"});
}

Outcome emptiness_of(const MountObservation& mount) {
  if (!mount.address.is_set()) return Fault{"a mount record without its 'address'"};
  if (mount.path.empty()) return Fault{"a mount record without its 'path'"};
  return {};
}

Outcome emptiness_of(const CopyObservation& copy) {
  return copy.copy.path.empty() && copy.copy.manifest.empty()
             ? Outcome(Fault{"a copy record without its 'copy'"})
             : Outcome();
}

template <typename RecordType>
Outcome take_record(const Line& line, std::vector<RecordType>& records) {
  RecordType record;
  if (auto wrong = line.take(record)) return wrong;
  if (auto empty = emptiness_of(record)) return empty;
  records.push_back(std::move(record));
  return {};
}

class Reader {
 public:
  Reader(const std::string& file, Observations& read) : file_(file), read_(read) {}

  // An error ends the reading of the text.
  [[nodiscard]] std::optional<Error> take(std::string_view text) {
    ++number_;
    Line line(text);
    const Outcome wrong = line.parse();
    const bool is_first = !wrong && line.kind() == "observations";
    if (number_ == 1 && !is_first) {
      const Fault fault = wrong ? *wrong : Fault{"expected the first record"};
      return Error{
          place(fault.at) + ": " + fault.message + "; it is no file that 'nfsready observe' wrote",
          {}};
    }
    if (is_first) return begin(line);
    if (wrong) {
      tell(*wrong);
    } else if (const auto fault = take_record_of(line)) {
      tell(*fault);
    }
    return {};
  }

  void pass_over() { ++number_; }

 private:
  [[nodiscard]] ObservationPart& part() { return read_.parts.back(); }

  [[nodiscard]] std::string place(std::size_t at) const {
    return file_ + ':' + std::to_string(number_) + ':' + std::to_string(at + 1);
  }

  void tell(const Fault& fault) {
    ++part().records;
    if (part().broken_count++ >= kMaxBrokenRecords) return;
    part().broken.push_back({place(fault.at), fault.message});
  }

  [[nodiscard]] std::optional<Error> begin(const Line& line) {
    read_.parts.push_back({});
    part().file = file_;
    FirstRecord first;
    const Outcome wrong = line.take(first);
    if (wrong || first.version != kObservationsVersion) {
      const std::size_t at = wrong ? wrong->at : line.offset_of("version");
      return Error{place(at) + ": version " + std::to_string(first.version) +
                       " of the format; this program reads " + std::to_string(kObservationsVersion),
                   {}};
    }
    part().time = parse_utc(first.time);
    if (part().time || first.time.empty()) return {};
    return Error{place(line.offset_of("time")) + ": expected a time as 2026-03-31T23:59:59Z", {}};
  }

  [[nodiscard]] Outcome take_record_of(const Line& line) {
    if (part().written) return Fault{"expected nothing behind the end record"};
    if (line.kind() == "end") return end(line);
    Outcome outcome = take_known(line);
    if (!outcome) ++part().records;
    return outcome;
  }

  [[nodiscard]] Outcome end(const Line& line) {
    EndRecord record;
    if (auto wrong = line.take(record)) return wrong;
    part().written = record.records;
    return {};
  }

  [[nodiscard]] Outcome take_known(const Line& line) {
    const std::string_view kind = line.kind();
    if (kind == "name") return take_record(line, read_.names);
    if (kind == "server") return take_record(line, read_.servers);
    if (kind == "mount") return take_record(line, read_.mounts);
    if (kind == "copy") return take_record(line, read_.copies);
    return kind.empty() ? Outcome(Fault{"expected a \"record\""}) : Outcome();
  }

  const std::string& file_;
  Observations& read_;
  std::size_t number_ = 0;
};

}  // namespace

Result<bool> read_observations(std::string_view text, const std::string& file,
                               Observations& observations) {
  Observations read;
  Reader reader(file, read);
  bool is_first = true;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty() && !is_first) {
      reader.pass_over();
      continue;
    }
    is_first = false;
    if (auto error = reader.take(line)) return std::move(*error);
  }
  merge(std::move(read), observations);
  return true;
}

}  // namespace nfsready
