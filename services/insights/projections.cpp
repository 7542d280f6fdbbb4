#include "services/insights/projections.hpp"

#include "services/insights/store.hpp"

namespace mf::insights {
namespace {

constexpr int k_page = 500;

}  // namespace

void project(db::Unit& unit, const Reading& reading) {
  const auto& event = reading.entry.event;
  if (reading.order) {
    store::keep_order(unit, *reading.order, event);
  }
  if (reading.reached) {
    store::keep_milestone(unit, *reading.reached);
  }
  if (reading.assignment) {
    store::keep_assignment(unit, *reading.assignment, event);
  }
  if (reading.progress) {
    store::keep_progress(unit, *reading.progress, event);
  }
}

void take_in(db::Unit& unit, const Reading& reading) {
  if (!store::remember(unit, reading.entry)) {
    return;
  }
  const bool first_heard = reading.order && !store::knows_order(unit, reading.order->id);
  project(unit, reading);
  if (first_heard) {
    store::note_place(unit, *reading.order);
  }
}

Result<RebuildReport> rebuild(db::Database& database, const Progress& progress) {
  return database.write([&](db::Unit& unit) -> Result<RebuildReport> {
    RebuildReport report;
    store::empty_projections(unit);
    std::int64_t seq = 0;
    for (;;) {
      auto page = store::heard_after(unit, seq, k_page);
      if (page.empty()) {
        break;
      }
      report.events += static_cast<std::int64_t>(page.size());
      for (auto& event : page) {
        project(unit, read_event(std::move(event)));
      }
      if (progress) {
        progress(report.events);
      }
    }
    report.orders = store::count_orders(unit);
    return report;
  });
}

}  // namespace mf::insights
