#include "platform/events/intake.hpp"

#include "platform/events/event_span.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;

constexpr auto k_longest_pause = std::chrono::milliseconds(5s);

/// False if `stop` came before the time was over.
bool pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

std::vector<telemetry::Span> spans_of(const Consumer& consumer, std::span<const Delivered> batch) {
  std::vector<telemetry::Span> spans;
  spans.reserve(batch.size());
  for (const auto& delivered : batch) {
    const bool concerns = consumer.find(delivered.event.type) != nullptr;
    spans.push_back(concerns ? process_span(delivered.event, consumer.name) : telemetry::Span());
  }
  return spans;
}

void drop(std::vector<telemetry::Span>& spans) {
  for (auto& span : spans) {
    span.forget();
  }
}

}  // namespace

Intake::Intake(const Clock& clock, DeliveryOptions options, Consumer consumer,
               db::Database& database)
    : clock_(clock), options_(options), consumer_(std::move(consumer)), database_(database) {}

void Intake::load(const std::vector<std::string>& names) {
  written_ = database_.snapshot([&](db::Session& session) {
    Places places;
    for (const auto& name : names) {
      places[name] = cursor_of(session, name);
    }
    return places;
  });
  {
    const std::lock_guard lock(mutex_);
    at_ = written_;
  }
  changed_.notify_all();
}

void Intake::reset(const std::string& name, std::int64_t at) {
  const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
    move_cursor(unit, name, at);
    return {};
  });
  if (!done) {
    throw std::runtime_error("the place " + name + " was not written: " + done.error().detail);
  }
  written_[name] = at;
  {
    const std::lock_guard lock(mutex_);
    at_[name] = at;
  }
  changed_.notify_all();
}

bool Intake::take(std::span<const Delivered> batch, const std::stop_token& stop) {
  if (batch.empty()) {
    return true;
  }
  ++batches_;
  const bool twice = options_.redeliver_every > 0 && batches_ % options_.redeliver_every == 0;
  if (take_together(batch, twice)) {
    return true;
  }
  return std::all_of(batch.begin(), batch.end(),
                     [&](const Delivered& delivered) { return take_alone(delivered, stop); });
}

void Intake::save() {
  const auto behind = after({});
  if (behind.empty()) {
    return;
  }
  const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
    for (const auto& [name, at] : behind) {
      move_cursor(unit, name, at);
    }
    return {};
  });
  if (done) {
    moved(behind, true);
  }
}

bool Intake::knows(Uuid event) const {
  return database_.read([&](db::Session& session) { return events::knows(session, event); });
}

std::int64_t Intake::at(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = at_.find(name);
  return found == at_.end() ? 0 : found->second;
}

bool Intake::wait_for(const std::string& name, std::int64_t at,
                      std::chrono::steady_clock::time_point deadline) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [&] {
    const auto found = at_.find(name);
    return (found == at_.end() ? 0 : found->second) >= at;
  });
}

/// The whole batch in one unit of work. False, and nothing changed, if an event failed.
bool Intake::take_together(std::span<const Delivered> batch, bool twice) {
  const auto places = after(batch);
  const bool relevant = std::any_of(batch.begin(), batch.end(), [&](const Delivered& delivered) {
    return consumer_.find(delivered.event.type) != nullptr;
  });
  if (!relevant) {
    // In memory only: taking such a batch again is cheap.
    moved(places, false);
    return true;
  }
  auto spans = spans_of(consumer_, batch);
  try {
    const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
      for (int round = 0; round < (twice ? 2 : 1); ++round) {
        for (std::size_t i = 0; i < batch.size(); ++i) {
          const auto& event = batch[i].event;
          spans[i].begin_again();
          if (auto taken = take_in(unit, consumer_, event, clock_.now(),
                                   spans[i].traceparent_or(event.traceparent));
              !taken) {
            return taken;
          }
        }
      }
      for (const auto& [name, at] : places) {
        move_cursor(unit, name, at);
      }
      return {};
    });
    if (!done) {
      drop(spans);
      return false;
    }
  } catch (const std::exception&) {
    drop(spans);
    return false;
  }
  spans.clear();
  moved(places, true);
  return true;
}

bool Intake::take_alone(const Delivered& delivered, const std::stop_token& stop) {
  const auto places = after({&delivered, 1});
  auto wait = options_.pause;
  for (int tried = 1;; ++tried) {
    const auto failed = attempt(delivered, places);
    if (!failed || (tried >= options_.attempts && bury_it(delivered, places, *failed))) {
      moved(places, true);
      return true;
    }
    if (!pause(wait, stop)) {
      return false;
    }
    wait = std::min(wait * 2, k_longest_pause);
  }
}

std::optional<std::string> Intake::attempt(const Delivered& delivered, const Places& places) {
  const auto& event = delivered.event;
  auto span = process_span(event, consumer_.name);
  try {
    const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
      auto taken =
          take_in(unit, consumer_, event, clock_.now(), span.traceparent_or(event.traceparent));
      for (const auto& [name, at] : places) {
        move_cursor(unit, name, at);
      }
      return taken;
    });
    if (done) {
      return std::nullopt;
    }
    span.fail(done.error().code);
    return done.error().code + ": " + done.error().detail;
  } catch (const std::exception& error) {
    span.fail("exception");
    return error.what();
  }
}

bool Intake::bury_it(const Delivered& delivered, const Places& places, const std::string& why) {
  const auto buried = database_.write([&](db::Unit& unit) -> Result<void> {
    bury(unit, delivered.event, why, clock_.now());
    for (const auto& [name, at] : places) {
      move_cursor(unit, name, at);
    }
    return {};
  });
  if (buried) {
    telemetry::log_error(
        consumer_.name, "event became a dead letter",
        {{"type", delivered.event.type}, {"id", delivered.event.id.to_string()}, {"error", why}});
  }
  return buried.has_value();
}

Intake::Places Intake::after(std::span<const Delivered> batch) const {
  Places places;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, at] : at_) {
    const auto known = written_.find(name);
    if (known == written_.end() || known->second != at) {
      places[name] = at;
    }
  }
  for (const auto& delivered : batch) {
    for (const auto& [name, at] : delivered.places) {
      const auto known = at_.find(name);
      auto& place = places.try_emplace(name, known == at_.end() ? 0 : known->second).first->second;
      place = std::max(place, at);
    }
  }
  return places;
}

void Intake::moved(const Places& places, bool written) {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, at] : places) {
      at_[name] = at;
    }
  }
  changed_.notify_all();
  if (written) {
    for (const auto& [name, at] : places) {
      written_[name] = at;
    }
  }
}

}  // namespace mf::events
