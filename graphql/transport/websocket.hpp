// WebSocket (RFC 6455) without sockets: bytes in, messages out, and the other way round. For
// servers, and with Role::client for tests of them.
//
// No extensions. One thread at a time calls a reader.
#pragma once

#include "graphql/transport/utf8_check.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace graphql::websocket {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

/// Why a connection is, or must be, closed.
struct Close {
  std::uint16_t code = 1000;
  std::string reason = {};
};

namespace close_code {
inline constexpr std::uint16_t k_normal = 1000;
inline constexpr std::uint16_t k_going_away = 1001;
inline constexpr std::uint16_t k_protocol_error = 1002;
inline constexpr std::uint16_t k_unsupported = 1003;
inline constexpr std::uint16_t k_none = 1005;
inline constexpr std::uint16_t k_not_utf8 = 1007;
inline constexpr std::uint16_t k_policy = 1008;
inline constexpr std::uint16_t k_too_big = 1009;
}  // namespace close_code

/// A message that was put together from its frames, or a control frame.
struct Message {
  Opcode opcode = Opcode::text;
  /// Of a close frame, its reason. Holds until the reader's next call.
  std::string_view payload;
  /// Of a close frame: k_none where the peer said nothing.
  std::uint16_t code = close_code::k_none;
};

enum class Role : std::uint8_t { server, client };

class Reader {
 public:
  /// `max_message` bounds a message, and with it what the reader keeps.
  explicit Reader(std::size_t max_message, Role role = Role::server)
      : max_message_(max_message), role_(role) {}

  /// Takes bytes off the front until a message is whole; nothing when they are used up. A Close is
  /// final: it is to be sent, and the connection ended.
  std::expected<std::optional<Message>, Close> next(std::string_view& bytes);

 private:
  struct Header {
    bool fin = false;
    Opcode opcode = Opcode::continuation;
    std::array<std::uint8_t, 4> mask{};
    std::uint64_t length = 0;
  };

  std::optional<Close> take_header(std::string_view& bytes);
  std::optional<Close> check_start() const;
  std::optional<Close> finish_header();
  std::optional<Close> take_payload(std::string_view& bytes);
  std::expected<Message, Close> finish_frame();
  std::expected<Message, Close> read_close() const;
  bool is_control() const { return static_cast<std::uint8_t>(header_.opcode) >= 8; }

  std::size_t max_message_;
  Role role_;

  // the head of the frame that is being read
  std::array<std::uint8_t, 14> head_{};
  std::size_t head_size_ = 0;
  std::size_t head_needed_ = 2;
  Header header_;
  bool in_payload_ = false;
  std::uint64_t taken_ = 0;

  // what has come of the message, and of a control frame in the midst of it
  std::optional<Opcode> message_opcode_;
  std::string message_;
  std::string control_;
  bool delivered_ = false;
  Utf8Check utf8_;
};

/// Appends one whole message as one frame, as a server sends it.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);
void append_close(std::string& out, const Close& close);

/// Whether a peer may send the code in a close frame.
bool is_valid_close_code(std::uint16_t code);

// --- the opening handshake

/// The headers of a request that decide about the handshake.
struct Handshake {
  std::string_view method;
  std::string_view upgrade;
  std::string_view connection;
  std::string_view key;
  std::string_view version;
  /// Sec-WebSocket-Protocol: what the client speaks.
  std::string_view protocols;
};

/// The status to refuse with: 400, or 426 where the version is not 13.
std::optional<int> check(const Handshake& handshake);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

/// The head of the response, with the protocol if one is spoken.
std::string switching_protocols(std::string_view key, std::string_view protocol = {});

}  // namespace graphql::websocket
