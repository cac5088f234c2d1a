// The fields of every record, once for reading and writing: an archive is called with each key and
// each member.
#pragma once

#include "observe/observation.h"

namespace nfsready {

// Tells an archive that a text is a file handle in hexadecimal.
struct HandleText {};

inline constexpr HandleText kHandleText;

// Of the first and of the last record of a file.
struct FirstRecord {
  std::int64_t version = 0;
  std::string time;  // RFC 3339
};

struct EndRecord {
  std::uint64_t records = 0;
};

template <typename Archive>
void fields(Archive& archive, FirstRecord& first) {
  archive("version", first.version);
  archive("time", first.time);
}

template <typename Archive>
void fields(Archive& archive, EndRecord& end) {
  archive("records", end.records);
}

template <typename Archive>
void fields(Archive& archive, Vantage& vantage) {
  archive("kind", vantage.kind, kVantageWords);
  archive("name", vantage.name);
  archive("node", vantage.node);
  archive("source", vantage.source);
  archive("reserved_port", vantage.reserved);
}

template <typename Archive>
void fields(Archive& archive, CallEnd& end) {
  archive("reach", end.reach, kReachWords);
  archive("status", end.status);
}

template <typename Archive>
void fields(Archive& archive, Attributes& attributes) {
  archive("type", attributes.type);
  archive("mode", attributes.mode);
  archive("links", attributes.links);
  archive("uid", attributes.uid);
  archive("gid", attributes.gid);
  archive("size", attributes.size);
  archive("used", attributes.used);
  archive("fsid", attributes.fsid);
  archive("fileid", attributes.fileid);
  archive("mtime", attributes.mtime);
}

template <typename Archive>
void fields(Archive& archive, NameObservation& name) {
  archive("vantage", name.vantage);
  archive("server", name.server);
  archive("addresses", name.addresses);
}

template <typename Archive>
void fields(Archive& archive, ServiceObservation& service) {
  archive("program", service.program);
  archive("version", service.version);
  archive("tcp", service.tcp);
  archive("port", service.port);
  archive("reach", service.reach, kReachWords);
}

template <typename Archive>
void fields(Archive& archive, ExportedPath& path) {
  archive("path", path.path);
  archive("groups", path.groups);
}

template <typename Archive>
void fields(Archive& archive, ServerObservation& server) {
  archive("vantage", server.vantage);
  archive("server", server.server);
  archive("address", server.address);
  archive("rpcbind", server.rpcbind, kReachWords);
  archive("detail", server.detail);
  archive("services", server.services);
  archive("exports_reach", server.exports_reach, kReachWords);
  archive("exports", server.exports);
  archive("exports_cut", server.exports_cut);
  archive("null_us", server.null_us);
}

template <typename Archive>
void fields(Archive& archive, NameSeen& name) {
  archive("name", name.name);
  archive("end", name.end);
  archive("attributes", name.attributes);
  archive("handle", name.handle, kHandleText);
  archive("link", name.link);
}

template <typename Archive>
void fields(Archive& archive, FileSeen& file) {
  archive("name", file.name);
  archive("end", file.end);
  archive("text", file.text);
  archive("cut", file.cut);
}

template <typename Archive>
void fields(Archive& archive, HolesSeen& holes) {
  archive("name", holes.name);
  archive("end", holes.end);
  archive("bytes_read", holes.bytes_read);
  archive("zeros", holes.zeros);
}

template <typename Archive>
void fields(Archive& archive, WriteSeen& write) {
  archive("directory", write.directory);
  archive("file", write.file);
  archive("create", write.create);
  archive("write", write.write);
  archive("read_back", write.read_back);
  archive("same", write.same);
  archive("attributes", write.attributes);
  archive("remove", write.remove);
}

template <typename Archive>
void fields(Archive& archive, MountObservation& mount) {
  archive("vantage", mount.vantage);
  archive("server", mount.server);
  archive("address", mount.address);
  archive("path", mount.path);
  archive("machine", mount.machine);
  archive("mnt", mount.mnt);
  archive("flavours", mount.flavours);
  archive("handle", mount.handle, kHandleText);
  archive("reserved_mnt", mount.reserved_mnt);
  archive("reserved_getattr", mount.reserved_getattr);
  archive("detail", mount.detail);
  archive("getattr", mount.getattr);
  archive("getattr_us", mount.getattr_us);
  archive("root", mount.root);
  archive("fsinfo", mount.fsinfo);
  archive("read_max", mount.read_max);
  archive("write_max", mount.write_max);
  archive("fsstat", mount.fsstat);
  archive("bytes_total", mount.bytes_total);
  archive("bytes_available", mount.bytes_available);
  archive("files_total", mount.files_total);
  archive("files_available", mount.files_available);
  archive("access", mount.access);
  archive("access_bits", mount.access_bits);
  archive("listing", mount.listing);
  archive("entries", mount.entries);
  archive("leftovers", mount.leftovers);
  archive("names", mount.names);
  archive("files", mount.files);
  archive("holes", mount.holes);
  archive("write", mount.write);
  archive("umnt", mount.umnt);
}

template <typename Archive>
void fields(Archive& archive, CopySide& side) {
  archive("server", side.server);
  archive("path", side.path);
  archive("manifest", side.manifest);
  archive("entries", side.entries);
  archive("trouble", side.trouble);
  archive("missing", side.missing);
  archive("silent", side.silent);
  archive("stale", side.stale);
}

template <typename Archive>
void fields(Archive& archive, CopyExample& example) {
  archive("path", example.path);
  archive("source", example.source);
  archive("copy", example.copy);
}

template <typename Archive>
void fields(Archive& archive, CopyDifference& difference) {
  archive("aspect", difference.aspect, kCopyAspectWords);
  archive("type", difference.type);
  archive("count", difference.count);
  archive("directory", difference.directory);
  archive("in_directory", difference.in_directory);
  archive("source", difference.source);
  archive("copy", difference.copy);
  archive("of_pair", difference.of_pair);
  archive("examples", difference.examples);
}

template <typename Archive>
void fields(Archive& archive, CopyObservation& copy) {
  archive("purpose", copy.purpose);
  archive("source", copy.source);
  archive("copy", copy.copy);
  archive("differences", copy.differences);
  archive("differing", copy.differing);
  archive("listed", copy.listed);
  archive("bytes", copy.bytes);
  archive("bytes_compared", copy.bytes_compared);
  archive("files_compared", copy.files_compared);
  archive("passed_over", copy.passed_over);
  archive("whole", copy.whole);
}

}  // namespace nfsready
