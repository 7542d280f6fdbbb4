// What an event says to insights: its line in the history and its part in the figures. The same
// reading serves the live consumer and the rebuild, so that both give the same figures. Pure, any
// thread.
#pragma once

#include "contracts/events.hpp"
#include "services/insights/domain.hpp"

namespace mf::insights {

struct AssignmentFact {
  OrderId order;
  UserId technician;
  std::string technician_name;
};

struct ProgressFact {
  ProgressId progress;
  OrderId order;
  UserId technician;
  std::string technician_name;
  Timestamp at;
  minutes spent{0};
};

struct Reached {
  OrderId order;
  Milestone milestone = Milestone::assigned;
  Timestamp at;
};

struct Reading {
  Entry entry;
  bool understood =
      true;  // false: the data is not what the catalogue says; it is kept, and counts for nothing
  std::optional<contracts::OrderFacts> order;
  std::optional<Reached> reached;
  std::optional<AssignmentFact> assignment;
  std::optional<ProgressFact> progress;
};

Reading read_event(events::Event event);

}  // namespace mf::insights
