#include "services/workorders/stock_store.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_take =
    "UPDATE materials SET stock = stock - $2, version = version + 1 WHERE id = $1 AND stock >= $2 "
    "RETURNING stock, minimum_stock";
constexpr db::Sql k_take_from_van =
    "UPDATE van_stock SET quantity = quantity - $3 WHERE technician_id = $1 AND material_id = $2 "
    "AND quantity >= $3";
constexpr db::Sql k_put_into_van =
    "INSERT INTO van_stock (technician_id, technician_name, material_id, quantity) VALUES ($1, $2, "
    "$3, $4) ON CONFLICT (technician_id, material_id) DO UPDATE SET quantity = van_stock.quantity "
    "+ excluded.quantity, technician_name = excluded.technician_name";
constexpr db::Sql k_in_van =
    "SELECT quantity FROM van_stock WHERE technician_id = $1 AND material_id = $2";
constexpr db::Sql k_vans =
    "SELECT v.technician_id, v.technician_name, v.material_id, m.code, m.name, m.unit, v.quantity "
    "FROM van_stock v JOIN materials m ON m.id = v.material_id "
    "WHERE (v.technician_id = $1 OR $1 IS NULL) AND (v.material_id = $2 OR $2 IS NULL) "
    "AND (v.technician_id, v.material_id) > ($3, $4) AND v.quantity > 0 "
    "ORDER BY v.technician_id, v.material_id LIMIT $5";

constexpr db::Sql k_add_movement =
    "INSERT INTO stock_movements (id, material_id, kind, quantity, technician_id, order_id, note, "
    "actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr db::Sql k_movements =
    "SELECT id, material_id, kind, quantity, technician_id, order_id, note, actor_id, actor_name, "
    "at FROM stock_movements WHERE material_id = $1 AND (technician_id = $2 OR $2 IS NULL) AND id "
    "> $3 ORDER BY id LIMIT $4";

VanStock read_van(const db::Row& row) {
  return {.technician = row.id<UserId>(0),
          .technician_name = row.text(1),
          .material = row.id<MaterialId>(2),
          .code = row.text(3),
          .name = row.text(4),
          .unit = row.text(5),
          .quantity = row.integer(6)};
}

StockMovement read_movement(const db::Row& row) {
  return {.id = row.id<StockMovementId>(0),
          .material = row.id<MaterialId>(1),
          .kind = row.name<MovementKind>(2),
          .quantity = row.integer(3),
          .van_of = row.opt_id<UserId>(4),
          .order = row.opt_id<OrderId>(5),
          .note = row.opt_text(6),
          .by = {row.opt_id<UserId>(7), row.text(8)},
          .at = row.time(9)};
}

}  // namespace

std::optional<Left> take_from_warehouse(db::Unit& unit, MaterialId material, Thousandths amount) {
  return unit.one(k_take, {material, amount},
                  [](const db::Row& row) { return Left{row.integer(0), row.integer(1)}; });
}

bool take_from_van(db::Unit& unit, UserId technician, MaterialId material, Thousandths amount) {
  return unit.execute(k_take_from_van, {technician, material, amount}) == 1;
}

void put_into_van(db::Unit& unit, UserId technician, const std::string& name, MaterialId material,
                  Thousandths amount) {
  unit.execute(k_put_into_van, {technician, name, material, amount});
}

Thousandths stock_of_van(db::Session& session, UserId technician, MaterialId material) {
  return session
      .one(k_in_van, {technician, material}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<VanStock> van_stock(db::Session& session, const VanFilter& filter,
                                const VanPlace& after, int limit) {
  return session.all(k_vans,
                     {filter.technician, filter.material, after.technician, after.material, limit},
                     read_van);
}

void add_movement(db::Unit& unit, const StockMovement& m) {
  unit.execute(k_add_movement, {m.id, m.material, m.kind, m.quantity, m.van_of, m.order, m.note,
                                m.by.id, m.by.name, m.at});
}

std::vector<StockMovement> movements_of(db::Session& session, MaterialId material,
                                        const std::optional<UserId>& only_van,
                                        const std::optional<StockMovementId>& after, int limit) {
  return session.all(k_movements, {material, only_van, after.value_or(StockMovementId{}), limit},
                     read_movement);
}

}  // namespace mf::workorders::store
