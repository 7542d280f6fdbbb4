#include "platform/mail/compose.hpp"

#include "platform/core/text.hpp"

namespace mf::mail {
namespace {

constexpr std::size_t k_line = 76;  // RFC 2045: with the "=" of a soft break
constexpr std::size_t k_word = 75;  // RFC 2047: an encoded word with its frame
constexpr std::string_view k_word_start = "=?UTF-8?Q?";
constexpr std::string_view k_word_end = "?=";
constexpr std::size_t k_plain_header = 60;  // longer ones are split into encoded words

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

void append_hex(std::string& out, char c) {
  constexpr std::string_view k_digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '=';
  out += k_digits[byte >> 4];
  out += k_digits[byte & 15];
}

/// Bytes of the UTF-8 character that starts with `lead`.
std::size_t character_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/// One line: what breaks lines or rings bells becomes a blank.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  return line;
}

std::string format_mailbox(const Mailbox& mailbox) {
  if (mailbox.name.empty()) {
    return mailbox.address;
  }
  const bool plain = std::all_of(mailbox.name.begin(), mailbox.name.end(),
                                 [](char c) { return is_alphanumeric(c) || c == ' '; });
  // A name with other signs would need quoting; an encoded word needs none.
  std::string name =
      plain && mailbox.name.size() <= k_plain_header ? mailbox.name : encode_header(mailbox.name);
  if (!plain && name == mailbox.name) {
    name = "\"";
    for (const char c : mailbox.name) {
      if (c == '"' || c == '\\') {
        name += '\\';
      }
      name += c;
    }
    name += '"';
  }
  return name + " <" + mailbox.address + ">";
}

}  // namespace

bool is_address(std::string_view text) {
  constexpr std::string_view k_others = "!#$%&'*+-/=?^_`{|}~.";  // RFC 5322: atext and the dot
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) {
    return false;
  }
  const auto local = text.substr(0, at);
  const auto domain = text.substr(at + 1);
  if (domain.empty() || domain.front() == '.' || domain.front() == '-' || domain.back() == '.' ||
      domain.back() == '-') {
    return false;
  }
  return std::all_of(local.begin(), local.end(),
                     [&](char c) {
                       return is_alphanumeric(c) || k_others.find(c) != std::string_view::npos;
                     }) &&
         std::all_of(domain.begin(), domain.end(),
                     [](char c) { return is_alphanumeric(c) || c == '.' || c == '-'; });
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
  Mailbox mailbox;
  auto address = trim(text);
  if (const auto open = address.find('<'); open != std::string_view::npos) {
    if (address.back() != '>') {
      return std::nullopt;
    }
    mailbox.name = one_line(trim(address.substr(0, open)));
    address = address.substr(open + 1, address.size() - open - 2);
  }
  if (!is_address(address) || !is_utf8(mailbox.name)) {
    return std::nullopt;
  }
  mailbox.address = std::string(address);
  return mailbox;
}

std::string rfc5322_date(Timestamp time) {
  constexpr std::array k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
                     k_days[std::chrono::weekday{day}.c_encoding()], unsigned{date.day()},
                     k_months[unsigned{date.month()} - 1], int{date.year()}, clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string encode_header(std::string_view text) {
  const std::string line = one_line(text);
  const bool plain =
      std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (plain && line.size() <= k_plain_header && line.find("=?") == std::string::npos) {
    return line;
  }
  std::string out(k_word_start);
  std::size_t used = out.size();
  for (std::size_t i = 0; i < line.size();) {
    // A character stays in one word: each word is decoded by itself.
    const std::size_t size = std::min(character_size(line[i]), line.size() - i);
    std::string character;
    for (std::size_t k = 0; k < size; ++k) {
      if (is_alphanumeric(line[i + k])) {
        character += line[i + k];
      } else if (line[i + k] == ' ') {
        character += '_';
      } else {
        append_hex(character, line[i + k]);
      }
    }
    if (used + character.size() + k_word_end.size() > k_word) {
      out += k_word_end;
      out += "\r\n ";
      out += k_word_start;
      used = k_word_start.size();
    }
    out += character;
    used += character.size();
    i += size;
  }
  return out + std::string(k_word_end);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      continue;  // line ends are written anew
    }
    if (c == '\n') {
      out += "\r\n";
      used = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool blank = c == ' ' || c == '\t';
    const bool literal = blank ? !ends_line : c > 0x20 && c < 0x7f && c != '=';
    const std::size_t size = literal ? 1 : 3;
    if (used + size > k_line - 1) {
      out += "=\r\n";
      used = 0;
    }
    if (literal) {
      out += c;
    } else {
      append_hex(out, c);
    }
    used += size;
  }
  return out;
}

Result<std::string> compose(const Message& message) {
  const auto from = parse_mailbox(message.from);
  if (!from || !is_address(message.to)) {
    return fail(ErrorKind::invalid, "bad_address",
                "The sender's or the receiver's address is not valid.");
  }
  if (!is_address(message.message_id)) {
    return fail(ErrorKind::invalid, "bad_message_id", "The message id must look like an address.");
  }
  if (!is_utf8(message.subject) || !is_utf8(message.text)) {
    return fail(ErrorKind::invalid, "bad_text", "The message is not UTF-8.");
  }
  std::string out;
  const auto header = [&](std::string_view name, std::string_view value) {
    out += fmt::format("{}: {}\r\n", name, value);
  };
  header("Date", rfc5322_date(message.date));
  header("From", format_mailbox(*from));
  header("To", message.to);
  header("Subject", encode_header(message.subject));
  header("Message-ID", "<" + message.message_id + ">");
  header("Auto-Submitted", "auto-generated");  // RFC 3834: no vacation answers, please
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "quoted-printable");
  out += "\r\n" + quoted_printable(message.text);
  if (!out.ends_with("\r\n")) {
    out += "\r\n";
  }
  return out;
}

}  // namespace mf::mail
