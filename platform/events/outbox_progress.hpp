// How far a consumer is in an outbox of the same process, where a log delivers in no order but that
// within a subject: not a place but what the inbox knows tells. Any thread.
#pragma once

#include "platform/events/intake.hpp"

#include <limits>

namespace mf::events {

struct Stored;

class OutboxProgress {
 public:
  /// `name`: of the place in the consumer's database up to which everything was taken in.
  OutboxProgress(const Intake& intake, db::Database& consumer, std::string source,
                 db::Database& outbox, std::string name);

  /// How many events at or before `upto` are not taken in yet; beyond a page of them, how many
  /// there are at most.
  std::int64_t behind(std::int64_t upto = std::numeric_limits<std::int64_t>::max());

 private:
  std::int64_t missing(std::span<const Stored> page, std::int64_t upto);
  void save();

  const Intake& intake_;
  db::Database& consumer_;
  const std::string source_;
  db::Database& outbox_;
  const std::string name_;

  std::mutex mutex_;
  std::optional<std::int64_t> mark_;  // everything up to here was taken in
  std::int64_t saved_ = 0;
  std::chrono::steady_clock::time_point save_at_;
};

}  // namespace mf::events
