#include "services/workorders/orders_api.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/material_store.hpp"
#include "services/workorders/materials.hpp"
#include "services/workorders/order_query.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/transitions.hpp"
#include "services/workorders/views.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr int k_page = 20;
constexpr json::Text k_title{3, 200};
constexpr json::Text k_description{3, 4000};

/// POST /orders by those who work for any customer.
struct NewOrder {
  CustomerId customer;
  SiteId site;
  OrderTypeId type;
  Priority priority = Priority::medium;
  std::string title;
  std::string description;
  std::optional<Window> window;
  static void describe(auto& v, NewOrder& o) {
    v.field("customerId", o.customer);
    v.field("siteId", o.site);
    v.field("typeId", o.type);
    v.field("priority", o.priority);
    v.field("title", o.title, k_title);
    v.field("description", o.description, k_description);
    v.field("window", o.window);
  }
};

/// POST /orders by a client: the customer is theirs. This is the form that the documentation shows.
struct OwnNewOrder {
  std::optional<CustomerId> customer;
  SiteId site;
  OrderTypeId type;
  std::optional<Priority> priority;
  std::string title;
  std::string description;
  std::optional<Window> window;
  static void describe(auto& v, OwnNewOrder& o) {
    v.field("customerId", o.customer, json::NoRule{}, "only a client may leave it out");
    v.field("siteId", o.site);
    v.field("typeId", o.type);
    v.field("priority", o.priority, json::NoRule{},
            "only a client may leave it out (medium), and may not choose critical");
    v.field("title", o.title, k_title);
    v.field("description", o.description, k_description);
    v.field("window", o.window, json::NoRule{}, "when the customer would like the visit");
  }
};

struct EditBody {
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<Priority> priority;
  json::Nullable<Window> window;
  static void describe(auto& v, EditBody& o) {
    v.field("title", o.title, k_title);
    v.field("description", o.description, k_description);
    v.field("priority", o.priority);
    v.field("window", o.window, json::NoRule{}, "null takes it away");
  }
};

struct TransitionBody {
  Transition transition = Transition::create;
  std::optional<std::string> reason;
  static void describe(auto& v, TransitionBody& o) {
    v.field("transition", o.transition);
    v.field("reason", o.reason, json::Text{1, 500},
            "waiting_customer on a hold lets the SLA's clock stand still");
  }
};

struct CommentBody {
  std::string text;
  static void describe(auto& v, CommentBody& o) { v.field("text", o.text, json::Text{1, 2000}); }
};

struct UseBody {
  MaterialId material;
  double quantity = 0;
  static void describe(auto& v, UseBody& o) {
    v.field("materialId", o.material);
    v.field("quantity", o.quantity, json::Range{0, 1'000'000});
  }
};

struct CorrectBody {
  double quantity = 0;
  std::string justification;
  static void describe(auto& v, CorrectBody& o) {
    v.field("quantity", o.quantity, json::Range{0, 1'000'000});
    v.field("justification", o.justification, json::Text{10, 200});
  }
};

