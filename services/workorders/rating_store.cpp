#include "services/workorders/rating_store.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_save =
    "INSERT INTO order_ratings (order_id, stars, comment, author_id, author_name, at) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO UPDATE SET stars = excluded.stars, "
    "comment = excluded.comment, author_id = excluded.author_id, "
    "author_name = excluded.author_name, at = excluded.at";
constexpr db::Sql k_find =
    "SELECT stars, comment, author_id, author_name, at FROM order_ratings WHERE order_id = $1";

}  // namespace

void save_rating(db::Unit& unit, const Rating& rating) {
  unit.execute(k_save, {rating.order, rating.stars, rating.comment, rating.by.id, rating.by.name,
                        rating.at});
}

std::optional<Rating> find_rating(db::Session& session, OrderId order) {
  return session.one(k_find, {order}, [&](const db::Row& row) {
    return Rating{.order = order,
                  .stars = static_cast<int>(row.integer(0)),
                  .comment = row.opt_text(1),
                  .by = {row.opt_id<UserId>(2), row.text(3)},
                  .at = row.time(4)};
  });
}

}  // namespace mf::workorders::store
