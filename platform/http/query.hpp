// The query string as a described struct (see json/codec.hpp): `describe` names the parameters and
// their rules. A list takes commas or a repeated name. What is not described is refused. Pure, any
// thread.
#pragma once

#include "platform/http/message.hpp"
#include "platform/json/codec.hpp"

namespace mf::http {

class QueryDecoder {
 public:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  QueryDecoder(const Parameters& parameters, std::vector<FieldError>& errors)
      : parameters_(parameters), errors_(errors) {}

  template <class T, class Rule = json::NoRule>
  void field(std::string_view name, T& out, Rule rule = {}, std::string_view /*doc*/ = {}) {
    known_.push_back(name);
    for (const auto& [given, text] : parameters_) {
      if (given == name && !text.empty()) {
        read(name, text, out, rule);
      }
    }
  }

  void finish() {
    for (const auto& [given, _] : parameters_) {
      if (std::find(known_.begin(), known_.end(), given) == known_.end()) {
        errors_.push_back({given, "unknown_parameter", "There is no such parameter here."});
      }
    }
  }

 private:
  template <class T, class Rule>
  void read(std::string_view name, std::string_view text, T& out, const Rule& rule) {
    if constexpr (json::is_optional<T>) {
      typename T::value_type value{};
      read(name, text, value, rule);
      out = std::move(value);
    } else if constexpr (json::is_vector<T>) {
      for (const auto part : split_list(text)) {
        out.emplace_back();
        read(name, part, out.back(), rule);
      }
    } else {
      // The JSON decoder knows the rules: give it the text as the JSON value that T expects.
      constexpr bool quoted =
          std::same_as<T, std::string> || std::same_as<T, Timestamp> || is_id<T> || Named<T>;
      const std::string json =
          "{\"v\":" + (quoted ? json::quote(text) : std::string(text.empty() ? "null" : text)) +
          "}";
      const auto dom = json::Dom::parse(json);
      std::vector<FieldError> found;
      if (!dom || dom->size() != 1) {  // not one value: the text broke out of its place
        found.push_back({"", "type", "This value is not understood."});
      } else {
        json::Decoder decoder(*dom, "", found);
        decoder.field("v", out, rule);
      }
      for (auto& error : found) {
        errors_.push_back({std::string(name), error.code, error.detail});
      }
    }
  }

  static std::vector<std::string_view> split_list(std::string_view text);

  const Parameters& parameters_;
  std::vector<FieldError>& errors_;
  std::vector<std::string_view> known_;
};

/// 400 with every bad parameter.
template <json::Described T>
Result<T> decode_query(std::string_view query) {
  const auto parameters = parse_query(query);
  if (!parameters) {
    return fail(ErrorKind::bad_request, "bad_query", "The query string is not well encoded.");
  }
  T out{};
  std::vector<FieldError> errors;
  QueryDecoder decoder(*parameters, errors);
  T::describe(decoder, out);
  decoder.finish();
  if (!errors.empty()) {
    Error error{ErrorKind::bad_request, "bad_query", "Some query parameters are not valid."};
    error.fields = std::move(errors);
    return fail(std::move(error));
  }
  return out;
}

}  // namespace mf::http
