#include "checks/common/seen_paging.h"

#include <algorithm>

#include "checks/common/seen_names.h"

namespace nfsready::checks {

namespace {

constexpr std::uint64_t kBlock = 4096;

std::uint64_t blocks(std::uint64_t bytes) { return bytes / kBlock + (bytes % kBlock != 0 ? 1 : 0); }

const HolesSeen* holes_of(const MountObservation& seen, std::string_view name) {
  for (const HolesSeen& holes : seen.holes) {
    if (holes.name == name) return &holes;
  }
  return nullptr;
}

bool is_found_file(const NameSeen* seen) {
  return seen != nullptr && seen->end.ok() && seen->attributes &&
         seen->attributes->type == kTypeFile;
}

}  // namespace

SeenPagings::SeenPagings(const Context& context) {
  for_each_seen_mount(context, [&](const SeenMount& mount) {
    if (mount.judged.mount->purpose == Purpose::kPaging) mounts_.push_back(mount);
  });
  const auto& names = context.shared<SeenNames>();
  for (const SeenMount& mount : mounts_) {
    for (const ExpectedName& expected : expected_of(context, mount.judged)) {
      const NameSeen* const file = names.find(mount.seen, expected.name);
      if (expected.use != ExpectedUse::kPaging || !is_found_file(file)) continue;
      all_.push_back({&mount, file, holes_of(mount.seen, expected.name)});
    }
  }
}

bool is_dense(const Attributes& file) {
  return file.size >= kBlock && blocks(file.used) >= blocks(file.size);
}

bool is_as_nim_made_it(const JudgedMount& judged) {
  const Node& node = *judged.node;
  return !node.service_nodes.empty() && judged.mount->server == node.service_nodes.front();
}

bool keeps_no_holes(const MountObservation& seen) {
  const auto has_holes = [](const NameSeen& name) {
    return is_found_file(&name) && name.attributes->size > 0 && !is_dense(*name.attributes);
  };
  return seen.write && seen.write->write.ok() && seen.write->attributes &&
         is_dense(*seen.write->attributes) &&
         std::none_of(seen.names.begin(), seen.names.end(), has_holes);
}

}  // namespace nfsready::checks
