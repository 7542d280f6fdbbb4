#include "services/workorders/materials.hpp"

#include "platform/events/outbox.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/material_store.hpp"
#include "services/workorders/order_store.hpp"

#include <limits>

namespace mf::workorders {
namespace {

Result<Order> find_open(db::Unit& unit, OrderId id, const Reach& reach) {
  auto order = store::find_order(unit, id, reach);
  if (!order) {
    return not_found("order");
  }
  if (is_final(order->status)) {
    return fail(ErrorKind::conflict, "order_final", "Nothing more is noted on a final order.");
  }
  return std::move(*order);
}

Result<Thousandths> read_quantity(double quantity, bool may_be_zero) {
  const auto amount = to_thousandths(quantity);
  if (!amount || *amount < 0 || (*amount == 0 && !may_be_zero)) {
    return invalid("/quantity", "quantity",
                   "A quantity is more than nothing and has at most three decimals.");
  }
  return *amount;
}

Uuid publish(db::Unit& unit, std::string type, Uuid subject,
             const contracts::MaterialChange& change, const Cause& cause) {
  const events::Event event{.source = "workorders",
                            .type = std::move(type),
                            .subject = subject,
                            .time = cause.now,
                            .traceparent = cause.traceparent,
                            .data = json::encode(change)};
  events::append(unit, event);
  return event.id;
}

/// Moves the stock and tells the others; gives the event's id, or 409.
Result<Uuid> move_stock(db::Unit& unit, const Order& order, const Material& material,
                        Thousandths amount, const Cause& cause) {
  if (!store::take_stock(unit, material.id, amount)) {
    return fail(ErrorKind::conflict, "insufficient_stock",
                fmt::format("There are only {} {} of {} in stock.", to_quantity(material.stock),
                            material.unit, material.code));
  }
  contracts::MaterialChange change{.material = material.id,
                                   .code = material.code,
                                   .name = material.name,
                                   .quantity = to_quantity(amount),
                                   .order = order.id,
                                   .order_code = code_of(order.number),
                                   .by = cause.by};
  const Uuid told = publish(unit, "material.used", order.id.value, change, cause);
  const Thousandths left = material.stock - amount;
  if (material.stock >= material.minimum_stock && left < material.minimum_stock) {
    change.quantity = to_quantity(left);
    publish(unit, "material.low_stock", material.id.value, change, cause);
  }
  return told;
}

void note(db::Unit& unit, const Order& order, std::string action, std::string detail,
          const std::optional<std::string>& reason, Uuid event, const Cause& cause) {
  store::add_history(unit, {.order = order.id,
                            .at = cause.now,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = std::move(action),
                            .reason = reason,
                            .detail = std::move(detail),
                            .event = event});
}

}  // namespace

Result<MaterialLine> use_material(db::Unit& unit, OrderId id, const Reach& reach,
                                  MaterialId material_id, double quantity, const Cause& cause) {
  const auto order = find_open(unit, id, reach);
  if (!order) {
    return fail(order.error());
  }
  if (order->status == OrderStatus::completed) {
    return fail(ErrorKind::conflict, "order_completed",
                "The work is done: what was noted can be corrected, but nothing is added.");
  }
  const auto amount = read_quantity(quantity, false);
  if (!amount) {
    return fail(amount.error());
  }
  const auto material = store::find_material(unit, material_id);
  if (!material || !material->active) {
    return invalid("/materialId", "unknown", "There is no such material in use.");
  }
  const auto told = move_stock(unit, *order, *material, *amount, cause);
  if (!told) {
    return fail(told.error());
  }
  MaterialLine line{.id = MaterialLineId::make(),
                    .order = id,
                    .material = material->id,
                    .code = material->code,
                    .name = material->name,
                    .unit = material->unit,
                    .quantity = *amount,
                    .unit_cost = material->unit_cost,
                    .by = cause.by,
                    .at = cause.now};
  store::insert_line(unit, line);
  note(unit, *order, "material_used",
       fmt::format("{} {} {}", line.code, to_quantity(*amount), line.unit), std::nullopt, *told,
       cause);
  return line;
}

Result<MaterialLine> correct_material(db::Unit& unit, OrderId id, const Reach& reach,
                                      MaterialLineId line_id, double quantity,
                                      const std::string& justification,
                                      std::optional<std::int64_t> version, const Cause& cause) {
  const auto order = find_open(unit, id, reach);
  if (!order) {
    return fail(order.error());
  }
  auto line = store::find_line(unit, id, line_id);
  if (!line) {
    return not_found("material line");
  }
  if (version && *version != line->version) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed this line meanwhile.");
  }
  const auto amount = read_quantity(quantity, true);
  if (!amount) {
    return fail(amount.error());
  }
  const auto material = store::find_material(unit, line->material).value();
  const auto told = move_stock(unit, *order, material, *amount - line->quantity, cause);
  if (!told) {
    return fail(told.error());
  }
  const Thousandths before = std::exchange(line->quantity, *amount);
  if (!store::update_line(unit, *line)) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed this line meanwhile.");
  }
  note(unit, *order, "material_corrected",
       fmt::format("{} {} → {} {}", line->code, to_quantity(before), to_quantity(*amount),
                   line->unit),
       justification, *told, cause);
  return std::move(*line);
}

Result<void> return_materials(db::Unit& unit, const Order& order, const Cause& cause) {
  constexpr int all = std::numeric_limits<int>::max();
  for (auto& line : store::lines_of(unit, order.id, std::nullopt, all)) {
    const Thousandths amount = std::exchange(line.quantity, 0);
    if (amount == 0) {
      continue;
    }
    const auto material = store::find_material(unit, line.material).value();
    const auto told = move_stock(unit, order, material, -amount, cause);
    if (!told) {
      return fail(told.error());
    }
    if (!store::update_line(unit, line)) {
      return fail(ErrorKind::stale, "stale", "Somebody has changed this line meanwhile.");
    }
    note(unit, order, "material_returned",
         fmt::format("{} {} {}", line.code, to_quantity(amount), line.unit), std::nullopt, *told,
         cause);
  }
  return {};
}

}  // namespace mf::workorders
