#include "services/workorders/graphql_socket.hpp"

#include "services/workorders/graphql/desk.hpp"

namespace mf::workorders {
namespace {

using namespace std::chrono_literals;
using graphql::websocket::Opcode;

constexpr std::size_t k_most_message = 256 * 1024;
// Bytes that wait to be read: a client that sends more at once than anybody needs.
constexpr std::size_t k_most_waiting = 512 * 1024;
constexpr std::size_t k_full = 256 * 1024;
constexpr std::string_view k_bearer = "Bearer ";

std::string token_in(const graphql::Value& payload) {
  for (const auto* name : {"authorization", "Authorization"}) {
    const auto member = payload[name];
    if (member.is(graphql::Value::Kind::string) && member.text().starts_with(k_bearer)) {
      return std::string(member.text().substr(k_bearer.size()));
    }
  }
  return {};
}

}  // namespace

GraphqlSocket::GraphqlSocket(StreamParts parts, http::Request request, graphql::Engine& engine)
    : LiveStream(std::make_shared<std::atomic<bool>>(true)),
      parts_(parts),
      request_(std::move(request)),
      body_(std::make_shared<http::LiveBody>()),
      reader_(k_most_message) {
  session_.emplace(
      engine,
      graphql::WsOptions{.ping_interval = 20s,
                         .max_operations = 32,
                         .admit = [this](const graphql::Value& payload) { return admit(payload); },
                         .on_ready = [flag = ready(), &hub = parts.hub] { raise(flag, hub); }},
      std::chrono::steady_clock::now());
}

std::optional<graphql::WsClient> GraphqlSocket::admit(const graphql::Value& payload) {
  const auto token = token_in(payload);
  if (!token.empty() && parts_.settings.verify) {
    auto principal = parts_.settings.verify(token, now_);
    if (!principal || !parts_.hub.claim(*this, (*principal)->user)) {
      return std::nullopt;
    }
    request_.principal = std::move(*principal);
    std::erase_if(request_.headers, [](const auto& h) { return h.first == "authorization"; });
    request_.headers.emplace_back("authorization", std::string(k_bearer) + token);
  }
  if (!request_.principal) {
    return std::nullopt;
  }
  const bool may_look = request_.principal->may(auth::Permission::schema_read);
  return graphql::WsClient{.introspection = may_look, .suggestions = may_look};
}

bool GraphqlSocket::receive(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  gone_ = gone_ || came_.size() + bytes.size() > k_most_waiting;
  if (!gone_ && !ended_) {
    came_ += bytes;
    raise(ready(), parts_.hub);
  }
  return !gone_ && !ended_;
}

void GraphqlSocket::gone() {
  const std::lock_guard lock(mutex_);
  gone_ = true;
  if (!ended_) {
    raise(ready(), parts_.hub);
  }
}

void GraphqlSocket::end() {
  session_.reset();
  body_->close();
  const std::lock_guard lock(mutex_);
  ended_ = true;
}

bool GraphqlSocket::pump(Timestamp now) {
  now_ = now;
  std::string frames;
  read(frames);
  const bool expired = request_.principal && now >= request_.principal->expires;
  if (expired && !over_) {
    graphql::websocket::append_close(frames, {graphql::ws_close::k_forbidden, "Forbidden"});
    over_ = true;
  }
  if (!over_) {
    session_->tick(std::chrono::steady_clock::now());
    speak(frames, now);
  }
  if (!frames.empty()) {
    body_->push(frames);
  }
  return !over_ && !body_->closed();
}

/// Takes the messages out of what came.
void GraphqlSocket::read(std::string& frames) {
  std::string came;
  {
    const std::lock_guard lock(mutex_);
    came.swap(came_);
    over_ = over_ || gone_;
  }
  std::string_view rest = came;
  while (!over_) {
    const auto message = reader_.next(rest);
    if (!message) {
      graphql::websocket::append_close(frames, message.error());
      over_ = true;
    } else if (*message) {
      answer(**message, frames);
    } else {
      return;
    }
  }
}

void GraphqlSocket::answer(const graphql::websocket::Message& message, std::string& frames) {
  switch (message.opcode) {
    case Opcode::text:
      session_->receive(message.payload, std::chrono::steady_clock::now());
      return;
    case Opcode::ping:
      graphql::websocket::append_frame(frames, Opcode::pong, message.payload);
      return;
    case Opcode::pong:
      return;
    case Opcode::close:
      graphql::websocket::append_close(frames, {graphql::websocket::close_code::k_normal, ""});
      break;
    default:
      graphql::websocket::append_close(
          frames, {graphql::websocket::close_code::k_unsupported, "Text only"});
  }
  over_ = true;
}

/// What the session has to say, and its close.
void GraphqlSocket::speak(std::string& frames, Timestamp now) {
  std::string text;
  while (body_->waiting() + frames.size() < k_full) {
    gql::Desk desk{parts_.db, parts_.peers, parts_.settings, request_, now, &parts_.hub};
    text.clear();
    if (!session_->next(text, &desk)) {
      break;
    }
    graphql::websocket::append_frame(frames, Opcode::text, text);
  }
  if (const auto& closed = session_->closed()) {
    graphql::websocket::append_close(frames, *closed);
    over_ = true;
  }
}

}  // namespace mf::workorders
