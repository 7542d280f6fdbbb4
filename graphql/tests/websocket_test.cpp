#include "graphql/transport/websocket.hpp"

#include <gmock/gmock.h>

namespace graphql::websocket {
namespace {

/// A frame as a client sends it.
std::string frame(Opcode opcode, std::string_view payload, bool fin = true) {
  std::string out;
  append_frame(out, opcode, payload);
  const std::size_t head = payload.size() < 126 ? 2 : payload.size() <= 0xFFFF ? 4 : 10;
  out[0] = static_cast<char>((fin ? 0x80 : 0) | static_cast<int>(opcode));
  out[1] = static_cast<char>(out[1] | 0x80);
  const std::string mask = "\x11\xA2\x33\xC4";
  out.insert(head, mask);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out[head + 4 + i] = static_cast<char>(out[head + 4 + i] ^ mask[i % 4]);
  }
  return out;
}

/// What a server's reader makes of the bytes, given in pieces of a size.
std::vector<std::string> read(std::string_view bytes, std::size_t piece = SIZE_MAX,
                              std::size_t most = 1'000) {
  Reader reader(most);
  std::vector<std::string> got;
  while (!bytes.empty()) {
    auto part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    while (true) {
      const auto message = reader.next(part);
      if (!message) {
        got.push_back("closed " + std::to_string(message.error().code));
        return got;
      }
      if (!*message) {
        break;
      }
      const auto opcode = static_cast<int>((*message)->opcode);
      const auto code = (*message)->opcode == Opcode::close ? ' ' + std::to_string((*message)->code)
                                                            : std::string();
      got.push_back(std::to_string(opcode) + code + ' ' + std::string((*message)->payload));
    }
  }
  return got;
}

using testing::ElementsAre;

TEST(WebSocketReader, puts_messages_together_however_the_bytes_come) {
  const auto bytes =
      frame(Opcode::text, "gr\xC3\xBC", false) + frame(Opcode::ping, "are you there") +
      frame(Opcode::continuation, "\xC3\x9F", false) + frame(Opcode::continuation, "e") +
      frame(Opcode::text, "") + frame(Opcode::binary, std::string(300, 'x'));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
    EXPECT_THAT(read(bytes, piece), ElementsAre("9 are you there",
                                                "1 gr\xC3\xBC\xC3\x9F"
                                                "e",
                                                "1 ", "2 " + std::string(300, 'x')))
        << piece;
  }
}

TEST(WebSocketReader, refuses_what_the_protocol_forbids) {
  auto unmasked = frame(Opcode::text, "a");
  unmasked[1] = static_cast<char>(unmasked[1] & 0x7F);
  auto reserved = frame(Opcode::text, "a");
  reserved[0] = static_cast<char>(reserved[0] | 0x40);
  auto unknown = frame(Opcode::text, "a");
  unknown[0] = static_cast<char>(0x83);
  const std::string wide("\x81\xFE\x00\x05\x00\x00\x00\x00hello", 13);
  const std::string negative("\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00\x00\x00\x00", 14);
  const std::string cases[] = {
      unmasked,
      reserved,
      unknown,
      wide,
      negative,
      frame(Opcode::continuation, "nothing before"),
      frame(Opcode::text, "a", false) + frame(Opcode::text, "b"),
      frame(Opcode::ping, "in parts", false),
      frame(Opcode::ping, std::string(126, 'x')),
      frame(Opcode::close, "\x03"),
      frame(Opcode::close, std::string("\x03\xED", 2)),  // 1005
      frame(Opcode::close, std::string("\x0B\xB7", 2)),  // 2999
  };
  for (const auto& bytes : cases) {
    EXPECT_EQ(read(bytes).back(), "closed 1002") << testing::PrintToString(bytes);
  }
}

TEST(WebSocketReader, refuses_text_that_is_not_utf8_as_soon_as_it_can_not_be_any_more) {
  for (const auto* text :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "a\x80", "\xC3("}) {
    EXPECT_THAT(read(frame(Opcode::text, text)), ElementsAre("closed 1007")) << text;
    EXPECT_THAT(read(frame(Opcode::text, text, false)), ElementsAre("closed 1007")) << text;
  }
  EXPECT_THAT(read(frame(Opcode::text, "\xE2\x82")), ElementsAre("closed 1007"));
  EXPECT_THAT(
      read(frame(Opcode::text, "\xF0\x9F\x98", false) + frame(Opcode::continuation, "\x80")),
      ElementsAre("1 \xF0\x9F\x98\x80"));
  EXPECT_THAT(read(frame(Opcode::binary, "\xFF\xFE")), ElementsAre("2 \xFF\xFE"));
  EXPECT_THAT(read(frame(Opcode::close, std::string("\x03\xE8\xFF", 3))),
              ElementsAre("closed 1007"));
}

TEST(WebSocketReader, refuses_a_message_that_is_too_long_from_its_head) {
  const auto bytes = frame(Opcode::text, std::string(70'000, 'x'));
  EXPECT_THAT(read(bytes.substr(0, 14)), ElementsAre("closed 1009"));
  EXPECT_THAT(read(frame(Opcode::text, std::string(600, 'x'), false) +
                   frame(Opcode::continuation, std::string(600, 'x'))),
              ElementsAre("closed 1009"));
}

TEST(WebSocketReader, gives_the_code_and_reason_of_a_close) {
  EXPECT_THAT(read(frame(Opcode::close, std::string("\x03\xE8") + "bye")),
              ElementsAre("8 1000 bye"));
  EXPECT_THAT(read(frame(Opcode::close, "")), ElementsAre("8 1005 "));
}

TEST(WebSocketWriter, a_client_reads_what_a_server_writes) {
  for (const std::size_t size : {0U, 125U, 126U, 65'535U, 65'536U}) {
    std::string bytes;
    append_frame(bytes, Opcode::text, std::string(size, 'a'));
    Reader client(100'000, Role::client);
    std::string_view rest = bytes;
    const auto message = client.next(rest);
    ASSERT_TRUE(message && *message) << size;
    EXPECT_EQ((*message)->payload.size(), size);
  }
}

TEST(WebSocketHandshake, the_accept_key_is_that_of_the_standard) {
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketHandshake, is_checked) {
  const Handshake good{
      "GET", "WebSocket", "keep-alive, Upgrade", "dGhlIHNhbXBsZSBub25jZQ==", "13", {}};
  EXPECT_EQ(check(good), std::nullopt);
  auto other = good;
  other.version = "8";
  EXPECT_EQ(check(other), 426);
  for (const auto key :
       {"", "short==", "dGhlIHNhbXBsZSBub25jZ\r\n==", "dGhlIHNhbXBsZSBub25jZQQQ"}) {
    other = good;
    other.key = key;
    EXPECT_EQ(check(other), 400) << key;
  }
  other = good;
  other.method = "POST";
  EXPECT_EQ(check(other), 400);
  other = good;
  other.connection = "keep-alive";
  EXPECT_EQ(check(other), 400);
}

}  // namespace
}  // namespace graphql::websocket
