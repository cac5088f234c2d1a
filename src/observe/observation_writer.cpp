#include "observe/observation_file.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <ostream>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/text.h"
#include "base/utc_time.h"
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
  void operator()(std::string_view name, const std::string& text, HandleText /*kind*/) {
    (*this)(name, text);
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

  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  void end() {
    buffer_.Put('\n');
    out_.write(buffer_.GetString(), static_cast<std::streamsize>(buffer_.GetSize()));
    buffer_.Clear();
    ++count_;
  }

  std::ostream& out_;
  rapidjson::StringBuffer buffer_;
  std::size_t count_ = 0;
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

// When the first of the runs began that these records are of; empty: none tells.
std::string oldest_time(const std::vector<ObservationPart>& parts) {
  std::optional<std::int64_t> oldest;
  for (const ObservationPart& part : parts) {
    if (part.time && (!oldest || *part.time < *oldest)) oldest = part.time;
  }
  return oldest ? utc_text(*oldest) : "";
}

}  // namespace

void write_observations(Observations observations, std::ostream& out) {
  Lines lines(out);
  FirstRecord first{kObservationsVersion, oldest_time(observations.parts)};
  lines.add("observations", first);
  add_sorted("name", observations.names, lines);
  add_sorted("server", observations.servers, lines);
  add_sorted("mount", observations.mounts, lines);
  add_sorted("copy", observations.copies, lines);
  EndRecord end{lines.count() - 1};
  lines.add("end", end);
}

}  // namespace nfsready
