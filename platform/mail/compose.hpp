// A message as the bytes that go over the wire (RFC 5322, 2045, 2047): nothing in it can add a
// header or a recipient. Pure, any thread.
#pragma once

#include "platform/mail/mail.hpp"

#include <string_view>

namespace mf::mail {

/// A name and an address taken apart: "MicroFlow <no-reply@example.com>" or "no-reply@example.com".
struct Mailbox {
  std::string name;
  std::string address;
};

/// Nothing for what is no plain ASCII address, so also for anything with blanks, controls or angle
/// brackets.
std::optional<Mailbox> parse_mailbox(std::string_view text);

/// Header and body with CRLF line ends; 422 `bad_address` or `bad_message_id` where one is not fit
/// to be sent.
Result<std::string> compose(const Message& message);

/// "Tue, 24 Nov 2026 15:00:00 +0000"
std::string rfc5322_date(Timestamp time);
/// A header's text: as it is where it is short and plain, else encoded words of at most 75
/// characters.
std::string encode_header(std::string_view text);
/// RFC 2045, section 6.7: lines of at most 76 characters.
std::string quoted_printable(std::string_view text);

}  // namespace mf::mail
