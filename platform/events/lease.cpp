#include "platform/events/lease.hpp"

namespace mf::events {
namespace {

constexpr db::Sql k_look =
    "SELECT COUNT(*) FROM leases WHERE name = $1 AND holder <> $2 AND until >= $3 AND until <= $4";
// A time far in the future was written before the clock jumped back: it binds nobody.
constexpr db::Sql k_take =
    "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET "
    "holder = excluded.holder, until = excluded.until WHERE leases.holder = excluded.holder OR "
    "leases.until < $4 OR leases.until > $3";
constexpr db::Sql k_release = "DELETE FROM leases WHERE name = $1 AND holder = $2";

}  // namespace

Lease::Lease(const Clock& clock, db::Database& database, std::string name, std::string holder,
             std::chrono::milliseconds time)
    : clock_(clock),
      database_(database),
      name_(std::move(name)),
      holder_(std::move(holder)),
      time_(time) {}

bool Lease::hold() {
  if (time_ <= std::chrono::milliseconds::zero()) {
    return true;
  }
  const auto now = std::chrono::steady_clock::now();
  if (held_ && now < renew_at_) {
    return true;
  }
  held_ = take();
  renew_at_ = now + time_ / 3;
  return held_;
}

bool Lease::take() {
  const auto now = clock_.now();
  const auto until = now + time_;
  const auto others = database_.read([&](db::Session& session) {
    return session
        .one(k_look, {name_, holder_, now, until},
             [](const db::Row& row) { return row.integer(0); })
        .value_or(0);
  });
  if (others > 0) {
    return false;  // waiting costs no write
  }
  const auto taken = database_.write([&](db::Unit& unit) -> Result<std::int64_t> {
    return unit.execute(k_take, {name_, holder_, until, now});
  });
  return taken && *taken > 0;
}

void Lease::release() {
  if (!std::exchange(held_, false)) {
    return;
  }
  (void)database_.write([&](db::Unit& unit) -> Result<void> {
    unit.execute(k_release, {name_, holder_});
    return {};
  });
}

}  // namespace mf::events
