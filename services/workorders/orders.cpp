#include "services/workorders/orders.hpp"

#include "platform/events/outbox.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"

namespace mf::workorders {
namespace {

void add(std::vector<FieldError>& errors, std::string pointer, std::string code,
         std::string detail) {
  errors.push_back({std::move(pointer), std::move(code), std::move(detail)});
}

Error invalid_fields(std::vector<FieldError> errors) {
  return {ErrorKind::invalid, "invalid", "Some fields are not valid.", std::move(errors)};
}

void check_window(const std::optional<Window>& window, std::optional<Timestamp> not_past,
                  std::vector<FieldError>& errors) {
  if (window && window->to <= window->from) {
    add(errors, "/window/to", "before_from", "The window must end after it begins.");
  } else if (window && not_past && window->to <= *not_past) {
    add(errors, "/window", "past", "The window must not lie in the past.");
  }
}

/// What an order is made of, as it is stored.
struct Parts {
  std::optional<store::SiteOfCustomer> place;
  std::optional<OrderType> type;
};

std::vector<FieldError> check(const NewOrderFacts& facts, const Parts& parts, Timestamp now) {
  std::vector<FieldError> errors;
  if (!parts.place) {
    add(errors, "/customerId", "unknown", "There is no such customer.");
  } else if (!parts.place->customer_active) {
    add(errors, "/customerId", "inactive", "This customer is not active any more.");
  }
  if (!parts.place || !parts.place->site) {
    add(errors, "/siteId", "unknown", "This customer has no such site.");
  } else if (!parts.place->site->active) {
    add(errors, "/siteId", "inactive", "This site is not in use any more.");
  }
  if (!parts.type) {
    add(errors, "/typeId", "unknown", "There is no such order type.");
  } else if (!parts.type->active) {
    add(errors, "/typeId", "inactive", "This order type is not in use any more.");
  }
  // What was registered elsewhere came in with the windows of its day.
  check_window(facts.window, facts.registered_at ? std::nullopt : std::optional{now}, errors);
  return errors;
}

Order make_order(const NewOrderFacts& facts, const Parts& parts, const Cause& cause) {
  const Site& site = *parts.place->site;
  const OrderType& type = *parts.type;
  Order order;
  order.id = OrderId::make();
  order.customer = facts.customer;
  order.customer_name = parts.place->customer_name;
  order.customer_phone = parts.place->customer_phone;
  order.site = site.id;
  order.site_name = site.name;
  order.site_address = site.address;
  order.zone = site.zone;
  order.zone_name = site.zone_name;
  order.time_zone = site.time_zone;
  order.position = site.position;
  order.access_notes = site.access_notes;
  order.type = type.id;
  order.type_code = type.code;
  order.type_name = type.name;
  order.automatic = type.automatic;
  order.materials_required = type.materials_required;
  order.estimated = type.estimated;
  order.specialties_json = json::encode(type.specialties);
  order.priority = facts.priority;
  order.title = facts.title;
  order.description = facts.description;
  order.window = facts.window;
  order.created_at = facts.registered_at.value_or(cause.now);
  order.updated_at = cause.now;
  order.sla.promised = std::chrono::hours{type.sla_hours};
  order.sla.due = order.created_at + order.sla.promised;
  // What was late before it came here is no news: nobody is told.
  order.sla.breached = order.sla.due <= cause.now;
  order.sla.warned = warning_time(order.sla) <= cause.now;
  order.created_by = cause.by;
  order.external_ref = facts.external_ref;
  return order;
}

Result<Order> find_to_edit(db::Unit& unit, OrderId id, const Reach& reach,
                           std::optional<std::int64_t> version) {
  auto order = store::find_order(unit, id, reach);
  if (!order) {
    return not_found("order");
  }
  if (is_final(order->status)) {
    return fail(
        ErrorKind::conflict, "order_final",
        fmt::format("The order is {}: it does not change any more.", name_of(order->status)));
  }
  if (version && *version != order->version) {
    return fail(ErrorKind::stale, "stale", "Somebody has changed the order meanwhile.");
  }
  return std::move(*order);
}

/// What an edit has changed: the members' names, and a sentence for the history.
struct Changes {
  std::vector<std::string> names;
  std::string detail;

