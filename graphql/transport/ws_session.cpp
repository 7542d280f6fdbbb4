#include "graphql/transport/ws_session.hpp"

#include "graphql/language/json_text.hpp"
#include "graphql/transport/header.hpp"

#include <algorithm>

namespace graphql {
namespace {

bool is_object_or_missing(const Value& value) {
  return value.is_undefined() || value.is_null() || value.is(Value::Kind::object);
}

/// `{"id":"…","type":"…"`
void append_head(std::string& out, std::string_view id, std::string_view type) {
  out += "{\"id\":";
  append_json_string(out, id);
  out += ",\"type\":\"";
  out += type;
  out += '"';
}

}  // namespace

bool speaks_ws_protocol(std::string_view offered) {
  return has_word(offered, k_ws_protocol);
}

WsSession::WsSession(Engine& engine, WsOptions options, Clock::time_point now)
    : engine_(engine), options_(std::move(options)), opened_at_(now), heard_at_(now) {}

void WsSession::close(std::uint16_t code, std::string reason) {
  closed_ = websocket::Close{code, std::move(reason)};
  operations_.clear();
  waiting_.clear();
}

void WsSession::queue(std::string message) {
  if (waiting_.size() >= options_.max_waiting_messages) {
    return close(websocket::close_code::k_policy, "Answers are not taken");
  }
  waiting_.push_back(std::move(message));
}

void WsSession::receive(std::string_view message, Clock::time_point now) {
  if (closed_) {
    return;
  }
  heard_at_ = now;
  pinged_ = false;
  Arena arena(1024);
  const auto json = read_json(message, arena);
  if (!json || !json->is(Value::Kind::object)) {
    return close(ws_close::k_bad_request, "Invalid message received");
  }
  handle(*json);
}

void WsSession::handle(const Value& message) {
  const auto type = message["type"];
  const auto payload = message["payload"];
  const auto word = type.is(Value::Kind::string) ? type.text() : std::string_view{};
  const auto id = message["id"];
  if (word == "subscribe") {
    return on_subscribe(message);
  }
  if (word == "complete" && id.is(Value::Kind::string)) {
    return on_complete(id.text());
  }
  if (is_object_or_missing(payload)) {
    if (word == "connection_init") {
      return on_init(payload);
    }
    if (word == "ping") {
      return on_ping(payload);
    }
    if (word == "pong") {
      return;
    }
  }
  close(ws_close::k_bad_request, "Invalid message received");
}

void WsSession::on_init(const Value& payload) {
  if (init_received_) {
    return close(ws_close::k_second_init, "Too many initialisation requests");
  }
  init_received_ = true;
  client_ = options_.admit ? options_.admit(payload) : std::optional(WsClient{});
  if (!client_) {
    return close(ws_close::k_forbidden, "Forbidden");
  }
  queue("{\"type\":\"connection_ack\"}");
}

void WsSession::on_ping(const Value& payload) {
  std::string pong = "{\"type\":\"pong\"";
  if (payload.is(Value::Kind::object)) {
    pong += ",\"payload\":";
    append_json(pong, payload);
  }
  queue(pong + '}');
}

void WsSession::on_subscribe(const Value& message) {
  const auto id = message["id"];
  const bool named = id.is(Value::Kind::string) && !id.text().empty() &&
                     id.text().size() <= options_.max_id_length;
  if (!named || !parameters_of(message["payload"]).wrong.empty()) {
    return close(ws_close::k_bad_request, "Invalid message received");
  }
  if (!client_) {
    return close(ws_close::k_unauthorized, "Unauthorized");
  }
  if (find(id.text()) != operations_.end()) {
    return close(ws_close::k_duplicate_id,
                 "Subscriber for " + std::string(id.text()) + " already exists");
  }
  if (operations_.size() >= options_.max_operations) {
    std::string refusal;
    append_head(refusal, id.text(), "error");
    return queue(refusal +
                 R"(,"payload":[{"message":"There are too many operations on this connection.",)"
                 R"("extensions":{"code":"OPERATION_LIMIT"}}]})");
  }
  auto& operation = operations_.emplace_back();
  operation.id = id.text();
  operation.parameters = parameters_of(copy(message["payload"], operation.arena));
}

void WsSession::on_complete(std::string_view id) {
  if (const auto found = find(id); found != operations_.end()) {
    operations_.erase(found);
  }
}

WsSession::Operations::iterator WsSession::find(std::string_view id) {
  return std::ranges::find(operations_, id, &Operation::id);
}

bool WsSession::next(std::string& out, void* context) {
  if (closed_) {
    return false;
  }
  if (!waiting_.empty()) {
    out += waiting_.front();
    waiting_.pop_front();
    return true;
  }
  const auto mark = out.size();
  try {
    for (auto operation = operations_.begin(); operation != operations_.end(); ++operation) {
      if (!serve(*operation, out, context)) {
        continue;
      }
      if (operation->complete) {
        operations_.erase(operation);
      } else {
        // The others come first next time.
        operations_.splice(operations_.end(), operations_, operation);
      }
      return true;
    }
  } catch (const std::exception&) {
    out.resize(mark);
    close(ws_close::k_internal_error, "Internal server error");
  }
  return false;
}

bool WsSession::serve(Operation& operation, std::string& out, void* context) {
  if (!operation.started) {
    operation.started = true;
    if (start(operation, out, context)) {
      return true;
    }
  }
  return continue_stream(operation, out, context);
}

/// False if it is a subscription, which has nothing to say at first.
bool WsSession::start(Operation& operation, std::string& out, void* context) {
  auto request = operation.parameters.request();
  request.context = context;
  request.introspection = client_->introspection;
  request.suggestions = client_->suggestions;
  const auto mark = out.size();
  append_head(out, operation.id, "next");
  out += ",\"payload\":";
  const auto answer_at = out.size();
  auto opened = engine_.open(request, options_.on_ready, out);
  if (opened.answer == Answer::executed) {
    out += '}';
    return true;
  }
  if (opened.answer == Answer::subscribed) {
    out.resize(mark);
    operation.subscription = std::move(opened.subscription);
    return false;
  }
  // Of {"errors":[…]} the list alone is sent.
  constexpr std::string_view k_before = "{\"errors\":";
  const auto errors = out.substr(answer_at + k_before.size());
  out.resize(mark);
  append_head(out, operation.id, "error");
  out += ",\"payload\":";
  out += errors;  // its last brace is the message's
  operation.complete = true;
  return true;
}

bool WsSession::continue_stream(Operation& operation, std::string& out, void* context) {
  const auto mark = out.size();
  append_head(out, operation.id, "next");
  out += ",\"payload\":";
  const auto outcome = operation.subscription != nullptr
                           ? operation.subscription->next(out, context)
                           : Subscription::Next::ended;
  if (outcome == Subscription::Next::answer) {
    out += '}';
    return true;
  }
  out.resize(mark);
  if (outcome == Subscription::Next::nothing) {
    return false;
  }
  append_head(out, operation.id, "complete");
  out += '}';
  operation.complete = true;
  return true;
}

void WsSession::tick(Clock::time_point now) {
  if (closed_) {
    return;
  }
  if (!init_received_ && now >= opened_at_ + options_.init_timeout) {
    return close(ws_close::k_init_timeout, "Connection initialisation timeout");
  }
  if (!client_ || options_.ping_interval.count() == 0) {
    return;
  }
  if (now >= heard_at_ + 2 * options_.ping_interval) {
    return close(websocket::close_code::k_going_away, "No sign of life");
  }
  if (!pinged_ && now >= heard_at_ + options_.ping_interval) {
    pinged_ = true;
    queue("{\"type\":\"ping\"}");
  }
}

std::optional<WsSession::Clock::time_point> WsSession::deadline() const {
  if (closed_) {
    return std::nullopt;
  }
  if (!init_received_) {
    return opened_at_ + options_.init_timeout;
  }
  if (options_.ping_interval.count() == 0) {
    return std::nullopt;
  }
  return heard_at_ + (pinged_ ? 2 : 1) * options_.ping_interval;
}

}  // namespace graphql
