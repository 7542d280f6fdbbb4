#include "services/insights/reading.hpp"

#include "contracts/catalogue.hpp"
#include "platform/core/text.hpp"

namespace mf::insights {
namespace {

using namespace contracts;

const EventType* find_type(std::string_view type) {
  const auto types = event_types();
  const auto found = std::find_if(types.begin(), types.end(),
                                  [&](const auto& known) { return known.type == type; });
  return found == types.end() ? nullptr : &*found;
}

/// "ORD-000012: the work has begun", and what was said about it.
void summarise(Entry& entry, std::string_view what,
               std::initializer_list<std::optional<std::string>> said) {
  entry.summary =
      entry.order_code ? fmt::format("{}: {}", *entry.order_code, what) : std::string(what);
  for (const auto& text : said) {
    if (text && !text->empty()) {
      entry.summary += " – " + *text;
      return;
    }
  }
}

void find_by(Entry& entry, std::initializer_list<std::optional<std::string>> texts) {
  std::string all = entry.summary + " " + entry.actor_name;
  for (const auto& text : texts) {
    all += text ? " " + *text : "";
  }
  entry.words = fold(all);
}

void act(Entry& entry, const Actor& by) {
  entry.actor = by.id;
  entry.actor_name = by.name;
}

std::optional<Reached> reached_by(const OrderChange& change, Timestamp time) {
  if (change.to == OrderStatus::assigned) {
    return Reached{change.order.id, Milestone::assigned, time};
  }
  if (change.to == OrderStatus::in_progress && change.transition == Transition::start) {
    return Reached{change.order.id, Milestone::started, time};
  }
  if (change.to == OrderStatus::completed) {
    return Reached{change.order.id, Milestone::marked_done, time};
  }
  return std::nullopt;
}

void tell(Reading& reading, std::string_view meaning, const OrderChange& change) {
  Entry& entry = reading.entry;
  const OrderFacts& order = change.order;
  act(entry, change.by);
  entry.order = order.id;
  entry.order_code = order.code;
  entry.customer = order.customer;
  entry.zone = order.zone;
  entry.technician = order.technician;
  const bool moved = change.from && change.to;
  summarise(entry,
            moved ? fmt::format("{} → {}", name_of(*change.from), name_of(*change.to))
                  : std::string(meaning),
            {change.comment, change.reason, order.title});
  find_by(entry, {order.title, order.customer_name, order.site_address, order.type_name,
                  order.zone_name, order.technician_name});
  reading.order = order;
  reading.reached = reached_by(change, entry.event.time);
}

void tell(Reading& reading, std::string_view meaning, const MaterialChange& change) {
  Entry& entry = reading.entry;
  act(entry, change.by);
  entry.order = change.order;
  entry.order_code = change.order_code;
  summarise(entry, meaning, {fmt::format("{} {} × {}", change.code, change.name, change.quantity)});
  find_by(entry, {});
}

void tell(Reading& reading, std::string_view meaning, const AssignmentChange& change) {
  Entry& entry = reading.entry;
  act(entry, change.by);
  entry.order = change.order;
  entry.order_code = change.order_code;
  entry.customer = change.customer;
  entry.zone = change.zone;
  entry.technician = change.technician;
  summarise(entry, meaning, {change.technician_name});
  find_by(entry, {change.reason});
  if (entry.event.type == "assignment.created") {
    reading.assignment = AssignmentFact{change.order, change.technician, change.technician_name};
    reading.reached = Reached{change.order, Milestone::assigned, entry.event.time};
  }
}

void tell(Reading& reading, std::string_view meaning, const WorkRecord& record) {
  Entry& entry = reading.entry;
  act(entry, {record.technician, record.technician_name});
  entry.order = record.order;
  entry.order_code = record.order_code;
  entry.customer = record.customer;
  entry.zone = record.zone;
  entry.technician = record.technician;
  summarise(entry, meaning, {record.comment, record.reason, record.file_name});
  find_by(entry, {});
  if (entry.event.type == "tracking.work_started") {
    reading.reached = Reached{record.order, Milestone::started, record.at};
  } else if (entry.event.type == "tracking.work_completed") {
    reading.reached = Reached{record.order, Milestone::work_done, record.at};
  } else if (entry.event.type == "tracking.progress_recorded" && record.progress && record.spent) {
    reading.progress = ProgressFact{*record.progress,       record.order, record.technician,
                                    record.technician_name, record.at,    *record.spent};
  }
}

void tell(Reading& reading, std::string_view meaning, const UserFacts& user) {
  Entry& entry = reading.entry;
  // Who registered or changed a person is not said; who signed in is.
  if (entry.event.type == "user.logged_in" || entry.event.type == "user.locked_out") {
    act(entry, {user.id, user.name});
  }
  summarise(entry, meaning, {user.name});
  find_by(entry, {user.username});
}

void tell(Reading& reading, std::string_view meaning, const NotificationOutcome& outcome) {
  summarise(reading.entry, meaning, {outcome.error, outcome.channel});
  find_by(reading.entry, {});
}

template <class Payload>
bool read_as(Reading& reading, std::string_view meaning) {
  const auto payload = json::decode<Payload>(reading.entry.event.data, json::Unknown::ignore);
  if (payload) {
    tell(reading, meaning, *payload);
  }
  return payload.has_value();
}

using PayloadReader = bool (*)(Reading&, std::string_view meaning);

constexpr std::array k_readers = std::to_array<std::pair<std::string_view, PayloadReader>>({
    {"OrderChange", read_as<OrderChange>},
    {"MaterialChange", read_as<MaterialChange>},
    {"AssignmentChange", read_as<AssignmentChange>},
    {"WorkRecord", read_as<WorkRecord>},
    {"UserFacts", read_as<UserFacts>},
    {"NotificationOutcome", read_as<NotificationOutcome>},
});

}  // namespace

Reading read_event(events::Event event) {
  Reading reading;
  reading.entry.event = std::move(event);
  if (const auto* type = find_type(reading.entry.event.type)) {
    for (const auto& [payload, read] : k_readers) {
      if (payload == type->payload && read(reading, type->meaning)) {
        return reading;
      }
    }
  }
  reading.understood = false;
  reading.entry.summary = reading.entry.event.type;
  reading.entry.words = fold(reading.entry.event.type);
  return reading;
}

}  // namespace mf::insights
