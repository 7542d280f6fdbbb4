#include "services/workorders/materials.hpp"

#include "platform/events/outbox.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/material_store.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/stock.hpp"
#include "services/workorders/stock_store.hpp"

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

Result<Material> find_usable(db::Session& session, MaterialId id) {
  auto material = store::find_material(session, id);
  if (!material || !material->active) {
    return invalid("/materialId", "unknown", "There is no such material in use.");
  }
  return std::move(*material);
}

/// A technician takes from their own van where it holds enough.
std::optional<UserId> place_for(db::Session& session, const Order& order, MaterialId material,
                                Thousandths amount, const std::optional<StockPlace>& from,
                                const Cause& cause) {
  const bool own_van = cause.by.id && order.technician == cause.by.id;
  if (from == StockPlace::warehouse || !own_van) {
    return std::nullopt;
  }
  const bool enough = store::stock_of_van(session, *cause.by.id, material) >= amount;
  return from == StockPlace::van || enough ? cause.by.id : std::nullopt;
}

/// Moves the stock and tells the others; gives the event's id, or 409.
Result<Uuid> move_stock(db::Unit& unit, const Order& order, const Material& material,
                        Thousandths amount, const std::optional<UserId>& van_of,
                        const Cause& cause) {
  if (auto taken = take_stock(unit, material, amount, van_of, order.id, cause); !taken) {
    return fail(std::move(taken.error()));
  }
  const contracts::MaterialChange change{.material = material.id,
                                         .code = material.code,
                                         .name = material.name,
                                         .quantity = to_quantity(amount),
                                         .order = order.id,
                                         .order_code = code_of(order.number),
                                         .by = cause.by};
  const events::Event event{.source = "workorders",
                            .type = "material.used",
                            .subject = order.id.value,
                            .time = cause.now,
                            .traceparent = cause.traceparent,
                            .data = json::encode(change)};
  events::append(unit, event);
  return event.id;
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

std::string show(Thousandths amount) {
  return fmt::format("{}", to_quantity(amount));
}

/// What the line was and is, field by field.
void keep_changes(db::Unit& unit, const MaterialLine& before, const MaterialLine& after,
                  const std::optional<std::string>& justification, const Cause& cause) {
  const auto keep = [&](std::string field, const std::string& was, const std::string& is) {
    if (was != is) {
      store::add_change(unit, {.line = after.id,
                               .field = std::move(field),
                               .old_value = was,
                               .new_value = is,
                               .justification = justification,
                               .by = cause.by,
                               .at = cause.now});
    }
  };
  keep("material", before.code, after.code);
  keep("quantity", show(before.quantity), show(after.quantity));
}

/// The other material leaves the stock, at its price of today, and the first one goes back.
Result<Uuid> exchange(db::Unit& unit, const Order& order, MaterialLine& line,
                      const Material& material, Thousandths amount, const Cause& cause) {
  const auto before = store::find_material(unit, line.material).value();
  if (auto back = move_stock(unit, order, before, -line.quantity, line.van_of, cause); !back) {
    return back;
  }
  line.material = material.id;
  line.code = material.code;
  line.name = material.name;
  line.unit = material.unit;
  line.unit_cost = material.unit_cost;
  line.quantity = amount;
  line.van_of = place_for(unit, order, material.id, amount, std::nullopt, cause);
  return move_stock(unit, order, material, amount, line.van_of, cause);
}

Result<Uuid> apply(db::Unit& unit, const Order& order, MaterialLine& line,
                   const MaterialCorrection& correction, const Cause& cause) {
  const auto amount = correction.quantity ? read_quantity(*correction.quantity, true)
                                          : Result<Thousandths>(line.quantity);
  if (!amount) {
    return fail(amount.error());
  }
  if (correction.material && *correction.material != line.material) {
    const auto other = find_usable(unit, *correction.material);
    return other ? exchange(unit, order, line, *other, *amount, cause) : fail(other.error());
  }
  const auto material = store::find_material(unit, line.material).value();
  const Thousandths more = *amount - std::exchange(line.quantity, *amount);
  return move_stock(unit, order, material, more, line.van_of, cause);
}

Result<void> save(db::Unit& unit, MaterialLine& line) {
  return store::update_line(unit, line)
             ? Result<void>()
             : fail(ErrorKind::stale, "stale", "Somebody has changed this line meanwhile.");
}

}  // namespace

Result<MaterialLine> use_material(db::Unit& unit, OrderId id, const Reach& reach,
                                  const MaterialUse& use, const Cause& cause) {
  const auto order = find_open(unit, id, reach);
  if (!order) {
    return fail(order.error());
  }
  if (order->status == OrderStatus::completed) {
    return fail(ErrorKind::conflict, "order_completed",
                "The work is done: what was noted can be corrected, but nothing is added.");
  }
  const auto amount = read_quantity(use.quantity, false);
  if (!amount) {
    return fail(amount.error());
  }
  const auto material = find_usable(unit, use.material);
  if (!material) {
    return fail(material.error());
  }
  if (use.from == StockPlace::van && (!cause.by.id || order->technician != cause.by.id)) {
    return invalid("/from", "van", "Only the order's technician takes from a van: their own.");
  }
  const auto van_of = place_for(unit, *order, material->id, *amount, use.from, cause);
  const auto told = move_stock(unit, *order, *material, *amount, van_of, cause);
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
                    .at = cause.now,
                    .van_of = van_of};
  store::insert_line(unit, line);
  note(unit, *order, "material_used", fmt::format("{} {} {}", line.code, show(*amount), line.unit),
       std::nullopt, *told, cause);
  return line;
}

Result<MaterialLine> correct_material(db::Unit& unit, OrderId id, const Reach& reach,
                                      MaterialLineId line_id, const MaterialCorrection& correction,
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
  const MaterialLine before = *line;
  const auto told = apply(unit, *order, *line, correction, cause);
  if (!told) {
    return fail(told.error());
  }
  if (auto saved = save(unit, *line); !saved) {
    return fail(std::move(saved.error()));
  }
  keep_changes(unit, before, *line, correction.justification, cause);
  const std::string other = line->code == before.code ? "" : line->code + " ";
  note(unit, *order, "material_corrected",
       fmt::format("{} {} → {}{} {}", before.code, show(before.quantity), other,
                   show(line->quantity), line->unit),
       correction.justification, *told, cause);
  return std::move(*line);
}

Result<void> return_materials(db::Unit& unit, const Order& order, const Cause& cause) {
  constexpr int all = std::numeric_limits<int>::max();
  for (auto& line : store::lines_of(unit, order.id, std::nullopt, all)) {
    const MaterialLine before = line;
    const Thousandths amount = std::exchange(line.quantity, 0);
    if (amount == 0) {
      continue;
    }
    const auto material = store::find_material(unit, line.material).value();
    const auto told = move_stock(unit, order, material, -amount, line.van_of, cause);
    if (!told) {
      return fail(told.error());
    }
    if (auto saved = save(unit, line); !saved) {
      return saved;
    }
    keep_changes(unit, before, line, std::nullopt, cause);
    note(unit, order, "material_returned",
         fmt::format("{} {} {}", line.code, show(amount), line.unit), std::nullopt, *told, cause);
  }
  return {};
}

}  // namespace mf::workorders