struct ListQuery {
  std::vector<OrderStatus> status;
  std::vector<Priority> priority;
  std::vector<OrderTypeId> type;
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
  std::optional<std::string> created_from;
  std::optional<std::string> created_to;
  std::optional<std::string> text;
  std::optional<OrderSort> sort;
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, ListQuery& o) {
    v.field("status", o.status, json::NoRule{}, "any of these");
    v.field("priority", o.priority, json::NoRule{}, "any of these");
    v.field("typeId", o.type, json::NoRule{}, "any of these, 8 at most");
    v.field("customerId", o.customer);
    v.field("technicianId", o.technician);
    v.field("zoneId", o.zone);
    v.field("createdFrom", o.created_from, json::NoRule{},
            "RFC 3339, or a day: from its beginning");
    v.field("createdTo", o.created_to, json::NoRule{}, "RFC 3339, or a day: to its end");
    v.field("q", o.text, json::Text{0, 200},
            "words of the code, title, description, customer and address");
    v.field("sort", o.sort);
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

struct PageQuery {
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, PageQuery& o) {
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

Cause cause_of(const Context& c, const http::Request& request) {
  return {contracts::actor_of(c.caller()), c.now(), request.traceparent};
}

Reach reach_of_route(const Context& c) {
  return reach_of(c.caller(), c.route().permission);
}

/// The order is theirs, and nothing else lets them read it.
bool reads_as_customer(const Context& c) {
  const auto scope = c.scope();
  return scope.own && !scope.all && !scope.zone && !scope.assigned;
}

std::unexpected<Error> bad_query(std::string name, std::string detail) {
  Error error{ErrorKind::bad_request, "bad_query", "Some query parameters are not valid."};
  error.fields.push_back({std::move(name), "time", std::move(detail)});
  return fail(std::move(error));
}

/// A moment, or a day as the company's clocks show it: its beginning, or its last microsecond.
Result<std::optional<Timestamp>> read_bound(const std::optional<std::string>& text,
                                            const std::string& name, bool end,
                                            const std::string& time_zone) {
  if (!text) {
    return std::optional<Timestamp>{};
  }
  if (const auto moment = parse_rfc3339(*text)) {
    return moment;
  }
  const auto day = parse_day(*text);
  if (!day) {
    return bad_query(name, "This is neither a time (RFC 3339) nor a day (2026-11-27).");
  }
  const auto start = from_local(*day + std::chrono::days{end ? 1 : 0}, minutes{0}, time_zone);
  return std::optional{end ? start - std::chrono::microseconds{1} : start};
}

Result<OrderFilter> filter_of(ListQuery& query, const std::string& time_zone) {
  if (query.type.size() > k_most_types) {
    return bad_query("typeId", "At most 8 order types can be given.");
  }
  auto from = read_bound(query.created_from, "createdFrom", false, time_zone);
  if (!from) {
    return fail(std::move(from.error()));
  }
  auto to = read_bound(query.created_to, "createdTo", true, time_zone);
  if (!to) {
    return fail(std::move(to.error()));
  }
  return OrderFilter{.statuses = std::move(query.status),
                     .priorities = std::move(query.priority),
                     .types = std::move(query.type),
                     .customer = query.customer,
                     .technician = query.technician,
                     .zone = query.zone,
                     .created_from = *from,
                     .created_to = *to,
                     .text = std::string(trim(query.text.value_or("")))};
}

/// A client's order: their own customer, and any urgency but the highest.
Result<NewOrder> read_own_order(Context& c) {
  auto body = c.body<OwnNewOrder>();
  if (!body) {
    return fail(std::move(body.error()));
  }
  const auto& own = c.caller().customer;
  if (!own || (body->customer && *body->customer != *own)) {
    return not_found("customer");
  }
  if (body->priority == Priority::critical) {
    return invalid("/priority", "choice", "A client may choose low, medium or high.");
  }
  return NewOrder{.customer = *own,
                  .site = body->site,
                  .type = body->type,
                  .priority = body->priority.value_or(Priority::medium),
                  .title = std::move(body->title),
                  .description = std::move(body->description),
                  .window = body->window};
}

/// A page of what belongs to one order: checks that the caller sees the order, then reads `limit +
/// 1` things after the cursor. `load(session, order, after, limit)`.
template <class IdType, class Load>
Result<http::Response> list_of_order(Context& c, Load load) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto query = c.query<PageQuery>();
  if (!id || !query) {
    return fail(!id ? id.error() : query.error());
  }
  std::optional<IdType> after;
  if (query->cursor) {
    const auto parts = service::read_cursor(*query->cursor, 1);
    after = parts ? IdType::parse(parts->front()) : std::nullopt;
    if (!after) {
      return fail(ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list.");
    }
  }
  const int limit = query->limit.value_or(k_page);
  auto found = c.db().read([&](db::Session& session) {
    return store::find_order(session, *id, reach_of_route(c))
               ? std::optional{load(session, *id, after, limit + 1)}
               : std::nullopt;
  });
  if (!found) {
    return not_found("order");
  }
  std::optional<std::string> next;
  if (found->size() > static_cast<std::size_t>(limit)) {
    found->resize(static_cast<std::size_t>(limit));
    next = service::make_cursor({found->back().id.to_string()});
  }
  std::vector<decltype(view_of(found->front()))> views;
  for (const auto& thing : *found) {
    views.push_back(view_of(thing));
  }
  return service::list(views, next);
}

}  // namespace

std::vector<service::Route> OrdersApi::routes() {
  using service::bind;
  using service::route;
  std::vector<service::Route> table;
  const auto add = [&](service::Route&& row) { table.push_back(std::move(row)); };

  add(route("POST", "/api/v1/orders", Permission::order_create, "Opens an order",
            bind(*this, &OrdersApi::create))
          .takes<OwnNewOrder>()
          .gives<OrderView>(201)
          .creates());
  add(route("GET", "/api/v1/orders", Permission::order_read, "Finds orders",
            bind(*this, &OrdersApi::list))
          .query<ListQuery>()
          .lists<OrderSummary>());
  add(route("GET", "/api/v1/orders/{id}", Permission::order_read, "One order",
            bind(*this, &OrdersApi::read))
          .gives<OrderView>());
  add(route("PATCH", "/api/v1/orders/{id}", Permission::order_update, "Edits what an order says",
            bind(*this, &OrdersApi::edit))
          .takes<EditBody>()
          .gives<OrderView>());
  add(route("POST", "/api/v1/orders/{id}/transitions", Permission::order_transition,
            "Moves an order through its life", bind(*this, &OrdersApi::transition))
          .takes<TransitionBody>()
          .gives<OrderView>()
          .settles());
  add(route("GET", "/api/v1/orders/{id}/history", Permission::order_read,
            "What happened to an order, oldest first", bind(*this, &OrdersApi::history))
          .query<PageQuery>()
          .lists<HistoryView>());
  add(route("GET", "/api/v1/orders/{id}/comments", Permission::order_read,
            "The comments, oldest first", bind(*this, &OrdersApi::list_comments))
          .query<PageQuery>()
          .lists<CommentView>());
  add(route("POST", "/api/v1/orders/{id}/comments", Permission::order_comment, "Writes a comment",
            bind(*this, &OrdersApi::comment))
          .takes<CommentBody>()
          .gives<CommentView>(201)
          .creates());
  add(route("GET", "/api/v1/orders/{id}/materials", Permission::order_read,
            "The materials used on an order", bind(*this, &OrdersApi::list_materials))
          .query<PageQuery>()
          .lists<MaterialLineView>());
  add(route("POST", "/api/v1/orders/{id}/materials", Permission::material_update,
            "Notes material used on an order and takes it out of stock",
            bind(*this, &OrdersApi::use_material))
          .takes<UseBody>()
          .gives<MaterialLineView>(201)
          .creates());
  add(route("PATCH", "/api/v1/orders/{id}/materials/{lineId}", Permission::material_update,
            "Corrects the quantity of a material line", bind(*this, &OrdersApi::correct_material))
          .takes<CorrectBody>()
          .gives<MaterialLineView>());
  return table;
}

OrdersApi::Answer OrdersApi::create(Context& c) {
  const auto body = c.scope().all ? c.body<NewOrder>() : read_own_order(c);
  if (!body) {
    return fail(body.error());
  }
  const NewOrderFacts facts{.customer = body->customer,
                            .site = body->site,
                            .type = body->type,
                            .priority = body->priority,
                            .title = body->title,
                            .description = body->description,
                            .window = body->window};
  return c.write([&](db::Unit& unit) { return open_order(unit, facts, cause_of(c, c.request())); },
                 [&](Order order) {
                   return tagged_created("/api/v1/orders",
                                         view_of(std::move(order), c.caller(), c.now()));
                 });
}

OrdersApi::Answer OrdersApi::list(Context& c) {
  auto query = c.query<ListQuery>();
  if (!query) {
    return fail(std::move(query.error()));
  }
  const auto filter = filter_of(*query, settings_.default_time_zone);
  if (!filter) {
    return fail(filter.error());
  }
  if (!filter->text.empty()) {
    search::bring_up_to_date(c.db());
  }
  const auto page = c.db().read([&](db::Session& session) {
    return list_orders(session, reach_of_route(c), *filter, query->sort.value_or(OrderSort::newest),
                       query->cursor, query->limit.value_or(k_page));
  });
  if (!page) {
    return fail(page.error());
  }
  std::vector<OrderSummary> items;
  for (const auto& order : page->items) {
    items.push_back(summary_of(order, c.now()));
  }
  return service::list(items, page->next);
}

OrdersApi::Answer OrdersApi::read(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  if (!id) {
    return fail(id.error());
  }
  const auto reach = reach_of_route(c);
  const auto find = [&](db::Session& session) { return store::find_order(session, *id, reach); };
  auto order = reach.all ? c.db().read_once(find) : c.db().read(find);
  if (!order) {
    return not_found("order");
  }
  return tagged(view_of(std::move(*order), c.caller(), c.now()));
}

OrdersApi::Answer OrdersApi::edit(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<EditBody>();
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  const OrderEdit wanted{body->title, body->description, body->priority, body->window};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto order =
        edit_order(unit, *id, reach_of_route(c), wanted, *version, cause_of(c, c.request()));
    return order ? Answer(tagged(view_of(*order, c.caller(), c.now()))) : fail(order.error());
  });
}

