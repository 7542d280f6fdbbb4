#include "services/notifications/rules.hpp"

#include "platform/core/text.hpp"
#include "services/notifications/messages.hpp"
#include "services/notifications/store.hpp"

namespace mf::notifications {
namespace {

constexpr std::size_t k_most_conditions = 10;
constexpr std::size_t k_most_values = 50;

void check_condition(const Condition& condition, const std::string& at,
                     std::vector<FieldError>& errors) {
  if (!condition.field.starts_with('/')) {
    errors.push_back(
        {at + "/field", "json_pointer", "This must be a JSON Pointer such as /order/priority."});
  }
  if (condition.values.empty() || condition.values.size() > k_most_values) {
    errors.push_back(
        {at + "/values", "count", fmt::format("This takes 1 to {} values.", k_most_values)});
  }
}

Result<void> check(const AlertRule& rule) {
  std::vector<FieldError> errors;
  if (!is_alertable(rule.event)) {
    errors.push_back({"/event", "unknown_event", "There is no such event to be told of."});
  }
  if (!is_template(rule.message)) {
    errors.push_back(
        {"/message", "unknown_message", "This must be one of: " + template_keys() + "."});
  }
  if (rule.conditions.size() > k_most_conditions) {
    errors.push_back({"/conditions", "count",
                      fmt::format("This takes at most {} conditions.", k_most_conditions)});
  }
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    check_condition(rule.conditions[i], fmt::format("/conditions/{}", i), errors);
  }
  if (errors.empty()) {
    return {};
  }
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  error.fields = std::move(errors);
  return fail(std::move(error));
}

std::vector<Condition> conditions_of(const DefaultRule& rule) {
  std::vector<Condition> conditions;
  const auto add = [&](std::string field, std::string_view values) {
    if (values.empty()) {
      return;
    }
    Condition condition{std::move(field), {}};
    for (const auto value : split(values, ',')) {
      condition.values.emplace_back(value);
    }
    conditions.push_back(std::move(condition));
  };
  add("/transition", rule.transitions);
  add("/from", rule.from);
  add("/changed", rule.changed);
  return conditions;
}

template <class T>
void set(T& target, const std::optional<T>& value) {
  if (value) {
    target = *value;
  }
}

}  // namespace

Result<AlertRule> create_rule(db::Unit& unit, const NewAlertRule& wanted, Timestamp now) {
  AlertRule rule{.id = AlertRuleId::make(),
                 .name = wanted.name,
                 .event = wanted.event,
                 .conditions = wanted.conditions.value_or(std::vector<Condition>{}),
                 .audience = wanted.audience,
                 .channel = wanted.channel,
                 .message = wanted.message,
                 .urgency = wanted.urgency.value_or(Urgency::normal),
                 .enabled = wanted.enabled.value_or(true),
                 .updated_at = now};
  if (auto good = check(rule); !good) {
    return fail(std::move(good.error()));
  }
  insert_rule(unit, rule);
  return rule;
}

Result<AlertRule> change_rule(db::Unit& unit, AlertRuleId id, const AlertRuleChange& change,
                              std::optional<std::int64_t> expected, Timestamp now) {
  auto rule = find_rule(unit, id);
  if (!rule) {
    return not_found("alert rule");
  }
  if (expected && *expected != rule->version) {
    return fail(ErrorKind::stale, "stale", "The alert rule was changed in the meantime.");
  }
  set(rule->name, change.name);
  set(rule->event, change.event);
  set(rule->conditions, change.conditions);
  set(rule->audience, change.audience);
  set(rule->channel, change.channel);
  set(rule->message, change.message);
  set(rule->urgency, change.urgency);
  set(rule->enabled, change.enabled);
  if (auto good = check(*rule); !good) {
    return fail(std::move(good.error()));
  }
  ++rule->version;
  rule->updated_at = now;
  if (!update_rule(unit, *rule)) {
    return fail(ErrorKind::stale, "stale", "The alert rule was changed in the meantime.");
  }
  return std::move(*rule);
}

void seed_rules(db::Database& database, Timestamp now) {
  const auto wanted = default_rules();
  const auto there = database.read([](db::Session& session) { return count_seeds(session); });
  if (there >= static_cast<std::int64_t>(wanted.size())) {
    return;
  }
  const auto done = database.write([&](db::Unit& unit) -> Result<void> {
    for (const auto& rule : wanted) {
      seed_rule(unit, std::string(rule.seed),
                {.id = AlertRuleId::make(),
                 .name = fmt::format("{} to {} ({})", rule.event, name_of(rule.audience),
                                     name_of(rule.channel)),
                 .event = std::string(rule.event),
                 .conditions = conditions_of(rule),
                 .audience = rule.audience,
                 .channel = rule.channel,
                 .message = std::string(rule.message),
                 .urgency = rule.urgency,
                 .updated_at = now});
    }
    return {};
  });
  if (!done) {
    throw std::runtime_error("the alert rules could not be written: " + done.error().detail);
  }
}

}  // namespace mf::notifications
