#include "services/workorders/views.hpp"

namespace mf::workorders {
namespace {

template <class IdType>
std::optional<NamedRef<IdType>> ref_of(const std::optional<IdType>& id,
                                       std::optional<std::string> name) {
  return id ? std::optional{NamedRef<IdType>{*id, std::move(name).value_or("")}} : std::nullopt;
}

SlaView sla_of(const Order& order, Timestamp now) {
  return {.due = order.sla.due,
          .warned = order.sla.warned,
          .breached = is_breached(order, now),
          .paused_at = order.sla.paused_at};
}

}  // namespace

OrderSummary summary_of(const Order& order, Timestamp now) {
  return {.id = order.id,
          .code = code_of(order.number),
          .version = order.version,
          .status = order.status,
          .priority = order.priority,
          .title = order.title,
          .description = order.description,
          .customer = {order.customer, order.customer_name},
          .site = order.site,
          .site_address = order.site_address,
          .zone = ref_of(order.zone, order.zone_name),
          .type = {order.type, order.type_name},
          .technician = ref_of(order.technician, order.technician_name),
          .window = order.window,
          .sla = sla_of(order, now),
          .created_at = order.created_at,
          .updated_at = order.updated_at,
          .completed_at = order.completed_at,
          .external_ref = order.external_ref};
}

/// The order's texts move into the view.
OrderView view_of(Order order, const auth::Principal& caller, Timestamp now) {
  auto allowed = allowed_now(order, performers_of(caller, order), Via::api, now);
  return {
      .id = order.id,
      .code = code_of(order.number),
      .version = order.version,
      .status = order.status,
      .priority = order.priority,
      .title = std::move(order.title),
      .description = std::move(order.description),
      .customer = {order.customer, std::move(order.customer_name), std::move(order.customer_phone)},
      .site = {.id = order.site,
               .name = std::move(order.site_name),
               .address = std::move(order.site_address),
               .zone = ref_of(order.zone, std::move(order.zone_name)),
               .time_zone = std::move(order.time_zone),
               .position = order.position,
               .access_notes = std::move(order.access_notes)},
      .type = {order.type, std::move(order.type_code), std::move(order.type_name), order.estimated,
               order.materials_required},
      .technician = ref_of(order.technician, std::move(order.technician_name)),
      .window = order.window,
      .sla = sla_of(order, now),
      .created_by = std::move(order.created_by),
      .created_at = order.created_at,
      .updated_at = order.updated_at,
      .started_at = order.started_at,
      .completed_at = order.completed_at,
      .objection_until = order.objection_until,
      .external_ref = std::move(order.external_ref),
      .allowed = std::move(allowed)};
}

HistoryView view_of(const HistoryEntry& entry) {
  return {.id = entry.id,
          .at = entry.at,
          .recorded_at = entry.recorded_at,
          .by = entry.by,
          .action = entry.action,
          .transition = parse_name<Transition>(entry.action),
          .from = entry.from,
          .to = entry.to,
          .reason = entry.reason,
          .detail = entry.detail,
          .event = entry.event};
}

CommentView view_of(const Comment& comment) {
  return {.id = comment.id, .text = comment.text, .by = comment.by, .at = comment.at};
}

MaterialLineView view_of(const MaterialLine& line) {
  return {.id = line.id,
          .version = line.version,
          .material = line.material,
          .code = line.code,
          .name = line.name,
          .unit = line.unit,
          .quantity = to_quantity(line.quantity),
          .unit_cost = to_text(line.unit_cost),
          .cost = to_text(cost_of(line)),
          .from = line.van_of ? StockPlace::van : StockPlace::warehouse,
          .by = line.by,
          .at = line.at};
}

LineChangeView view_of(const LineChange& change) {
  return {.id = change.id,
          .field = change.field,
          .old_value = change.old_value,
          .new_value = change.new_value,
          .justification = change.justification,
          .by = change.by,
          .at = change.at};
}

StockMovementView view_of(const StockMovement& movement) {
  return {.id = movement.id,
          .material = movement.material,
          .kind = movement.kind,
          .quantity = to_quantity(movement.quantity),
          .van_of = movement.van_of,
          .order = movement.order,
          .note = movement.note,
          .by = movement.by,
          .at = movement.at};
}

VanStockView view_of(const VanStock& stock) {
  return {.technician = {stock.technician, stock.technician_name},
          .material = stock.material,
          .code = stock.code,
          .name = stock.name,
          .unit = stock.unit,
          .quantity = to_quantity(stock.quantity)};
}

AssetView view_of(const Asset& asset) {
  const auto text = [](const std::optional<std::chrono::sys_days>& day) {
    return day ? std::optional{mf::to_text(*day)} : std::nullopt;
  };
  return {.id = asset.id,
          .version = asset.version,
          .site = asset.site,
          .customer = asset.customer,
          .kind = asset.kind,
          .serial = asset.serial,
          .model = asset.model,
          .installed_on = text(asset.installed_on),
          .warranty_until = text(asset.warranty_until),
          .active = asset.active};
}

CustomerView view_of(const Customer& customer) {
  return {.id = customer.id,
          .version = customer.version,
          .document_type = customer.document.type,
          .document_number = customer.document.number,
          .name = customer.name,
          .email = customer.email,
          .phone = customer.phone,
          .active = customer.active,
          .created_at = customer.created_at};
}

SiteView view_of(const Site& site) {
  return {.id = site.id,
          .version = site.version,
          .customer = site.customer,
          .name = site.name,
          .address = site.address,
          .neighbourhood = site.neighbourhood,
          .zone = site.zone,
          .zone_name = site.zone_name,
          .latitude = site.position ? std::optional{site.position->latitude} : std::nullopt,
          .longitude = site.position ? std::optional{site.position->longitude} : std::nullopt,
          .time_zone = site.time_zone,
          .access_notes = site.access_notes,
          .active = site.active};
}

}  // namespace mf::workorders
