#include "services/identity/session_cookie.hpp"

#include "platform/core/text.hpp"

#include <fmt/format.h>

namespace mf::identity {
namespace {

constexpr std::string_view k_name = "microflow_session";
constexpr std::string_view k_path = "/api/v1/auth";

}  // namespace

std::optional<std::string> session_cookie(const http::Request& request) {
  if (request.header(k_session_header) == nullptr) {
    return std::nullopt;
  }
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") {
      continue;
    }
    for (const auto& pair : split(value, ';')) {
      const std::string_view cookie = trim(pair);
      const auto equals = cookie.find('=');
      if (equals != std::string_view::npos && cookie.substr(0, equals) == k_name &&
          equals + 1 < cookie.size()) {
        return std::string(cookie.substr(equals + 1));
      }
    }
  }
  return std::nullopt;
}

void set_session_cookie(http::Response& response, const std::string& token,
                        std::chrono::seconds life, bool secure) {
  response.with("set-cookie", fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Strict{}",
                                          k_name, token, k_path, token.empty() ? 0 : life.count(),
                                          secure ? "; Secure" : ""));
}

}  // namespace mf::identity
