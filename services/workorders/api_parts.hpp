// What the handlers of several topics share: who acts, how far they reach, and pages of things that
// are sorted by their ids. One request, one thread.
#pragma once

#include "platform/service/context.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/views.hpp"

namespace mf::workorders {

inline constexpr int k_page = 20;

struct PageQuery {
  std::optional<std::string> cursor;
  std::optional<int> limit;
  static void describe(auto& v, PageQuery& o) {
    v.field("cursor", o.cursor);
    v.field("limit", o.limit, json::Range{1, 100});
  }
};

inline Cause cause_of(service::Context& c) {
  return {contracts::actor_of(c.caller()), c.now(), c.request().traceparent};
}

inline Reach reach_of_route(const service::Context& c) {
  return reach_of(c.caller(), c.route().permission);
}

inline std::unexpected<Error> bad_cursor() {
  return fail(ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list.");
}

/// A page of things by their ids. `load(session, after, limit)` gives them, or nothing where the
/// caller does not see what they belong to: then 404 for `what`.
template <class IdType, class Load>
Result<http::Response> page_by_id(service::Context& c, const std::string& what, Load load) {
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  std::optional<IdType> after;
  if (query->cursor) {
    const auto parts = service::read_cursor(*query->cursor, 1);
    after = parts ? IdType::parse(parts->front()) : std::nullopt;
    if (!after) {
      return bad_cursor();
    }
  }
  const int limit = query->limit.value_or(k_page);
  auto found =
      c.db().snapshot([&](db::Session& session) { return load(session, after, limit + 1); });
  if (!found) {
    return not_found(what);
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

/// A page of what belongs to the order of the path. `load(session, order, after, limit)`.
template <class IdType, class Load>
Result<http::Response> list_of_order(service::Context& c, Load load) {
  const auto id = c.path_id<OrderId>("id", "order");
  if (!id) {
    return fail(id.error());
  }
  return page_by_id<IdType>(
      c, "order", [&](db::Session& session, const std::optional<IdType>& after, int limit) {
        return store::find_order(session, *id, reach_of_route(c))
                   ? std::optional{load(session, *id, after, limit)}
                   : std::nullopt;
      });
}

}  // namespace mf::workorders
