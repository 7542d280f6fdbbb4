// SMTP through libcurl's easy interface.
#include "platform/mail/compose.hpp"

#include <curl/curl.h>

#include <cstring>
#include <stdexcept>

namespace mf::mail {
namespace {

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

/// What libcurl reads the message from.
struct Source {
  std::string_view left;
};

std::size_t read_source(char* out, std::size_t size, std::size_t count, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t taken = std::min(size * count, source.left.size());
  std::memcpy(out, source.left.data(), taken);
  source.left.remove_prefix(taken);
  return taken;
}

std::size_t ignore_answer(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// The host as it stands in a URL: IPv6 addresses in brackets.
std::string url_of(const SmtpSettings& settings) {
  const std::string scheme = settings.security == Security::tls ? "smtps" : "smtp";
  const bool bare_v6 = settings.host.find(':') != std::string::npos && settings.host.front() != '[';
  return fmt::format("{}://{}:{}", scheme, bare_v6 ? "[" + settings.host + "]" : settings.host,
                     settings.port);
}

long tls_of(Security security) {
  switch (security) {
    case Security::none:
      return CURLUSESSL_NONE;
    case Security::opportunistic:
      return CURLUSESSL_TRY;
    case Security::starttls:
    case Security::tls:
      break;
  }
  return CURLUSESSL_ALL;
}

class Smtp final : public Mailer {
 public:
  explicit Smtp(SmtpSettings settings) : settings_(std::move(settings)) {
    start_library();
    easy_.reset(curl_easy_init());
    if (!easy_) {
      throw std::runtime_error("libcurl gives no handle");
    }
    prepare();
  }

  Result<void> send(const Message& message) override {
    const auto bytes = compose(message);
    if (!bytes) {
      return fail(bytes.error());
    }
    // compose() has checked both.
    const std::string from = "<" + parse_mailbox(message.from)->address + ">";
    const std::string to = "<" + message.to + ">";
    const std::unique_ptr<curl_slist, ListDeleter> receivers(
        curl_slist_append(nullptr, to.c_str()));

    const std::lock_guard lock(mutex_);
    curl_easy_setopt(easy_.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_MAIL_RCPT, receivers.get());
    auto code = perform(*bytes);
    if (lost_kept_connection(code)) {
      code = perform(*bytes);
    }
    return outcome(code);
  }

 private:
  void prepare() {
    CURL* easy = easy_.get();
    curl_easy_setopt(easy, CURLOPT_URL, url_of(settings_).c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_USE_SSL, tls_of(settings_.security));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(settings_.connect_time.count()));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.total_time.count()));
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_source);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore_answer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, why_.data());
    if (!settings_.username.empty()) {
      curl_easy_setopt(easy, CURLOPT_USERNAME, settings_.username.c_str());
      curl_easy_setopt(easy, CURLOPT_PASSWORD, settings_.password.c_str());
    }
  }

  CURLcode perform(std::string_view bytes) {
    Source source{bytes};
    why_[0] = '\0';
    curl_easy_setopt(easy_.get(), CURLOPT_READDATA, &source);
    return curl_easy_perform(easy_.get());
  }

  long answer() const {
    long answer = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &answer);
    return answer;
  }

  /// The server had hung up on the connection that was kept: nothing was taken, a new one is worth
  /// it at once.
  bool lost_kept_connection(CURLcode code) const {
    long opened = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &opened);
    const bool broken =
        code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING;
    return opened == 0 && (broken || answer() == 421);
  }

  Result<void> outcome(CURLcode code) const {
    if (code == CURLE_OK) {
      return {};
    }
    const long said = answer();
    const std::string why = why_[0] != '\0' ? why_.data() : curl_easy_strerror(code);
    // A refused login is the installation's fault, not the message's: somebody may mend it.
    const bool permanent = said >= 500 && said < 600 && code != CURLE_LOGIN_DENIED;
    if (permanent) {
      return fail(ErrorKind::invalid, "mail_refused",
                  fmt::format("The mail server refused it ({}): {}", said, why));
    }
    return fail(ErrorKind::unavailable, "mail_unavailable",
                fmt::format("The mail server could not take it ({}): {}", said, why));
  }

  const SmtpSettings settings_;
  std::mutex mutex_;
  std::array<char, CURL_ERROR_SIZE> why_{};
  std::unique_ptr<CURL, EasyDeleter> easy_;
};

}  // namespace

std::unique_ptr<Mailer> make_smtp(SmtpSettings settings) {
  return std::make_unique<Smtp>(std::move(settings));
}

}  // namespace mf::mail
