// What a caller can expect to go wrong, as a value. Exceptions are for bugs and are caught once a
// request. Owned by whoever holds it; plain values, any thread.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace mf {

/// The kinds of error, one row each in the table that maps them to HTTP
/// (platform/http/problem.cpp).
enum class ErrorKind {
  bad_request,         // 400: not understood
  unauthenticated,     // 401
  forbidden,           // 403
  not_found,           // 404: also for what the caller may not know of
  method_not_allowed,  // 405
  conflict,            // 409
  stale,               // 412: If-Match names another version
  too_large,           // 413
  unsupported_media,   // 415
  invalid,             // 422: every bad field at once
  too_many_requests,   // 429, with Retry-After
  unavailable,         // 503, with Retry-After
  internal,            // 500: the request id and nothing else
};

/// One bad field: where (JSON Pointer, RFC 6901), which rule (a stable word) and the rule in a
/// sentence.
struct FieldError {
  std::string pointer;
  std::string code;
  std::string detail;

  bool operator==(const FieldError&) const = default;
};

/// `code` is a stable snake_case word for machines, `detail` a sentence for people.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string code;
  std::string detail;
  std::vector<FieldError> fields = {};
  // 409 of a refused transition, 405 of a method: what may be done instead.
  std::optional<std::vector<std::string>> allowed = {};
  int retry_after_seconds = 0;  // 429 and 503
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::conflict, "username_taken", "…")`.
inline std::unexpected<Error> fail(ErrorKind kind, std::string code, std::string detail) {
  return std::unexpected(Error{kind, std::move(code), std::move(detail)});
}

/// Passes an error on: `if (!result) { return fail(result.error()); }`.
inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

/// 422 for one field.
inline std::unexpected<Error> invalid(std::string pointer, std::string code, std::string detail) {
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  error.fields.push_back({std::move(pointer), std::move(code), std::move(detail)});
  return std::unexpected(std::move(error));
}

/// 404, the same words whether it does not exist or may not be seen.
inline std::unexpected<Error> not_found(std::string what) {
  return fail(ErrorKind::not_found, "not_found", "There is no such " + what + ".");
}

}  // namespace mf
