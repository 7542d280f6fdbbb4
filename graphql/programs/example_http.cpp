#include "graphql/programs/example_http.hpp"

#include "graphql/language/json_text.hpp"
#include "graphql/transport/header.hpp"

#include <charconv>

namespace graphql::example {
namespace {

struct Field {
  std::string_view name;
  std::string_view& (*of)(Head& head);
};

constexpr Field k_fields[] = {
    {"content-type", [](Head& head) -> std::string_view& { return head.content_type; }},
    {"accept", [](Head& head) -> std::string_view& { return head.accept; }},
    {"upgrade", [](Head& head) -> std::string_view& { return head.handshake.upgrade; }},
    {"connection", [](Head& head) -> std::string_view& { return head.handshake.connection; }},
    {"sec-websocket-key", [](Head& head) -> std::string_view& { return head.handshake.key; }},
    {"sec-websocket-version",
     [](Head& head) -> std::string_view& { return head.handshake.version; }},
    {"sec-websocket-protocol",
     [](Head& head) -> std::string_view& { return head.handshake.protocols; }},
};

void read_field(Head& head, std::string_view name, std::string_view value) {
  for (const auto& field : k_fields) {
    if (equals_lower(name, field.name)) {
      field.of(head) = value;
      return;
    }
  }
  if (equals_lower(name, "content-length")) {
    const auto* end = value.data() + value.size();
    head.understood = std::from_chars(value.data(), end, head.content_length).ptr == end &&
                      head.content_length <= k_largest_body;
  } else if (equals_lower(name, "transfer-encoding")) {
    head.understood = false;
  } else {
    for (const auto known : k_preflight_headers) {
      head.preflighted = head.preflighted || equals_lower(name, known);
    }
  }
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 2);
  return line;
}

std::string_view reason(int status) {
  return status == 200 ? " OK" : " Refused";
}

}  // namespace

Head read_head(std::string_view text) {
  Head head;
  auto first = take_line(text);
  head.method = take_until(first, ' ');
  head.target = take_until(first, ' ');
  head.understood = first == "HTTP/1.1";
  while (!text.empty() && head.understood) {
    auto line = take_line(text);
    const auto colon = line.find(':');
    if (colon == line.npos) {
      head.understood = false;
      return head;
    }
    read_field(head, line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  head.handshake.method = head.method;
  head.keep_alive = !has_word(head.handshake.connection, "close");
  return head;
}

void append_response(std::string& out, const HttpResponse& response, bool keep_alive) {
  out += "HTTP/1.1 ";
  append_json_number(out, static_cast<std::int64_t>(response.status));
  out += reason(response.status);
  out += "\r\nContent-Type: ";
  out += response.content_type;
  out += "\r\nContent-Length: ";
  append_json_number(out, static_cast<std::int64_t>(response.body.size()));
  if (!response.allow.empty()) {
    out += "\r\nAllow: ";
    out += response.allow;
  }
  out += keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  out += response.body;
}

}  // namespace graphql::example
