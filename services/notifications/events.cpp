#include "services/notifications/events.hpp"

#include "platform/telemetry/trace.hpp"
#include "services/notifications/messages.hpp"
#include "services/notifications/rules.hpp"
#include "services/notifications/views.hpp"

namespace mf::notifications {
namespace {

Fact fact_of(const events::Event& event) {
  Fact fact;
  fact.event = event.id;
  fact.type = event.type;
  fact.subject = event.subject;
  fact.time = event.time;
  fact.traceparent = telemetry::current_traceparent();
  fact.data = event.data;
  return fact;
}

OrderPicture picture_of(const contracts::OrderChange& change,
                        const std::optional<OrderPicture>& before) {
  const auto& order = change.order;
  return {.id = order.id,
          .code = order.code,
          .status = order.status,
          .customer = order.customer,
          .customer_name = order.customer_name,
          .title = order.title,
          .address = order.site_address,
          .zone = order.zone,
          .time_zone = order.time_zone,
          .priority = order.priority,
          .technician = concerned_technician(before ? before->technician : std::nullopt, change)};
}

/// What an event of another service does not say of the order.
void complete(Fact& fact, const std::optional<OrderPicture>& order) {
  if (!order) {
    return;
  }
  fact.title = order->title;
  fact.customer_name = order->customer_name;
  fact.address = order->address;
  fact.time_zone = order->time_zone;
  fact.status = order->status;
  fact.priority = order->priority;
  if (!fact.seen_by.customer) {
    fact.seen_by.customer = order->customer;
  }
  if (!fact.seen_by.zone) {
    fact.seen_by.zone = order->zone;
  }
}

/// One who is not known here yet still finds the message when they sign in.
std::vector<Person> known_or_not(db::Session& session, const std::optional<UserId>& id) {
  return id ? std::vector{find_person(session, *id).value_or(Person{.id = *id})}
            : std::vector<Person>{};
}

std::vector<Person> people_of(db::Session& session, Audience audience, const Fact& fact) {
  switch (audience) {
    case Audience::technician:
      return known_or_not(session, fact.technician);
    case Audience::previous_technician:
      return known_or_not(session, fact.previous_technician);
    case Audience::client:
      return fact.seen_by.customer ? clients_of(session, *fact.seen_by.customer)
                                   : std::vector<Person>{};
    case Audience::operators:
      return people_in_role(session, auth::Role::operator_);
    case Audience::supervisors:
      return fact.seen_by.zone ? supervisors_of(session, *fact.seen_by.zone)
                               : std::vector<Person>{};
    case Audience::administrators:
      return people_in_role(session, auth::Role::administrator);
  }
  return {};
}

std::string quantity_text(double quantity) {
  return fmt::format("{:g}", quantity);
}

}  // namespace

std::vector<events::Subscription> Intake::subscriptions() {
  const auto bound = [this](Result<void> (Intake::*handler)(db::Unit&, const events::Event&)) {
    return [this, handler](db::Unit& unit, const events::Event& event) {
      return (this->*handler)(unit, event);
    };
  };
  return {{"user.*", bound(&Intake::on_user)},
          {"order.*", bound(&Intake::on_order)},
          {"assignment.*", bound(&Intake::on_assignment)},
          {"tracking.*", bound(&Intake::on_work)},
          {"material.*", bound(&Intake::on_material)}};
}

namespace {

/// Why a technician was chosen or replaced is the company's own business: the stream goes to
/// customers too.
template <class Change>
std::string without_reason(Change change) {
  change.reason.reset();
  return json::encode(change);
}

bool is_about_technician(const contracts::OrderChange& change) {
  return change.transition == Transition::assign || change.transition == Transition::unassign ||
         std::find(change.changed.begin(), change.changed.end(), "technician") !=
             change.changed.end();
}

}  // namespace

Result<void> Intake::on_user(db::Unit& unit, const events::Event& event) {
  auto user = json::decode<contracts::UserFacts>(event.data, json::Unknown::ignore);
  if (!user) {
    return fail(std::move(user.error()));
  }
  user->active = user->active && event.type != "user.deactivated";
  save_person(unit, *user);
  Fact fact = fact_of(event);
  fact.by = user->name;
  return tell(unit, fact);
}

Result<void> Intake::on_order(db::Unit& unit, const events::Event& event) {
  const auto change = json::decode<contracts::OrderChange>(event.data, json::Unknown::ignore);
  if (!change) {
    return fail(change.error());
  }
  const auto& order = change->order;
  const auto picture = picture_of(*change, find_order(unit, order.id));
  save_order(unit, picture, order.version);

  Fact fact = fact_of(event);
  fact.seen_by = {.customer = order.customer, .technician = order.technician, .zone = order.zone};
  fact.actor = change->by.id;
  fact.technician = picture.technician;
  fact.code = order.code;
  complete(fact, picture);
  fact.technician_name = order.technician_name.value_or("");
  fact.by = change->by.name;
  fact.reason = change->reason.value_or("");
  fact.comment = change->comment.value_or("");
  fact.window = order.window;
  fact.due = order.due;
  put_on_stream(unit,
                {0, fact.type, fact.subject, fact.time,
                 is_about_technician(*change) ? without_reason(*change) : fact.data, fact.seen_by});
  return tell(unit, fact);
}

Result<void> Intake::on_assignment(db::Unit& unit, const events::Event& event) {
  const auto change = json::decode<contracts::AssignmentChange>(event.data, json::Unknown::ignore);
  if (!change) {
    return fail(change.error());
  }
  const auto order = find_order(unit, change->order);
  if (event.type == "assignment.created") {
    concern_technician(unit, change->order, change->technician);
  } else if (event.type == "assignment.cancelled") {
    release_technician(unit, change->order, change->technician);
  }

  Fact fact = fact_of(event);
  fact.seen_by = {
      .customer = change->customer, .technician = change->technician, .zone = change->zone};
  fact.actor = change->by.id;
  fact.technician = change->technician;
  fact.previous_technician = change->replaces;
  fact.told_already = told_by_order(event.type, order);
  fact.code = change->order_code;
  complete(fact, order);
  fact.technician_name = change->technician_name;
  fact.by = change->by.name;
  fact.reason = change->reason.value_or("");
  fact.window = change->window;
  put_on_stream(unit,
                {0, fact.type, fact.subject, fact.time, without_reason(*change), fact.seen_by});
  return tell(unit, fact);
}

Result<void> Intake::on_work(db::Unit& unit, const events::Event& event) {
  const auto record = json::decode<contracts::WorkRecord>(event.data, json::Unknown::ignore);
  if (!record) {
    return fail(record.error());
  }
  Fact fact = fact_of(event);
  fact.seen_by = {
      .customer = record->customer, .technician = record->technician, .zone = record->zone};
  fact.actor = record->technician;
  fact.technician = record->technician;
  fact.code = record->order_code;
  complete(fact, find_order(unit, record->order));
  fact.technician_name = record->technician_name;
  fact.by = record->technician_name;
  fact.reason = record->reason.value_or("");
  fact.comment = record->comment.value_or("");
  put_on_stream(unit, {0, fact.type, fact.subject, fact.time, fact.data, fact.seen_by});
  return tell(unit, fact);
}

Result<void> Intake::on_material(db::Unit& unit, const events::Event& event) {
  const auto change = json::decode<contracts::MaterialChange>(event.data, json::Unknown::ignore);
  if (!change) {
    return fail(change.error());
  }
  Fact fact = fact_of(event);
  fact.actor = change->by.id;
  if (change->order) {
    const auto order = find_order(unit, *change->order);
    fact.technician = order ? order->technician : std::nullopt;
    complete(fact, order);
    if (order) {
      fact.seen_by = {
          .customer = order->customer, .technician = order->technician, .zone = order->zone};
      put_on_stream(unit, {0, fact.type, fact.subject, fact.time, fact.data, fact.seen_by});
    }
  }
  fact.code = change->order_code.value_or("");
  fact.by = change->by.name;
  fact.material = change->code + " " + change->name;
  fact.quantity = quantity_text(change->quantity);
  return tell(unit, fact);
}

void Intake::put_on_stream(db::Unit& unit, const StreamRow& row) {
  append_to_stream(unit, row, clock_.now());
}

Result<void> Intake::tell(db::Unit& unit, const Fact& fact) {
  const auto rules = fact.told_already ? std::vector<AlertRule>{} : rules_for(unit, fact.type);
  if (rules.empty()) {
    return {};
  }
  const auto data = json::Dom::parse(fact.data);
  if (!data) {
    return fail(data.error());
  }
  for (const auto& rule : rules) {
    if (!holds(rule.conditions, *data)) {
      continue;
    }
    for (const auto& person : people_of(unit, rule.audience, fact)) {
      if (person.id != fact.actor) {
        tell(unit, fact, rule, person);
      }
    }
  }
  return {};
}

void Intake::tell(db::Unit& unit, const Fact& fact, const AlertRule& rule, const Person& person) {
  const bool mail = rule.channel == Channel::email;
  if (!person.active || (mail && (!mail_ || !person.email))) {
    return;
  }
  auto written = write_message(rule.message, person.locale, fact);
  const Notification notification{.id = NotificationId::make(),
                                  .recipient = person.id,
                                  .channel = rule.channel,
                                  .event = fact.event,
                                  .event_type = fact.type,
                                  .subject = fact.subject,
                                  .zone = fact.seen_by.zone,
                                  .urgency = rule.urgency,
                                  .title = std::move(written.title),
                                  .body = std::move(written.body),
                                  .created_at = clock_.now(),
                                  .traceparent = fact.traceparent};
  if (insert_notification(unit, notification) && !mail) {
    put_on_stream(unit, {.type = "notification",
                         .subject = notification.subject,
                         .time = notification.created_at,
                         .data = json::encode(view(notification)),
                         .seen_by = {.person = person.id}});
  }
}

}  // namespace mf::notifications
