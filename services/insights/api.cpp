#include "services/insights/api.hpp"

#include "platform/core/text.hpp"
#include "services/insights/csv.hpp"

#include <charconv>

namespace mf::insights {
namespace {

using auth::Permission;
using service::bind;
using service::route;

constexpr int k_default_limit = 20;
constexpr std::chrono::days k_default_period{30};

Error bad_parameter(std::string name, std::string code, std::string detail) {
  Error error{ErrorKind::bad_request, "bad_query", "Some query parameters are not valid."};
  error.fields.push_back({std::move(name), std::move(code), std::move(detail)});
  return error;
}

Reach reach_of(const service::Context& c) {
  const auto scope = c.scope();
  return {scope.all, scope.zone ? c.caller().zones : std::vector<ZoneId>{}};
}

/// What is not given takes the bounds of `fallback`.
Result<Period> period_of(const std::optional<std::string>& from,
                         const std::optional<std::string>& to, const Period& fallback,
                         const std::string& time_zone) {
  const auto start = from ? period_start(*from, time_zone) : fallback.from;
  if (!start) {
    return fail(bad_parameter("from", "time", "This must be a moment (RFC 3339) or a day."));
  }
  const auto end = to ? period_end(*to, time_zone) : fallback.to;
  if (!end) {
    return fail(bad_parameter("to", "time", "This must be a moment (RFC 3339) or a day."));
  }
  return Period{*start, *end};
}

/// Today is the last day of it.
Period recent_period(Timestamp now, const std::string& time_zone) {
  const auto tomorrow = to_local(now, time_zone).day + std::chrono::days{1};
  return {from_local(tomorrow - k_default_period, minutes{0}, time_zone),
          from_local(tomorrow, minutes{0}, time_zone)};
}

bool is_type_pattern(std::string_view type) {
  const auto name = type.ends_with("*") ? type.substr(0, type.size() - 1) : type;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") == std::string_view::npos;
}

std::string cursor_of(const store::Place& place) {
  return service::make_cursor(
      {std::to_string(to_micros(place.time)), place.id.to_string(), std::to_string(place.seq)});
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc{} && end == text.data() + text.size() ? std::optional{number}
                                                                 : std::nullopt;
}

Result<store::Place> place_of(std::string_view cursor) {
  if (const auto parts = service::read_cursor(cursor, 3)) {
    const auto time = parse_number((*parts)[0]);
    const auto id = Uuid::parse((*parts)[1]);
    const auto seq = parse_number((*parts)[2]);
    if (time && id && seq) {
      return store::Place{from_micros(*time), *id, *seq};
    }
  }
  return fail(bad_parameter("cursor", "cursor", "This is no cursor of this list."));
}

Result<store::HistoryFilter> filter_of(const HistoryQuery& query, Reach reach,
                                       const std::string& time_zone) {
  const auto period =
      period_of(query.from, query.to, {Timestamp::min(), Timestamp::max()}, time_zone);
  if (!period) {
    return fail(period.error());
  }
  store::HistoryFilter filter{*period, query.type,       query.order, query.actor,
                              {},      std::move(reach), {}};
  if (query.type && !is_type_pattern(*query.type)) {
    return fail(bad_parameter("type", "type",
                              "This must be an event type, or the beginning of one and a *."));
  }
  if (query.words) {
    filter.words = fold_words(*query.words);
    if (filter.words.empty()) {
      return fail(bad_parameter("q", "words", "This must hold letters or digits."));
    }
  }
  if (query.cursor) {
    auto place = place_of(*query.cursor);
    if (!place) {
      return fail(std::move(place.error()));
    }
    filter.after = *place;
  }
  return filter;
}

EntryView view_of(Entry entry) {
  return {.id = entry.event.id,
          .type = std::move(entry.event.type),
          .source = std::move(entry.event.source),
          .time = entry.event.time,
          .actor = {entry.actor, std::move(entry.actor_name)},
          .order = entry.order,
          .order_code = std::move(entry.order_code),
          .customer = entry.customer,
          .zone = entry.zone,
          .technician = entry.technician,
          .summary = std::move(entry.summary),
          .data = {std::move(entry.event.data)}};
}

template <class View, class Make>
std::vector<View> views_of(const std::vector<Share>& shares, Make make) {
  std::vector<View> views;
  for (const auto& share : shares) {
    views.push_back(make(share));
  }
  return views;
}

template <class IdType>
std::optional<IdType> id_of(const Share& share) {
  return share.key ? IdType::parse(*share.key) : std::nullopt;
}

SpreadView view_of(const Spread& spread) {
  return {spread.count, spread.mean, spread.median, spread.p90};
}

SummaryView view_of(const Period& period, const Summary& summary) {
  SummaryView view;
  view.from = period.from;
  view.to = period.to;
  view.orders = summary.orders;
  view.by_status = views_of<StatusCount>(summary.by_status, [](const Share& share) {
    return StatusCount{parse_name<OrderStatus>(share.key.value()).value(), share.orders};
  });
  view.by_type = views_of<TypeCount>(summary.by_type, [](const Share& share) {
    return TypeCount{id_of<OrderTypeId>(share), share.name, share.orders};
  });
  view.by_zone = views_of<ZoneCount>(summary.by_zone, [](const Share& share) {
    return ZoneCount{id_of<ZoneId>(share), share.name, share.orders};
  });
  view.by_day = views_of<DayCount>(
      summary.by_day, [](const Share& share) { return DayCount{share.key.value(), share.orders}; });
  view.by_priority = views_of<PriorityCount>(summary.by_priority, [](const Share& share) {
    return PriorityCount{parse_name<Priority>(share.key.value()).value(), share.orders};
  });
  view.time_to_assign = view_of(summary.time_to_assign);
  view.time_to_start = view_of(summary.time_to_start);
  view.time_to_finish = view_of(summary.time_to_finish);
  for (const auto& load : summary.technicians) {
    view.technicians.push_back(
        {load.technician, load.name, load.assigned, load.completed, load.spent});
  }
  view.progress = summary.progress;
  return view;
}

/// The query says it, or else the Accept header.
bool wants_csv(const ReportQuery& query, const http::Request& request) {
  if (query.format) {
    return *query.format == Format::csv;
  }
  const auto* accept = request.header("accept");
  return accept != nullptr && to_lower_ascii(*accept).starts_with("text/csv");
}

http::Response csv_response(std::string csv) {
  http::Response response{
      .status = 200, .headers = {}, .body = std::move(csv), .file = {}, .live = {}};
  response.with("content-type", "text/csv; charset=utf-8");
  response.with("content-disposition", "attachment; filename=\"summary.csv\"");
  return response;
}

}  // namespace

std::vector<service::Route> Api::routes() {
  std::vector<service::Route> routes;
  routes.push_back(route("GET", "/api/v1/history", Permission::history_read,
                         "What happened, newest first", bind(*this, &Api::history))
                       .query<HistoryQuery>()
                       .lists<EntryView>());
  routes.push_back(route("GET", "/api/v1/reports/summary", Permission::report_read,
                         "The figures of a period, as JSON or CSV", bind(*this, &Api::summary))
                       .query<ReportQuery>()
                       .gives<SummaryView>());
  return routes;
}

Result<http::Response> Api::history(service::Context& c) {
  const auto query = c.query<HistoryQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto filter = filter_of(*query, reach_of(c), time_zone_);
  if (!filter) {
    return fail(filter.error());
  }
  const auto limit = static_cast<std::size_t>(query->limit.value_or(k_default_limit));
  auto found = c.db().read([&](db::Session& session) {
    return store::history(session, *filter, static_cast<int>(limit) + 1);
  });
  std::optional<std::string> next;
  if (found.size() > limit) {
    found.resize(limit);
    next = cursor_of(found.back().place);
  }
  std::vector<EntryView> views;
  for (auto& one : found) {
    views.push_back(view_of(std::move(one.entry)));
  }
  return service::list(views, next);
}

Result<http::Response> Api::summary(service::Context& c) {
  const auto query = c.query<ReportQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto period =
      period_of(query->from, query->to, recent_period(c.now(), time_zone_), time_zone_);
  if (!period) {
    return fail(period.error());
  }
  const store::ReportFilter filter{*period, query->zone, query->type, reach_of(c)};
  const auto summary =
      c.db().snapshot([&](db::Session& session) { return store::summary(session, filter); });
  if (wants_csv(*query, c.request())) {
    return csv_response(summary_csv(summary));
  }
  return service::ok(view_of(*period, summary));
}

}  // namespace mf::insights
