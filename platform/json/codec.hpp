// Typed JSON. A struct says once which members it has and which rules they follow:
//
//   struct NewSite {
//     std::string name;
//     std::optional<double> latitude;
//     static void describe(auto& v, NewSite& o) {
//       v.field("name", o.name, Text{1, 120});
//       v.field("latitude", o.latitude, Range{-90, 90});
//     }
//   };
//
// From it come decode() with every bad member at once (JSON Pointers), encode(), and the OpenAPI
// schema. An optional member may be absent or null; any other is required; a member that is not
// described is refused, so that a misspelt name is never lost in silence. Pure functions, any
// thread.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/id.hpp"
#include "platform/core/names.hpp"
#include "platform/core/time.hpp"
#include "platform/json/dom.hpp"
#include "platform/json/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <limits>
#include <map>

namespace mf::json {

/// Length in code points; blanks at both ends are cut off before it is measured.
struct Text {
  std::size_t min = 0;
  std::size_t max = 4000;
};

/// Inclusive.
struct Range {
  double min = 0;
  double max = 0;
};

struct NoRule {};

/// JSON that is carried as it is.
struct Raw {
  std::string text = "null";
  bool operator==(const Raw&) const = default;
};

/// A member of a change: left out, it leaves the thing as it is; null takes the value away.
template <class T>
struct Nullable {
  using value_type = T;
  bool given = false;
  std::optional<T> value = {};  // what it becomes where it is given
  bool operator==(const Nullable&) const = default;
};

template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<Nullable<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

/// What becomes of members that are not described: a caller's are refused; an event's may come from
/// a newer version of its service.
enum class Unknown { refuse, ignore };

class Decoder;
template <class T>
concept Described = requires(Decoder& d, T& o) { T::describe(d, o); };

/// Reads the members of one object. Errors gather in `errors`.
class Decoder {
 public:
  Decoder(const Dom& object, std::string pointer, std::vector<FieldError>& errors,
          Unknown unknown = Unknown::refuse)
      : object_(object), pointer_(std::move(pointer)), errors_(errors), unknown_(unknown) {}

  template <class T, class Rule = NoRule>
  void field(std::string_view name, T& out, Rule rule = {}, std::string_view /*doc*/ = {}) {
    known_.push_back(name);
    const Dom* value = object_.find(name);
    const std::string at = pointer_ + "/" + std::string(name);
    if constexpr (is_nullable<T>) {
      out.given = value != nullptr;
      out.value.reset();
      if (out.given && !value->is_null()) {
        read(*value, at, out.value.emplace(), rule);
      }
    } else {
      read_member(value, at, out, rule);
    }
  }

  /// Refuses members that nobody asked for.
  void finish() {
    if (unknown_ == Unknown::ignore) {
      return;
    }
    for (const auto& name : object_.names()) {
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        add(pointer_ + "/" + name, "unknown_field", "There is no such field here.");
      }
    }
  }

 private:
  void add(std::string at, std::string code, std::string detail) {
    errors_.push_back({std::move(at), std::move(code), std::move(detail)});
  }

  template <class T, class Rule>
  void read_member(const Dom* value, const std::string& at, T& out, const Rule& rule) {
    if (value != nullptr && !value->is_null()) {
      read(*value, at, out, rule);
      return;
    }
    if constexpr (is_vector<T>) {
      if (unknown_ == Unknown::ignore) {
        return;  // an event that was told before its service knew this list
      }
    }
    if constexpr (!is_optional<T>) {
      add(at, "required", "This field is required.");
    }
  }

  template <class T, class Rule>
  void read(const Dom& value, const std::string& at, T& out, const Rule& rule) {
    if constexpr (is_optional<T>) {
      out.emplace();
      read(value, at, *out, rule);
    } else if constexpr (is_vector<T>) {
      read_list(value, at, out, rule);
    } else if constexpr (std::same_as<T, Raw>) {
      out.text = value.text();
    } else if constexpr (std::same_as<T, bool>) {
      read_bool(value, at, out);
    } else if constexpr (std::same_as<T, std::string>) {
      if constexpr (std::same_as<Rule, Text>) {
        read_text(value, at, out, rule);
      } else {
        read_text(value, at, out, Text{});
      }
    } else if constexpr (std::integral<T>) {
      std::int64_t wide = 0;
      if (read_integer(value, at, wide, bounds<T>(rule))) {
        out = static_cast<T>(wide);
      }
    } else if constexpr (std::floating_point<T>) {
      read_number(value, at, out, bounds<std::int64_t>(rule));
    } else if constexpr (std::same_as<T, minutes>) {
      std::int64_t wide = 0;
      if (read_integer(value, at, wide, bounds<std::int64_t>(rule))) {
        out = minutes{wide};
      }
    } else if constexpr (std::same_as<T, Timestamp>) {
      read_time(value, at, out);
    } else if constexpr (is_id<T>) {
      read_uuid(value, at, out.value);
    } else if constexpr (std::same_as<T, Uuid>) {
      read_uuid(value, at, out);
    } else if constexpr (Named<T>) {
      read_name(value, at, out);
    } else {
      static_assert(Described<T>);
      if (!value.is_object()) {
        add(at, "type", "This must be an object.");
        return;
      }
      Decoder inner(value, at, errors_, unknown_);
      T::describe(inner, out);
      inner.finish();
    }
  }

