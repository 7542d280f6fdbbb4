// Content on its way into an object store: its name is the hash of all of it, so that it must be
// whole before the first byte can go to its place. Up to one part stays in memory, more goes to a
// temporary file that no folder names. One owner at a time.
#pragma once

#include "platform/blob/blob.hpp"
#include "platform/cloud/digest.hpp"

namespace mf::blob {

class Spooled {
 public:
  /// Keeps up to `in_memory` bytes in memory, more in an unnamed file in `folder`.
  Spooled(std::string folder, std::size_t in_memory)
      : folder_(std::move(folder)), in_memory_(in_memory) {}
  Spooled(const Spooled&) = delete;
  Spooled& operator=(const Spooled&) = delete;
  ~Spooled();

  /// Throws if the disk is full or broken.
  void add(std::string_view bytes);
  std::size_t size() const { return size_; }
  /// Bytes from `at` on, `length` at most.
  std::string part(std::size_t at, std::size_t length) const;

 private:
  void write_to_file(std::string_view bytes);

  const std::string folder_;
  const std::size_t in_memory_;
  std::string text_;
  int file_ = -1;
  std::size_t size_ = 0;
};

/// A writer that spools and hashes, and gives the whole content to `keep` when it is committed.
class SpoolingWriter final : public Writer {
 public:
  using Keep = std::function<void(const Stored&, const Spooled&)>;

  SpoolingWriter(std::string folder, std::size_t in_memory, std::size_t limit, Keep keep)
      : spooled_(std::move(folder), in_memory), limit_(limit), keep_(std::move(keep)) {}

  Result<void> write(std::string_view bytes) override;
  Stored seal() override;
  Stored commit() override;

 private:
  Spooled spooled_;
  const std::size_t limit_;
  const Keep keep_;
  cloud::Sha256 hash_;
  std::optional<Stored> sealed_;
  bool broken_ = false;
  bool committed_ = false;
};

}  // namespace mf::blob
