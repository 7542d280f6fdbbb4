// What notifications are about: people, rules, facts and who may see what. Pure types and rules,
// any thread.
#pragma once

#include "contracts/events.hpp"
#include "platform/auth/principal.hpp"
#include "platform/json/dom.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mf {
struct AlertRuleTag;
using AlertRuleId = Id<AlertRuleTag>;
}  // namespace mf

namespace mf::notifications {

enum class Audience {
  technician,           // who has the order
  previous_technician,  // who had it until now, where an assignment gives it to another
  client,               // the people of the order's customer
  operators,            // all of them
  supervisors,          // those of the order's zone
  administrators,       // all of them
};
enum class Channel { in_app, email };
enum class Urgency { low, normal, high };
enum class Delivery { pending, delivered, failed };
enum class Locale { es, en };

/// A place in the event's data (a JSON Pointer) and the values that satisfy the rule there.
struct Condition {
  std::string field;
  std::vector<std::string> values;
  static void describe(auto& v, Condition& o) {
    v.field("field", o.field, json::Text{2, 100},
            "JSON Pointer into the event's data, such as /order/priority");
    v.field("values", o.values, json::Text{1, 100}, "any of these");
  }
  bool operator==(const Condition&) const = default;
};

/// When this happens, under these conditions, these people hear of it in this way.
struct AlertRule {
  AlertRuleId id;
  std::string name;
  std::string event;
  std::vector<Condition> conditions;
  Audience audience = Audience::operators;
  Channel channel = Channel::in_app;
  std::string message;  // the key of its template
  Urgency urgency = Urgency::normal;
  bool enabled = true;
  std::int64_t version = 1;
  Timestamp updated_at;
};

struct Person {
  UserId id;
  std::string name;
  std::optional<std::string> email;
  Locale locale = Locale::es;
  bool active = true;
};

/// What is known here of an order, for events that do not say it themselves.
struct OrderPicture {
  OrderId id;
  std::string code;
  OrderStatus status = OrderStatus::open;
  CustomerId customer;
  std::string customer_name;
  std::string title;
  std::string address;
  std::optional<ZoneId> zone;
  std::string time_zone = "America/Bogota";
  Priority priority = Priority::medium;
  std::optional<UserId> technician;  // whom news of the order concern: see concerned_technician()
};

/// Who may see a row of the stream besides those who may see everything.
struct Visibility {
  std::optional<CustomerId> customer;
  std::optional<UserId> technician;
  std::optional<ZoneId> zone;
  std::optional<UserId> person;  // this person and nobody else
};

/// An event as rules and messages see it.
struct Fact {
  Uuid event;
  std::string type;
  Uuid subject;
  Timestamp time;
  std::string traceparent;
  std::string data;

  Visibility seen_by;
  std::optional<UserId> actor;       // hears nothing of what they did themselves
  std::optional<UserId> technician;  // the audience of that name
  std::optional<UserId> previous_technician;
  bool told_already = false;  // another event has told the people of the same fact

  // What messages may name.
  std::string code;
  std::string title;
  std::string customer_name;
  std::string address;
  std::string technician_name;
  std::string by;
  std::string reason;
  std::string comment;
  std::string material;
  std::string quantity;
  std::string time_zone = "America/Bogota";
  std::optional<OrderStatus> status;
  std::optional<Priority> priority;
  std::optional<contracts::Window> window;
  std::optional<Timestamp> due;
};

/// A message to one person on one channel.
struct Notification {
  NotificationId id;
  UserId recipient;
  Channel channel = Channel::in_app;
  Uuid event;
  std::string event_type;
  Uuid subject;
  std::optional<ZoneId> zone;
  Urgency urgency = Urgency::normal;
  std::string title;
  std::string body;
  Timestamp created_at;
  std::optional<Timestamp> read_at;
  std::string traceparent;
};

/// Who looks at the stream, by their token.
struct Viewer {
  UserId user;
  auth::Scope scope;  // of order:read
  std::optional<CustomerId> customer;
  std::vector<ZoneId> zones;
};

/// "es-CO" is Spanish, "en-GB" English, anything else Spanish.
Locale locale_of(std::string_view text);
/// True if every condition holds in the event's data.
bool holds(const std::vector<Condition>& conditions, const json::Dom& data);
bool may_see(const Viewer& viewer, const Visibility& row);
/// True for a viewer to whom rows may be open that name neither them nor their customer.
bool looks_wide(const Viewer& viewer);

/// Whom news of an order concern: its technician; where it has none, the one it had before, unless
/// it was taken from them (of which they hear by assignment.cancelled).
std::optional<UserId> concerned_technician(const std::optional<UserId>& before,
                                           const contracts::OrderChange& change);
/// A cancelled order takes its assignment with it: the technician hears of the order, not of both.
bool told_by_order(std::string_view type, const std::optional<OrderPicture>& order);
/// Event types that a rule may name.
bool is_alertable(std::string_view type);

}  // namespace mf::notifications

template <>
inline constexpr auto mf::k_names<mf::notifications::Audience> =
    std::array<mf::NameOf<mf::notifications::Audience>, 6>{{
        {mf::notifications::Audience::technician, "technician"},
        {mf::notifications::Audience::previous_technician, "previous_technician"},
        {mf::notifications::Audience::client, "client"},
        {mf::notifications::Audience::operators, "operators"},
        {mf::notifications::Audience::supervisors, "supervisors"},
        {mf::notifications::Audience::administrators, "administrators"},
    }};
template <>
inline constexpr auto mf::k_names<mf::notifications::Channel> =
    std::array<mf::NameOf<mf::notifications::Channel>, 2>{{
        {mf::notifications::Channel::in_app, "in_app"},
        {mf::notifications::Channel::email, "email"},
    }};
template <>
inline constexpr auto mf::k_names<mf::notifications::Urgency> =
    std::array<mf::NameOf<mf::notifications::Urgency>, 3>{{
        {mf::notifications::Urgency::low, "low"},
        {mf::notifications::Urgency::normal, "normal"},
        {mf::notifications::Urgency::high, "high"},
    }};
template <>
inline constexpr auto mf::k_names<mf::notifications::Delivery> =
    std::array<mf::NameOf<mf::notifications::Delivery>, 3>{{
        {mf::notifications::Delivery::pending, "pending"},
        {mf::notifications::Delivery::delivered, "delivered"},
        {mf::notifications::Delivery::failed, "failed"},
    }};
template <>
inline constexpr auto mf::k_names<mf::notifications::Locale> =
    std::array<mf::NameOf<mf::notifications::Locale>, 2>{{
        {mf::notifications::Locale::es, "es"},
        {mf::notifications::Locale::en, "en"},
    }};
