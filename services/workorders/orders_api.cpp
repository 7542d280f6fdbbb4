#include "services/workorders/orders_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/order_list.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/transitions.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

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
          .query<OrderListQuery>()
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
          .creates()
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
  return c.write([&](db::Unit& unit) { return open_order(unit, facts, cause_of(c)); },
                 [&](Order order) {
                   return tagged_created("/api/v1/orders",
                                         view_of(std::move(order), c.caller(), c.now()));
                 });
}

OrdersApi::Answer OrdersApi::list(Context& c) {
  const auto query = c.query<OrderListQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto page = page_of_orders(c.db(), reach_of_route(c), *query, settings_.default_time_zone);
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
  auto order = c.db().read(
      [&](db::Session& session) { return store::find_order(session, *id, reach_of_route(c)); });
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
    const auto order = edit_order(unit, *id, reach_of_route(c), wanted, *version, cause_of(c));
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
                                     settings_.objection_period, cause_of(c));
    return order ? Answer(tagged(view_of(*order, c.caller(), c.now()))) : fail(order.error());
  });
}

OrdersApi::Answer OrdersApi::history(Context& c) {
  const bool as_customer = reads_as_customer(c.scope());
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
        comment_order(unit, *id, reach_of_route(c), body->text, leads, cause_of(c));
    if (!written) {
      return fail(written.error());
    }
    return service::created(
        fmt::format("/api/v1/orders/{}/comments/{}", id->to_string(), written->id.to_string()),
        view_of(*written));
  });
}

}  // namespace mf::workorders
