// The mail port: hands one message to a mail server, or to a folder where there is none. Whoever
// sends decides what to do about a failure: is_temporary() tells whether trying again makes sense.
// Calls block; any thread.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/names.hpp"
#include "platform/core/time.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace mf::mail {

struct Message {
  std::string from;     // "MicroFlow <no-reply@example.com>", or the bare address
  std::string to;       // the bare address
  std::string subject;  // one line, UTF-8
  std::string text;     // UTF-8, lines end in "\n"
  // "018f…@example.com": the same for every try, so that receivers see a repeat.
  std::string message_id;
  Timestamp date;
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Success: the server (or the disk) has taken responsibility for it.
  virtual Result<void> send(const Message& message) = 0;
};

/// A failure that may pass: no connection, a 4xx answer, a full disk. Anything else fails again the
/// next time.
inline bool is_temporary(const Error& error) {
  return error.kind == ErrorKind::unavailable;
}

enum class Security {
  none,
  opportunistic,  // STARTTLS where the server offers it
  starttls,       // STARTTLS or nothing
  tls,            // TLS from the first byte
};

struct SmtpSettings {
  std::string host = "localhost";
  int port = 25;
  Security security = Security::opportunistic;
  std::string username;  // none: no authentication
  std::string password;
  std::chrono::milliseconds connect_time{5'000};
  // For one message, from connecting to the last answer.
  std::chrono::milliseconds total_time{15'000};
};

/// Speaks SMTP; keeps its connection for the next message. One message at a time.
std::unique_ptr<Mailer> make_smtp(SmtpSettings settings);
/// Writes each message to `folder` as MESSAGE-ID.eml; a repeat takes the place of the first.
std::unique_ptr<Mailer> make_spool(std::string folder);

}  // namespace mf::mail

template <>
inline constexpr auto mf::k_names<mf::mail::Security> =
    std::array<mf::NameOf<mf::mail::Security>, 4>{{
        {mf::mail::Security::none, "none"},
        {mf::mail::Security::opportunistic, "opportunistic"},
        {mf::mail::Security::starttls, "starttls"},
        {mf::mail::Security::tls, "tls"},
    }};
