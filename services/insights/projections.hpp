// Takes what was read from an event into the projections. Order of arrival and repetition do not
// matter: beginnings are the earliest, ends the latest, pictures the newest, facts have the id of
// what told them.
#pragma once

#include "platform/db/database.hpp"
#include "services/insights/reading.hpp"

#include <functional>

namespace mf::insights {

/// The figures' part alone.
void project(db::Unit& unit, const Reading& reading);
/// The history and the figures. Nothing happens for an event that the history has.
void take_in(db::Unit& unit, const Reading& reading);

struct RebuildReport {
  std::int64_t events = 0;
  std::int64_t orders = 0;
};

/// Called now and then with the number of events read so far.
using Progress = std::function<void(std::int64_t events)>;

/// Empties the projections and makes them again from the history alone, in one unit of work: what
/// is interrupted changes nothing. The history is read in pages. Meant for a service that stands
/// still: others' writes wait.
Result<RebuildReport> rebuild(db::Database& database, const Progress& progress = {});

}  // namespace mf::insights
