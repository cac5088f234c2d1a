// The statuses with which servers answer the calls of a probe: RFC 1813, sections 2.6 (NFS) and
// 5.1.5 (MOUNT), which share their numbers.
#pragma once

#include <cstdint>
#include <string_view>

#include "observe/observation.h"

namespace nfsready::nfs_status {

inline constexpr std::uint32_t kNotOwner = 1;          // NFS3ERR_PERM
inline constexpr std::uint32_t kNoEntry = 2;           // NFS3ERR_NOENT
inline constexpr std::uint32_t kInputOutput = 5;       // NFS3ERR_IO
inline constexpr std::uint32_t kAccessDenied = 13;     // NFS3ERR_ACCES
inline constexpr std::uint32_t kExists = 17;           // NFS3ERR_EXIST
inline constexpr std::uint32_t kNotADirectory = 20;    // NFS3ERR_NOTDIR
inline constexpr std::uint32_t kInvalid = 22;          // NFS3ERR_INVAL
inline constexpr std::uint32_t kNoSpace = 28;          // NFS3ERR_NOSPC
inline constexpr std::uint32_t kReadOnly = 30;         // NFS3ERR_ROFS
inline constexpr std::uint32_t kNameTooLong = 63;      // NFS3ERR_NAMETOOLONG
inline constexpr std::uint32_t kQuota = 69;            // NFS3ERR_DQUOT
inline constexpr std::uint32_t kStale = 70;            // NFS3ERR_STALE
inline constexpr std::uint32_t kBadHandle = 10001;     // NFS3ERR_BADHANDLE
inline constexpr std::uint32_t kBadCookie = 10003;     // NFS3ERR_BAD_COOKIE
inline constexpr std::uint32_t kNotSupported = 10004;  // NFS3ERR_NOTSUPP
inline constexpr std::uint32_t kServerFault = 10006;   // NFS3ERR_SERVERFAULT
inline constexpr std::uint32_t kTryLater = 10008;      // NFS3ERR_JUKEBOX

// For people: "access denied"; "an error" for one that is none of these.
[[nodiscard]] std::string_view words(std::uint32_t status);

}  // namespace nfsready::nfs_status

namespace nfsready {

// Whether the call was answered with that status.
[[nodiscard]] bool is_status(const CallEnd& end, std::uint32_t status);

// Whether a server that answers so refuses the caller, as opposed to being out of order.
[[nodiscard]] bool is_refusal(const CallEnd& end);

}  // namespace nfsready
