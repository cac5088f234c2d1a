#include "checks/common/remedies.h"

namespace nfsready::checks {

namespace {

bool is_mmnfs(const Server& server) {
  return server.exports && server.exports->dialect == Dialect::kMmnfs;
}

std::string linux_line(std::string_view path, std::string_view clients, const Needs& needs) {
  std::string line(path);
  line.append(" ").append(clients).append(needs.write ? "(rw" : "(ro").append(",sync,insecure");
  if (needs.root) line += ",no_root_squash";
  return line + ",no_subtree_check)";
}

std::string aix_command(std::string_view path, std::string_view clients, const Needs& needs) {
  std::string command = "mknfsexp -d ";
  command.append(path).append(needs.write ? " -t rw" : " -t ro").append(" -c ").append(clients);
  if (needs.root) command.append(" -r ").append(clients);
  return command + " -B";
}

std::string mmnfs_client(std::string_view clients, const Needs& needs) {
  std::string client(clients);
  client.append(needs.write ? "(Access_Type=RW" : "(Access_Type=RO");
  return client + (needs.root ? ",Squash=no_root_squash)" : ")");
}

std::string ganesha_block(std::string_view path, std::string_view clients, const Needs& needs) {
  std::string block = "EXPORT { Export_Id = <unused number>; Path = ";
  block.append(path).append("; Pseudo = ").append(path).append("; Access_Type = None;\n");
  block.append("  FSAL { Name = <as in the other exports>; }\n  CLIENT { Clients = ");
  block.append(clients).append(needs.write ? "; Access_Type = RW;" : "; Access_Type = RO;");
  if (needs.root) block += " Squash = No_Root_Squash;";
  return block + " } }";
}

}  // namespace

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

std::string remedy_export(const Server& server, std::string_view path, std::string_view clients,
                          const Needs& needs) {
  switch (server.kind) {
    case ServerKind::kAix:
      return on(server) + ": " + aix_command(path, clients, needs);
    case ServerKind::kGanesha:
      if (is_mmnfs(server)) {
        return on(server) + ": mmnfs export add " + std::string(path) + " --client \"" +
               mmnfs_client(clients, needs) + "\"";
      }
      return on(server) + ", in the NFS-Ganesha configuration:\n" +
             ganesha_block(path, clients, needs) + "\nthen: " + std::string(reload_command(server));
    default:
      return on(server) + ", in /etc/exports:\n" + linux_line(path, clients, needs) +
             "\nthen: exportfs -ra";
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

std::string remedy_mkdsklsnode() { return "on the management node: mkdsklsnode {nodes}"; }

}  // namespace nfsready::checks
