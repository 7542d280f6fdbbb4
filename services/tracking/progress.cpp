#include "services/tracking/progress.hpp"

#include "services/tracking/store.hpp"

namespace mf::tracking {
namespace {

/// The order if the caller may write on it now.
Result<OrderRef> writable_order(db::Session& session, const Caller& caller, OrderId id,
                                std::string what) {
  auto order = find_order(session, id, caller.reach);
  if (!order) {
    return not_found(std::move(what));
  }
  if (auto active = must_be_active(*order); !active) {
    return fail(std::move(active.error()));
  }
  return std::move(*order);
}

contracts::WorkRecord progress_record(const OrderRef& order, const Caller& caller,
                                      const Progress& progress, Timestamp now) {
  auto record = record_of(order, caller, progress.recorded_at, now);
  record.progress = progress.id;
  record.comment = progress.comment;
  record.spent = progress.spent;
  return record;
}

void tell_progress(db::Unit& unit, const Progress& progress) {
  TimelineEntry entry{.id = progress.id.value,
                      .order = progress.order,
                      .kind = TimelineKind::progress_recorded,
                      .at = progress.recorded_at,
                      .recorded_at = progress.recorded_at,
                      .by = progress.technician,
                      .details = {}};
  entry.details.progress = progress.id;
  entry.details.comment = progress.comment;
  entry.details.spent = progress.spent;
  tell(unit, entry);
}

void tell_correction(db::Unit& unit, OrderId order, const Correction& correction) {
  TimelineEntry entry{.id = correction.id.value,
                      .order = order,
                      .kind = TimelineKind::progress_corrected,
                      .at = correction.at,
                      .recorded_at = correction.at,
                      .by = correction.by,
                      .details = {}};
  entry.details.progress = correction.progress;
  entry.details.spent_before = correction.before;
  entry.details.spent = correction.after;
  entry.details.reason = correction.justification;
  tell(unit, entry);
}

}  // namespace

Result<Progress> record_progress(db::Unit& unit, const Caller& caller, OrderId id,
                                 const std::string& comment, minutes spent, Timestamp now,
                                 const Publish& publish) {
  const auto order = writable_order(unit, caller, id, "order");
  if (!order) {
    return fail(order.error());
  }
  Progress progress{.id = ProgressId::make(),
                    .order = id,
                    .technician = caller.actor(),
                    .comment = comment,
                    .reported = spent,
                    .spent = spent,
                    .recorded_at = now,
                    .corrections = {}};
  add_progress(unit, progress);
  tell_progress(unit, progress);
  publish("tracking.progress_recorded", progress_record(*order, caller, progress, now));
  return progress;
}

Result<Progress> correct_minutes(db::Unit& unit, const Caller& caller, ProgressId id,
                                 const MinutesCorrection& correction, Timestamp now,
                                 const Publish& publish) {
  auto progress = find_progress(unit, id, caller.user);
  if (!progress) {
    return not_found("progress entry");
  }
  const auto order = writable_order(unit, caller, progress->order, "progress entry");
  if (!order) {
    return fail(order.error());
  }
  if (correction.expected_version.value_or(progress->version) != progress->version) {
    return fail(ErrorKind::stale, "stale", "The progress entry was corrected meanwhile.");
  }
  const Correction kept{.id = CorrectionId::make(),
                        .progress = id,
                        .before = progress->spent,
                        .after = correction.spent,
                        .justification = correction.justification,
                        .by = caller.actor(),
                        .at = now};
  if (auto done = correct_progress(unit, *progress, kept); !done) {
    return fail(std::move(done.error()));
  }
  progress->spent = kept.after;
  progress->version += 1;
  progress->corrections.push_back(kept);
  tell_correction(unit, progress->order, kept);

  // The same entry once more, as it holds now: whoever sums up minutes knows it by its id.
  auto record = progress_record(*order, caller, *progress, now);
  record.reason = kept.justification;
  publish("tracking.progress_recorded", record);
  return std::move(*progress);
}

}  // namespace mf::tracking
