// Blobs in a folder: written to incoming/ while they are hashed, fsynced, renamed to
// aa/bb/<sha256>, and the folder fsynced, so that a name that can be found always has its whole
// content, also after a power cut.
#include "platform/blob/blob.hpp"
#include "platform/cloud/digest.hpp"
#include "platform/core/random.hpp"
#include "platform/core/unavailable.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace mf::blob {

using namespace cloud;

namespace {

namespace fs = std::filesystem;

[[noreturn]] void raise(std::string_view doing, const fs::path& path) {
  throw_errno(fmt::format("{} {}", doing, path.string()));
}

/// An open file that closes itself.
class File {
 public:
  File(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_;
};

void sync_folder(const fs::path& folder) {
  const File file(folder, O_RDONLY | O_DIRECTORY);
  if (!file.open() || ::fsync(file.number()) != 0) {
    raise("cannot sync the folder", folder);
  }
}

void make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0777) == 0) {
    sync_folder(folder.parent_path());
  } else if (errno != EEXIST) {
    raise("cannot make the folder", folder);
  }
}

class Directory final : public BlobStore {
 public:
  explicit Directory(const std::string& folder) : root_(folder), incoming_(root_ / "incoming") {
    fs::create_directories(incoming_);
    sync_folder(root_);
    // The folder's own name, too; whoever may not read its parent made it beforehand.
    const File parent(fs::absolute(root_).parent_path(), O_RDONLY | O_DIRECTORY);
    if (parent.open()) {
      (void)::fsync(parent.number());
    }
    sweep();
  }

  std::unique_ptr<Writer> begin(std::size_t limit) override;

  std::optional<Found> find(const std::string& sha256) override {
    struct stat facts{};
    if (!is_name(sha256) || ::stat(path_of(sha256).c_str(), &facts) != 0) {
      return std::nullopt;
    }
    return Found{static_cast<std::int64_t>(facts.st_size), path_of(sha256).string()};
  }

  std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) override {
    if (!is_name(sha256)) {
      return 0;
    }
    const File file(path_of(sha256), O_RDONLY);
    if (!file.open()) {
      return 0;
    }
    const ssize_t got = ::pread(file.number(), out.data(), out.size(), at);
    if (got < 0) {
      raise("cannot read", path_of(sha256));
    }
    return static_cast<std::size_t>(got);
  }

  bool remove(const std::string& sha256) override {
    const std::lock_guard lock(mutex_);
    return is_name(sha256) && fs::remove(path_of(sha256));
  }

  std::size_t remove_unused(Timestamp before,
                            const std::function<bool(const std::string&)>& used) override {
    std::size_t removed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      const auto name = entry.path().filename().string();
      if (!is_name(name)) {
        continue;
      }
      // Under the lock, so that nobody stores it again between the look and the removal.
      const std::lock_guard lock(mutex_);
      if (stored_at(entry.path()) < before && !used(name)) {
        removed += fs::remove(entry.path());
      }
    }
    return removed;
  }

  /// Gives the whole, synced file `temporary` its name; content that is known already becomes young
  /// again.
  void keep(const fs::path& temporary, const std::string& sha256) {
    const auto path = path_of(sha256);
    {
      const std::lock_guard lock(mutex_);
      make_folder(path.parent_path().parent_path());
      make_folder(path.parent_path());
      const bool known = ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0;
      if (known) {
        fs::remove(temporary);
      } else {
        fs::rename(temporary, path);
      }
    }
    // Also where it was known: whoever renamed it may not have come to this line yet.
    sync_folder(path.parent_path());
  }

  const fs::path& incoming() const { return incoming_; }

 private:
  fs::path path_of(const std::string& sha256) const {
    return root_ / sha256.substr(0, 2) / sha256.substr(2, 2) / sha256;
  }

  static Timestamp stored_at(const fs::path& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) {
      return Timestamp::max();
    }
    return Timestamp{std::chrono::seconds{facts.st_mtim.tv_sec}};
  }

  /// What a crash left behind. A writer holds a lock on its file: one that is locked is still
  /// written, by another process that shares the folder.
  void sweep() {
    for (const auto& entry : fs::directory_iterator(incoming_)) {
      const File file(entry.path(), O_RDWR);
      if (file.open() && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
        fs::remove(entry.path());
      }
    }
  }

  const fs::path root_;
  const fs::path incoming_;
  std::mutex mutex_;  // one rename or removal at a time
};

class DirectoryWriter final : public Writer {
 public:
  DirectoryWriter(Directory& store, std::size_t limit)
      : store_(store),
        limit_(limit),
        path_(store.incoming() / random_hex(16)),
        file_(path_, O_RDWR | O_CREAT | O_EXCL) {
    if (!file_.open() || ::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
      raise("cannot make", path_);
    }
  }

  ~DirectoryWriter() override {
    if (!committed_) {
      std::error_code ignored;
      fs::remove(path_, ignored);
    }
  }

  Result<void> write(std::string_view bytes) override {
    if (sealed_) {
      throw std::logic_error("this content has ended");
    }
    if (size_ + bytes.size() > limit_) {
      broken_ = true;
      return fail(ErrorKind::too_large, "too_large", fmt::format("More than {} bytes.", limit_));
    }
    hash_.add(bytes);
    size_ += bytes.size();
    while (!bytes.empty()) {
      const ssize_t done = ::write(file_.number(), bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) {
        continue;
      }
      if (done < 0) {
        broken_ = true;
        raise("cannot write", path_);
      }
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return {};
  }

  Stored seal() override {
    if (broken_) {
      throw std::logic_error("this content was refused");
    }
    if (!sealed_) {
      sealed_ = Stored{hash_.hex(), static_cast<std::int64_t>(size_)};
    }
    return *sealed_;
  }

  Stored commit() override {
    auto stored = seal();
    if (committed_) {
      throw std::logic_error("this content is committed already");
    }
    if (::fsync(file_.number()) != 0) {
      raise("cannot sync", path_);
    }
    store_.keep(path_, stored.sha256);
    committed_ = true;
    return stored;
  }

 private:
  Directory& store_;
  const std::size_t limit_;
  const fs::path path_;
  File file_;
  Sha256 hash_;
  std::size_t size_ = 0;
  std::optional<Stored> sealed_;
  bool broken_ = false;
  bool committed_ = false;
};

std::unique_ptr<Writer> Directory::begin(std::size_t limit) {
  return std::make_unique<DirectoryWriter>(*this, limit);
}

}  // namespace

std::unique_ptr<BlobStore> open_directory(const std::string& folder) {
  return std::make_unique<Directory>(folder);
}

}  // namespace mf::blob
