#include "services/tracking/api.hpp"

#include "platform/core/text.hpp"
#include "platform/events/outbox.hpp"
#include "services/tracking/activity.hpp"
#include "services/tracking/evidence.hpp"
#include "services/tracking/progress.hpp"
#include "services/tracking/store.hpp"
#include "services/tracking/views.hpp"

#include <charconv>

namespace mf::tracking {
namespace {

using auth::Permission;
using service::bind;
using service::route;

constexpr int k_page = 20;
constexpr std::size_t k_form_limit =
    105 << 20;  // ten files of 10 MiB and what a form writes around them

Caller caller_of(service::Context& c) {
  const auto& principal = c.caller();
  const auto scope = c.scope();
  Caller caller{.user = principal.user, .name = principal.name, .reach = {.all = scope.all}};
  if (scope.own) {
    caller.reach.own = principal.customer;
  }
  if (scope.assigned) {
    caller.reach.assigned = principal.user;
  }
  if (scope.zone) {
    caller.reach.zones = principal.zones;
  }
  return caller;
}

/// The order is theirs, and nothing else lets them read it.
bool reads_as_customer(const service::Context& c) {
  const auto scope = c.scope();
  return scope.own && !scope.all && !scope.zone && !scope.assigned;
}

Publish publisher(service::Context& c, db::Unit& unit) {
  return [&c, &unit](std::string type, const contracts::WorkRecord& record) {
    events::append(unit, c.event(std::move(type), record.order.value, json::encode(record)));
  };
}

std::unexpected<Error> bad_cursor() {
  return fail(ErrorKind::bad_request, "bad_cursor", "The cursor is not one that a page gave.");
}

/// The id that the next page goes on after; nothing on the first page.
template <class IdType>
Result<std::optional<IdType>> place_after(const PageQuery& query) {
  if (!query.cursor) {
    return std::optional<IdType>{};
  }
  const auto parts = service::read_cursor(*query.cursor, 1);
  const auto id = parts ? IdType::parse(parts->front()) : std::nullopt;
  if (!id) {
    return bad_cursor();
  }
  return id;
}

Result<std::optional<TimelinePlace>> timeline_place(const PageQuery& query) {
  if (!query.cursor) {
    return std::optional<TimelinePlace>{};
  }
  const auto parts = service::read_cursor(*query.cursor, 2);
  if (!parts) {
    return bad_cursor();
  }
  const std::string& moment = parts->front();
  std::int64_t micros = 0;
  const auto [end, error] = std::from_chars(moment.data(), moment.data() + moment.size(), micros);
  const auto id = Uuid::parse(parts->back());
  if (error != std::errc{} || end != moment.data() + moment.size() || !id) {
    return bad_cursor();
  }
  return TimelinePlace{from_micros(micros), *id};
}

/// A page of `rows`, of which one more than `limit` was read, as views; `cursor_of` the last row
/// that is shown.
template <class Row, class CursorOf>
http::Response page(std::vector<Row> rows, int limit, CursorOf cursor_of) {
  std::optional<std::string> next;
  if (static_cast<int>(rows.size()) > limit) {
    rows.resize(static_cast<std::size_t>(limit));
    next = service::make_cursor(cursor_of(rows.back()));
  }
  std::vector<decltype(view_of(std::declval<Row>()))> views;
  for (auto& row : rows) {
    views.push_back(view_of(std::move(row)));
  }
  return service::list(views, next);
}

std::vector<std::string> cursor_of_id(const auto& row) {
  return {row.id.to_string()};
}

/// A list of an order's records: the order must lie within the caller's reach, in the same reading.
template <class List>
auto list_of_order(service::Context& c, OrderId order, List list)
    -> Result<std::invoke_result_t<List, db::Session&>> {
  using Rows = Result<std::invoke_result_t<List, db::Session&>>;
  return c.db().snapshot([&](db::Session& session) -> Rows {
    if (!find_order(session, order, caller_of(c).reach)) {
      return not_found("order");
    }
    return list(session);
  });
}

Result<std::optional<contracts::Position>> position_of(const UploadQuery& query) {
  if (query.latitude.has_value() != query.longitude.has_value()) {
    return invalid(query.latitude ? "/longitude" : "/latitude", "required",
                   "A position has a latitude and a longitude.");
  }
  if (!query.latitude) {
    return std::optional<contracts::Position>{};
  }
  return contracts::Position{*query.latitude, *query.longitude};
}

std::optional<std::string> name_of_upload(const http::Request& request, const UploadQuery& query) {
  const auto* disposition = request.header("content-disposition");
  return query.name || disposition == nullptr ? query.name : file_name_in(*disposition);
}

/// One hash a file: what the upload says, whatever boundary a form was cut with.
std::string digest_of(const std::vector<ReceivedFile>& files) {
  std::string digest;
  for (const auto& file : files) {
    digest += file.content.sha256 + " " + file.name + "\n";
  }
  return digest;
}

http::Response evidence_response(std::vector<Evidence> added, OrderId order, bool form) {
  if (!form) {
    auto view = view_of(std::move(added.front()));
    return service::created(view.content_url, view);
  }
  EvidenceList list;
  for (auto& evidence : added) {
    list.items.push_back(view_of(std::move(evidence)));
  }
  return service::created("/api/v1/orders/" + order.to_string() + "/evidence", list);
}

/// RFC 6266: plain ASCII for the oldest clients, and the name as it is.
std::string attachment(const std::string& name) {
  std::string plain = name;
  std::replace_if(
      plain.begin(), plain.end(),
      [](char c) {
        return static_cast<unsigned char>(c) > 0x7e || c == '"' || c == '\\' || c == '%';
      },
      '_');
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain,
                     http::percent_encode(name));
}

bool knows(const http::Request& request, std::string_view tag) {
  const auto* header = request.header("if-none-match");
  if (header == nullptr) {
    return false;
  }
  for (auto known : split(*header, ',')) {
    known = trim(known);
    if (known.starts_with("W/")) {
      known.remove_prefix(2);
    }
    if (known == tag || known == "*") {
      return true;
    }
  }
  return false;
}

std::string content_type_of(const Evidence& evidence) {
  return evidence.media_type == "text/plain" ? "text/plain; charset=utf-8" : evidence.media_type;
}

/// The file from where it lies, or piece by piece where the store has none to send.
http::FileBody file_of(blob::BlobStore& blobs, const Evidence& evidence) {
  const auto content = blobs.find(evidence.sha256);
  if (!content) {
    throw std::runtime_error("the content of a piece of evidence is not in the store");
  }
  const auto size = static_cast<std::size_t>(content->size);
  if (content->path) {
    return {.path = *content->path, .size = size};
  }
  return {.path = {}, .size = size, .read = blob::read_ahead(blobs, evidence.sha256)};
}

/// Sends whoever may read it to the store; the address is theirs alone and soon worth nothing.
http::Response elsewhere(std::string address) {
  http::Response response;
  response.status = 307;
  response.with("location", std::move(address)).with("cache-control", "private, no-store");
  return response;
}

}  // namespace

