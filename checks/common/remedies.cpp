#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

// "(rw,sync,insecure,no_root_squash,no_subtree_check)"
std::string linux_options(const Needs& needs) {
  return std::string(needs.write ? "(rw" : "(ro") + ",sync,insecure" +
         (needs.root ? ",no_root_squash" : "") + ",no_subtree_check)";
}

// "(Access_Type=RW,Squash=no_root_squash)"
std::string mmnfs_options(const Needs& needs) {
  return std::string(needs.write ? "(Access_Type=RW" : "(Access_Type=RO") +
         (needs.root ? ",Squash=no_root_squash)" : ")");
}

std::string ganesha_client(const Needs& needs) {
  return std::string("CLIENT { Clients = {node}; Access_Type = ") + (needs.write ? "RW;" : "RO;") +
         (needs.root ? " Squash = No_Root_Squash;" : "") + " }";
}

std::string ganesha_block(std::string_view path, const Needs& needs) {
  std::string block = "EXPORT { Export_Id = <unused number>; Path = ";
  block.append(path).append("; Pseudo = ").append(path).append("; Access_Type = None;\n");
  block.append("  FSAL { Name = <as in the other exports>; }\n  ");
  return block + ganesha_client(needs) + " }";
}

}  // namespace

bool is_mmnfs(const Server& server) {
  return server.exports && server.exports->dialect == Dialect::kMmnfs;
}

std::string on(const Server& server) { return "on " + std::string(server.name); }

std::string_view reload_command(const Server& server) {
  switch (server.kind) {
    case ServerKind::kAix:
      return "exportfs -a";
    case ServerKind::kGanesha:
      return "systemctl reload nfs-ganesha";
    default:
      return "exportfs -ra";
  }
}

std::string remedy_export(const Server& server, std::string_view path, const Needs& needs) {
  const std::string place(path);
  switch (server.kind) {
    case ServerKind::kAix:
      return on(server) + ": {for each}mknfsexp -d " + place + (needs.write ? " -t rw" : " -t ro") +
             " -c {node}" + (needs.root ? " -r {node}" : "") + " -B";
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": {for each}mmnfs export add " + place + " --client \"{node}" +
               mmnfs_options(needs) + "\"";
      }
      return on(server) + ", in the NFS-Ganesha configuration, {for each}\n" +
             ganesha_block(path, needs) + "\nthen: " + std::string(reload_command(server));
    default:
      return on(server) + ", in /etc/exports: {for each}\n" + place + " {node}" +
             linux_options(needs) + "\nthen: exportfs -ra";
  }
}

std::string remedy_client(const Context& context, const Server& server, std::string_view path,
                          const Span& entry, const Needs& needs) {
  const std::string where = entry.is_set() ? ", at " + context.where(entry) : std::string();
  const std::string place(path);
  switch (server.kind) {
    case ServerKind::kAix:
      return on(server) + ": chnfsexp -d " + place + " -c <hosts as before>:{colons}" +
             (needs.root ? " -r <hosts as before>:{colons}" : "") + " -B";
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": {for each}mmnfs export change " + place + " --nfsadd \"{node}" +
               mmnfs_options(needs) + "\"";
      }
      return on(server) + where + ": {for each}add " + ganesha_client(needs) +
             "; then: " + std::string(reload_command(server));
    default:
      return on(server) + where + ": {for each}add {node}" + linux_options(needs) +
             " to the line of " + place + "; then: exportfs -ra";
  }
}

std::string remedy_option(const Context& context, const Server& server, std::string_view path,
                          const Grant& grant, std::string_view linux_option,
                          std::string_view aix_change, std::string_view ganesha_setting) {
  const std::string where =
      grant.rule.is_set() ? ", at " + context.where(grant.rule) : std::string();
  switch (server.kind) {
    case ServerKind::kAix:
      return on(server) + ": chnfsexp -d " + std::string(path) + " " + std::string(aix_change) +
             " -B";
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": mmnfs export change " + std::string(path) +
               " --nfschange \"<client>(" + std::string(ganesha_setting) + ")\"";
      }
      return on(server) + where + ": set " + std::string(ganesha_setting) +
             "; then: " + std::string(reload_command(server));
    default:
      return on(server) + where + ": write " + std::string(linux_option) +
             " among the client's options; then: exportfs -ra";
  }
}

std::string remedy_mkdsklsnode() { return "on the management node: mkdsklsnode -f {nodes}"; }

}  // namespace nfsready::checks
