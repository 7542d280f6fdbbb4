// All SQL about ratings. Takes and gives domain values; called inside a unit of work or a read of
// the service's database.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/ratings.hpp"

namespace mf::workorders::store {

/// Takes the place of an earlier one.
void save_rating(db::Unit& unit, const Rating& rating);
std::optional<Rating> find_rating(db::Session& session, OrderId order);

}  // namespace mf::workorders::store
