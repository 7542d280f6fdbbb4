// Alert rules: those that come with the suite, and how an administrator makes and changes them.
// Inside a unit of work; any thread.
#pragma once

#include "platform/db/database.hpp"
#include "services/notifications/domain.hpp"

#include <span>

namespace mf::notifications {

struct NewAlertRule {
  std::string name;
  std::string event;
  std::optional<std::vector<Condition>> conditions;
  Audience audience = Audience::operators;
  Channel channel = Channel::in_app;
  std::string message;
  std::optional<Urgency> urgency;
  std::optional<bool> enabled;
  static void describe(auto& v, NewAlertRule& o) {
    v.field("name", o.name, json::Text{1, 120});
    v.field("event", o.event, json::Text{1, 60}, "an event type of the catalogue");
    v.field("conditions", o.conditions, {}, "all of them must hold; none: always");
    v.field("audience", o.audience);
    v.field("channel", o.channel);
    v.field("message", o.message, json::Text{1, 60}, "the key of a message");
    v.field("urgency", o.urgency);
    v.field("enabled", o.enabled);
  }
};

struct AlertRuleChange {
  std::optional<std::string> name;
  std::optional<std::string> event;
  std::optional<std::vector<Condition>> conditions;
  std::optional<Audience> audience;
  std::optional<Channel> channel;
  std::optional<std::string> message;
  std::optional<Urgency> urgency;
  std::optional<bool> enabled;
  static void describe(auto& v, AlertRuleChange& o) {
    v.field("name", o.name, json::Text{1, 120});
    v.field("event", o.event, json::Text{1, 60});
    v.field("conditions", o.conditions);
    v.field("audience", o.audience);
    v.field("channel", o.channel);
    v.field("message", o.message, json::Text{1, 60});
    v.field("urgency", o.urgency);
    v.field("enabled", o.enabled);
  }
};

/// 422 for an event, a message or a condition that there is not.
Result<AlertRule> create_rule(db::Unit& unit, const NewAlertRule& wanted, Timestamp now);
/// 404, 412 where `expected` is not the rule's version, 422 as above.
Result<AlertRule> change_rule(db::Unit& unit, AlertRuleId id, const AlertRuleChange& change,
                              std::optional<std::int64_t> expected, Timestamp now);

/// A rule that comes with the suite.
struct DefaultRule {
  std::string_view seed;  // never changes: by it a rule is known to be there already
  std::string_view event;
  std::string_view transitions;  // with commas; empty: any
  std::string_view from;         // the status before; empty: any
  Audience audience;
  Channel channel;
  std::string_view message;
  Urgency urgency;
  std::string_view changed = {};  // of order.updated: what was changed, with commas; empty: any
};

/// default_rules.cpp
std::span<const DefaultRule> default_rules();
/// Adds the default rules that are not there yet; those that were changed or switched off stay so.
void seed_rules(db::Database& database, Timestamp now);

}  // namespace mf::notifications
