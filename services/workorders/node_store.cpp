#include "services/workorders/node_store.hpp"

namespace mf::workorders::store {
namespace {

// In the order of NodeKind.
constexpr db::Sql k_kind =
    "SELECT 0 FROM orders WHERE id = $1 UNION ALL SELECT 1 FROM customers WHERE id = $1 "
    "UNION ALL SELECT 2 FROM sites WHERE id = $1 UNION ALL SELECT 3 FROM assets WHERE id = $1 "
    "UNION ALL SELECT 4 FROM order_types WHERE id = $1 UNION ALL SELECT 5 FROM zones WHERE id = $1 "
    "UNION ALL SELECT 6 FROM specialties WHERE id = $1 "
    "UNION ALL SELECT 7 FROM materials WHERE id = $1";

}  // namespace

NodeKind kind_of(db::Session& session, const Uuid& id) {
  return session
      .one(k_kind, {id}, [](const db::Row& row) { return static_cast<NodeKind>(row.integer(0)); })
      .value_or(NodeKind::elsewhere);
}

}  // namespace mf::workorders::store
