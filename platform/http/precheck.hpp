// Looks at the raw bytes of a request's head before the parser does, and refuses what proxies and
// servers have been known to read differently (request smuggling; RFC 9112, sections 2.2, 3.2, 5
// and 6). Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mf::http {

struct PrecheckProblem {
  int status;        // 400, 501 …
  std::string code;  // "obs_fold"
  std::string detail;
};

/// `head` is everything up to and with the empty line.
std::optional<PrecheckProblem> precheck(std::string_view head);

}  // namespace mf::http
