// Progress entries: what was done and how many minutes it took. An entry never changes; a
// correction of its minutes stands beside it with its justification.
#pragma once

#include "services/tracking/events.hpp"

namespace mf::tracking {

Result<Progress> record_progress(db::Unit& unit, const Caller& caller, OrderId id,
                                 const std::string& comment, minutes spent, Timestamp now,
                                 const Publish& publish);

struct MinutesCorrection {
  minutes spent{};
  std::string justification;
  std::optional<std::int64_t> expected_version;  // of If-Match
};
/// 404 for an entry that the caller did not write, or of an order that is not theirs any more.
Result<Progress> correct_minutes(db::Unit& unit, const Caller& caller, ProgressId id,
                                 const MinutesCorrection& correction, Timestamp now,
                                 const Publish& publish);

}  // namespace mf::tracking
