#include "services/workorders/graphql/routes.hpp"

#include "graphql/execution/plan.hpp"
#include "platform/json/writer.hpp"

#include <charconv>

namespace mf::workorders::gql {
namespace {

constexpr int k_most_of_page = 100;

std::optional<RoutePlace> read_place(const std::string& cursor) {
  const auto parts = service::read_cursor(cursor, 2);
  if (!parts) {
    return std::nullopt;
  }
  const std::string& skip = (*parts)[1];
  RoutePlace place{(*parts)[0], 0};
  const auto [end, error] = std::from_chars(skip.data(), skip.data() + skip.size(), place.skip);
  const bool whole = error == std::errc{} && end == skip.data() + skip.size();
  return whole && place.skip >= 0 && place.skip <= k_most_of_page ? std::optional{place}
                                                                  : std::nullopt;
}

/// What goes into a header: nothing that could end its line.
std::string header_value(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 31 && c < 127; });
  if (!plain) {
    throw refusal(Error{ErrorKind::bad_request, "bad_idempotency_key",
                        "An idempotency key has 1 to 200 printable ASCII characters."});
  }
  return std::string(text);
}

/// Puts the arguments that the path names, which are ids, into their places.
std::string fill_in(const std::string& path, const Call& call,
                    std::vector<std::string_view>& used) {
  std::string out;
  std::string_view rest = path;
  for (auto at = rest.find('{'); at != std::string_view::npos; at = rest.find('{')) {
    const auto end = rest.find('}');
    const auto name = rest.substr(at + 1, end - at - 1);
    const auto id = Uuid::parse(call.argument(name).text());
    if (!id) {
      throw refusal(not_found("thing with this id").error());
    }
    out += std::string(rest.substr(0, at)) + id->to_string();
    used.push_back(name);
    rest.remove_prefix(end + 1);
  }
  return out + std::string(rest);
}

/// Of an object its members, without the braces.
void append_members(std::string& out, std::string_view name, const graphql::Value& value) {
  if (value.is(graphql::Value::Kind::object) && name == "input") {
    for (const auto& [member, inner] : value.members()) {
      append_members(out, member, inner);
    }
    return;
  }
  out += out.empty() ? "" : ",";
  json::append_quoted(out, name);
  out += ':';
  append_rest(out, value);
}

}  // namespace

json::Dom answer_of(const http::Response& response) {
  if (response.status >= 300) {
    throw refusal(response);
  }
  return taken(json::Dom::parse(response.body.empty() ? "null" : response.body));
}

RouteList::RouteList(const Call& call) : first_(first_of(call, k_most_of_route)) {
  if (const auto after = after_of(call)) {
    const auto place = read_place(*after);
    if (!place) {
      throw refusal(Error{ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list."});
    }
    place_ = *place;
    resumed_ = true;
  }
}

std::string RouteList::target(const std::string& path) const {
  auto out = fmt::format("{}{}limit={}", path, path.contains('?') ? '&' : '?',
                         std::min(first_ + place_.skip, k_most_of_page));
  if (!place_.cursor.empty()) {
    out += "&cursor=" + http::percent_encode(place_.cursor);
  }
  return out;
}

std::string RouteList::cursor_of(const RoutePlace& place) {
  return service::make_cursor({place.cursor, std::to_string(place.skip)});
}

json::Dom change(const Call& call, const Target& target) {
  std::vector<std::string_view> used;
  service::Call made{.method = target.method, .target = fill_in(target.path, call, used)};
  std::string body;
  for (const auto& argument : call.field().definition->arguments) {
    const auto value = call.argument(argument.name);
    const bool in_path = std::find(used.begin(), used.end(), argument.name) != used.end();
    if (in_path || value.is_undefined()) {
      continue;
    }
    if (argument.name == "version" || argument.name == "idempotencyKey") {
      if (value.is(graphql::Value::Kind::integer)) {
        made.headers.emplace_back("if-match", http::etag_of(value.integer()));
      } else if (value.is(graphql::Value::Kind::string)) {
        made.headers.emplace_back("idempotency-key", header_value(value.text()));
      }
      continue;
    }
    append_members(body, argument.name, value);
  }
  made.json = target.method == "DELETE" ? "" : "{" + body + "}";
  return answer_of(desk(call).peers.call(desk(call).request, made));
}

}  // namespace mf::workorders::gql
