#include "platform/http/problem.hpp"

#include "platform/json/writer.hpp"

namespace mf::http {
namespace {

constexpr std::array k_kinds = std::to_array<ProblemKind>({
    {ErrorKind::bad_request, 400, "Not understood",
     "Mend the request: its syntax, a parameter or a cursor. `detail` says which."},
    {ErrorKind::unauthenticated, 401, "Sign in first",
     "Sign in, or renew the access token; `WWW-Authenticate` says why."},
    {ErrorKind::forbidden, 403, "Not allowed", "Ask somebody whose role has the permission."},
    {ErrorKind::not_found, 404, "Not found",
     "Check the address. What the caller may not see answers the same."},
    {ErrorKind::method_not_allowed, 405, "Method not allowed", "Use a method of `Allow`."},
    {ErrorKind::conflict, 409, "Conflict",
     "Read the state again; a refused transition lists what is possible in `allowed`."},
    {ErrorKind::stale, 412, "Changed meanwhile",
     "Read again, merge, and send the new `ETag` as `If-Match`."},
    {ErrorKind::too_large, 413, "Too large", "Send less; `detail` tells the limit."},
    {ErrorKind::unsupported_media, 415, "Media type not supported",
     "Send one of the types that the route takes."},
    {ErrorKind::invalid, 422, "Not valid", "Mend every field named in `errors`."},
    {ErrorKind::too_many_requests, 429, "Too many requests",
     "Wait for the seconds of `Retry-After`."},
    {ErrorKind::unavailable, 503, "Not available now",
     "Try again after the seconds of `Retry-After`."},
    {ErrorKind::internal, 500, "Internal error", "Report `requestId`; the log has the rest."},
});

const ProblemKind& row_of(ErrorKind kind) {
  return *std::find_if(k_kinds.begin(), k_kinds.end(),
                       [&](const auto& row) { return row.kind == kind; });
}

void write_fields(json::Writer& out, const std::vector<FieldError>& fields) {
  out.key("errors");
  out.begin_array();
  for (const auto& field : fields) {
    out.begin_object();
    out.key("pointer");
    out.string(field.pointer);
    out.key("code");
    out.string(field.code);
    out.key("detail");
    out.string(field.detail);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::span<const ProblemKind> problem_kinds() {
  return k_kinds;
}

std::string errors_page() {
  std::string page =
      "# Errors\n\nMade from the table in `platform/http/problem.cpp`. The body is a problem "
      "document "
      "(RFC 9457);\n`code` is a stable word that says more than the status.\n\n"
      "| status | title | what to do |\n|---|---|---|\n";
  for (const auto& row : k_kinds) {
    page += fmt::format("| {} | {} | {} |\n", row.status, row.title, row.remedy);
  }
  return page;
}

int status_of(ErrorKind kind) {
  return row_of(kind).status;
}

Response problem(const Error& error, std::string_view instance, std::string_view request_id) {
  const auto& row = row_of(error.kind);
  const bool internal = error.kind == ErrorKind::internal;
  const std::string code = internal ? "internal" : error.code;
  json::Writer out;
  out.begin_object();
  out.key("type");
  out.string("urn:microflow:problem:" + code);
  out.key("title");
  out.string(row.title);
  out.key("status");
  out.integer(row.status);
  out.key("detail");
  out.string(internal ? "Something went wrong here. The request id names it in the log."
                      : error.detail);
  out.key("instance");
  out.string(instance);
  out.key("code");
  out.string(code);
  if (internal) {
    out.key("requestId");
    out.string(request_id);
  }
  if (!error.fields.empty() && !internal) {
    write_fields(out, error.fields);
  }
  if (error.allowed) {
    out.key("allowed");
    out.begin_array();
    for (const auto& word : *error.allowed) {
      out.string(word);
    }
    out.end_array();
  }
  out.end_object();

  Response response{.status = row.status, .body = out.take()};
  response.with("content-type", "application/problem+json");
  response.with("cache-control", "no-store");
  if (error.kind == ErrorKind::unauthenticated) {
    response.with("www-authenticate", "Bearer realm=\"microflow\", error=\"" + code + "\"");
  }
  if (error.kind == ErrorKind::too_many_requests || error.kind == ErrorKind::unavailable) {
    response.with("retry-after", std::to_string(std::max(1, error.retry_after_seconds)));
  }
  if (error.kind == ErrorKind::method_not_allowed && error.allowed) {
    response.with("allow", fmt::format("{}", fmt::join(*error.allowed, ", ")));
  }
  return response;
}

}  // namespace mf::http
