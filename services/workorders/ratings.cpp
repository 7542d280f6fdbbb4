#include "services/workorders/ratings.hpp"

#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/rating_store.hpp"

namespace mf::workorders {

Result<Rating> rate_order(db::Unit& unit, OrderId id, const Reach& reach, int stars,
                          const std::optional<std::string>& comment, const Cause& cause) {
  const auto order = store::find_order(unit, id, reach);
  if (!order) {
    return not_found("order");
  }
  if (order->status != OrderStatus::completed && order->status != OrderStatus::closed) {
    return fail(ErrorKind::conflict, "not_completed", "Only completed work can be rated.");
  }
  Rating rating{.order = id, .stars = stars, .comment = comment, .by = cause.by, .at = cause.now};
  store::save_rating(unit, rating);
  const Uuid told = publish(
      unit, "order.rated",
      {.order = facts_of(*order), .by = cause.by, .comment = comment, .stars = stars}, cause);
  store::add_history(unit, {.order = id,
                            .at = cause.now,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = "rated",
                            .reason = comment,
                            .detail = std::to_string(stars),
                            .event = told});
  return rating;
}

}  // namespace mf::workorders
