#include "services/workorders/graphql/desk.hpp"

#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"
#include "platform/json/writer.hpp"

namespace mf::workorders::gql {
namespace {

/// A member of the problem document, with its name.
void pass_on(std::string& out, const json::Dom& problem, std::string_view name) {
  if (const auto* member = problem.find(name)) {
    out += (out.empty() ? "\"" : ",\"") + std::string(name) + "\":" + member->text();
  }
}

std::string text_of(const json::Dom* member, std::string_view otherwise) {
  return std::string(member != nullptr && member->is_string() ? member->string() : otherwise);
}

}  // namespace

http::Request who_asks(const http::Request& request) {
  http::Request asks;
  asks.method = request.method;
  asks.path = request.path;
  asks.remote = request.remote;
  asks.id = request.id;
  asks.traceparent = request.traceparent;
  asks.principal = request.principal;
  if (const auto* token = request.header("authorization")) {
    asks.headers.emplace_back("authorization", *token);
  }
  return asks;
}

graphql::FieldError refusal(const http::Response& problem) {
  const auto dom = json::Dom::parse(problem.body);
  if (!dom || !dom->is_object()) {
    return {"Something went wrong here.", "internal"};
  }
  std::string more;
  for (const auto* name : {"status", "errors", "allowed", "requestId"}) {
    pass_on(more, *dom, name);
  }
  return {text_of(dom->find("detail"), "Refused."), text_of(dom->find("code"), "refused"), more};
}

graphql::FieldError refusal(const Error& error) {
  return refusal(http::problem(error, "", ""));
}

Reach need(const Call& call, auth::Permission permission) {
  const auto& caller = desk(call).caller();
  if (!caller.may(permission)) {
    throw refusal(Error{ErrorKind::forbidden, "forbidden",
                        fmt::format("This needs the permission {}.", name_of(permission))});
  }
  return reach_of(caller, permission);
}

std::string upper(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

void append_rest(std::string& out, const graphql::Value& value) {
  using Kind = graphql::Value::Kind;
  const char* separator = "";
  switch (value.kind()) {
    case Kind::enumeration:
      json::append_quoted(out, to_lower_ascii(value.text()));
      return;
    case Kind::list:
      out += '[';
      for (const auto& item : value.items()) {
        out += std::exchange(separator, ",");
        append_rest(out, item);
      }
      out += ']';
      return;
    case Kind::object:
      out += '{';
      for (const auto& [name, member] : value.members()) {
        out += std::exchange(separator, ",");
        json::append_quoted(out, name);
        out += ':';
        append_rest(out, member);
      }
      out += '}';
      return;
    default:
      graphql::append_json(out, value);
  }
}

std::string query_string(const graphql::Value& input) {
  using Kind = graphql::Value::Kind;
  const auto word = [](const graphql::Value& value) {
    const bool is_enum = value.is(Kind::enumeration);
    return http::percent_encode(is_enum ? to_lower_ascii(value.text()) : std::string(value.text()));
  };
  std::string out;
  if (!input.is(Kind::object)) {
    return out;
  }
  for (const auto& [name, value] : input.members()) {
    if (value.is_null()) {
      continue;
    }
    out += (out.empty() ? "" : "&") + std::string(name) + "=";
    const char* separator = "";
    for (const auto& item : value.is(Kind::list) ? value.items() : std::span(&value, 1)) {
      out += std::exchange(separator, ",") + word(item);
    }
  }
  return out;
}

}  // namespace mf::workorders::gql
