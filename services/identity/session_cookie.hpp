// A browser's session: the refresh token in a cookie that no script can read and no other site can
// make a browser send. It goes to the session's own calls alone, and is believed only beside a
// header that another site's page cannot add without being asked first (and is refused). Any
// thread.
#pragma once

#include "platform/http/message.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mf::identity {

/// The header that must stand beside the cookie; any value.
inline constexpr std::string_view k_session_header = "x-microflow-session";

/// The refresh token of the request's cookie, where the header stands beside it.
std::optional<std::string> session_cookie(const http::Request& request);
/// Gives the browser `token` to keep for `life`; an empty one takes the cookie away. `secure`: the
/// browser speaks TLS to the suite, and is to send the cookie in no other way.
void set_session_cookie(http::Response& response, const std::string& token,
                        std::chrono::seconds life, bool secure);

}  // namespace mf::identity