  void add(std::string_view name, std::string_view before, std::string_view after) {
    detail += fmt::format("{}{}: {} → {}", names.empty() ? "" : "; ", name, before, after);
    names.emplace_back(name);
  }
};

/// Puts the new value in and notes what it was.
template <class T, class Show>
void set(T& field, const std::optional<T>& value, std::string_view name, Changes& changes,
         Show show) {
  if (value && *value != field) {
    changes.add(name, show(field), show(*value));
    field = *value;
  }
}

Changes apply(Order& order, const OrderEdit& edit) {
  const auto show_text = [](const std::string& text) { return text; };
  Changes changes;
  set(order.title, edit.title, "title", changes, show_text);
  set(order.description, edit.description, "description", changes, show_text);
  set(order.priority, edit.priority, "priority", changes, [](Priority p) { return name_of(p); });
  if (edit.window.given && edit.window.value != order.window) {
    changes.add("window", show_window(order.window), show_window(edit.window.value));
    order.window = edit.window.value;
  }
  return changes;
}

/// Stores the edited order, tells the others and notes it as `action`.
Result<Order> keep_edit(db::Unit& unit, const Order& before, Order after, const Changes& changes,
                        std::string action, const std::optional<std::string>& reason,
                        const Cause& cause) {
  after.updated_at = cause.now;
  if (auto stored = store::update_order(unit, after); !stored) {
    return fail(std::move(stored.error()));
  }
  search::replace(unit, before, after);
  const contracts::OrderChange change{
      .order = facts_of(after), .by = cause.by, .reason = reason, .changed = changes.names};
  const Uuid told = publish(unit, "order.updated", change, cause);
  store::add_history(unit, {.order = after.id,
                            .at = cause.now,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = std::move(action),
                            .reason = reason,
                            .detail = changes.detail,
                            .event = told});
  return after;
}

}  // namespace

Result<Order> open_order(db::Unit& unit, const NewOrderFacts& facts, const Cause& cause) {
  const Parts parts{store::find_site_of_customer(unit, facts.customer, facts.site),
                    find_order_type(unit, facts.type)};
  if (auto errors = check(facts, parts, cause.now); !errors.empty()) {
    return fail(invalid_fields(std::move(errors)));
  }
  if (facts.external_ref && store::find_by_external_ref(unit, *facts.external_ref)) {
    return fail(ErrorKind::conflict, "external_ref_exists",
                "An order with this external number exists.");
  }
  Order order = make_order(facts, parts, cause);
  order.number = store::next_number(unit);
  store::insert_order(unit, order);
  const contracts::OrderChange change{.order = facts_of(order),
                                      .by = cause.by,
                                      .transition = Transition::create,
                                      .to = OrderStatus::open};
  const Uuid told = publish(unit, "order.created", change, cause);
  store::add_history(unit, {.order = order.id,
                            .at = order.created_at,
                            .recorded_at = cause.now,
                            .by = cause.by,
                            .action = std::string(name_of(Transition::create)),
                            .to = OrderStatus::open,
                            .event = told});
  return order;
}

std::optional<OrderId> find_by_external_ref(db::Session& session, std::string_view external_ref) {
  return store::find_by_external_ref(session, external_ref);
}

Result<Order> edit_order(db::Unit& unit, OrderId id, const Reach& reach, const OrderEdit& edit,
                         std::optional<std::int64_t> version, const Cause& cause) {
  auto before = find_to_edit(unit, id, reach, version);
  if (!before) {
    return before;
  }
  const bool new_window = edit.window.given && edit.window.value != before->window;
  std::vector<FieldError> errors;
  check_window(new_window ? edit.window.value : std::nullopt, cause.now, errors);
  if (!errors.empty()) {
    return fail(invalid_fields(std::move(errors)));
  }
  Order after = *before;
  const auto changes = apply(after, edit);
  if (changes.names.empty()) {
    return after;
  }
  return keep_edit(unit, *before, std::move(after), changes, "edited", std::nullopt, cause);
}

Result<Order> reschedule(db::Unit& unit, const Order& order, const Window& window,
                         const std::optional<std::string>& reason, const Cause& cause) {
  Order after = order;
  const auto changes = apply(after, {.window = {.given = true, .value = window}});
  return changes.names.empty()
             ? Result<Order>(order)
             : keep_edit(unit, order, std::move(after), changes, "rescheduled", reason, cause);
}

std::string show_window(const std::optional<Window>& window) {
  return window ? to_rfc3339(window->from) + "/" + to_rfc3339(window->to) : std::string("—");
}

Result<Comment> comment_order(db::Unit& unit, OrderId id, const Reach& reach,
                              const std::string& text, bool may_comment_final, const Cause& cause) {
  const auto order = store::find_order(unit, id, reach);
  if (!order) {
    return not_found("order");
  }
  if (is_final(order->status) && !may_comment_final) {
    return fail(ErrorKind::conflict, "order_final",
                "Only a supervisor may still comment on a final order.");
  }
  Comment comment{.order = id, .text = text, .by = cause.by, .at = cause.now};
  store::add_comment(unit, comment);
  publish(unit, "order.commented", {.order = facts_of(*order), .by = cause.by, .comment = text},
          cause);
  return comment;
}

contracts::OrderFacts facts_of(const Order& order) {
  contracts::OrderFacts facts;
  facts.id = order.id;
  facts.code = code_of(order.number);
  facts.version = order.version;
  facts.status = order.status;
  facts.customer = order.customer;
  facts.customer_name = order.customer_name;
  facts.site = order.site;
  facts.site_address = order.site_address;
  facts.zone = order.zone;
  facts.zone_name = order.zone_name;
  facts.time_zone = order.time_zone;
  facts.position = order.position;
  facts.type = order.type;
  facts.type_name = order.type_name;
  facts.priority = order.priority;
  facts.title = order.title;
  facts.automatic = order.automatic;
  facts.materials_required = order.materials_required;
  facts.estimated = order.estimated;
  facts.specialties = store::read_specialties(order.specialties_json);
  facts.window = order.window;
  facts.technician = order.technician;
  facts.technician_name = order.technician_name;
  facts.due = order.sla.due;
  facts.created_at = order.created_at;
  return facts;
}

Uuid publish(db::Unit& unit, std::string type, const contracts::OrderChange& change,
             const Cause& cause) {
  const events::Event event{.source = "workorders",
                            .type = std::move(type),
                            .subject = change.order.id.value,
                            .time = cause.now,
                            .traceparent = cause.traceparent,
                            .data = json::encode(change)};
  events::append(unit, event);
  return event.id;
}

}  // namespace mf::workorders