OrdersApi::Answer OrdersApi::transition(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<TransitionBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto order = transition_by(unit, *id, c.caller(), body->transition, body->reason,
                                     settings_.objection_period, cause_of(c, c.request()));
    return order ? Answer(tagged(view_of(*order, c.caller(), c.now()))) : fail(order.error());
  });
}

OrdersApi::Answer OrdersApi::history(Context& c) {
  const bool as_customer = reads_as_customer(c);
  return list_of_order<HistoryId>(c, [&](db::Session& session, OrderId order,
                                         const std::optional<HistoryId>& after, int limit) {
    auto entries = store::history_of(session, order, after, limit);
    if (as_customer) {
      std::transform(entries.begin(), entries.end(), entries.begin(), without_internal_reason);
    }
    return entries;
  });
}

OrdersApi::Answer OrdersApi::list_comments(Context& c) {
  return list_of_order<CommentId>(c, store::comments_of);
}

OrdersApi::Answer OrdersApi::comment(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<CommentBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  const bool leads =
      c.caller().has(auth::Role::supervisor) || c.caller().has(auth::Role::administrator);
  return c.write([&](db::Unit& unit) -> Answer {
    const auto written =
        comment_order(unit, *id, reach_of_route(c), body->text, leads, cause_of(c, c.request()));
    if (!written) {
      return fail(written.error());
    }
    return service::created(
        fmt::format("/api/v1/orders/{}/comments/{}", id->to_string(), written->id.to_string()),
        view_of(*written));
  });
}

OrdersApi::Answer OrdersApi::list_materials(Context& c) {
  return list_of_order<MaterialLineId>(c, store::lines_of);
}

OrdersApi::Answer OrdersApi::use_material(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<UseBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto line = workorders::use_material(unit, *id, reach_of_route(c), body->material,
                                               body->quantity, cause_of(c, c.request()));
    if (!line) {
      return fail(line.error());
    }
    return tagged_created(fmt::format("/api/v1/orders/{}/materials", id->to_string()),
                          view_of(*line));
  });
}

OrdersApi::Answer OrdersApi::correct_material(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto line_id = c.path_id<MaterialLineId>("lineId", "material line");
  const auto body = c.body<CorrectBody>();
  const auto version = c.if_match();
  if (!id || !line_id) {
    return fail(!id ? id.error() : line_id.error());
  }
  if (!body || !version) {
    return fail(!body ? body.error() : version.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto line =
        workorders::correct_material(unit, *id, reach_of_route(c), *line_id, body->quantity,
                                     body->justification, *version, cause_of(c, c.request()));
    return line ? Answer(tagged(view_of(*line))) : fail(line.error());
  });
}

}  // namespace mf::workorders
