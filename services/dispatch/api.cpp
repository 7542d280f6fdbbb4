#include "services/dispatch/api.hpp"

#include "platform/core/text.hpp"
#include "services/dispatch/profile_input.hpp"

#include <charconv>

namespace mf::dispatch {
namespace {

using auth::Permission;
using service::bind;
using service::Context;
using service::route;

constexpr int k_default_limit = 20;

constexpr std::chrono::milliseconds k_look_again{20};
constexpr int k_looks = 25;

Cause cause_of(const Context& c, const std::string& traceparent) {
  return {contracts::actor_of(c.caller()), c.now(), traceparent};
}

Viewer viewer_of(const Context& c) {
  return {c.scope().all, c.caller().user};
}

http::Response with_tag(http::Response response, std::int64_t version) {
  response.with("etag", http::etag_of(version));
  return response;
}

// Cursors: the values of the last row's sort key. What is none of ours is 400.

std::unexpected<Error> bad_cursor() {
  return fail(ErrorKind::bad_request, "bad_cursor", "This cursor is not one of this list.");
}

std::optional<std::int64_t> read_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional{number} : std::nullopt;
}

/// A time and an id: visits, decisions.
template <class After, class IdType>
Result<After> after_time(const std::optional<std::string>& cursor) {
  if (!cursor) {
    return After{};
  }
  const auto parts = service::read_cursor(*cursor, 2);
  const auto time = parts ? read_number((*parts)[0]) : std::nullopt;
  const auto id = parts ? IdType::parse((*parts)[1]) : std::nullopt;
  if (!time || !id) {
    return bad_cursor();
  }
  return After{from_micros(*time), *id};
}

Result<AfterName> after_name(const std::optional<std::string>& cursor) {
  if (!cursor) {
    return AfterName{};
  }
  const auto parts = service::read_cursor(*cursor, 2);
  const auto id = parts ? UserId::parse((*parts)[1]) : std::nullopt;
  if (!id) {
    return bad_cursor();
  }
  return AfterName{(*parts)[0], *id};
}

Result<AfterWaiting> after_waiting(const std::optional<std::string>& cursor) {
  if (!cursor) {
    return AfterWaiting{};
  }
  const auto parts = service::read_cursor(*cursor, 3);
  const auto urgency = parts ? read_number((*parts)[0]) : std::nullopt;
  const auto since = parts ? read_number((*parts)[1]) : std::nullopt;
  const auto id = parts ? OrderId::parse((*parts)[2]) : std::nullopt;
  if (!urgency || !since || !id) {
    return bad_cursor();
  }
  return AfterWaiting{static_cast<int>(*urgency), from_micros(*since), *id};
}

std::string time_cursor(Timestamp time, const Uuid& id) {
  return service::make_cursor({std::to_string(to_micros(time)), id.to_string()});
}

/// The page's views and its cursor. `rows` holds one more than `limit` where another page follows.
template <class T, class Cursor>
http::Response page_of(std::vector<T> rows, int limit, Cursor cursor_of) {
  std::optional<std::string> next;
  if (rows.size() > static_cast<std::size_t>(limit)) {
    rows.resize(static_cast<std::size_t>(limit));
    next = cursor_of(rows.back());
  }
  std::vector<decltype(view_of(rows.front()))> views;
  views.reserve(rows.size());
  for (const auto& row : rows) {
    views.push_back(view_of(row));
  }
  return service::list(views, next);
}

/// What the body says, or every field that contradicts itself.
Result<Choice> choice_of(const NewAssignmentBody& body) {
  Choice choice{body.mode.value_or(AssignmentMode::manual), body.technician, body.reason,
                body.window};
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  const bool automatic = choice.mode == AssignmentMode::automatic;
  if (automatic && body.technician) {
    error.fields.push_back(
        {"/technicianId", "not_with_automatic", "Leave it out where the mode is automatic."});
  }
  if (!automatic && !body.technician) {
    error.fields.push_back(
        {"/technicianId", "required", "Name the technician, or give the mode automatic."});
  }
  if (body.window && body.window->to <= body.window->from) {
    error.fields.push_back({"/window/to", "order", "The window ends after it begins."});
  }
  return error.fields.empty() ? Result<Choice>(std::move(choice)) : fail(std::move(error));
}

}  // namespace

