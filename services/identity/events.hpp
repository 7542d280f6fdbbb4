// What this service publishes: the facts about a person after the event. It consumes nothing.
#pragma once

#include "contracts/events.hpp"
#include "platform/db/database.hpp"
#include "services/identity/domain.hpp"

#include <functional>

namespace mf::identity {

/// Never a secret.
contracts::UserFacts facts_of(const Person& person);

/// Appends an event of `type` about the person to the unit's outbox.
using Publish = std::function<void(db::Unit&, const std::string& type, const Person&)>;

/// For what happens outside of any request: the command line, the demo company.
Publish publish_at(Timestamp now);

}  // namespace mf::identity
