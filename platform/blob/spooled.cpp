#include "platform/blob/spooled.hpp"

#include "platform/core/random.hpp"
#include "platform/core/unavailable.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

namespace mf::blob {
namespace {

[[noreturn]] void raise(std::string_view doing, const std::string& folder) {
  throw_errno(fmt::format("{} {}", doing, folder));
}

/// Some file systems know no unnamed files: there it loses its name at once.
int open_unnamed(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) {
    return file;
  }
  const std::string path = folder + "/blob-" + random_hex(8);
  const int named = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (named < 0) {
    raise("cannot make a temporary file in", folder);
  }
  ::unlink(path.c_str());
  return named;
}

}  // namespace

Spooled::~Spooled() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

void Spooled::add(std::string_view bytes) {
  if (file_ < 0 && size_ + bytes.size() <= in_memory_) {
    text_ += bytes;
  } else {
    if (file_ < 0) {
      file_ = open_unnamed(folder_);
      write_to_file(text_);
      text_ = {};
    }
    write_to_file(bytes);
  }
  size_ += bytes.size();
}

void Spooled::write_to_file(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done < 0) {
      raise("cannot write a temporary file in", folder_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

std::string Spooled::part(std::size_t at, std::size_t length) const {
  if (at >= size_) {
    return {};
  }
  if (file_ < 0) {
    return text_.substr(at, length);
  }
  std::string bytes(std::min(length, size_ - at), '\0');
  for (std::size_t have = 0; have < bytes.size();) {
    const ssize_t got =
        ::pread(file_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(at + have));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      raise("cannot read a temporary file in", folder_);
    }
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<void> SpoolingWriter::write(std::string_view bytes) {
  if (sealed_) {
    throw std::logic_error("this content has ended");
  }
  if (spooled_.size() + bytes.size() > limit_) {
    broken_ = true;
    return fail(ErrorKind::too_large, "too_large", fmt::format("More than {} bytes.", limit_));
  }
  hash_.add(bytes);
  try {
    spooled_.add(bytes);
  } catch (...) {
    broken_ = true;
    throw;
  }
  return {};
}

Stored SpoolingWriter::seal() {
  if (broken_) {
    throw std::logic_error("this content was refused");
  }
  if (!sealed_) {
    sealed_ = Stored{hash_.hex(), static_cast<std::int64_t>(spooled_.size())};
  }
  return *sealed_;
}

Stored SpoolingWriter::commit() {
  auto stored = seal();
  if (committed_) {
    throw std::logic_error("this content is committed already");
  }
  keep_(stored, spooled_);
  committed_ = true;
  return stored;
}

}  // namespace mf::blob
