// What the code behind the schemas works with: one request's desk, refusals as the one error table
// words them, and how our own values become scalars. One request, one thread.
#pragma once

#include "graphql/execution/builder.hpp"
#include "platform/service/service.hpp"
#include "services/workorders/domain.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {
class LiveHub;
}

namespace mf::workorders::gql {

using graphql::Call;
using graphql::SchemaBuilder;

/// What Call::context() is.
struct Desk {
  db::Database& db;
  service::Peers& peers;
  const Settings& settings;
  const http::Request& request;
  Timestamp now;
  LiveHub* live;  // what subscriptions listen to

  const auth::Principal& caller() const { return *request.principal; }
};

inline Desk& desk(const Call& call) {
  return call.context<Desk>();
}

/// Who made the request, and its trace: enough to ask routes on their behalf later. The body and
/// the other headers stay behind.
http::Request who_asks(const http::Request& request);

/// `extensions`: the code, the status, and where there are any the bad fields and what is allowed.
graphql::FieldError refusal(const Error& error);
/// The same of a problem document that a route answered.
graphql::FieldError refusal(const http::Response& problem);

/// How far the caller reaches; throws `forbidden` for who has not the permission at all.
Reach need(const Call& call, auth::Permission permission);

/// The thing, or throws its refusal.
template <class T>
T taken(Result<T> result) {
  if (!result) {
    throw refusal(result.error());
  }
  return std::move(*result);
}

/// An id that is given as an argument; nothing for what can be no id.
template <class IdType>
std::optional<IdType> id_of(const Call& call, std::string_view argument) {
  return IdType::parse(call.argument(argument).text());
}

/// An enum's words as GraphQL writes them.
std::string upper(std::string_view word);
template <Named E>
std::vector<std::pair<E, std::string>> words() {
  std::vector<std::pair<E, std::string>> out;
  for (const auto& [value, name] : k_names<E>) {
    out.emplace_back(value, upper(name));
  }
  return out;
}

/// The value as the routes take it: enum values in lower case.
void append_rest(std::string& out, const graphql::Value& value);

/// An input object as the query string that the routes take: lists with commas.
std::string query_string(const graphql::Value& input);

/// JSON that is passed on as it is.
struct JsonText {
  std::string text;
};

}  // namespace mf::workorders::gql

template <class Tag>
struct graphql::Leaf<mf::Id<Tag>> {
  static void write(std::string& json, const mf::Id<Tag>& id) {
    json += '"' + id.to_string() + '"';
  }
};
template <>
struct graphql::Leaf<mf::Uuid> {
  static void write(std::string& json, const mf::Uuid& id) { json += '"' + id.to_string() + '"'; }
};
template <>
struct graphql::Leaf<mf::Timestamp> {
  static void write(std::string& json, const mf::Timestamp& time) {
    json += '"' + mf::to_rfc3339(time) + '"';
  }
};
template <>
struct graphql::Leaf<mf::minutes> {
  static void write(std::string& json, const mf::minutes& time) {
    json += std::to_string(time.count());
  }
};
template <>
struct graphql::Leaf<mf::workorders::Money> {
  static void write(std::string& json, const mf::workorders::Money& money) {
    json += '"' + mf::workorders::to_text(money) + '"';
  }
};
template <>
struct graphql::Leaf<mf::workorders::gql::JsonText> {
  static void write(std::string& json, const mf::workorders::gql::JsonText& value) {
    json += value.text;
  }
};
