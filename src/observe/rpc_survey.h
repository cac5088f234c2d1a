// What a server offers, asked of rpcbind, mountd and nfsd themselves (RFC 1833, RFC 1813). The only
// room that knows libtirpc.
#pragma once

#include <atomic>
#include <string>

#include "base/address.h"
#include "observe/observation.h"
#include "observe/tcp_socket.h"

namespace nfsready {

struct SurveyLimits {
  Milliseconds connect{3000};
  Milliseconds call{3000};
  Milliseconds exports{20'000};             // for the whole EXPORT list
  const std::atomic<bool>* stop = nullptr;  // ends a survey early; may be null
};

// Surveys one address. Blocks no longer than the limits: a server that is not there costs one
// `connect`, one that is silent one `connect` and one `call`, one that sends its answer byte by
// byte a few `call`s. One that was stopped is not whole. The vantage of the result has the source
// address that was used.
[[nodiscard]] ServerObservation survey_server(const Vantage& vantage, const Source& source,
                                              const std::string& server, const Address& address,
                                              const SurveyLimits& limits);

// The port of a program over TCP that answered its NULL; 0 when there is none.
[[nodiscard]] std::uint16_t port_of(const ServerObservation& server, std::uint32_t program,
                                    std::uint32_t version);

inline constexpr std::uint32_t kNfsProgram = 100003;
inline constexpr std::uint32_t kMountProgram = 100005;

}  // namespace nfsready
