#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "observe/nfs_status.h"
#include "observe/probe_batch.h"
#include "observe/probe_name.h"

namespace nfsready {

namespace {

constexpr std::size_t kBlock = 4096;
constexpr std::uint64_t kGapOffset = 512 * 1024;
constexpr std::uint64_t kFarOffset = 1024 * 1024;

// A file of our own on its way.
struct Writing {
  std::size_t path = 0;  // into ProbeBatch::paths
  Handle directory;
  std::string block;
  Handle file;
  WriteSeen seen;
  bool asked = false;  // whether a CREATE was ever sent
  std::string near;
  std::string gap;
  std::string far;

  [[nodiscard]] bool is_created() const { return seen.create.ok() && !file.empty(); }
};

std::string block_of(const std::string& name) {
  std::string block = std::string(kProbeMark) + name + "\n";
  block.resize(kBlock, '.');
  return block;
}

// The directory that the nodes write in: the first wanted one that is there, else the path itself.
std::vector<Writing> choose_directories(const ProbeBatch& batch) {
  std::vector<Writing> writings(batch.paths.size());
  for (std::size_t i = 0; i < batch.paths.size(); ++i) {
    writings[i].path = i;
    if (batch.paths[i].is_open()) writings[i].directory = batch.paths[i].root;
  }
  for (const Walk& walk : batch.walks) {
    const bool is_directory = walk.end.ok() && walk.is_found() && walk.attributes &&
                              walk.attributes->type == kTypeDirectory;
    Writing& writing = writings[walk.path];
    if (walk.wanted->look == Look::kWriteHere && is_directory && writing.seen.directory.empty()) {
      writing.directory = walk.at;
      writing.seen.directory = walk.wanted->name;
    }
  }
  std::erase_if(writings, [&](const Writing& writing) {
    return writing.directory.empty() || !batch.paths[writing.path].target->write;
  });
  for (Writing& writing : writings) {
    writing.seen.file = new_probe_name();
    writing.block = block_of(writing.seen.file);
  }
  return writings;
}

class WriteStep {
 public:
  WriteStep(ProbeBatch& batch, std::vector<Writing>& writings)
      : batch_(batch), writings_(writings) {}

  template <typename IsWanted, typename Start, typename Take>
  void run(const IsWanted& is_wanted, const Start& start, const Take& take) {
    batch_.routes.nfs.run(items_where(writings_, is_wanted), starter(start), taker(take));
  }

  template <typename IsWanted, typename Start, typename Take>
  void run_to_the_end(const IsWanted& is_wanted, const Start& start, const Take& take) {
    batch_.routes.nfs.run_to_the_end(items_where(writings_, is_wanted), starter(start),
                                     taker(take));
  }

 private:
  template <typename Start>
  Pipeline::Start starter(const Start& start) {
    return [this, &start](NfsConnection& connection, Pipeline::Item item, Answered answered) {
      Writing& writing = writings_[item];
      start(connection, batch_.paths[writing.path].identity, writing, std::move(answered));
    };
  }
  template <typename Take>
  Pipeline::Take taker(const Take& take) {
    return [this, &take](Pipeline::Item item, Reply reply) {
      take(writings_[item], std::move(reply));
    };
  }