std::vector<service::Route> Api::routes() {
  std::vector<service::Route> table;
  table.push_back(route("POST", "/api/v1/orders/{id}/activity", Permission::activity_record,
                        "Reports travel, arrival, work, a pause or completion",
                        bind(*this, &Api::record_activity))
                      .takes<NewActivity>()
                      .gives<ActivityView>(201)
                      .creates()
                      .settles());
  table.push_back(route("POST", "/api/v1/orders/{id}/progress", Permission::progress_record,
                        "Records what was done and the minutes it took",
                        bind(*this, &Api::record_progress))
                      .takes<NewProgress>()
                      .gives<ProgressView>(201)
                      .creates());
  table.push_back(route("GET", "/api/v1/orders/{id}/progress", Permission::work_read,
                        "Lists an order's progress with its corrections",
                        bind(*this, &Api::list_progress))
                      .query<PageQuery>()
                      .lists<ProgressView>());
  table.push_back(route("PATCH", "/api/v1/progress/{id}", Permission::progress_record,
                        "Corrects the minutes of an own entry; the old value is kept",
                        bind(*this, &Api::correct_progress))
                      .takes<NewMinutes>()
                      .gives<ProgressView>());
  table.push_back(
      route("POST", "/api/v1/orders/{id}/evidence", Permission::evidence_upload,
            "Uploads up to ten files as a form (answers {items}), or one as the raw body",
            bind(*this, &Api::upload_evidence))
          .body("multipart/form-data", k_form_limit)
          .query<UploadQuery>()
          .gives<EvidenceView>(201)
          .creates());
  table.push_back(route("GET", "/api/v1/orders/{id}/evidence", Permission::work_read,
                        "Lists an order's evidence", bind(*this, &Api::list_evidence))
                      .query<PageQuery>()
                      .lists<EvidenceView>());
  table.push_back(route("GET", "/api/v1/evidence/{id}/content", Permission::work_read,
                        "Gives the file itself", bind(*this, &Api::read_content))
                      .answers("application/octet-stream"));
  table.push_back(route("GET", "/api/v1/orders/{id}/timeline", Permission::work_read,
                        "Tells an order's whole story, oldest first",
                        bind(*this, &Api::read_timeline))
                      .query<PageQuery>()
                      .lists<TimelineView>());
  return table;
}

Result<http::Response> Api::record_activity(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto command = c.body<NewActivity>();
  if (!command) {
    return fail(command.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto activity = tracking::record_activity(unit, caller_of(c), *order, command->report, c.now(),
                                              publisher(c, unit));
    if (!activity) {
      return fail(std::move(activity.error()));
    }
    return service::created("/api/v1/orders/" + order->to_string() + "/timeline",
                            ActivityView{std::move(*activity)});
  });
}

Result<http::Response> Api::record_progress(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto command = c.body<NewProgress>();
  if (!command) {
    return fail(command.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto progress = tracking::record_progress(unit, caller_of(c), *order, command->comment,
                                              command->spent, c.now(), publisher(c, unit));
    if (!progress) {
      return fail(std::move(progress.error()));
    }
    const auto version = progress->version;
    auto response = service::created("/api/v1/orders/" + order->to_string() + "/progress",
                                     view_of(std::move(*progress)));
    return response.with("etag", http::etag_of(version));
  });
}

