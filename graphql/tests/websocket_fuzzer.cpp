// Whatever bytes come over a WebSocket: no crash, nothing beyond the bounds, and the same messages
// however the bytes are cut.
#include "graphql/execution/builder.hpp"
#include "graphql/transport/ws_session.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace graphql;

constexpr std::size_t k_most = 512;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

Engine& engine() {
  static Engine k_engine([] {
    SchemaBuilder schema;
    schema.query().field("a(b: Int): Int", [] { return 1; });
    schema.subscription().stream<int>("c(n: Int! = 3): Int!",
                                      [](const Call& call, Events<int> events) -> Stop {
                                        for (int i = 0; i < call.get<int>("n") % 10; ++i) {
                                          events.emit(i);
                                        }
                                        events.end();
                                        return [] {};
                                      });
    return schema.build().value();
  }());
  return k_engine;
}

/// Every message, or how the reader closed.
std::vector<std::string> read(std::string_view bytes, std::size_t piece) {
  websocket::Reader reader(k_most);
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
        require(part.empty());
        break;
      }
      require((*message)->payload.size() <= k_most);
      got.push_back(std::to_string(static_cast<int>((*message)->opcode)) + ' ' +
                    std::string((*message)->payload));
    }
  }
  return got;
}

class Conversation {
 public:
  void hear(std::string_view message) {
    session_.receive(message, now_);
    now_ += std::chrono::milliseconds(700);
    session_.tick(now_);
    require(session_.operations() <= options().max_operations);
    require(!session_.closed() || session_.operations() == 0);
    if (message.size() % 3 != 0) {
      answer();
    }
  }

  void answer() {
    const bool was_closed = session_.closed().has_value();
    std::string out;
    while (session_.next(out, nullptr)) {
      require(!was_closed);
      Arena arena;
      const auto json = read_json(out, arena);
      require(json && (*json)["type"].is(Value::Kind::string));
      out.clear();
    }
    require(out.empty());
  }

 private:
  static WsOptions options() {
    WsOptions options;
    options.max_operations = 3;
    options.max_waiting_messages = 4;
    options.ping_interval = std::chrono::seconds(1);
    return options;
  }

  WsSession::Clock::time_point now_{};
  WsSession session_{engine(), options(), now_};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty()) {
    return 0;
  }
  const auto how = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  if (how % 2 == 0) {
    require(read(bytes, SIZE_MAX) == read(bytes, 1 + how / 16));
    return 0;
  }
  // Lines are messages: frames would keep the fuzzer from the session. Most begin well.
  Conversation conversation;
  if (how % 8 != 1) {
    conversation.hear(R"({"type":"connection_init"})");
  }
  while (!bytes.empty()) {
    const auto line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    if (how % 4 == 1) {
      conversation.hear(line);
    } else {
      conversation.hear(R"({"type":"subscribe","id":"x)" + std::to_string(line.size() % 4) +
                        R"(","payload":{"query":")" + std::string(line) + "\"}}");
    }
  }
  conversation.answer();
  return 0;
}
