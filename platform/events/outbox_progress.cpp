#include "platform/events/outbox_progress.hpp"

#include "platform/events/outbox.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;

constexpr int k_page = 500;
constexpr auto k_save_every = 5s;  // a mark that is not written down costs only a longer look

}  // namespace

OutboxProgress::OutboxProgress(const Intake& intake, db::Database& consumer, std::string source,
                               db::Database& outbox, std::string name)
    : intake_(intake),
      consumer_(consumer),
      source_(std::move(source)),
      outbox_(outbox),
      name_(std::move(name)) {}

std::int64_t OutboxProgress::behind(std::int64_t upto) {
  const std::lock_guard lock(mutex_);
  if (!mark_) {
    mark_ = saved_ =
        consumer_.read([&](db::Session& session) { return cursor_of(session, name_); });
  }
  for (;;) {
    if (*mark_ >= upto) {
      return 0;
    }
    bool unsettled = false;
    const auto page = outbox_.read([&](db::Session& session) {
      return read_outbox(session, source_, *mark_, k_page, &unsettled);
    });
    const auto count = missing(page, upto) + (unsettled ? 1 : 0);
    save();
    if (page.size() < k_page || page.back().seq >= upto) {
      return count;
    }
    if (count > 0) {
      return count + outbox_.read([&](db::Session& session) {
        return count_after(session, page.back().seq);
      });
    }
  }
}

/// Moves the mark over what was taken in, up to the first that was not.
std::int64_t OutboxProgress::missing(std::span<const Stored> page, std::int64_t upto) {
  std::int64_t count = 0;
  consumer_.read([&](db::Session& session) {
    for (const auto& stored : page) {
      if (stored.seq > upto) {
        break;
      }
      const bool done =
          intake_.consumer().find(stored.event.type) == nullptr || knows(session, stored.event.id);
      count += done ? 0 : 1;
      if (count == 0) {
        mark_ = stored.seq;
      }
    }
    return 0;
  });
  return count;
}

void OutboxProgress::save() {
  const auto now = std::chrono::steady_clock::now();
  if (*mark_ == saved_ || now < save_at_) {
    return;
  }
  const auto done = consumer_.write([&](db::Unit& unit) -> Result<void> {
    move_cursor(unit, name_, *mark_);
    return {};
  });
  if (done) {
    saved_ = *mark_;
    save_at_ = now + k_save_every;
  }
}

}  // namespace mf::events
