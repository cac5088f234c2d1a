// The makers behind make_grants, one per kind of server.
#pragma once

#include <memory>

#include "grant/grant.h"

namespace nfsready {

// nfs-utils mountd and the kernel's nfsd: utils/mountd, support/export, fs/nfsd.
[[nodiscard]] std::unique_ptr<Grants> make_linux_grants(const LinuxExports& exports,
                                                        const Problems& problems,
                                                        const ServerContext& context);

// rpc.mountd of AIX: exports File and exportfs in the AIX documentation.
[[nodiscard]] std::unique_ptr<Grants> make_aix_grants(const AixExports& exports,
                                                      const Problems& problems,
                                                      const ServerContext& context);

// NFS-Ganesha 4.3: support/exports.c, support/client_mgr.c, Protocols/NFS/mnt_Mnt.c.
[[nodiscard]] std::unique_ptr<Grants> make_ganesha_grants(const GaneshaExports& exports,
                                                          const Problems& problems,
                                                          const ServerContext& context);

// MOUNTPROC3_EXPORT (RFC 1813): who may mount, and nothing about rights.
[[nodiscard]] std::unique_ptr<Grants> make_showmount_grants(const ShowmountList& list,
                                                            const ServerContext& context);

}  // namespace nfsready
