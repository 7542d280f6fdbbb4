#include "graphql/transport/parameters.hpp"

#include "graphql/transport/header.hpp"

#include <charconv>

namespace graphql {
namespace {

bool is_missing(const Value& value) {
  return value.is_undefined() || value.is_null();
}

Value persisted_hash(const Value& extensions) {
  return extensions["persistedQuery"]["sha256Hash"];
}

void check(Parameters& parameters) {
  struct Rule {
    const Value& value;
    Value::Kind kind;
    std::string_view sentence;
  };
  const Rule rules[] = {
      {parameters.query, Value::Kind::string, "The parameter \"query\" must be a string."},
      {parameters.document_id, Value::Kind::string,
       "The parameter \"documentId\" must be a string."},
      {parameters.operation_name, Value::Kind::string,
       "The parameter \"operationName\" must be a string."},
      {parameters.variables, Value::Kind::object, "The parameter \"variables\" must be an object."},
      {parameters.extensions, Value::Kind::object,
       "The parameter \"extensions\" must be an object."},
  };
  const auto hash = persisted_hash(parameters.extensions);
  const bool identified = !is_missing(parameters.document_id) || hash.is(Value::Kind::string);
  if (is_missing(parameters.query) && !identified) {
    parameters.wrong = rules[0].sentence;
  }
  for (const auto& [value, kind, sentence] : rules) {
    if (parameters.wrong.empty() && !is_missing(value) && !value.is(kind)) {
      parameters.wrong = sentence;
    }
  }
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

}  // namespace

Request Parameters::request() const {
  const auto text = [](const Value& value) {
    return value.is(Value::Kind::string) ? value.text() : std::string_view{};
  };
  Request request{text(query), text(operation_name), variables};
  request.document_id =
      is_missing(document_id) ? text(persisted_hash(extensions)) : text(document_id);
  return request;
}

Parameters parameters_of(const Value& json) {
  Parameters parameters;
  if (!json.is(Value::Kind::object)) {
    parameters.wrong = "The body must be a JSON object.";
    return parameters;
  }
  parameters = {json["query"], json["operationName"], json["variables"], json["extensions"],
                json["documentId"]};
  check(parameters);
  return parameters;
}

Parameters read_body(std::string_view body, Arena& arena) {
  const auto json = read_json(body, arena);
  if (json) {
    return parameters_of(*json);
  }
  Parameters parameters;
  parameters.wrong = json.error();
  return parameters;
}

Parameters read_query_string(std::string_view query, Arena& arena) {
  Parameters parameters;
  while (!query.empty() && parameters.wrong.empty()) {
    auto value = take_until(query, '&');
    const auto name = decode(take_until(value, '='));
    const auto text = arena.text(decode(value));
    if (text.empty()) {
      continue;
    }
    if (name == "query") {
      parameters.query = Value::of(text);
    } else if (name == "operationName") {
      parameters.operation_name = Value::of(text);
    } else if (name == "documentId") {
      parameters.document_id = Value::of(text);
    } else if (name == "variables" || name == "extensions") {
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

}  // namespace graphql
