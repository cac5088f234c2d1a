#include "checks/common/head_answers.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace nfsready::checks {

namespace {

bool serves(const SeenMount& mount) { return mount.seen.mnt.ok() && mount.seen.getattr.ok(); }

// One vantage at several addresses.
bool is_same_caller(const SeenMount& a, const SeenMount& b) {
  const Vantage& one = a.seen.vantage;
  const Vantage& two = b.seen.vantage;
  return one.kind == two.kind && one.name == two.name && one.reserved == two.reserved;
}

bool is_judged_head(const Context& context, const SeenMount& mount) {
  const Mount& planned = *mount.judged.mount;
  const Server* const head = head_at(context, planned, mount.seen.address);
  return head != nullptr && head == &context.site().servers[planned.server];
}

// The observations of one mount, in which a vantage stands for itself.
void visit_mount(const Context& context, const SeenMount* first, const SeenMount* last,
                 const std::function<void(const HeadAnswers&)>& visit) {
  for (const SeenMount* other = first; other != last; ++other) {
    const SeenMount* serving = nullptr;
    for (const SeenMount* each = first; each != last; ++each) {
      if (!is_same_caller(*each, *other) || !serves(*each)) continue;
      if (serving == nullptr || is_judged_head(context, *each)) serving = each;
    }
    if (serving == nullptr || serving->seen.address == other->seen.address) continue;
    visit({*serving, *other});
  }
}

// A name as both heads show it; the mounted path itself is the empty one.
struct OnBoth {
  std::string_view name;
  std::string_view serving_handle, other_handle;
  const Attributes* serving = nullptr;
  const Attributes* other = nullptr;
};

const Attributes* pointer_to(const std::optional<Attributes>& attributes) {
  return attributes ? &*attributes : nullptr;
}

// Both were asked for the same names, mostly in the same places.
const NameSeen* find(const MountObservation& seen, std::string_view name, std::size_t place) {
  if (place < seen.names.size() && seen.names[place].name == name) return &seen.names[place];
  const auto found = std::find_if(seen.names.begin(), seen.names.end(),
                                  [&](const NameSeen& each) { return each.name == name; });
  return found == seen.names.end() ? nullptr : &*found;
}

std::vector<OnBoth> names_of_both(const MountObservation& serving, const MountObservation& other) {
  std::vector<OnBoth> names;
  names.push_back(
      {{}, serving.handle, other.handle, pointer_to(serving.root), pointer_to(other.root)});
  for (std::size_t i = 0; i < serving.names.size(); ++i) {
    const NameSeen& one = serving.names[i];
    const NameSeen* const two = find(other, one.name, i);
    if (!one.end.ok() || two == nullptr || !two->end.ok()) continue;
    names.push_back({one.name, one.handle, two->handle, pointer_to(one.attributes),
                     pointer_to(two->attributes)});
  }
  return names;
}

std::string shown(const MountObservation& seen, std::string_view name) {
  return printable(name.empty() ? seen.path : seen.path + "/" + std::string(name));
}

// Handles are told by the place at which they begin to differ: their ends are the same too often.
std::string shown_handle(std::string_view handle) {
  constexpr std::size_t kShown = 64;
  return printable(handle.size() <= kShown ? handle
                                           : std::string(handle.substr(0, kShown)) + "...");
}

std::string compared(const MountObservation& serving, const MountObservation& other,
                     std::string_view what, const std::string& one, const std::string& two) {
  return std::string(what) + ":\n" + place_of(serving.server, serving.address) + ": " + one + "\n" +
         place_of(other.server, other.address) + ": " + two;
}

std::string shown(const Attributes& attributes) {
  constexpr std::uint32_t kPermissions = 07777;
  std::string mode;
  for (int shift = 9; shift >= 0; shift -= 3) {
    mode += static_cast<char>('0' + ((attributes.mode & kPermissions) >> shift) % 8);
  }
  return "type " + std::to_string(attributes.type) + ", mode " + mode + ", uid " +
         std::to_string(attributes.uid) + ", gid " + std::to_string(attributes.gid) + ", size " +
         std::to_string(attributes.size) + ", changed at " + std::to_string(attributes.mtime);
}

bool is_same(const Attributes& a, const Attributes& b) {
  // A directory's size and time may change between two questions, by what nodes do meanwhile.
  const bool is_same_file = a.size == b.size && a.mtime == b.mtime;
  return a.type == b.type && a.mode == b.mode && a.uid == b.uid && a.gid == b.gid &&
         (a.type != kTypeFile || is_same_file);
}

}  // namespace

void for_each_head_answers(const Context& context,
                           const std::function<void(const HeadAnswers&)>& visit) {
  const std::vector<SeenMount>& mounts = context.shared<Seen>().mounts();
  const SeenMount* const end = mounts.data() + mounts.size();
  for (const SeenMount* first = mounts.data(); first != end;) {
    const SeenMount* last = first;
    while (last != end && &last->judged == &first->judged) ++last;
    if (last - first > 1) visit_mount(context, first, last, visit);
    first = last;
  }
}

std::string difference_of_handles(const MountObservation& serving, const MountObservation& other) {
  for (const OnBoth& name : names_of_both(serving, other)) {
    const std::string path = shown(serving, name.name);
    const bool both = !name.serving_handle.empty() && !name.other_handle.empty();
    if (both && name.serving_handle != name.other_handle) {
      return compared(serving, other, "file handle of " + path, shown_handle(name.serving_handle),
                      shown_handle(name.other_handle));
    }
    if (name.serving == nullptr || name.other == nullptr) continue;
    if (name.serving->fileid != name.other->fileid) {
      return compared(serving, other, "fileid of " + path, std::to_string(name.serving->fileid),
                      std::to_string(name.other->fileid));
    }
    if (name.serving->fsid != name.other->fsid) {
      return compared(serving, other, "fsid of " + path, std::to_string(name.serving->fsid),
                      std::to_string(name.other->fsid));
    }
  }
  return {};
}

std::string difference_of_attributes(const MountObservation& serving,
                                     const MountObservation& other) {
  for (const OnBoth& name : names_of_both(serving, other)) {
    if (name.serving == nullptr || name.other == nullptr) continue;
    if (is_same(*name.serving, *name.other)) continue;
    return compared(serving, other, "attributes of " + shown(serving, name.name),
                    shown(*name.serving), shown(*name.other));
  }
  return {};
}

}  // namespace nfsready::checks
