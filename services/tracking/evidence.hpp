// Evidence: files that prove the work, each kept for ever under the hash of its content.
#pragma once

#include "services/tracking/events.hpp"
#include "services/tracking/upload.hpp"

namespace mf::tracking {

/// 404 or 409 where the caller may add nothing to the order now.
Result<OrderRef> may_add_evidence(db::Session& session, const Caller& caller, OrderId id);
/// Records files whose content was kept.
Result<std::vector<Evidence>> add_evidence(db::Unit& unit, const Caller& caller, OrderId id,
                                           const std::vector<ReceivedFile>& files,
                                           const std::optional<contracts::Position>& position,
                                           Timestamp now, const Publish& publish);
/// Removes content that was stored before `before` and that no evidence came of: its unit of work
/// was refused, or the process ended in between.
std::size_t sweep_content(db::Database& database, blob::BlobStore& store, Timestamp before);

}  // namespace mf::tracking