  ProbeBatch& batch_;
  std::vector<Writing>& writings_;
};

bool is_created(const Writing& writing) { return writing.is_created(); }

// Also where CREATE had no answer, or only a later try had one: it may have been done.
bool may_exist(const Writing& writing) {
  const CallEnd& create = writing.seen.create;
  const bool was_refused = create.reach == Reach::kAnswered && !create.ok();
  return writing.asked && !was_refused && create.reach != Reach::kDenied &&
         create.reach != Reach::kMismatch;
}

void create_files(WriteStep& step) {
  step.run(
      [](const Writing&) { return true; },
      [](NfsConnection& connection, const Identity& identity, Writing& writing, Answered answered) {
        writing.asked = true;
        connection.create(identity, writing.directory, writing.seen.file, std::move(answered));
      },
      [](Writing& writing, Reply reply) {
        writing.seen.create = reply.end;
        writing.file = std::move(reply.handle);
        // A CREATE that was asked twice because its answer was lost: the name is ours alone.
        if (is_status(reply.end, nfs_status::kExists)) {
          writing.seen.create.status = 0;
        }
      });
  // CREATE may leave the handle out (RFC 1813, section 3.3.8).
  step.run([](const Writing& writing) { return writing.seen.create.ok() && writing.file.empty(); },
           [](NfsConnection& connection, const Identity& identity, const Writing& writing,
              Answered answered) {
             connection.lookup(identity, writing.directory, writing.seen.file, std::move(answered));
           },
           [](Writing& writing, Reply reply) { writing.file = std::move(reply.handle); });
}

void write_at(WriteStep& step, std::uint64_t offset) {
  step.run(
      [](const Writing& writing) {
        return writing.is_created() &&
               (writing.seen.write.ok() || writing.seen.write.reach == Reach::kNotAsked);
      },
      [offset](NfsConnection& connection, const Identity& identity, const Writing& writing,
               Answered answered) {
        connection.write(identity, writing.file, offset, writing.block, std::move(answered));
      },
      [](Writing& writing, const Reply& reply) { writing.seen.write = reply.end; });
}

bool is_written(const Writing& writing) { return writing.is_created() && writing.seen.write.ok(); }

void commit_files(WriteStep& step) {
  step.run(
      is_written,
      [](NfsConnection& connection, const Identity& identity, const Writing& writing,
         Answered answered) { connection.commit(identity, writing.file, std::move(answered)); },
      [](Writing& writing, const Reply& reply) { writing.seen.write = reply.end; });
  step.run(
      is_created,
      [](NfsConnection& connection, const Identity& identity, const Writing& writing,
         Answered answered) { connection.getattr(identity, writing.file, std::move(answered)); },
      [](Writing& writing, const Reply& reply) { writing.seen.attributes = reply.attributes; });
}

void read_at(WriteStep& step, std::uint64_t offset, std::string Writing::*place) {
  step.run(
      is_written,
      [offset](NfsConnection& connection, const Identity& identity, const Writing& writing,
               Answered answered) {
        connection.read(identity, writing.file, offset, kBlock, std::move(answered));
      },
      [place](Writing& writing, Reply reply) {
        if (!reply.end.ok() || writing.seen.read_back.reach == Reach::kNotAsked) {
          writing.seen.read_back = reply.end;
        }
        writing.*place = std::move(reply.data);
      });
}

void read_back(WriteStep& step, std::vector<Writing>& writings) {
  read_at(step, 0, &Writing::near);
  read_at(step, kGapOffset, &Writing::gap);
  read_at(step, kFarOffset, &Writing::far);
  const std::string zeros(kBlock, '\0');
  for (Writing& writing : writings) {
    writing.seen.same =
        writing.near == writing.block && writing.far == writing.block && writing.gap == zeros;
  }
}

void remove_files(WriteStep& step) {
  step.run_to_the_end(
      may_exist,
      [](NfsConnection& connection, const Identity& identity, const Writing& writing,
         Answered answered) {
        connection.remove(identity, writing.directory, writing.seen.file, std::move(answered));
      },
      [](Writing& writing, const Reply& reply) {
        writing.seen.remove = reply.end;
        // Asked twice because the first answer was lost, or never created: it is not there.
        if (is_status(reply.end, nfs_status::kNoEntry)) {
          writing.seen.remove.status = 0;
        }
      });
}

}  // namespace

void write_into_paths(ProbeBatch& batch) {
  std::vector<Writing> writings = choose_directories(batch);
  WriteStep step(batch, writings);
  create_files(step);
  write_at(step, 0);
  write_at(step, kFarOffset);
  commit_files(step);
  read_back(step, writings);
  remove_files(step);
  for (Writing& writing : writings) {
    batch.paths[writing.path].seen.write = std::move(writing.seen);
  }
}

}  // namespace nfsready