Result<http::Response> Api::correct_progress(service::Context& c) {
  const auto id = c.path_id<ProgressId>("id", "progress entry");
  if (!id) {
    return fail(id.error());
  }
  const auto expected = c.if_match();
  if (!expected) {
    return fail(expected.error());
  }
  const auto command = c.body<NewMinutes>();
  if (!command) {
    return fail(command.error());
  }
  const MinutesCorrection correction{command->spent, command->justification, *expected};
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto progress =
        correct_minutes(unit, caller_of(c), *id, correction, c.now(), publisher(c, unit));
    if (!progress) {
      return fail(std::move(progress.error()));
    }
    const auto version = progress->version;
    auto response = service::ok(view_of(std::move(*progress)));
    return response.with("etag", http::etag_of(version));
  });
}

Result<http::Response> Api::list_progress(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = place_after<ProgressId>(*query);
  if (!after) {
    return fail(after.error());
  }
  const int limit = query->limit.value_or(k_page);
  auto rows = list_of_order(c, *order, [&](db::Session& session) {
    return tracking::list_progress(session, *order, *after, limit + 1);
  });
  if (!rows) {
    return fail(std::move(rows.error()));
  }
  return page(std::move(*rows), limit, [](const Progress& row) { return cursor_of_id(row); });
}

Result<http::Response> Api::upload_evidence(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto query = c.query<UploadQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto position = position_of(*query);
  if (!position) {
    return fail(position.error());
  }
  const auto name = name_of_upload(c.request(), *query);
  const auto files =
      receive(c.request(), name, blobs_, {settings_.evidence_limit, settings_.evidence_per_upload});
  if (!files) {
    return fail(files.error());
  }
  // Contents are kept before the unit of work, which must be short. Where the order takes nothing
  // more, the unit still runs: the same upload may have succeeded before and gets its answer again.
  const auto allowed = c.db().read(
      [&](db::Session& session) { return may_add_evidence(session, caller_of(c), *order); });
  if (allowed) {
    keep(*files);
  }
  c.stands_for_body(digest_of(*files));
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    if (!allowed) {
      return fail(allowed.error());
    }
    auto added =
        add_evidence(unit, caller_of(c), *order, *files, *position, c.now(), publisher(c, unit));
    if (!added) {
      return fail(std::move(added.error()));
    }
    return evidence_response(std::move(*added), *order, is_form(c.request()));
  });
}

Result<http::Response> Api::list_evidence(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = place_after<EvidenceId>(*query);
  if (!after) {
    return fail(after.error());
  }
  const int limit = query->limit.value_or(k_page);
  auto rows = list_of_order(c, *order, [&](db::Session& session) {
    return tracking::list_evidence(session, *order, *after, limit + 1);
  });
  if (!rows) {
    return fail(std::move(rows.error()));
  }
  return page(std::move(*rows), limit, [](const Evidence& row) { return cursor_of_id(row); });
}

Result<http::Response> Api::read_content(service::Context& c) {
  const auto id = c.path_id<EvidenceId>("id", "evidence");
  if (!id) {
    return fail(id.error());
  }
  const auto reach = caller_of(c).reach;
  const auto evidence =
      c.db().read([&](db::Session& session) { return find_evidence(session, *id, reach); });
  if (!evidence) {
    return not_found("evidence");
  }
  const std::string tag = "\"" + evidence->sha256 + "\"";
  http::Response response;
  response.with("etag", tag).with("cache-control", "private, max-age=31536000, immutable");
  if (knows(c.request(), tag)) {
    response.status = 304;
    return response;
  }
  const auto disposition = attachment(evidence->file_name);
  if (settings_.redirect) {
    if (auto address =
            blobs_.download_url(evidence->sha256, {.valid = settings_.redirect_valid,
                                                   .media_type = content_type_of(*evidence),
                                                   .disposition = disposition})) {
      return elsewhere(std::move(*address));
    }
  }
  response.with("content-type", content_type_of(*evidence))
      .with("content-disposition", disposition)
      .with("x-content-type-options", "nosniff");
  response.file = file_of(blobs_, *evidence);
  return response;
}

Result<http::Response> Api::read_timeline(service::Context& c) {
  const auto order = c.path_id<OrderId>("id", "order");
  if (!order) {
    return fail(order.error());
  }
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = timeline_place(*query);
  if (!after) {
    return fail(after.error());
  }
  const int limit = query->limit.value_or(k_page);
  auto rows = list_of_order(c, *order, [&](db::Session& session) {
    auto entries = list_timeline(session, *order, *after, limit + 1);
    if (reads_as_customer(c)) {
      std::transform(entries.begin(), entries.end(), entries.begin(), without_internal_reason);
    }
    return entries;
  });
  if (!rows) {
    return fail(std::move(rows.error()));
  }
  return page(std::move(*rows), limit, [](const TimelineEntry& entry) {
    return std::vector<std::string>{std::to_string(to_micros(entry.at)), entry.id.to_string()};
  });
}

}  // namespace mf::tracking
