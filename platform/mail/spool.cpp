// Messages as files in a folder: for machines without a mail server, and for people who want to see
// what would go out.
#include "platform/mail/compose.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace mf::mail {
namespace {

/// Closes what it holds.
class File {
 public:
  explicit File(int handle) : handle_(handle) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (handle_ >= 0) {
      ::close(handle_);
    }
  }
  bool ok() const { return handle_ >= 0; }
  bool sync() const { return ::fsync(handle_) == 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(handle_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        return false;
      }
      bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
  }

 private:
  int handle_;
};

std::unexpected<Error> disk_failed(std::string_view doing) {
  return fail(
      ErrorKind::unavailable, "spool_failed",
      fmt::format("The mail folder could not be used ({}): {}", doing, std::strerror(errno)));
}

/// The id as a file's name: it has been checked to hold no slash but may hold signs that shells
/// dislike.
std::string file_name(std::string_view message_id) {
  std::string name;
  for (const char c : message_id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '@';
    name += plain ? c : '_';
  }
  return (name.starts_with('.') ? "_" + name : name) + ".eml";
}

class Spool final : public Mailer {
 public:
  explicit Spool(std::string folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  Result<void> send(const Message& message) override {
    const auto bytes = compose(message);
    if (!bytes) {
      return fail(bytes.error());
    }
    const std::string path = folder_ + "/" + file_name(message.message_id);
    const std::string part = path + ".part";
    const std::lock_guard lock(mutex_);
    {
      const File file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
      if (!file.ok() || !file.write(*bytes) || !file.sync()) {
        return disk_failed("writing");
      }
    }
    if (::rename(part.c_str(), path.c_str()) != 0) {
      return disk_failed("renaming");
    }
    const File folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.ok() || !folder.sync()) {
      return disk_failed("keeping");
    }
    return {};
  }

 private:
  const std::string folder_;
  std::mutex mutex_;
};

}  // namespace

std::unique_ptr<Mailer> make_spool(std::string folder) {
  return std::make_unique<Spool>(std::move(folder));
}

}  // namespace mf::mail
