// The blob port: immutable content, named by the SHA-256 of its bytes, so that the same content is
// kept once and nobody can change it unseen. Content comes as a stream and is never held whole. A
// store may be used from any thread; a Writer has one owner and must not outlive its store. A
// broken disk or network throws; what may pass (no room, no answer) as Unavailable.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/time.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mf::blob {

/// What was stored: its name (64 lower-case hexadecimal digits) and how long it is.
struct Stored {
  std::string sha256;
  std::int64_t size = 0;

  bool operator==(const Stored&) const = default;
};

/// What the store knows of a name.
struct Found {
  std::int64_t size = 0;
  std::optional<std::string> path;  // where the content is a local file that can be sent as it is
};

/// How content is to be given to whoever follows an address to it.
struct Download {
  std::chrono::minutes valid{5};
  std::string media_type;   // Content-Type; empty: whatever the store says
  std::string disposition;  // Content-Disposition; empty: none
};

/// Takes one content in. Nothing of it can be found before commit(), or ever if that is not called.
class Writer {
 public:
  virtual ~Writer() = default;
  /// 413 `too_large` once there is more than the limit: then the content cannot be committed.
  virtual Result<void> write(std::string_view bytes) = 0;
  /// Ends the content and tells its name; it can still be given up.
  virtual Stored seal() = 0;
  /// Once, at the end (seals it if need be): when it returns, the content is durable.
  virtual Stored commit() = 0;
};

/// Gives the next bytes; 0 at the end.
using Reader = std::function<std::size_t(std::span<char>)>;

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  /// For content of at most `limit` bytes.
  virtual std::unique_ptr<Writer> begin(std::size_t limit) = 0;
  virtual std::optional<Found> find(const std::string& sha256) = 0;
  /// Bytes from `at` on; 0 at the end and for an unknown name.
  virtual std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) = 0;
  /// An address that gives the content to anybody who has it, for a short time; nothing where the
  /// store has none, or for what is no name. Asks nobody whether the content is there.
  virtual std::optional<std::string> download_url(const std::string& sha256, const Download& how) {
    return std::nullopt;
  }
  /// False if there was none. For content that nobody else can be storing again now; else
  /// remove_unused().
  virtual bool remove(const std::string& sha256) = 0;
  /// Removes what was last stored before `before` and is not `used`. Content that is stored again
  /// meanwhile stays. Returns how many went.
  virtual std::size_t remove_unused(Timestamp before,
                                    const std::function<bool(const std::string& sha256)>& used) = 0;

  bool exists(const std::string& sha256) { return find(sha256).has_value(); }
  /// begin(), everything that `reader` gives, commit().
  Result<Stored> put(const Reader& reader, std::size_t limit);
};

/// Reads a content piece by piece with few calls to its store: it asks for a megabyte at once. For
/// one thread at a time; the store must outlive it.
std::function<std::size_t(std::size_t at, std::span<char> out)> read_ahead(BlobStore& store,
                                                                           std::string sha256);

/// True for 64 lower-case hexadecimal digits: only those are ever looked up.
bool is_name(std::string_view sha256);

/// A folder, made if need be: `aa/bb/aabb…`. Leftovers of a crash are swept here. Throws if it
/// can't be used.
std::unique_ptr<BlobStore> open_directory(const std::string& folder);

}  // namespace mf::blob
