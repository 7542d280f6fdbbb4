#include "platform/json/dom.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace mf::json {

/// Own nodes over a SAX parser: names in order and duplicates refused, which a ready DOM does not
/// tell.
struct Dom::Node {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool truth = false;
  bool is_whole = false;
  std::int64_t whole = 0;
  double real = 0;
  std::string string;
  std::vector<std::string> names;
  std::vector<Dom> items;

  struct Handler;
};

struct Dom::Node::Handler {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 4'096;
  static constexpr std::size_t max_string_size = 64 << 20;

  std::vector<std::shared_ptr<Node>> open;
  std::shared_ptr<Node> root;
  std::string partial;
  std::vector<std::string> keys;
  std::string duplicate;

  void put(std::shared_ptr<Node> node) {
    Dom dom;
    dom.node_ = node;
    if (open.empty()) {
      root = std::move(node);
      return;
    }
    open.back()->items.push_back(std::move(dom));
  }

  bool begin(Kind opened) {
    auto node = std::make_shared<Node>();
    node->kind = opened;
    put(node);
    open.push_back(std::move(node));
    return true;
  }
  bool end() {
    open.pop_back();
    return true;
  }

  using error_code = boost::json::error_code;
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin(Kind::object); }
  bool on_object_end(std::size_t, error_code& error) {
    auto sorted = open.back()->names;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
      duplicate = *twice;
      error = boost::json::error::extra_data;
      return false;
    }
    return end();
  }
  bool on_array_begin(error_code&) { return begin(Kind::array); }
  bool on_array_end(std::size_t, error_code&) { return end(); }
  bool on_key_part(boost::json::string_view part, std::size_t, error_code&) {
    partial.append(part.data(), part.size());
    return true;
  }
  bool on_key(boost::json::string_view part, std::size_t, error_code&) {
    partial.append(part.data(), part.size());
    open.back()->names.push_back(std::move(partial));
    partial.clear();
    return true;
  }
  bool on_string_part(boost::json::string_view part, std::size_t, error_code&) {
    partial.append(part.data(), part.size());
    return true;
  }
  bool on_string(boost::json::string_view part, std::size_t, error_code&) {
    partial.append(part.data(), part.size());
    auto node = std::make_shared<Node>();
    node->kind = Kind::string;
    node->string = std::move(partial);
    partial.clear();
    put(std::move(node));
    return true;
  }
  bool on_number_part(boost::json::string_view part, error_code&) {
    partial.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t value, boost::json::string_view, error_code&) {
    partial.clear();
    auto node = std::make_shared<Node>();
    node->kind = Kind::number;
    node->is_whole = true;
    node->whole = value;
    node->real = static_cast<double>(value);
    put(std::move(node));
    return true;
  }
  bool on_uint64(std::uint64_t value, boost::json::string_view part, error_code& error) {
    return on_double(static_cast<double>(value), part, error);
  }
  /// The parser's own value may be off in its last digit: read the text again, exactly.
  bool on_double(double value, boost::json::string_view part, error_code& error) {
    partial.append(part.data(), part.size());
    std::from_chars(partial.data(), partial.data() + partial.size(), value);
    partial.clear();
    if (!std::isfinite(value)) {  // 1e999
      error = boost::json::error::exponent_overflow;
      return false;
    }
    auto node = std::make_shared<Node>();
    node->kind = Kind::number;
    node->real = value;
    node->is_whole = std::floor(value) == value && std::fabs(value) < 9.0e15;
    node->whole = node->is_whole ? static_cast<std::int64_t>(value) : 0;
    put(std::move(node));
    return true;
  }
  bool on_bool(bool value, error_code&) {
    auto node = std::make_shared<Node>();
    node->kind = Kind::boolean;
    node->truth = value;
    put(std::move(node));
    return true;
  }
  bool on_null(error_code&) {
    put(std::make_shared<Node>());
    return true;
  }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }
};

Result<Dom> Dom::parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::json::basic_parser<Node::Handler> parser(options);
  boost::json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!parser.handler().duplicate.empty()) {
    return fail(ErrorKind::bad_request, "duplicate_name",
                "A member name stands twice in one object: " + parser.handler().duplicate + ".");
  }
  if (!error && read < text.size()) {
    const bool blank = text.substr(read).find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!blank) {
      error = boost::json::error::extra_data;
    }
  }
  if (error || !parser.done()) {
    return fail(ErrorKind::bad_request, "not_json",
                fmt::format("The body is not JSON: {} at byte {}.",
                            error ? error.message() : std::string("it ends too early"), read));
  }
  Dom dom;
  dom.node_ = parser.handler().root;
  return dom;
}

bool Dom::is_null() const {
  return node_->kind == Node::Kind::null;
}
bool Dom::is_object() const {
  return node_->kind == Node::Kind::object;
}
bool Dom::is_array() const {
  return node_->kind == Node::Kind::array;
}
bool Dom::is_string() const {
  return node_->kind == Node::Kind::string;
}
bool Dom::is_number() const {
  return node_->kind == Node::Kind::number;
}
bool Dom::is_bool() const {
  return node_->kind == Node::Kind::boolean;
}

const Dom* Dom::find(std::string_view name) const {
  for (std::size_t i = 0; i < node_->names.size(); ++i) {
    if (node_->names[i] == name) {
      return &node_->items[i];
    }
  }
  return nullptr;
}

std::vector<std::string> Dom::names() const {
  return node_->names;
}
std::size_t Dom::size() const {
  return node_->items.size();
}
const Dom& Dom::at(std::size_t index) const {
  return node_->items.at(index);
}
std::string_view Dom::string() const {
  return node_->string;
}
bool Dom::boolean() const {
  return node_->truth;
}
double Dom::number() const {
  return node_->real;
}

std::optional<std::int64_t> Dom::integer() const {
  return node_->is_whole ? std::optional{node_->whole} : std::nullopt;
}

std::string Dom::text() const {
  switch (node_->kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::boolean:
      return node_->truth ? "true" : "false";
    case Node::Kind::number:
      return node_->is_whole ? std::to_string(node_->whole) : fmt::format("{}", node_->real);
    case Node::Kind::string:
      return boost::json::serialize(boost::json::string(node_->string));
    case Node::Kind::array: {
      std::string out = "[";
      for (const auto& item : node_->items) {
        out += (out.size() > 1 ? "," : "") + item.text();
      }
      return out + "]";
    }
    case Node::Kind::object: {
      std::string out = "{";
      for (std::size_t i = 0; i < node_->names.size(); ++i) {
        out += (i > 0 ? "," : "") + boost::json::serialize(boost::json::string(node_->names[i])) +
               ":" + node_->items[i].text();
      }
      return out + "}";
    }
  }
  return "null";
}

}  // namespace mf::json
