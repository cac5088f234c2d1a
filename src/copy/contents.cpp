#include "copy/contents.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <future>
#include <utility>

#include "copy/call_words.h"
#include "observe/nfs_connection.h"
#include "observe/pipeline.h"

namespace nfsready {

namespace {

constexpr std::uint32_t kChunk = 256 * 1024;
constexpr std::size_t kMostCalls = 32;  // each with a chunk in memory
constexpr std::size_t kDigestBytes = 32;

struct FreeHash {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(const std::string& data) { EVP_DigestUpdate(context_.get(), data.data(), data.size()); }
  [[nodiscard]] std::string digest() {
    std::array<unsigned char, kDigestBytes> bytes{};
    EVP_DigestFinal_ex(context_.get(), bytes.data(), nullptr);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::unique_ptr<EVP_MD_CTX, FreeHash> context_;
};

// One file of one side on its way.
struct ReadFile {
  const std::string* handle = nullptr;
  std::uint64_t size = 0;
  std::int64_t time = 0;
  std::uint64_t offset = 0;
  Hash hash;
  std::string digest;  // set: it was read whole
  std::string trouble;
  bool changed = false;
};

// What a READ told; false when the file is done with.
bool take(const Reply& reply, ReadFile& file) {
  if (!reply.end.ok()) {
    file.trouble = "READ: " + words_of(reply.end);
    return false;
  }
  file.hash.add(reply.data);
  file.offset += reply.data.size();
  if (reply.attributes) {
    const Attributes& now = *reply.attributes;
    file.changed = file.changed || now.size != file.size || now.mtime != file.time;
  }
  if (!reply.end_of_file && !reply.data.empty() && file.offset < file.size) return true;
  file.changed = file.changed || file.offset != file.size;
  file.digest = file.hash.digest();
  return false;
}

}  // namespace

class Contents::Side {
 public:
  Side(const NfsPlace& place, PipelineLimits limits, const std::atomic<bool>* stop)
      : identity_{place.machine},
        route_(place.source, place.address, place.nfs_port,
               {std::min(limits.in_flight, kMostCalls), limits.connect, limits.call}, stop) {}

  void read(std::vector<ReadFile>& files) {
    std::vector<Pipeline::Item> open;
    for (std::size_t i = 0; i < files.size(); ++i) open.push_back(i);
    while (!open.empty()) {
      std::vector<Pipeline::Item> unfinished;
      route_.run(
          open,
          [&](NfsConnection& connection, Pipeline::Item item, Answered answered) {
            connection.read(identity_, *files[item].handle, files[item].offset, kChunk,
                            std::move(answered));
          },
          [&](Pipeline::Item item, const Reply& reply) {
            if (take(reply, files[item])) unfinished.push_back(item);
          });
      open = std::move(unfinished);
    }
  }

 private:
  Identity identity_;
  Pipeline route_;
};

Contents::Contents(const std::optional<NfsPlace>& source, const std::optional<NfsPlace>& copy,
                   const NfsTreeLimits& limits, const std::atomic<bool>* stop) {
  if (source) source_ = std::make_unique<Side>(*source, limits.pipeline, stop);
  if (copy) copy_ = std::make_unique<Side>(*copy, limits.pipeline, stop);
}

Contents::~Contents() = default;
Contents::Contents(Contents&& other) noexcept = default;

bool Contents::can_compare(const FilePair& pair) {
  return (!pair.source_digest.empty() || !pair.source_handle.empty()) &&
         (!pair.copy_digest.empty() || !pair.copy_handle.empty());
}

std::vector<ContentResult> Contents::compare(std::vector<FilePair> pairs) {
  const auto read_side = [&pairs](Side* side, const std::string FilePair::*handle,
                                  const std::string FilePair::*digest,
                                  std::int64_t FilePair::*time) {
    std::vector<ReadFile> files(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      files[i].handle = &(pairs[i].*handle);
      files[i].size = pairs[i].size;
      files[i].time = pairs[i].*time;
    }
    if (side != nullptr) {
      side->read(files);
    } else {
      for (std::size_t i = 0; i < pairs.size(); ++i) files[i].digest = pairs[i].*digest;
    }
    return files;
  };
  auto copy_read = std::async(std::launch::async, read_side, copy_.get(), &FilePair::copy_handle,
                              &FilePair::copy_digest, &FilePair::copy_time);
  const std::vector<ReadFile> source = read_side(source_.get(), &FilePair::source_handle,
                                                 &FilePair::source_digest, &FilePair::source_time);
  const std::vector<ReadFile> copy = copy_read.get();
  std::vector<ContentResult> results;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ContentResult& result = results.emplace_back();
    if (!source[i].trouble.empty() || !copy[i].trouble.empty()) {
      result.differs = CopyAspect::kUnread;
      result.words = source[i].trouble.empty() ? "the copy: " + copy[i].trouble
                                               : "the source: " + source[i].trouble;
    } else if (source[i].changed || copy[i].changed) {
      result.differs = CopyAspect::kChanging;
      result.words = source[i].changed ? "the source changed while it was read"
                                       : "the copy changed while it was read";
    } else if (source[i].digest != copy[i].digest) {
      result.differs = CopyAspect::kContents;
    }
    result.pair = std::move(pairs[i]);
  }
  return results;
}

}  // namespace nfsready
