// What a handler works with: one request, who asks, and the service's own database. Lives as long
// as the request; one thread.
#pragma once

#include "platform/auth/principal.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event.hpp"
#include "platform/http/message.hpp"
#include "platform/http/query.hpp"
#include "platform/json/codec.hpp"
#include "platform/service/route.hpp"

namespace mf::service {

class Context {
 public:
  Context(http::Request& request, const Router::Match& match, db::Database& database, Timestamp now)
      : request_(request), match_(match), database_(database), now_(now) {}

  http::Request& request() { return request_; }
  const Route& route() const { return *match_.route; }
  Timestamp now() const { return now_; }
  db::Database& db() { return database_; }

  /// Who asks; on an open route only if they sent a token (signed_in()).
  const auth::Principal& caller() const { return *request_.principal; }
  bool signed_in() const { return request_.principal != nullptr; }
  /// How far the caller reaches with the route's permission.
  auth::Scope scope() const { return caller().scope(match_.route->permission); }

  /// A `{name}` of the path.
  std::string_view path(std::string_view name) const;
  /// As an id: 404 where it is none.
  template <class IdType>
  Result<IdType> path_id(std::string_view name, std::string what) const {
    const auto id = IdType::parse(path(name));
    return id ? Result<IdType>(*id) : not_found(std::move(what));
  }

  /// The JSON body: 415 for another media type, 400 for what is not JSON, 422 with every bad field.
  template <json::Described T>
  Result<T> body() {
    if (auto refused = need_json(); !refused) {
      return fail(std::move(refused.error()));
    }
    return json::decode<T>(request_.body.text());
  }
  template <json::Described T>
  Result<T> query() const {
    return http::decode_query<T>(request_.query);
  }

  /// The version in If-Match; nothing without the header or for `*`; 412 for what can be no
  /// version.
  Result<std::optional<std::int64_t>> if_match() const;

  /// An event of this request: its trace goes on in it.
  events::Event event(std::string type, Uuid subject, std::string data) const;

  /// What stands for a body that was streamed (hashes of what it held) when write() compares
  /// requests under one Idempotency-Key: such a body is not in memory, and a form has another
  /// boundary each time.
  void stands_for_body(std::string digest) { body_digest_ = std::move(digest); }

  /// A unit of work whose answer is part of it: with an Idempotency-Key on a route that creates,
  /// the answer is stored in the same transaction, the same request gets the same answer, and
  /// another one under the key 422.
  Result<http::Response> write(const std::function<Result<http::Response>(db::Unit&)>& body);
  /// The same in two steps: `work(unit)` gives what `answer()` makes a response of. Without a key
  /// that is done after the unit of work, so that nobody else's waits for it.
  template <class Work, class Answer>
  Result<http::Response> write(Work work, Answer answer) {
    if (idempotency_key() != nullptr) {
      return write([&](db::Unit& unit) -> Result<http::Response> {
        auto done = work(unit);
        return done ? Result<http::Response>(answer(std::move(*done)))
                    : fail(std::move(done.error()));
      });
    }
    auto done = database_.write(work);
    return done ? Result<http::Response>(answer(std::move(*done))) : fail(std::move(done.error()));
  }

 private:
  Result<void> need_json() const;
  const std::string* idempotency_key() const;

  http::Request& request_;
  const Router::Match& match_;
  db::Database& database_;
  Timestamp now_;
  std::optional<std::string> body_digest_;
};

/// 200 with the described value.
template <class T>
http::Response ok(const T& value) {
  return http::json_response(200, json::encode(value));
}
/// 201 with Location.
template <class T>
http::Response created(std::string location, const T& value) {
  auto response = http::json_response(201, json::encode(value));
  response.with("location", std::move(location));
  return response;
}
inline http::Response no_content() {
  return http::Response{.status = 204};
}

/// {items[], nextCursor}: the cursor is null on the last page.
template <class T>
http::Response list(const std::vector<T>& items,
                    const std::optional<std::string>& next = std::nullopt) {
  std::string json = "{\"items\":" + json::encode(items) + ",\"nextCursor\":";
  json += next ? json::quote(*next) : "null";
  return http::json_response(200, json + "}");
}

/// The table that Context::write keeps its answers in.
std::vector<db::Migration> idempotency_migrations();
/// Forgets answers older than `before`.
std::int64_t prune_idempotency(db::Unit& unit, Timestamp before);

/// An opaque cursor of the values that the next page goes on after, and back; nothing for what is
/// none.
std::string make_cursor(const std::vector<std::string>& parts);
std::optional<std::vector<std::string>> read_cursor(std::string_view cursor, std::size_t parts);

}  // namespace mf::service
