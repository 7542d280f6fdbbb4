#include "platform/auth/key_ring.hpp"

#include "platform/core/text.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mf::auth {
namespace {

namespace fs = std::filesystem;

/// Replicas take turns with the folder: between a look at a file and its renaming another one must
/// not step in. Where the folder can't be written to, nobody renames anything.
class Turn {
 public:
  explicit Turn(const std::string& folder) {
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    file_ = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~Turn() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  int file_ = -1;
};

/// How long ago a file was written; nothing where there is none.
std::optional<std::chrono::seconds> age_of(const fs::path& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  if (error) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<std::chrono::seconds>(fs::file_time_type::clock::now() -
                                                          written);
}

}  // namespace

KeyRing::KeyRing(std::string folder, KeyRingOptions options)
    : folder_(std::move(folder)), options_(options) {
  refresh();
}

KeyRing::KeyRing(SigningKey key)
    : signing_(std::make_shared<const SigningKey>(std::move(key))),
      public_{signing_->public_key()} {}

bool KeyRing::begin_rotation(const std::string& folder) {
  const Turn turn(folder);
  const std::string next = folder + "/next.pem";
  if (fs::exists(next)) {
    return false;
  }
  SigningKey::make_file(next);
  return true;
}

std::string KeyRing::sign(const Principal& principal, Timestamp now) const {
  std::shared_ptr<const SigningKey> key;
  {
    const std::lock_guard lock(mutex_);
    key = signing_;
  }
  return key->sign(principal, now);
}

std::vector<std::string> KeyRing::public_keys() const {
  const std::lock_guard lock(mutex_);
  return public_;
}

bool KeyRing::refresh() {
  if (folder_.empty()) {
    return false;
  }
  const Turn turn(folder_);
  const auto waited = age_of(folder_ + "/next.pem");
  if (waited && *waited >= options_.announce) {
    promote();
  }
  auto signing =
      std::make_shared<const SigningKey>(SigningKey::load_or_make(folder_ + "/signing.pem"));
  std::vector<std::string> keys{signing->public_key()};
  if (age_of(folder_ + "/next.pem")) {
    keys.push_back(SigningKey::load_or_make(folder_ + "/next.pem").public_key());
  }
  for (auto& old : retired()) {
    keys.push_back(std::move(old));
  }
  const std::lock_guard lock(mutex_);
  const bool changed = keys != public_;
  signing_ = std::move(signing);
  public_ = std::move(keys);
  return changed;
}

/// The old key's public half is kept before the new one takes its place.
void KeyRing::promote() const {
  const auto old = SigningKey::load_or_make(folder_ + "/signing.pem").public_key();
  fs::create_directories(folder_ + "/retired");
  const std::string path = folder_ + "/retired/" + key_id(old) + ".pub";
  const std::string unfinished = path + ".part";
  std::ofstream(unfinished) << base64url(old) << "\n";
  std::error_code ignored;
  fs::rename(unfinished, path, ignored);
  fs::rename(folder_ + "/next.pem", folder_ + "/signing.pem", ignored);
}

std::vector<std::string> KeyRing::retired() const {
  std::vector<std::string> keys;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_ + "/retired", error)) {
    if (entry.path().extension() != ".pub") {
      continue;
    }
    const auto age = age_of(entry.path());
    if (age && *age > options_.keep_retired) {
      fs::remove(entry.path(), error);
      continue;
    }
    std::string text;
    std::string raw;
    std::getline(std::ifstream(entry.path()), text);
    if (decode_base64url(text, raw) && raw.size() == 32) {
      keys.push_back(std::move(raw));
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace mf::auth
