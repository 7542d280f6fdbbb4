#include "services/workorders/material_store.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_take =
    "UPDATE materials SET stock = stock - $2, version = version + 1 WHERE id = $1 AND stock >= $2";

constexpr db::Sql k_insert =
    "INSERT INTO material_lines (id, version, order_id, material_id, code, name, unit, quantity, "
    "unit_cost, currency, "
    "actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
constexpr db::Sql k_update =
    "UPDATE material_lines SET quantity = $3, version = version + 1 WHERE id = $1 AND version = $2";
constexpr db::Sql k_line =
    "SELECT id, version, order_id, material_id, code, name, unit, quantity, unit_cost, currency, "
    "actor_id, "
    "actor_name, at FROM material_lines WHERE id = $1 AND order_id = $2";
constexpr db::Sql k_lines =
    "SELECT id, version, order_id, material_id, code, name, unit, quantity, unit_cost, currency, "
    "actor_id, "
    "actor_name, at FROM material_lines WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT $3";

MaterialLine read_line(const db::Row& row) {
  return {.id = row.id<MaterialLineId>(0),
          .version = row.integer(1),
          .order = row.id<OrderId>(2),
          .material = row.id<MaterialId>(3),
          .code = row.text(4),
          .name = row.text(5),
          .unit = row.text(6),
          .quantity = row.integer(7),
          .unit_cost = {row.integer(8), row.text(9)},
          .by = {row.opt_id<UserId>(10), row.text(11)},
          .at = row.time(12)};
}

}  // namespace

bool take_stock(db::Unit& unit, MaterialId material, Thousandths amount) {
  return unit.execute(k_take, {material, amount}) == 1;
}

void insert_line(db::Unit& unit, const MaterialLine& l) {
  unit.execute(k_insert, {l.id, l.version, l.order, l.material, l.code, l.name, l.unit, l.quantity,
                          l.unit_cost.cents, l.unit_cost.currency, l.by.id, l.by.name, l.at});
}

bool update_line(db::Unit& unit, MaterialLine& l) {
  const auto changed = unit.execute(k_update, {l.id, l.version, l.quantity});
  l.version += changed;
  return changed == 1;
}

std::optional<MaterialLine> find_line(db::Session& session, OrderId order, MaterialLineId id) {
  return session.one(k_line, {id, order}, read_line);
}

std::vector<MaterialLine> lines_of(db::Session& session, OrderId order,
                                   const std::optional<MaterialLineId>& after, int limit) {
  return session.all(k_lines, {order, after.value_or(MaterialLineId{}), limit}, read_line);
}

}  // namespace mf::workorders::store
