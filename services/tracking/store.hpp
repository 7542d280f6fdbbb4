// Everything that tracking keeps: all of its SQL stands in store.cpp. Functions take a session or a
// unit of work and give domain values. A Reach is applied inside the statement that reads the
// order.
#pragma once

#include "platform/db/database.hpp"
#include "services/tracking/timeline.hpp"

namespace mf::tracking {

/// The order if it lies within `reach`.
std::optional<OrderRef> find_order(db::Session& session, OrderId id, const Reach& reach);
/// Whoever asks: for events.
std::optional<OrderRef> load_order(db::Session& session, OrderId id);
/// Inserts or updates. 409 `try_again` if somebody else wrote it since it was read.
Result<void> save_order(db::Unit& unit, const OrderRef& order);

void add_activity(db::Unit& unit, const Activity& activity);
/// When the last one on the order was recorded.
std::optional<Timestamp> last_activity(db::Session& session, OrderId order);

void add_progress(db::Unit& unit, const Progress& progress);
/// An entry that `technician` wrote, with its corrections.
std::optional<Progress> find_progress(db::Session& session, ProgressId id, UserId technician);
/// Keeps the correction and what holds after it; 412 if the entry has another version by now.
Result<void> correct_progress(db::Unit& unit, const Progress& before, const Correction& correction);
/// In the order they were recorded, those after `after`, with their corrections.
std::vector<Progress> list_progress(db::Session& session, OrderId order,
                                    std::optional<ProgressId> after, int limit);

void add_evidence(db::Unit& unit, const Evidence& evidence);
bool has_evidence(db::Session& session, OrderId order);
std::optional<Evidence> find_evidence(db::Session& session, EvidenceId id, const Reach& reach);
std::vector<Evidence> list_evidence(db::Session& session, OrderId order,
                                    std::optional<EvidenceId> after, int limit);
/// True if any evidence has this content.
bool is_content_used(db::Session& session, const std::string& sha256);

/// Told once: an entry whose id is known is left as it is.
void tell(db::Unit& unit, const TimelineEntry& entry);
struct TimelinePlace {
  Timestamp at;
  Uuid id;
};
std::vector<TimelineEntry> list_timeline(db::Session& session, OrderId order,
                                         const std::optional<TimelinePlace>& after, int limit);

}  // namespace mf::tracking
