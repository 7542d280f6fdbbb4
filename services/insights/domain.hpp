// What insights knows: the history of everything that happened, and the figures of a period. Pure
// values and rules; any thread.
#pragma once

#include "contracts/ids.hpp"
#include "contracts/words.hpp"
#include "platform/core/error.hpp"
#include "platform/core/time.hpp"
#include "platform/events/event.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mf::insights {

/// One event as the history keeps it.
struct Entry {
  events::Event event;
  std::optional<UserId> actor;
  std::string actor_name = "system";
  std::optional<OrderId> order;
  std::optional<std::string> order_code;
  std::optional<CustomerId> customer;
  std::optional<ZoneId> zone;
  std::optional<UserId> technician;
  std::string summary;  // one sentence for people
  std::string words;    // what a search finds it by, folded
};

/// The moments of an order that the times of a report are measured between. Of several events that
/// tell the same moment, the first counts for the start of something and the last for its end, so
/// that arrival order never matters.
enum class Milestone {
  assigned,     // first
  started,      // first
  work_done,    // last, by the technician's word
  marked_done,  // last, by the order's own status: used where no technician said it
};

/// `from` is inside, `to` is not.
struct Period {
  Timestamp from;
  Timestamp to;
};

/// A bound as people write it: a moment (RFC 3339), or a day in `time_zone`; the whole day belongs
/// to the period.
std::optional<Timestamp> period_start(std::string_view text, std::string_view time_zone);
std::optional<Timestamp> period_end(std::string_view text, std::string_view time_zone);

/// Whose rows: everything, or what lies in these zones.
struct Reach {
  bool everything = false;
  std::vector<ZoneId> zones;
};

/// A measured time over the orders that have it, in minutes; without a mean where no order has it.
struct Spread {
  std::int64_t count = 0;
  std::optional<double> mean;
  std::optional<double> median;
  std::optional<double> p90;  // nearest rank
};

/// How many orders have `key`: the name of a status or priority, a day, the id of a type or zone.
struct Share {
  std::optional<std::string> key;
  std::optional<std::string> name;
  std::int64_t orders = 0;
};

struct Load {
  UserId technician;
  std::string name;
  std::int64_t assigned = 0;   // orders given to them in the period
  std::int64_t completed = 0;  // orders of theirs that were finished in the period
  minutes spent{0};            // recorded in the period
};

/// The figures of the orders created in a period; load and progress count by the time when they
/// happened.
struct Summary {
  std::int64_t orders = 0;
  std::vector<Share> by_status;
  std::vector<Share> by_type;
  std::vector<Share> by_zone;
  std::vector<Share> by_day;  // the local day at the order's site
  std::vector<Share> by_priority;
  Spread time_to_assign;
  Spread time_to_start;
  Spread time_to_finish;
  std::vector<Load> technicians;
  minutes progress{0};
};

/// One cell of a CSV file, quoted where it must be. Text that a spreadsheet would run as a formula
/// gets an apostrophe.
std::string csv_cell(std::string_view text);

}  // namespace mf::insights
