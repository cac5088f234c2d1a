#include "cli/output_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

namespace nfsready {

namespace {

using Write = std::function<void(std::ostream&)>;

Error cannot_write(const std::string& file) {
  return {"cannot write '" + file + "': " + std::generic_category().message(errno), {}};
}

Result<bool> write_stream(const std::string& file, const std::string& shown, const Write& write) {
  std::ofstream stream(file, std::ios::binary);
  if (stream) {
    write(stream);
    stream.flush();
  }
  if (!stream) return cannot_write(shown);
  return true;
}

Result<bool> replace_file(const std::string& file, const std::filesystem::path& real,
                          const Write& write) {
  const std::string beside = real.string() + ".nfsready-" + std::to_string(getpid());
  Result<bool> written = write_stream(beside, file, write);
  if (written && std::rename(beside.c_str(), real.c_str()) != 0) written = cannot_write(file);
  if (!written) std::remove(beside.c_str());
  return written;
}

}  // namespace

Result<bool> write_output(const std::string& file, const Write& write) {
  if (file.empty()) {
    write(std::cout);
    std::cout.flush();
    if (!std::cout) return Error{"cannot write to standard output", {}};
    return true;
  }
  std::error_code none;
  const bool there = std::filesystem::exists(file, none);
  if (there && !std::filesystem::is_regular_file(file, none)) {
    return write_stream(file, file, write);
  }
  const auto real = there ? std::filesystem::canonical(file, none) : std::filesystem::path(file);
  return replace_file(file, real, write);
}

}  // namespace nfsready
