// The small site of the Linux grant vectors: who has which name, and what lies on the server.
#pragma once

#include "model/file_tree.h"
#include "support/world.h"

namespace nfsready::testing {

inline constexpr const char* kNode1 = "10.91.0.11";
inline constexpr const char* kNode2 = "10.91.0.12";
inline constexpr const char* kNode3 = "10.91.0.13";
inline constexpr const char* kNameless = "10.91.0.17";
inline constexpr const char* kNode6 = "fd91::2";

// The first name of a line is the one that a reverse lookup gives.
inline const Names& linux_names() {
  static const Names& names = names_of(
      "127.0.0.1 localhost\n"
      "10.91.0.11 node01.cl.test node01 n1alias\n"
      "10.91.0.12 node02.cl.test node02\n"
      "10.91.0.13 node03.sub.cl.test node03\n"
      "fd91::2 node6.cl.test node6\n"
      "10.91.0.21 multi.cl.test multi\n"
      "10.91.0.22 multi.cl.test multi-b\n"
      "10.91.0.23 first.cl.test first pair\n"
      "10.91.0.24 second.cl.test second pair\n"
      "10.91.0.31 narrow.cl.test narrow\n"
      "10.91.0.31 wide\n"
      "10.91.0.32 wide\n",
      "ngfqdn (node01.cl.test,,)\n"
      "ngshort (node02,,)\n"
      "ngalias (n1alias,,)\n"
      "ngip (10.91.0.17,,)\n"
      "ngdash (-,,)\n"
      "ngempty (,,)\n"
      "ngnest ngfqdn ngshort\n"
      "ngcase (NODE01.CL.TEST,,)\n");
  return names;
}

// A server without any source of names.
inline const Names& no_names() {
  static const Names names({}, {});
  return names;
}

inline FileTree linux_tree() {
  FileTree tree;
  tree.mount_points = {"/", "/export/fs2"};
  tree.links = {{"/export/link", "/export/a"}};
  return tree;
}

}  // namespace nfsready::testing
