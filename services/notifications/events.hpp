// What the service takes in: it keeps its pictures of people and orders, puts what happened on the
// stream, and writes the messages that the alert rules ask for, all in the unit of work of the
// event.
#pragma once

#include "platform/core/time.hpp"
#include "platform/events/consumer.hpp"
#include "services/notifications/store.hpp"

namespace mf::notifications {

class Intake {
 public:
  /// `mail`: whether there is a way to send mail; without one none is queued.
  Intake(const Clock& clock, bool mail) : clock_(clock), mail_(mail) {}

  std::vector<events::Subscription> subscriptions();

 private:
  Result<void> on_user(db::Unit& unit, const events::Event& event);
  Result<void> on_order(db::Unit& unit, const events::Event& event);
  Result<void> on_assignment(db::Unit& unit, const events::Event& event);
  Result<void> on_work(db::Unit& unit, const events::Event& event);
  Result<void> on_material(db::Unit& unit, const events::Event& event);

  void put_on_stream(db::Unit& unit, const StreamRow& row);
  Result<void> tell(db::Unit& unit, const Fact& fact);
  void tell(db::Unit& unit, const Fact& fact, const AlertRule& rule, const Person& person);

  const Clock& clock_;
  const bool mail_;
};

}  // namespace mf::notifications