std::vector<service::Route> Api::routes() {
  return {
      route("GET", "/api/v1/technicians", Permission::technician_read, "Lists technicians by name",
            bind(*this, &Api::list_technicians))
          .query<TechniciansQuery>()
          .lists<TechnicianView>(),
      route("POST", "/api/v1/technicians", Permission::technician_write,
            "Gives a person a technician's profile", bind(*this, &Api::add_technician))
          .takes<NewTechnicianBody>()
          .gives<TechnicianView>(201)
          .creates(),
      route("GET", "/api/v1/technicians/{id}", Permission::technician_read, "Reads a technician",
            bind(*this, &Api::read_technician))
          .gives<TechnicianView>(),
      route("PATCH", "/api/v1/technicians/{id}", Permission::technician_write,
            "Changes a technician's profile", bind(*this, &Api::change_technician))
          .takes<TechnicianChangeBody>()
          .gives<TechnicianView>(),
      route("GET", "/api/v1/orders/{id}/candidates", Permission::order_assign,
            "Ranks the technicians for an order", bind(*this, &Api::list_candidates))
          .lists<CandidateView>(),
      route("POST", "/api/v1/orders/{id}/assignments", Permission::order_assign,
            "Gives an order to a technician", bind(*this, &Api::assign))
          .takes<NewAssignmentBody>()
          .gives<AssignmentView>(201)
          .creates()
          .settles(),
      route("GET", "/api/v1/orders/{id}/assignments", Permission::order_assign,
            "Lists every decision about an order", bind(*this, &Api::list_assignments))
          .query<PageQuery>()
          .lists<AssignmentView>(),
      route("GET", "/api/v1/visits", Permission::visit_read,
            "Lists visits by their start; a technician sees their own",
            bind(*this, &Api::list_visits))
          .query<VisitsQuery>()
          .lists<VisitView>(),
      route("GET", "/api/v1/queue", Permission::operations_read,
            "Lists the orders that wait for somebody, most urgent first",
            bind(*this, &Api::list_waiting))
          .query<QueueQuery>()
          .lists<WaitingView>(),
  };
}

// Technicians

Api::Answer Api::list_technicians(Context& c) {
  const auto query = c.query<TechniciansQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = after_name(query->cursor);
  if (!after) {
    return fail(after.error());
  }
  const TechnicianFilter filter{fold(query->q.value_or("")), query->zone, query->specialty,
                                query->active};
  const int limit = query->limit.value_or(k_default_limit);
  auto rows = c.db().snapshot([&](db::Session& session) {
    return dispatch::list_technicians(session, filter, viewer_of(c), *after, limit + 1);
  });
  return page_of(std::move(rows), limit, [](const Technician& last) {
    return service::make_cursor({fold(last.name), last.id.to_string()});
  });
}

Api::Answer Api::add_technician(Context& c) {
  auto body = c.body<NewTechnicianBody>();
  if (!body) {
    return fail(std::move(body.error()));
  }
  const auto known =
      c.db().read([&](db::Session& session) { return find_person(session, body->user); });
  const auto person = check_person(known, body->user, peers_);
  if (!person) {
    return fail(person.error());
  }
  const TechnicianChangeBody fields{std::move(body->zones),
                                    std::move(body->skills),
                                    std::move(body->shifts),
                                    std::move(body->time_zone),
                                    {}};
  const auto profile = check_profile(fields, std::string(k_default_time_zone), c.now(), peers_);
  if (!profile) {
    return fail(profile.error());
  }
  const auto cause = cause_of(c, c.request().traceparent);
  return c.write([&](db::Unit& unit) -> Answer {
    const auto added = dispatch::add_technician(unit, *person, *profile, cause);
    if (!added) {
      return fail(added.error());
    }
    return with_tag(
        service::created("/api/v1/technicians/" + added->id.to_string(), view_of(*added)),
        added->version);
  });
}

Api::Answer Api::read_technician(Context& c) {
  const auto id = c.path_id<UserId>("id", "technician");
  if (!id) {
    return fail(id.error());
  }
  const auto found = c.db().snapshot(
      [&](db::Session& session) { return find_technician(session, *id, viewer_of(c)); });
  if (!found) {
    return not_found("technician");
  }
  return with_tag(service::ok(view_of(*found)), found->version);
}

Api::Answer Api::change_technician(Context& c) {
  const auto id = c.path_id<UserId>("id", "technician");
  const auto body = c.body<TechnicianChangeBody>();
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  const auto found = c.db().snapshot(
      [&](db::Session& session) { return find_technician(session, *id, viewer_of(c)); });
  if (!found) {
    return not_found("technician");
  }
  const auto profile = check_profile(*body, found->time_zone, c.now(), peers_);
  if (!profile) {
    return fail(profile.error());
  }
  const auto cause = cause_of(c, c.request().traceparent);
  return c.write([&](db::Unit& unit) -> Answer {
    const auto changed = dispatch::change_technician(unit, *id, *profile, *version, cause);
    if (!changed) {
      return fail(changed.error());
    }
    return with_tag(service::ok(view_of(*changed)), changed->version);
  });
}

