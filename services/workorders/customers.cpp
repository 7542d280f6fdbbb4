#include "services/workorders/customers.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"

namespace mf::workorders {
namespace {

constexpr std::size_t k_longest_document = 20;

std::unexpected<Error> stale(std::string_view what) {
  return fail(ErrorKind::stale, "stale",
              fmt::format("Somebody has changed the {} meanwhile.", what));
}

std::unexpected<Error> customer_exists() {
  return fail(ErrorKind::conflict, "customer_exists", "A customer with this document exists.");
}

void check_customer(const Customer& customer, std::vector<FieldError>& errors) {
  const auto& number = customer.document.number;
  if (number.size() < 4 || number.size() > k_longest_document) {
    errors.push_back({"/documentNumber", "document", "A document has 4 to 20 digits or letters."});
  }
  if (trim(customer.name).empty()) {
    errors.push_back({"/name", "required", "A customer has a name."});
  }
  if (customer.email && customer.email->find('@') == std::string::npos) {
    errors.push_back({"/email", "email", "This is no e-mail address."});
  }
}

void check_site(db::Session& session, const Site& site, std::vector<FieldError>& errors) {
  if (trim(site.address).empty()) {
    errors.push_back({"/address", "required", "A site has an address."});
  }
  if (site.zone && !find_zone(session, *site.zone)) {
    errors.push_back({"/zoneId", "unknown", "There is no such zone."});
  }
  if (!is_time_zone(site.time_zone)) {
    errors.push_back({"/timeZone", "unknown", "There is no such time zone."});
  }
}

Result<void> refuse(std::vector<FieldError> errors) {
  if (errors.empty()) {
    return {};
  }
  return fail(
      Error{ErrorKind::invalid, "invalid", "Some fields are not valid.", std::move(errors)});
}

/// An empty text takes the value away.
void set_optional(std::optional<std::string>& field, const std::optional<std::string>& value) {
  if (value) {
    field = value->empty() ? std::nullopt : value;
  }
}

template <class T>
void set(T& field, const std::optional<T>& value) {
  field = value.value_or(field);
}

/// What orders say of their customer or site, as it is to be told: the members' names and a
/// sentence.
struct Told {
  std::string action;  // for the history
  std::vector<std::string> changed = {};
  std::string detail = {};

