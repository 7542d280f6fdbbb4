// The full-text index over the orders: the only place that knows which engine it is. New orders are
// taken in by the batch, because a commit of their own would cost more than storing the order:
// whoever searches brings the index up to date first, and a job does so meanwhile. Any thread.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/domain.hpp"

namespace mf::workorders::search {

/// Takes in the orders that the index does not have yet. Returns how many.
int bring_up_to_date(db::Database& database);
/// Puts an index that has grown in pieces together: a search looks into each of them. In short
/// units of work, but it writes the index anew: for quiet hours. PostgreSQL's has no pieces.
void tidy(db::Database& database);
/// The order's words have changed, in the same unit of work.
void replace(db::Unit& unit, const Order& before, const Order& after);

/// Whose orders are looked through.
struct Among {
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
};

/// The index's expression for orders with all these words, the last one perhaps only begun. Empty
/// where `text` has no words, or the last one is too short to be a beginning.
std::string expression(db::Engine engine, std::string_view text, bool last_begun,
                       const Among& among = {});

/// Pieces of a list's statement, around the parameter that is the expression.
struct Pieces {
  // Led by the index, in the order of created_key …
  std::string_view from;
  std::string_view where;
  std::string_view where_end;
  std::string_view key;
  // … or as one condition among others.
  std::string_view condition;
  std::string_view condition_end;
};
const Pieces& pieces(db::Engine engine);

}  // namespace mf::workorders::search
