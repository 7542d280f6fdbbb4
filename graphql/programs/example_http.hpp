// As much of HTTP/1.1 as the example server needs: heads of requests and responses. Not for the
// open internet.
#pragma once

#include "graphql/transport/http.hpp"
#include "graphql/transport/websocket.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace graphql::example {

inline constexpr std::size_t k_largest_head = 16 * 1024;
inline constexpr std::size_t k_largest_body = 1024 * 1024;

/// Points into the text that it was read from.
struct Head {
  std::string_view method;
  std::string_view target;
  std::string_view content_type;
  std::string_view accept;
  websocket::Handshake handshake;
  std::size_t content_length = 0;
  bool preflighted = false;
  bool keep_alive = true;
  bool understood = true;
};

Head read_head(std::string_view text);

/// Empties `response.body` into it.
void append_response(std::string& out, const HttpResponse& response, bool keep_alive);

}  // namespace graphql::example
