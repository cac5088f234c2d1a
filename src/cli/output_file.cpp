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

using Write = std::function<Result<bool>(std::ostream&)>;

Error cannot_write(const std::string& file) {
  return {"cannot write '" + file + "': " + std::generic_category().message(errno), {}};
}

Result<bool> write_stream(const std::string& file, const std::string& shown, const Write& write) {
  std::ofstream stream(file, std::ios::binary);
  if (!stream) return cannot_write(shown);
  Result<bool> done = write(stream);
  stream.flush();
  if (!stream) return cannot_write(shown);
  return done;
}

std::string name_beside(const std::filesystem::path& real) {
  return real.string() + ".nfsready-" + std::to_string(getpid());
}

// Where a symbolic link leads to, when it is one.
std::filesystem::path real_file(const std::string& file, bool is_there) {
  std::error_code none;
  return is_there ? std::filesystem::canonical(file, none) : std::filesystem::path(file);
}

Result<bool> replace_file(const std::string& file, const std::filesystem::path& real,
                          const Write& write) {
  const std::string beside = name_beside(real);
  Result<bool> written = write_stream(beside, file, write);
  if (written && std::rename(beside.c_str(), real.c_str()) != 0) written = cannot_write(file);
  if (!written) std::remove(beside.c_str());
  return written;
}

}  // namespace

Result<bool> write_output(const std::string& file, const Write& write) {
  if (file.empty()) {
    Result<bool> done = write(std::cout);
    std::cout.flush();
    if (!std::cout) return Error{"cannot write to standard output", {}};
    return done;
  }
  std::error_code none;
  const bool there = std::filesystem::exists(file, none);
  if (there && !std::filesystem::is_regular_file(file, none)) {
    return write_stream(file, file, write);
  }
  return replace_file(file, real_file(file, there), write);
}

Result<bool> can_write(const std::string& file) {
  if (file.empty()) return true;
  std::error_code none;
  const bool there = std::filesystem::exists(file, none);
  if (there && !std::filesystem::is_regular_file(file, none)) {
    if (std::filesystem::is_directory(file, none)) errno = EISDIR;
    const bool is_open =
        !std::filesystem::is_directory(file, none) && access(file.c_str(), W_OK) == 0;
    return is_open ? Result<bool>(true) : cannot_write(file);
  }
  const std::string beside = name_beside(real_file(file, there));
  Result<bool> written = write_stream(beside, file, [](std::ostream&) { return true; });
  std::remove(beside.c_str());
  return written;
}

}  // namespace nfsready