  template <class T, class Rule>
  void read_list(const Dom& value, const std::string& at, std::vector<T>& out, const Rule& rule) {
    if (!value.is_array()) {
      add(at, "type", "This must be a list.");
      return;
    }
    out.clear();
    for (std::size_t i = 0; i < value.size(); ++i) {
      out.emplace_back();
      read(value.at(i), at + "/" + std::to_string(i), out.back(), rule);
    }
  }

  template <Named E>
  void read_name(const Dom& value, const std::string& at, E& out) {
    const auto parsed = value.is_string() ? parse_name<E>(value.string()) : std::nullopt;
    if (parsed) {
      out = *parsed;
      return;
    }
    std::string words;
    for (const auto& [_, name] : k_names<E>) {
      words += (words.empty() ? "" : ", ") + std::string(name);
    }
    add(at, "choice", "This must be one of: " + words + ".");
  }

  template <class T, class Rule>
  static Range bounds(const Rule& rule) {
    if constexpr (std::same_as<Rule, Range>) {
      return rule;
    } else if constexpr (sizeof(T) < 8) {
      return {static_cast<double>(std::numeric_limits<T>::min()),
              static_cast<double>(std::numeric_limits<T>::max())};
    } else {
      return {-9007199254740991.0, 9007199254740991.0};  // what every JSON reader keeps exactly
    }
  }

  void read_bool(const Dom& value, const std::string& at, bool& out);
  void read_text(const Dom& value, const std::string& at, std::string& out, Text rule);
  bool read_integer(const Dom& value, const std::string& at, std::int64_t& out, Range rule);
  void read_number(const Dom& value, const std::string& at, double& out, Range rule);
  void read_time(const Dom& value, const std::string& at, Timestamp& out);
  void read_uuid(const Dom& value, const std::string& at, Uuid& out);

  const Dom& object_;
  std::string pointer_;
  std::vector<FieldError>& errors_;
  Unknown unknown_;
  std::vector<std::string_view> known_;
};

/// Writes the members of one object. An empty optional is left out.
class Encoder {
 public:
  explicit Encoder(Writer& writer) : writer_(writer) {}

  template <class T, class Rule = NoRule>
  void field(std::string_view name, T& value, Rule = {}, std::string_view = {}) {
    if constexpr (is_optional<T>) {
      if (!value) {
        return;
      }
    }
    if constexpr (is_nullable<T>) {
      if (value.given) {
        writer_.key(name);
        write(value.value);
      }
    } else {
      writer_.key(name);
      write(value);
    }
  }

  template <class T>
  void write(T& value) {
    if constexpr (is_optional<T>) {
      value ? write(*value) : writer_.null();
    } else if constexpr (is_vector<T>) {
      writer_.begin_array();
      for (auto& item : value) {
        write(item);
      }
      writer_.end_array();
    } else if constexpr (std::same_as<T, Raw>) {
      writer_.raw(value.text);
    } else if constexpr (std::same_as<T, bool>) {
      writer_.boolean(value);
    } else if constexpr (std::same_as<T, std::string>) {
      writer_.string(value);
    } else if constexpr (std::integral<T>) {
      writer_.integer(value);
    } else if constexpr (std::floating_point<T>) {
      writer_.number(value);
    } else if constexpr (std::same_as<T, minutes>) {
      writer_.integer(value.count());
    } else if constexpr (std::same_as<T, Timestamp>) {
      writer_.time(value);
    } else if constexpr (is_id<T>) {
      writer_.id(value.value);
    } else if constexpr (std::same_as<T, Uuid>) {
      writer_.id(value);
    } else if constexpr (Named<T>) {
      writer_.string(name_of(value));
    } else {
      static_assert(Described<T>);
      writer_.begin_object();
      T::describe(*this, value);
      writer_.end_object();
    }
  }

