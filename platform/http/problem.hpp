// The one table from kinds of error to HTTP, and the problem document (RFC 9457) that it makes.
// Pure, any thread.
#pragma once

#include "platform/core/error.hpp"
#include "platform/http/message.hpp"

namespace mf::http {

struct ProblemKind {
  ErrorKind kind;
  int status;
  std::string_view title;
  std::string_view remedy;  // what a client does about it
};

std::span<const ProblemKind> problem_kinds();
int status_of(ErrorKind kind);
/// docs/errors.md.
std::string errors_page();

/// application/problem+json. `instance` is the request's path, `request_id` goes into 500s, which
/// say nothing else.
Response problem(const Error& error, std::string_view instance, std::string_view request_id);

}  // namespace mf::http
