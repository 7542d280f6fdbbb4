#include "graphql/transport/websocket.hpp"

#include <algorithm>
#include <utility>

namespace graphql::websocket {
namespace {

constexpr std::uint8_t k_fin = 0x80;
constexpr std::uint8_t k_reserved = 0x70;
constexpr std::uint8_t k_masked = 0x80;
constexpr std::size_t k_longest_control = 125;

Close protocol_error(std::string reason) {
  return {close_code::k_protocol_error, std::move(reason)};
}

bool is_known(std::uint8_t opcode) {
  return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

}  // namespace

std::expected<std::optional<Message>, Close> Reader::next(std::string_view& bytes) {
  if (delivered_) {
    message_.clear();
    delivered_ = false;
  }
  while (true) {
    if (!in_payload_) {
      if (auto wrong = take_header(bytes)) {
        return std::unexpected(std::move(*wrong));
      }
      if (!in_payload_) {
        return std::nullopt;
      }
    }
    if (auto wrong = take_payload(bytes)) {
      return std::unexpected(std::move(*wrong));
    }
    if (taken_ < header_.length) {
      return std::nullopt;
    }
    in_payload_ = false;
    head_size_ = 0;
    head_needed_ = 2;
    if (!is_control() && !header_.fin) {
      continue;
    }
    auto message = finish_frame();
    if (!message) {
      return std::unexpected(std::move(message.error()));
    }
    return *message;
  }
}

std::optional<Close> Reader::take_header(std::string_view& bytes) {
  while (!bytes.empty() && !in_payload_) {
    head_[head_size_++] = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (head_size_ == 2) {
      if (auto wrong = check_start()) {
        return wrong;
      }
      const auto length = head_[1] & 0x7F;
      const bool masked = (head_[1] & k_masked) != 0;
      head_needed_ = 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + (masked ? 4U : 0U);
    }
    if (head_size_ == head_needed_) {
      if (auto wrong = finish_header()) {
        return wrong;
      }
    }
  }
  return std::nullopt;
}

std::optional<Close> Reader::check_start() const {
  const auto opcode = static_cast<std::uint8_t>(head_[0] & 0x0F);
  const bool fin = (head_[0] & k_fin) != 0;
  if ((head_[0] & k_reserved) != 0) {
    return protocol_error("A reserved bit is set.");
  }
  if (!is_known(opcode)) {
    return protocol_error("The opcode is unknown.");
  }
  if (((head_[1] & k_masked) != 0) != (role_ == Role::server)) {
    return protocol_error(role_ == Role::server ? "The frame is not masked."
                                                : "The frame is masked.");
  }
  if (opcode >= 8) {
    const bool small = (head_[1] & 0x7F) <= k_longest_control;
    return fin && small ? std::nullopt
                        : std::optional(protocol_error("A control frame is too long or in parts."));
  }
  if ((opcode == 0) != message_opcode_.has_value()) {
    return protocol_error(opcode == 0 ? "Nothing is there to be continued."
                                      : "The message before is not at its end.");
  }
  return std::nullopt;
}

std::optional<Close> Reader::finish_header() {
  const auto short_length = static_cast<std::uint64_t>(head_[1] & 0x7F);
  const std::size_t extra = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  header_.fin = (head_[0] & k_fin) != 0;
  header_.opcode = static_cast<Opcode>(head_[0] & 0x0F);
  header_.length = extra == 0 ? short_length : 0;
  for (std::size_t i = 0; i < extra; ++i) {
    header_.length = (header_.length << 8) | head_[2 + i];
  }
  const std::uint64_t least = extra == 2 ? 126 : extra == 8 ? 65'536 : 0;
  if (header_.length < least || (header_.length >> 63) != 0) {
    return protocol_error("The length is not written as it must be.");
  }
  header_.mask = {};
  if (role_ == Role::server) {
    std::copy_n(head_.begin() + 2 + static_cast<std::ptrdiff_t>(extra), 4, header_.mask.begin());
  }
  if (!is_control()) {
    if (message_.size() + header_.length > max_message_) {
      return Close{close_code::k_too_big, "The message is too long."};
    }
    if (!message_opcode_) {
      message_opcode_ = header_.opcode;
      utf8_ = {};
    }
  } else {
    control_.clear();
  }
  taken_ = 0;
  in_payload_ = true;
  return std::nullopt;
}

std::optional<Close> Reader::take_payload(std::string_view& bytes) {
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), header_.length - taken_));
  auto& target = is_control() ? control_ : message_;
  const auto mark = target.size();
  target.append(bytes.substr(0, count));
  bytes.remove_prefix(count);
  if (role_ == Role::server) {
    for (std::size_t i = 0; i < count; ++i) {
      target[mark + i] = static_cast<char>(static_cast<std::uint8_t>(target[mark + i]) ^
                                           header_.mask[(taken_ + i) % 4]);
    }
  }
  taken_ += count;
  const bool text = !is_control() && message_opcode_ == Opcode::text;
  if (text && !utf8_.feed(std::string_view(target).substr(mark))) {
    return Close{close_code::k_not_utf8, "The text is not UTF-8."};
  }
  return std::nullopt;
}

