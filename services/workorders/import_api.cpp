#include "services/workorders/import_api.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/import.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr std::size_t k_file_limit = 20 << 20;
constexpr std::chrono::minutes k_longest_import{10};
constexpr std::string_view k_media_type = "text/csv";

struct ImportQuery {
  std::optional<bool> dry_run;
  static void describe(auto& v, ImportQuery& o) {
    v.field("dryRun", o.dry_run, json::NoRule{}, "true: report, but change nothing");
  }
};

Result<void> need_csv(const http::Request& request) {
  const auto* given = request.header("content-type");
  const auto media_type = given != nullptr ? trim(split(*given, ';').front()) : std::string_view{};
  if (!equal_ignoring_case(media_type, k_media_type)) {
    return fail(ErrorKind::unsupported_media, "unsupported_media",
                "Send the file as it is, with the content type text/csv.");
  }
  return {};
}

/// The whole body, also one that waits in a file.
std::string read_all(http::Body& body) {
  std::string bytes(body.size(), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto got = body.read(std::span(bytes).subspan(at));
    if (got == 0) {
      break;
    }
    at += got;
  }
  bytes.resize(at);
  return bytes;
}

/// The answer that was given under the request's Idempotency-Key before; nothing for a fresh
/// request.
std::optional<Result<http::Response>> earlier_answer(Context& c) {
  bool fresh = false;
  auto answer = c.write([&](db::Unit&) -> Result<http::Response> {
    fresh = true;
    return fail(ErrorKind::internal, "no_earlier_answer", "There is no earlier answer.");
  });
  return fresh ? std::nullopt : std::optional{std::move(answer)};
}

/// The import takes many units of work, so its report is kept under the Idempotency-Key by a last
/// one. Broken off in between, the same request again finds the orders by their keys.
Result<http::Response> import_file(Context& c, const std::string& time_zone) {
  const auto query = c.query<ImportQuery>();
  if (!query) {
    return fail(query.error());
  }
  if (auto refused = need_csv(c.request()); !refused) {
    return fail(std::move(refused.error()));
  }
  auto& body = c.request().body;
  body = http::Body(read_all(body));  // in memory: the key is checked against it
  const Cause cause{contracts::actor_of(c.caller()), c.now(), c.request().traceparent};
  const ImportOptions options{.dry_run = query->dry_run.value_or(false), .time_zone = time_zone};
  if (!options.dry_run) {
    if (auto answer = earlier_answer(c)) {
      return std::move(*answer);
    }
  }
  auto report = import_orders(c.db(), std::string(body.text()), cause, options);
  if (!report) {
    return fail(std::move(report.error()));
  }
  if (options.dry_run) {
    return service::ok(*report);
  }
  return c.write([&](db::Unit&) -> Result<http::Response> { return service::ok(*report); });
}

}  // namespace

std::vector<service::Route> import_routes(std::string default_time_zone) {
  std::vector<service::Route> routes;
  routes.push_back(
      service::route(
          "POST", "/api/v1/imports/orders", Permission::order_import,
          "Imports orders from a CSV file, whatever its encoding, delimiter and date style",
          [zone = std::move(default_time_zone)](Context& c) { return import_file(c, zone); })
          .body(std::string(k_media_type), k_file_limit)
          .takes_up_to(k_longest_import)
          .query<ImportQuery>()
          .creates()
          .gives<ImportReport>(200));
  return routes;
}

}  // namespace mf::workorders
