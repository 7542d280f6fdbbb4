#include "graphql/transport/header.hpp"
#include "graphql/transport/websocket.hpp"

#include <bit>

namespace graphql::websocket {
namespace {

using Digest = std::array<std::uint8_t, 20>;

/// SHA-1 (FIPS 180-4). The handshake wants it as a checksum; nothing here is kept secret by it.
class Sha1 {
 public:
  static Digest of(std::string_view text) {
    std::string padded(text);
    padded += '\x80';
    while (padded.size() % 64 != 56) {
      padded += '\0';
    }
    const auto bits = static_cast<std::uint64_t>(text.size()) * 8;
    for (int shift = 56; shift >= 0; shift -= 8) {
      padded += static_cast<char>((bits >> shift) & 0xFF);
    }
    Sha1 sha;
    for (std::size_t at = 0; at < padded.size(); at += 64) {
      sha.block(std::string_view(padded).substr(at, 64));
    }
    return sha.digest();
  }

 private:
  void block(std::string_view bytes) {
    std::array<std::uint32_t, 80> w{};
    for (std::size_t i = 0; i < 64; ++i) {
      w[i / 4] = (w[i / 4] << 8) | static_cast<std::uint8_t>(bytes[i]);
    }
    for (std::size_t i = 16; i < 80; ++i) {
      w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
    auto [a, b, c, d, e] = state_;
    for (std::size_t i = 0; i < 80; ++i) {
      constexpr std::array<std::uint32_t, 4> k_constants = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC,
                                                            0xCA62C1D6};
      const auto mixed = i < 20   ? (b & c) | (~b & d)
                         : i < 40 ? b ^ c ^ d
                         : i < 60 ? (b & c) | (b & d) | (c & d)
                                  : b ^ c ^ d;
      const auto next = std::rotl(a, 5) + mixed + e + k_constants[i / 20] + w[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    const std::array<std::uint32_t, 5> added = {a, b, c, d, e};
    for (std::size_t i = 0; i < state_.size(); ++i) {
      state_[i] += added[i];
    }
  }

  Digest digest() const {
    Digest bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return bytes;
  }

  std::array<std::uint32_t, 5> state_ = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476,
                                         0xC3D2E1F0};
};

constexpr std::string_view k_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// 20 bytes: six groups of three and one of two.
std::string base64(const Digest& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) -> std::uint32_t {
      return at < bytes.size() ? bytes[at] : 0;
    };
    const auto group = (byte(i) << 16) | (byte(i + 1) << 8) | byte(i + 2);
    for (int shift = 18; shift >= 0; shift -= 6) {
      out += k_alphabet[(group >> shift) & 63];
    }
  }
  out.back() = '=';
  return out;
}

/// Sixteen bytes in base64: 22 letters and two signs of padding.
bool is_key(std::string_view key) {
  return key.size() == 24 && key.ends_with("==") &&
         key.substr(0, 22).find_first_not_of(k_alphabet) == std::string_view::npos;
}

}  // namespace

std::optional<int> check(const Handshake& handshake) {
  if (handshake.method != "GET" || !has_word(handshake.upgrade, "websocket") ||
      !has_word(handshake.connection, "upgrade") || !is_key(handshake.key)) {
    return 400;
  }
  return trim(handshake.version) == "13" ? std::nullopt : std::optional(426);
}

std::string accept_key(std::string_view key) {
  return base64(Sha1::of(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
}

std::string switching_protocols(std::string_view key, std::string_view protocol) {
  std::string out =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(key) + "\r\n";
  if (!protocol.empty()) {
    out += "Sec-WebSocket-Protocol: " + std::string(protocol) + "\r\n";
  }
  return out + "\r\n";
}

}  // namespace graphql::websocket
