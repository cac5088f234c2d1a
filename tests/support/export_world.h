// The site of the AIX, NFS-Ganesha and mmnfs grant vectors: who has which name, and what lies on
// the server.
#pragma once

#include "model/file_tree.h"
#include "support/world.h"

namespace nfsready::testing {

inline constexpr const char* kHost1 = "10.91.0.11";
inline constexpr const char* kHost2 = "10.91.0.12";
inline constexpr const char* kHost3 = "10.91.0.13";
inline constexpr const char* kNamelessHost = "10.91.0.17";
inline constexpr const char* kHost6 = "fd91::2";

// A server whose reverse lookups give full names; the first name of a line is the one they give.
inline const Names& full_names() {
  static const Names& names = names_of(
      "127.0.0.1 localhost\n"
      "10.91.0.11 node01.cl.test node01 n1alias\n"
      "10.91.0.12 node02.cl.test node02\n"
      "10.91.0.13 node03.sub.cl.test node03\n"
      "fd91::2 node6.cl.test node6\n",
      "ngfqdn (node01.cl.test,,)\n"
      "ngshort (node02,,)\n"
      "ngalias (n1alias,,)\n"
      "ngip (10.91.0.17,,)\n"
      "ngdash (-,,)\n"
      "ngempty (,,)\n"
      "ngnest ngfqdn ngshort\n"
      "ngcase (NODE01.CL.TEST,,)\n"
      "ngloop ngloop ngnest\n");
  return names;
}

// A server whose reverse lookups give short names.
inline const Names& short_names() {
  static const Names& names = names_of("10.91.0.11 node01\n10.91.0.12 node02\n");
  return names;
}

// A server of which no names are known.
inline const Names& unknown_names() {
  static const Names names({}, {});
  return names;
}

inline FileTree export_tree() {
  FileTree tree;
  tree.mount_points = {"/export/fs2"};
  tree.links = {{"/export/link", "/export/a"}};
  return tree;
}

}  // namespace nfsready::testing
