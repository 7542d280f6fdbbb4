#include "services/tracking/evidence.hpp"

#include "services/tracking/store.hpp"

namespace mf::tracking {
namespace {

void tell_evidence(db::Unit& unit, const Evidence& evidence) {
  TimelineEntry entry{.id = evidence.id.value,
                      .order = evidence.order,
                      .kind = TimelineKind::evidence_uploaded,
                      .at = evidence.recorded_at,
                      .recorded_at = evidence.recorded_at,
                      .by = evidence.technician,
                      .details = {}};
  entry.details.evidence = evidence.id;
  entry.details.file_name = evidence.file_name;
  entry.details.media_type = evidence.media_type;
  entry.details.size = evidence.size;
  entry.details.position = evidence.position;
  tell(unit, entry);
}

contracts::WorkRecord evidence_record(const OrderRef& order, const Caller& caller,
                                      const Evidence& evidence) {
  auto record = record_of(order, caller, evidence.recorded_at, evidence.recorded_at);
  record.position = evidence.position;
  record.evidence = evidence.id;
  record.file_name = evidence.file_name;
  record.media_type = evidence.media_type;
  record.size = evidence.size;
  record.sha256 = evidence.sha256;
  return record;
}

}  // namespace

Result<OrderRef> may_add_evidence(db::Session& session, const Caller& caller, OrderId id) {
  auto order = find_order(session, id, caller.reach);
  if (!order) {
    return not_found("order");
  }
  if (auto active = must_be_active(*order); !active) {
    return fail(std::move(active.error()));
  }
  return std::move(*order);
}

Result<std::vector<Evidence>> add_evidence(db::Unit& unit, const Caller& caller, OrderId id,
                                           const std::vector<ReceivedFile>& files,
                                           const std::optional<contracts::Position>& position,
                                           Timestamp now, const Publish& publish) {
  const auto order = may_add_evidence(unit, caller, id);
  if (!order) {
    return fail(order.error());
  }
  std::vector<Evidence> added;
  for (const auto& file : files) {
    added.push_back({.id = EvidenceId::make(),
                     .order = id,
                     .technician = caller.actor(),
                     .file_name = file.name,
                     .media_type = file.media_type,
                     .size = file.content.size,
                     .sha256 = file.content.sha256,
                     .recorded_at = now,
                     .position = position});
    add_evidence(unit, added.back());
    tell_evidence(unit, added.back());
    publish("tracking.evidence_uploaded", evidence_record(*order, caller, added.back()));
  }
  return added;
}

std::size_t sweep_content(db::Database& database, blob::BlobStore& store, Timestamp before) {
  return store.remove_unused(before, [&](const std::string& sha256) {
    return database.read([&](db::Session& session) { return is_content_used(session, sha256); });
  });
}

}  // namespace mf::tracking
