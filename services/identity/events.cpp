#include "services/identity/events.hpp"

#include "platform/events/outbox.hpp"

namespace mf::identity {

contracts::UserFacts facts_of(const Person& person) {
  return {.id = person.id,
          .username = person.username,
          .name = person.name,
          .email = person.email,
          .roles = person.roles,
          .customer = person.customer,
          .zones = person.zones,
          .active = person.active,
          .locale = std::string(name_of(person.locale))};
}

Publish publish_at(Timestamp now) {
  return [now](db::Unit& unit, const std::string& type, const Person& person) {
    events::append(unit, events::Event{.source = "identity",
                                       .type = type,
                                       .subject = person.id.value,
                                       .time = now,
                                       .data = json::encode(facts_of(person))});
  };
}

}  // namespace mf::identity
