#include "services/workorders/material_store.hpp"

namespace mf::workorders::store {
namespace {

constexpr db::Sql k_insert =
    "INSERT INTO material_lines (id, version, order_id, material_id, code, name, unit, quantity, "
    "unit_cost, currency, "
    "actor_id, actor_name, at, van_of) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13, $14)";
constexpr db::Sql k_update =
    "UPDATE material_lines SET quantity = $3, material_id = $4, code = $5, name = $6, unit = $7, "
    "unit_cost = $8, currency = $9, van_of = $10, version = version + 1 WHERE id = $1 AND version "
    "= $2";
constexpr db::Sql k_line =
    "SELECT id, version, order_id, material_id, code, name, unit, quantity, unit_cost, currency, "
    "actor_id, "
    "actor_name, at, van_of FROM material_lines WHERE id = $1 AND order_id = $2";
constexpr db::Sql k_lines =
    "SELECT id, version, order_id, material_id, code, name, unit, quantity, unit_cost, currency, "
    "actor_id, "
    "actor_name, at, van_of FROM material_lines WHERE order_id = $1 AND id > $2 ORDER BY id LIMIT "
    "$3";

constexpr db::Sql k_add_change =
    "INSERT INTO material_line_changes (id, line_id, field, old_value, new_value, justification, "
    "actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr db::Sql k_changes =
    "SELECT id, line_id, field, old_value, new_value, justification, actor_id, actor_name, at FROM "
    "material_line_changes WHERE line_id = $1 AND id > $2 ORDER BY id LIMIT $3";

constexpr std::string_view k_line_columns =
    "id, version, order_id, material_id, code, name, unit, quantity, unit_cost, currency, "
    "actor_id, actor_name, at, van_of";
const SliceSql k_lines_of = slices_of(k_line_columns, "material_lines", "order_id");
const std::string k_any_line =
    fmt::format("SELECT {} FROM material_lines WHERE id = $1", k_line_columns);
const SliceSql k_changes_of =
    slices_of("id, line_id, field, old_value, new_value, justification, actor_id, actor_name, at",
              "material_line_changes", "line_id");

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
          .at = row.time(12),
          .van_of = row.opt_id<UserId>(13)};
}

LineChange read_change(const db::Row& row) {
  return {.id = row.id<LineChangeId>(0),
          .line = row.id<MaterialLineId>(1),
          .field = row.text(2),
          .old_value = row.text(3),
          .new_value = row.text(4),
          .justification = row.opt_text(5),
          .by = {row.opt_id<UserId>(6), row.text(7)},
          .at = row.time(8)};
}

}  // namespace

void insert_line(db::Unit& unit, const MaterialLine& l) {
  unit.execute(k_insert,
               {l.id, l.version, l.order, l.material, l.code, l.name, l.unit, l.quantity,
                l.unit_cost.cents, l.unit_cost.currency, l.by.id, l.by.name, l.at, l.van_of});
}

bool update_line(db::Unit& unit, MaterialLine& l) {
  const auto changed =
      unit.execute(k_update, {l.id, l.version, l.quantity, l.material, l.code, l.name, l.unit,
                              l.unit_cost.cents, l.unit_cost.currency, l.van_of});
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

void add_change(db::Unit& unit, const LineChange& c) {
  unit.execute(k_add_change, {c.id, c.line, c.field, c.old_value, c.new_value, c.justification,
                              c.by.id, c.by.name, c.at});
}

std::vector<LineChange> changes_of(db::Session& session, MaterialLineId line,
                                   const std::optional<LineChangeId>& after, int limit) {
  return session.all(k_changes, {line, after.value_or(LineChangeId{}), limit}, read_change);
}

std::vector<MaterialLine> lines_of_orders(db::Session& session, const std::vector<OrderId>& orders,
                                          const Slice& slice) {
  return read_slices(session, k_lines_of, orders, slice, read_line);
}

std::vector<LineChange> changes_of_lines(db::Session& session,
                                         const std::vector<MaterialLineId>& lines,
                                         const Slice& slice) {
  return read_slices(session, k_changes_of, lines, slice, read_change);
}

std::optional<MaterialLine> find_line(db::Session& session, MaterialLineId id) {
  return session.one(k_any_line, {id}, read_line);
}

}  // namespace mf::workorders::store