std::expected<Message, Close> Reader::finish_frame() {
  if (header_.opcode == Opcode::close) {
    return read_close();
  }
  if (is_control()) {
    return Message{header_.opcode, control_};
  }
  const auto opcode = *std::exchange(message_opcode_, std::nullopt);
  if (opcode == Opcode::text && !utf8_.complete()) {
    return std::unexpected(Close{close_code::k_not_utf8, "The text is not UTF-8."});
  }
  delivered_ = true;
  return Message{opcode, message_};
}

std::expected<Message, Close> Reader::read_close() const {
  if (control_.empty()) {
    return Message{Opcode::close, {}};
  }
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(control_[i]); };
  const auto code = control_.size() < 2 ? 0U : (static_cast<unsigned>(byte(0)) << 8) | byte(1);
  if (!is_valid_close_code(static_cast<std::uint16_t>(code))) {
    return std::unexpected(protocol_error("The close code is not one to be sent."));
  }
  const auto reason = std::string_view(control_).substr(2);
  Utf8Check check_reason;
  if (!check_reason.feed(reason) || !check_reason.complete()) {
    return std::unexpected(Close{close_code::k_not_utf8, "The reason is not UTF-8."});
  }
  return Message{Opcode::close, reason, static_cast<std::uint16_t>(code)};
}

bool is_valid_close_code(std::uint16_t code) {
  const bool by_the_standard = code >= 1000 && code <= 1014;
  const bool never_sent = code == 1004 || code == 1005 || code == 1006;
  return (by_the_standard && !never_sent) || (code >= 3000 && code <= 4999);
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  const auto byte = [&](std::uint64_t value) { out += static_cast<char>(value & 0xFF); };
  byte(k_fin | static_cast<std::uint8_t>(opcode));
  if (payload.size() < 126) {
    byte(payload.size());
  } else {
    const bool wide = payload.size() > 0xFFFF;
    byte(wide ? 127 : 126);
    for (int shift = wide ? 56 : 8; shift >= 0; shift -= 8) {
      byte(static_cast<std::uint64_t>(payload.size()) >> shift);
    }
  }
  out += payload;
}

void append_close(std::string& out, const Close& close) {
  if (close.code == close_code::k_none) {
    return append_frame(out, Opcode::close, {});
  }
  std::string payload;
  payload += static_cast<char>(close.code >> 8);
  payload += static_cast<char>(close.code & 0xFF);
  payload += std::string_view(close.reason).substr(0, k_longest_control - 2);
  append_frame(out, Opcode::close, payload);
}

}  // namespace graphql::websocket