// Assignments

Result<OrderFacts> Api::order_of(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  if (!id) {
    return fail(id.error());
  }
  const auto territory = territory_of(c.scope(), c.caller().zones);
  const auto look = [&] {
    return c.db().read([&](db::Session& session) { return find_order(session, *id, territory); });
  };
  const bool known =
      c.db().read([&](db::Session& session) { return find_order(session, *id).has_value(); });
  auto order = known ? look() : std::nullopt;
  if (!known && peers_.get("/api/v1/orders/" + id->to_string())) {
    // The order was opened a moment ago and its event is on the way.
    for (int i = 0; i < k_looks && !order; ++i) {
      std::this_thread::sleep_for(k_look_again);
      order = look();
    }
  }
  return order ? Result<OrderFacts>(std::move(*order)) : not_found("order");
}

Api::Answer Api::list_candidates(Context& c) {
  const auto order = order_of(c);
  if (!order) {
    return fail(order.error());
  }
  const auto ranking = c.db().snapshot(
      [&](db::Session& session) { return rank_candidates(session, *order, c.now()); });
  return service::list(view_of(ranking));
}

Api::Answer Api::assign(Context& c) {
  const auto body = c.body<NewAssignmentBody>();
  if (!body) {
    return fail(body.error());
  }
  const auto choice = choice_of(*body);
  const auto known = order_of(c);
  if (!known || !choice) {
    return fail(!known ? known.error() : choice.error());
  }
  const auto cause = cause_of(c, c.request().traceparent);
  const auto territory = territory_of(c.scope(), c.caller().zones);
  return c.write([&](db::Unit& unit) -> Answer {
    const auto order = find_order(unit, known->id, territory);
    if (!order) {
      return not_found("order");
    }
    const auto made = dispatch::assign(unit, *order, *choice, cause);
    if (!made) {
      return fail(made.error());
    }
    return service::created("/api/v1/orders/" + order->id.to_string() + "/assignments",
                            view_of(*made));
  });
}

Api::Answer Api::list_assignments(Context& c) {
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = after_time<AfterDecision, AssignmentId>(query->cursor);
  const auto order = order_of(c);
  if (!after || !order) {
    return fail(!after ? after.error() : order.error());
  }
  const int limit = query->limit.value_or(k_default_limit);
  auto rows = c.db().read([&](db::Session& session) {
    return dispatch::list_assignments(session, order->id, *after, limit + 1);
  });
  return page_of(std::move(rows), limit, [](const StoredAssignment& last) {
    return time_cursor(last.assignment.at, last.assignment.id.value);
  });
}

// Visits and the queue

Api::Answer Api::list_visits(Context& c) {
  const auto query = c.query<VisitsQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = after_time<AfterStart, VisitId>(query->cursor);
  if (!after) {
    return fail(after.error());
  }
  const auto scope = c.scope();
  VisitFilter filter{query->technician, query->order, query->status,
                     query->from,       query->to,    territory_of(scope, c.caller().zones)};
  if (!scope.all && !scope.zone) {
    if (filter.technician && *filter.technician != c.caller().user) {
      return service::list(std::vector<VisitView>{});
    }
    filter.technician = c.caller().user;
    filter.territory.all = true;  // their own visits, wherever
  }
  const int limit = query->limit.value_or(k_default_limit);
  auto rows = c.db().read([&](db::Session& session) {
    return dispatch::list_visits(session, filter, *after, limit + 1);
  });
  return page_of(std::move(rows), limit,
                 [](const Visit& last) { return time_cursor(starts_at(last), last.id.value); });
}

Api::Answer Api::list_waiting(Context& c) {
  const auto query = c.query<QueueQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = after_waiting(query->cursor);
  if (!after) {
    return fail(after.error());
  }
  const auto territory = territory_of(c.scope(), c.caller().zones);
  const int limit = query->limit.value_or(k_default_limit);
  auto rows = c.db().read([&](db::Session& session) {
    return dispatch::list_waiting(session, query->reason, territory, *after, limit + 1);
  });
  return page_of(std::move(rows), limit, [](const QueueEntry& last) {
    return service::make_cursor({std::to_string(last.urgency),
                                 std::to_string(to_micros(last.waiting.since)),
                                 last.waiting.order.to_string()});
  });
}

}  // namespace mf::dispatch
