#include "services/workorders/stock.hpp"

#include "platform/events/outbox.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/stock_store.hpp"

namespace mf::workorders {
namespace {

std::unexpected<Error> insufficient(const Material& material, Thousandths there,
                                    std::string_view where) {
  return fail(ErrorKind::conflict, "insufficient_stock",
              fmt::format("There are only {} {} of {} in the {}.", to_quantity(there),
                          material.unit, material.code, where));
}

/// Exactly once for each time that the warehouse falls below: the statement that took the amount
/// tells what is left.
void tell_if_low(db::Unit& unit, const Material& material, Thousandths taken,
                 const store::Left& left, const Cause& cause) {
  if (left.stock >= left.minimum || left.stock + taken < left.minimum) {
    return;
  }
  const contracts::MaterialChange change{.material = material.id,
                                         .code = material.code,
                                         .name = material.name,
                                         .quantity = to_quantity(left.stock),
                                         .by = cause.by};
  events::append(unit, {.source = "workorders",
                        .type = "material.low_stock",
                        .subject = material.id.value,
                        .time = cause.now,
                        .traceparent = cause.traceparent,
                        .data = json::encode(change)});
}

Result<void> take_from_warehouse(db::Unit& unit, const Material& material, Thousandths amount,
                                 const Cause& cause) {
  const auto left = store::take_from_warehouse(unit, material.id, amount);
  if (!left) {
    return insufficient(material, material.stock, "warehouse");
  }
  tell_if_low(unit, material, amount, *left, cause);
  return {};
}

Result<void> take_from_van(db::Unit& unit, const Material& material, Thousandths amount,
                           UserId technician) {
  if (!store::take_from_van(unit, technician, material.id, amount)) {
    return insufficient(material, store::stock_of_van(unit, technician, material.id), "van");
  }
  return {};
}

Result<Material> find(db::Session& session, MaterialId id) {
  auto material = store::find_material(session, id);
  return material ? Result<Material>(std::move(*material)) : not_found("material");
}

StockMovement movement_of(MaterialId material, MovementKind kind, Thousandths amount,
                          const Cause& cause) {
  return {.material = material, .kind = kind, .quantity = amount, .by = cause.by, .at = cause.now};
}

}  // namespace

Result<Thousandths> read_quantity(double quantity, bool may_be_zero) {
  const auto amount = to_thousandths(quantity);
  if (!amount || *amount < 0 || (*amount == 0 && !may_be_zero)) {
    return invalid("/quantity", "quantity",
                   "A quantity is more than nothing and has at most three decimals.");
  }
  return *amount;
}

Result<StockMovement> receive_stock(db::Unit& unit, MaterialId id, double quantity,
                                    const std::optional<std::string>& note, const Cause& cause) {
  const auto amount = read_quantity(quantity, false);
  const auto material = find(unit, id);
  if (!amount || !material) {
    return fail(!material ? material.error() : amount.error());
  }
  auto movement = movement_of(id, MovementKind::receipt, *amount, cause);
  movement.note = note;
  store::take_from_warehouse(unit, id, -*amount);
  store::add_movement(unit, movement);
  return movement;
}

Result<StockMovement> transfer_stock(db::Unit& unit, MaterialId id, const Transfer& transfer,
                                     const Cause& cause) {
  const auto amount = read_quantity(transfer.quantity, false);
  const auto material = find(unit, id);
  if (!amount || !material) {
    return fail(!material ? material.error() : amount.error());
  }
  const bool to_van = transfer.to == StockPlace::van;
  auto taken = to_van ? take_from_warehouse(unit, *material, *amount, cause)
                      : take_from_van(unit, *material, *amount, transfer.technician);
  if (!taken) {
    return fail(std::move(taken.error()));
  }
  if (to_van) {
    store::put_into_van(unit, transfer.technician, transfer.technician_name, id, *amount);
  } else {
    store::take_from_warehouse(unit, id, -*amount);
  }
  auto movement =
      movement_of(id, to_van ? MovementKind::to_van : MovementKind::to_warehouse, *amount, cause);
  movement.van_of = transfer.technician;
  movement.note = transfer.note;
  store::add_movement(unit, movement);
  return movement;
}

void note_adjustment(db::Unit& unit, const Material& material, Thousandths before,
                     const Cause& cause) {
  if (material.stock != before) {
    store::add_movement(
        unit, movement_of(material.id, MovementKind::adjustment, material.stock - before, cause));
  }
}

Result<void> take_stock(db::Unit& unit, const Material& material, Thousandths amount,
                        const std::optional<UserId>& van_of, OrderId order, const Cause& cause) {
  auto taken = van_of ? take_from_van(unit, material, amount, *van_of)
                      : take_from_warehouse(unit, material, amount, cause);
  if (!taken || amount == 0) {
    return taken;
  }
  auto movement = movement_of(material.id, amount > 0 ? MovementKind::used : MovementKind::returned,
                              std::abs(amount), cause);
  movement.van_of = van_of;
  movement.order = order;
  store::add_movement(unit, movement);
  return {};
}

}  // namespace mf::workorders