  void note(std::string_view name, std::string_view before, std::string_view after) {
    if (before == after) {
      return;
    }
    detail += fmt::format("{}{}: {} → {}", changed.empty() ? "" : "; ", name, before, after);
    changed.emplace_back(name);
  }
};

std::string show_position(const Site& site) {
  return site.position ? fmt::format("{}, {}", site.position->latitude, site.position->longitude)
                       : std::string("—");
}

Told told_of(const Site& before, const Site& after) {
  Told told{.action = "site_changed"};
  told.note("address", before.address, after.address);
  told.note("zone", before.zone_name.value_or("—"), after.zone_name.value_or("—"));
  told.note("time_zone", before.time_zone, after.time_zone);
  told.note("position", show_position(before), show_position(after));
  return told;
}

/// Writes what has changed of the order's customer or site into it, and tells the others.
template <class Change>
Result<void> carry_over(db::Unit& unit, const std::vector<OrderId>& orders, const Told& told,
                        const Cause& cause, Change change) {
  for (const auto id : orders) {
    const auto before = store::find_order(unit, id, Reach::everything());
    if (!before) {
      continue;
    }
    Order after = *before;
    change(after);
    after.updated_at = cause.now;
    if (auto stored = store::update_order(unit, after); !stored) {
      return stored;
    }
    search::replace(unit, *before, after);
    const Uuid event =
        publish(unit, "order.updated",
                {.order = facts_of(after), .by = cause.by, .changed = told.changed}, cause);
    store::add_history(unit, {.order = id,
                              .at = cause.now,
                              .recorded_at = cause.now,
                              .by = cause.by,
                              .action = told.action,
                              .detail = told.detail,
                              .event = event});
  }
  return {};
}

std::string time_zone_of(db::Session& session, const NewSite& wanted,
                         std::string_view default_time_zone) {
  if (wanted.time_zone) {
    return *wanted.time_zone;
  }
  const auto zone = wanted.zone ? find_zone(session, *wanted.zone) : std::nullopt;
  return zone ? zone->time_zone : std::string(default_time_zone);
}

Customer customer_of(const NewCustomer& wanted, const Cause& cause) {
  return {.id = CustomerId::make(),
          .document = {wanted.document.type, clean_document_number(wanted.document.number)},
          .name = std::string(trim(wanted.name)),
          .email = wanted.email,
          .phone = wanted.phone,
          .created_at = cause.now};
}

}  // namespace

Result<Customer> register_customer(db::Unit& unit, const NewCustomer& wanted, const Cause& cause) {
  const Customer customer = customer_of(wanted, cause);
  std::vector<FieldError> errors;
  check_customer(customer, errors);
  if (auto checked = refuse(std::move(errors)); !checked) {
    return fail(std::move(checked.error()));
  }
  if (store::find_customer(unit, customer.document)) {
    return customer_exists();
  }
  store::insert_customer(unit, customer);
  return customer;
}

Result<Found<Customer>> find_or_create_customer(db::Unit& unit, const NewCustomer& wanted,
                                                const Cause& cause) {
  if (auto known = find_customer_by_document(unit, wanted.document)) {
    return Found<Customer>{std::move(*known), false};
  }
  auto created = register_customer(unit, wanted, cause);
  if (!created) {
    return fail(std::move(created.error()));
  }
  return Found<Customer>{std::move(*created), true};
}

std::optional<Customer> find_customer_by_document(db::Session& session, const Document& document) {
  return store::find_customer(session, {document.type, clean_document_number(document.number)});
}

Result<Site> add_site(db::Unit& unit, const NewSite& wanted, std::string_view default_time_zone,
                      const Cause& cause) {
  if (!store::find_customer(unit, wanted.customer)) {
    return not_found("customer");
  }
  const Site site{.id = SiteId::make(),
                  .customer = wanted.customer,
                  .name = wanted.name,
                  .address = std::string(trim(wanted.address)),
                  .neighbourhood = wanted.neighbourhood,
                  .zone = wanted.zone,
                  .position = wanted.position,
                  .time_zone = time_zone_of(unit, wanted, default_time_zone),
                  .access_notes = wanted.access_notes,
                  .created_at = cause.now};
  std::vector<FieldError> errors;
  check_site(unit, site, errors);
  if (auto checked = refuse(std::move(errors)); !checked) {
    return fail(std::move(checked.error()));
  }
  store::insert_site(unit, site);
  return store::find_site(unit, site.id).value();
}

Result<Found<Site>> find_or_create_site(db::Unit& unit, const NewSite& wanted,
                                        std::string_view default_time_zone, const Cause& cause) {
  if (auto known = find_site_by_address(unit, wanted.customer, wanted.address)) {
    return Found<Site>{std::move(*known), false};
  }
  auto created = add_site(unit, wanted, default_time_zone, cause);
  if (!created) {
    return fail(std::move(created.error()));
  }
  return Found<Site>{std::move(*created), true};
}

std::optional<Site> find_site_by_address(db::Session& session, CustomerId customer,
                                         std::string_view address) {
  return store::find_site(session, customer, address);
}

Result<Customer> change_customer(db::Unit& unit, CustomerId id, const CustomerChange& change,
                                 std::optional<std::int64_t> version, const Cause& cause) {
  const auto before = store::find_customer(unit, id);
  if (!before) {
    return not_found("customer");
  }
  if (version && *version != before->version) {
    return stale("customer");
  }
  Customer after = *before;
  set(after.document.type, change.document_type);
  after.document.number = change.document_number ? clean_document_number(*change.document_number)
                                                 : after.document.number;
  set(after.name, change.name);
  set_optional(after.email, change.email);
  set_optional(after.phone, change.phone);
  set(after.active, change.active);
  std::vector<FieldError> errors;
  check_customer(after, errors);
  if (auto checked = refuse(std::move(errors)); !checked) {
    return fail(std::move(checked.error()));
  }
  if (const auto other = store::find_customer(unit, after.document); other && other->id != id) {
    return customer_exists();
  }
  if (!store::update_customer(unit, after)) {
    return stale("customer");
  }
  if (after.name != before->name) {
    Told told{.action = "customer_renamed"};
    told.note("customer", before->name, after.name);
    auto carried = carry_over(unit, store::live_orders_of_customer(unit, id), told, cause,
                              [&](Order& order) { order.customer_name = after.name; });
    if (!carried) {
      return fail(std::move(carried.error()));
    }
  }
  return after;
}

Result<Site> change_site(db::Unit& unit, SiteId id, const SiteChange& change,
                         std::optional<std::int64_t> version, const Cause& cause) {
  const auto before = store::find_site(unit, id);
  if (!before) {
    return not_found("site");
  }
  if (version && *version != before->version) {
    return stale("site");
  }
  Site after = *before;
  set_optional(after.name, change.name);
  set(after.address, change.address);
  set_optional(after.neighbourhood, change.neighbourhood);
  after.zone = change.zone ? change.zone : after.zone;
  after.position = change.position ? change.position : after.position;
  set(after.time_zone, change.time_zone);
  set_optional(after.access_notes, change.access_notes);
  set(after.active, change.active);
  std::vector<FieldError> errors;
  check_site(unit, after, errors);
  if (auto checked = refuse(std::move(errors)); !checked) {
    return fail(std::move(checked.error()));
  }
  if (!store::update_site(unit, after)) {
    return stale("site");
  }
  after = store::find_site(unit, id).value();
  const auto told = told_of(*before, after);
  if (told.changed.empty()) {
    return after;
  }
  const auto orders = store::live_orders_of_site(unit, after.customer, id);
  const auto carried = carry_over(unit, orders, told, cause, [&](Order& order) {
    order.site_address = after.address;
    order.zone = after.zone;
    order.zone_name = after.zone_name;
    order.time_zone = after.time_zone;
    order.position = after.position;
  });
  if (!carried) {
    return fail(carried.error());
  }
  return after;
}

}  // namespace mf::workorders
