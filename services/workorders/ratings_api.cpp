#include "services/workorders/ratings_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/rating_store.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;
using Answer = Result<http::Response>;

struct RatingBody {
  int stars = 0;
  std::optional<std::string> comment;
  static void describe(auto& v, RatingBody& o) {
    v.field("stars", o.stars, json::Range{1, 5});
    v.field("comment", o.comment, json::Text{1, 1000});
  }
};

struct RatingView {
  int stars = 0;
  std::optional<std::string> comment;
  contracts::Actor by;
  Timestamp at;
  static void describe(auto& v, RatingView& o) {
    v.field("stars", o.stars);
    v.field("comment", o.comment);
    v.field("by", o.by);
    v.field("at", o.at);
  }
};

/// Empty where nobody has said anything yet.
struct RatingsView {
  std::optional<RatingView> rating;
  static void describe(auto& v, RatingsView& o) { v.field("rating", o.rating); }
};

RatingView view_of(const Rating& rating) {
  return {.stars = rating.stars, .comment = rating.comment, .by = rating.by, .at = rating.at};
}

Answer rate(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<RatingBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  if (!reads_as_customer(c.scope())) {
    const bool seen = c.db().read([&](db::Session& session) {
      return store::find_order(session, *id, reach_of_route(c)).has_value();
    });
    if (!seen) {
      return not_found("order");
    }
    return fail(ErrorKind::forbidden, "forbidden", "The customer alone rates the work.");
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto rating =
        rate_order(unit, *id, reach_of_route(c), body->stars, body->comment, cause_of(c));
    return rating ? Answer(service::ok(view_of(*rating))) : fail(rating.error());
  });
}

Answer read_rating(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  if (!id) {
    return fail(id.error());
  }
  const Reach reach = reach_of_route(c);
  bool seen = false;
  const auto rating = c.db().snapshot([&](db::Session& session) {
    seen = store::find_order(session, *id, reach).has_value();
    return seen ? store::find_rating(session, *id) : std::nullopt;
  });
  if (!seen) {
    return not_found("order");
  }
  return service::ok(RatingsView{rating ? std::optional(view_of(*rating)) : std::nullopt});
}

}  // namespace

std::vector<service::Route> rating_routes() {
  using service::route;
  return {
      route("POST", "/api/v1/orders/{id}/rating", Permission::order_comment,
            "Says how good the work is; a new word takes the place of the old one", rate)
          .takes<RatingBody>()
          .gives<RatingView>(),
      route("GET", "/api/v1/orders/{id}/rating", Permission::order_read,
            "What the customer says of the work", read_rating)
          .gives<RatingsView>(),
  };
}

}  // namespace mf::workorders
