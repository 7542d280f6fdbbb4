// A lease: of several replicas with one database, the one that may do a thing now. Whoever holds it
// renews it; when a holder is gone, another takes over after the lease's time. It saves work twice
// done and is no lock: what it guards must stand two holders for a moment. One thread.
#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

#include <chrono>

namespace mf::events {

class Lease {
 public:
  /// A `time` of zero: nobody else has this database, the lease is always held.
  Lease(const Clock& clock, db::Database& database, std::string name, std::string holder,
        std::chrono::milliseconds time);

  /// True while this is the holder; takes or renews the lease where that is due.
  bool hold();
  /// Lets the next one in at once.
  void release();

 private:
  bool take();

  const Clock& clock_;
  db::Database& database_;
  const std::string name_;
  const std::string holder_;
  const std::chrono::milliseconds time_;
  bool held_ = false;
  std::chrono::steady_clock::time_point renew_at_;
};

}  // namespace mf::events
