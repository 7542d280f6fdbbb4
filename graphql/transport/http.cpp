#include "graphql/transport/http.hpp"

#include "graphql/language/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace graphql {
namespace {

constexpr std::string_view k_json = "application/json; charset=utf-8";
constexpr std::string_view k_graphql = "application/graphql-response+json; charset=utf-8";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return lower;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

/// Takes the text up to the separator off the front.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim(part);
}

/// The value of a parameter like `charset` or `q` behind a media type.
std::string_view parameter(std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    auto one = take(parameters, ';');
    if (take(one, '=') == name) {
      one = trim(one);
      const bool in_quotes = one.size() > 1 && one.front() == '"' && one.back() == '"';
      return in_quotes ? one.substr(1, one.size() - 2) : one;
    }
  }
  return {};
}

double quality(std::string_view parameters) {
  const auto text = parameter(parameters, "q");
  double value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The media type to answer with; empty if the client accepts none of ours.
std::string_view negotiate(std::string_view accept) {
  if (trim(accept).empty()) {
    return k_json;
  }
  const auto lower = lower_case(accept);
  std::string_view rest = lower;
  std::string_view best;
  double best_quality = 0;
  while (!rest.empty()) {
    auto range = take(rest, ',');
    const auto type = take(range, ';');
    const bool any = type == "*/*" || type == "application/*" || type == "application/json";
    const auto candidate = type == "application/graphql-response+json" ? k_graphql
                           : any                                       ? k_json
                                                                       : std::string_view{};
    if (!candidate.empty() && quality(range) > best_quality) {
      best = candidate;
      best_quality = quality(range);
    }
  }
  return best;
}

HttpResponse refuse(int status, std::string_view content_type, std::string_view message) {
  HttpResponse response{status, content_type, {}, "{\"errors\":[{\"message\":"};
  append_json_string(response.body, message);
  response.body += "}]}";
  return response;
}

bool is_json_in_utf8(std::string_view content_type) {
  const auto lower = lower_case(content_type);
  std::string_view rest = lower;
  if (take(rest, ';') != "application/json") {
    return false;
  }
  const auto charset = parameter(rest, "charset");
  return charset.empty() || charset == "utf-8" || charset == "utf8";
}

std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const auto digits = text.substr(i, 3);
    if (text[i] == '%' && digits.size() == 3 &&
        std::from_chars(digits.data() + 1, digits.data() + 3, byte, 16).ptr == digits.data() + 3) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

/// What a request says, checked; `wrong` is a sentence about the first thing that is wrong.
struct Parameters {
  Value query;
  Value operation_name;
  Value variables;
  Value extensions;
  std::string wrong = {};
};

bool is_missing(const Value& value) {
  return value.is_undefined() || value.is_null();
}

void check(Parameters& parameters) {
  const auto is_map = [](const Value& value) {
    return is_missing(value) || value.is(Value::Kind::object);
  };
  if (!parameters.query.is(Value::Kind::string)) {
    parameters.wrong = "The parameter \"query\" must be a string.";
  } else if (!is_missing(parameters.operation_name) &&
             !parameters.operation_name.is(Value::Kind::string)) {
    parameters.wrong = "The parameter \"operationName\" must be a string.";
  } else if (!is_map(parameters.variables)) {
    parameters.wrong = "The parameter \"variables\" must be an object.";
  } else if (!is_map(parameters.extensions)) {
    parameters.wrong = "The parameter \"extensions\" must be an object.";
  }
}

Parameters from_body(std::string_view body, Arena& arena) {
  const auto json = read_json(body, arena);
  if (!json || !json->is(Value::Kind::object)) {
    return {.query = {},
            .operation_name = {},
            .variables = {},
            .extensions = {},
            .wrong = json ? "The body must be a JSON object." : json.error()};
  }
  Parameters parameters{(*json)["query"], (*json)["operationName"], (*json)["variables"],
                        (*json)["extensions"]};
  check(parameters);
  return parameters;
}

Parameters from_target(std::string_view query, Arena& arena) {
  Parameters parameters;
  while (!query.empty() && parameters.wrong.empty()) {
    auto value = take(query, '&');
    const auto name = decode(take(value, '='));
    const auto text = arena.text(decode(value));
    if (name == "query") {
      parameters.query = Value::of(text);
    } else if (name == "operationName" && !text.empty()) {
      parameters.operation_name = Value::of(text);
    } else if ((name == "variables" || name == "extensions") && !text.empty()) {
      const auto json = read_json(text, arena);
      parameters.wrong = json ? "" : json.error();
      (name == "variables" ? parameters.variables : parameters.extensions) = json.value_or(Value{});
    }
  }
  if (parameters.wrong.empty()) {
    check(parameters);
  }
  return parameters;
}

}  // namespace

HttpResponse answer(Engine& engine, const HttpRequest& request) {
  const auto content_type = negotiate(request.accept);
  if (content_type.empty()) {
    return refuse(406, k_json,
                  "Answers are application/graphql-response+json or application/json.");
  }
  const bool is_get = request.method == "GET";
  if (!is_get && request.method != "POST") {
    auto response = refuse(405, content_type, "GraphQL is asked with GET or POST.");
    response.allow = "GET, POST";
    return response;
  }
  if (!is_get && !is_json_in_utf8(request.content_type)) {
    return refuse(415, content_type, "The body must be application/json in UTF-8.");
  }
  Arena arena(2048);
  const auto parameters =
      is_get ? from_target(request.query, arena) : from_body(request.body, arena);
  if (!parameters.wrong.empty()) {
    return refuse(400, content_type, parameters.wrong);
  }
  HttpResponse response{200, content_type, {}, {}};
  const auto name = parameters.operation_name;
  const auto outcome =
      engine.execute({parameters.query.text(), is_missing(name) ? std::string_view{} : name.text(),
                      parameters.variables, request.context, !is_get},
                     response.body);
  if (outcome == Answer::mutation_refused) {
    response.status = 405;
    response.allow = "POST";
  } else if (outcome == Answer::refused && content_type == k_graphql) {
    response.status = 400;
  }
  return response;
}

}  // namespace graphql