 private:
  Writer& writer_;
};

/// Makes the OpenAPI 3.1 (JSON Schema 2020-12) schema of a described struct.
class SchemaMaker {
 public:
  template <class T, class Rule = NoRule>
  void field(std::string_view name, T&, Rule rule = {}, std::string_view doc = {}) {
    properties_ += (properties_.empty() ? "" : ",") + quote(name) + ":" + schema_of<T>(rule, doc);
    if constexpr (!is_optional<T> && !is_nullable<T>) {
      required_ += (required_.empty() ? "" : ",") + quote(name);
    }
  }

  std::string object() const {
    return "{\"type\":\"object\",\"properties\":{" + properties_ + "}" +
           (required_.empty() ? "" : ",\"required\":[" + required_ + "]") + "}";
  }

  template <class T, class Rule = NoRule>
  static std::string schema_of(const Rule& rule = {}, std::string_view doc = {}) {
    const std::string about = doc.empty() ? "" : ",\"description\":" + quote(doc);
    if constexpr (is_optional<T>) {
      return schema_of<typename T::value_type>(rule, doc);
    } else if constexpr (is_nullable<T>) {
      return "{\"anyOf\":[" + schema_of<typename T::value_type>(rule) + ",{\"type\":\"null\"}]" +
             about + "}";
    } else if constexpr (is_vector<T>) {
      return "{\"type\":\"array\",\"items\":" + schema_of<typename T::value_type>(rule) + about +
             "}";
    } else if constexpr (std::same_as<T, Raw>) {
      return doc.empty() ? "{}" : "{" + about.substr(1) + "}";
    } else if constexpr (std::same_as<T, bool>) {
      return "{\"type\":\"boolean\"" + about + "}";
    } else if constexpr (std::same_as<T, std::string>) {
      std::string limits;
      if constexpr (std::same_as<Rule, Text>) {
        limits = fmt::format(",\"minLength\":{},\"maxLength\":{}", rule.min, rule.max);
      }
      return "{\"type\":\"string\"" + limits + about + "}";
    } else if constexpr (std::integral<T> || std::floating_point<T> || std::same_as<T, minutes>) {
      std::string limits;
      if constexpr (std::same_as<Rule, Range>) {
        limits = fmt::format(",\"minimum\":{},\"maximum\":{}", rule.min, rule.max);
      }
      return std::string("{\"type\":\"") + (std::floating_point<T> ? "number" : "integer") + "\"" +
             limits + about + "}";
    } else if constexpr (std::same_as<T, Timestamp>) {
      return "{\"type\":\"string\",\"format\":\"date-time\"" + about + "}";
    } else if constexpr (is_id<T> || std::same_as<T, Uuid>) {
      return "{\"type\":\"string\",\"format\":\"uuid\"" + about + "}";
    } else if constexpr (Named<T>) {
      std::string names;
      for (const auto& [_, name] : k_names<T>) {
        names += (names.empty() ? "" : ",") + quote(name);
      }
      return "{\"type\":\"string\",\"enum\":[" + names + "]" + about + "}";
    } else {
      SchemaMaker inner;
      T sample{};
      T::describe(inner, sample);
      return inner.object();
    }
  }

 private:
  std::string properties_;
  std::string required_;
};

/// 400 for what is not JSON, 422 with every bad field for what breaks the rules of T.
template <Described T>
Result<T> decode(std::string_view text, Unknown unknown = Unknown::refuse) {
  auto dom = Dom::parse(text);
  if (!dom) {
    return fail(std::move(dom.error()));
  }
  if (!dom->is_object()) {
    return fail(ErrorKind::bad_request, "not_an_object", "The body must be a JSON object.");
  }
  T out{};
  std::vector<FieldError> errors;
  Decoder decoder(*dom, "", errors, unknown);
  T::describe(decoder, out);
  decoder.finish();
  if (!errors.empty()) {
    Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
    error.fields = std::move(errors);
    return fail(std::move(error));
  }
  return out;
}

template <class T>
std::string encode(const T& value) {
  Writer writer;
  // describe() takes its object as changeable for the decoder's sake; the encoder only reads.
  Encoder(writer).write(const_cast<T&>(value));
  return writer.take();
}

template <Described T>
std::string schema() {
  return SchemaMaker::schema_of<T>();
}

}  // namespace mf::json
