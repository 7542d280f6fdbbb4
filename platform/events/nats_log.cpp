#include "platform/events/nats_log.hpp"

#include "platform/core/random.hpp"
#include "platform/events/event_span.hpp"
#include "platform/events/intake.hpp"
#include "platform/events/nats_session.hpp"
#include "platform/events/outbox.hpp"
#include "platform/events/worker.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr std::size_t k_relay_batch = 500;
constexpr auto k_safety_poll = 1s;    // commits wake the relay; this is for what they miss
constexpr auto k_save_every = 200ms;  // a place that is not written down yet costs only repetition
constexpr auto k_last_relay = 2s;     // how long stopping may go on relaying
constexpr auto k_listen = 200ms;      // how long a stop may go unnoticed
constexpr auto k_verify_every = 5s;
constexpr std::int64_t k_compare = 16;  // messages that show whether the stream is the same

/// Brings the events of one outbox into the stream, in their order.
class Relay final : public Worker {
 public:
  Relay(const Clock& clock, const NatsOptions& options, std::string source, db::Database& database)
      : Worker(source,
               Lease(clock, database, "relay:" + options.stream, options.instance, options.lease)),
        options_(options),
        source_(std::move(source)),
        database_(database) {}

  const std::string& source() const { return source_; }

  std::int64_t last() const {
    return database_.read([](db::Session& session) { return last_seq(session); });
  }
  std::int64_t unrelayed() const {
    return database_.read([&](db::Session& session) {
      const auto place = std::max<std::int64_t>(place_, cursor_of(session, key("")));
      return count_after(session, place);
    });
  }
  std::int64_t after(std::int64_t place) const {
    return database_.read([&](db::Session& session) { return count_after(session, place); });
  }
  /// What the stream has: the outbox may forget it. Where another process relays, it is what that
  /// one wrote down.
  std::int64_t relayed() const {
    return stands_by()
               ? database_.read([&](db::Session& session) { return cursor_of(session, key("")); })
               : place_.load();
  }

 private:
  void work(const std::stop_token& stop) override {
    NatsSession session(options_, "relay of " + source_);
    load(session);
    connected();
    std::optional<Steady::time_point> end;
    while (still_mine()) {
      session.check_connection();
      const auto relayed = relay_batch(session);
      if (stop.stop_requested()) {
        end = end.value_or(Steady::now() + k_last_relay);
        if (relayed == 0 || Steady::now() > *end) {
          break;
        }
      } else if (relayed < k_relay_batch) {
        // An event that waits for units before it comes with no call of its own.
        const std::chrono::milliseconds quiet = unsaved_ ? k_save_every : k_safety_poll;
        pause(unsettled_ ? std::chrono::milliseconds(1) : quiet, stop);
      }
    }
    if (stop.stop_requested()) {
      save();
    }
  }

  std::string key(const char* what) const { return "relay:" + options_.stream + what; }

  /// Where to go on. A stream that lost events, because it was made anew or its disk was, gets the
  /// whole outbox again: consumers know what they have had.
  void load(NatsSession& session) {
    const auto stream = session.stream();
    std::int64_t created = 0;
    database_.snapshot([&](db::Session& unit) {
      place_ = cursor_of(unit, key(""));
      created = cursor_of(unit, key("#created"));
      end_ = cursor_of(unit, key("#end"));
      return 0;
    });
    if (place_ > 0 && (created != stream.created || !still_has_end(session, stream))) {
      telemetry::log_warning(source_, "the stream has lost events: the outbox is relayed again",
                             {{"stream", options_.stream}});
      place_ = 0;
      end_ = 0;
    }
    created_ = stream.created;
  }

  /// The last event that was relayed is where the server said that it is, or is too old to be
  /// there.
  bool still_has_end(NatsSession& session, const StreamState& stream) const {
    if (end_ < stream.first) {
      return true;
    }
    const auto event = from_cloud_event(session.message(end_).value_or(""));
    return event && event->source == source_ &&
           database_.read([&](db::Session& unit) { return in_outbox(unit, event->id); });
  }

  /// How many there were; fewer than a full batch: it was the last.
  std::size_t relay_batch(NatsSession& session) {
    const auto batch = database_.read([&](db::Session& unit) {
      return read_outbox(unit, source_, place_, static_cast<int>(k_relay_batch), &unsettled_);
    });
    std::vector<telemetry::Span> spans;
    for (const auto& stored : batch) {
      spans.push_back(send_span(stored.event, "nats"));
      session.publish(stored);
    }
    if (!batch.empty()) {
      end_ = session.finish();
      confirm(spans);
      place_ = batch.back().seq;
      unsaved_ = true;
    }
    if (unsaved_ && Steady::now() >= save_at_) {
      save();
    }
    return batch.size();
  }

  void save() {
    if (!unsaved_) {
      return;
    }
    const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
      move_cursor(unit, key(""), place_);
      move_cursor(unit, key("#created"), created_);
      move_cursor(unit, key("#end"), end_);
      return {};
    });
    unsaved_ = !done;
    save_at_ = Steady::now() + k_save_every;
  }

  const NatsOptions& options_;
  const std::string source_;
  db::Database& database_;
  std::atomic<std::int64_t> place_ = 0;
  std::int64_t created_ = 0;
  std::int64_t end_ = 0;
  bool unsaved_ = false;
  bool unsettled_ = false;  // there are events that may not be read yet
  Steady::time_point save_at_;
};

std::string place_of(const std::string& source) {
  return "nats:" + source;
}

/// Takes the stream's events in for one consumer, in the stream's order.
class Reader final : public Worker {
 public:
  Reader(const Clock& clock, const NatsOptions& options, Consumer consumer, db::Database& database)
      : Worker(consumer.name, Lease(clock, database, "consumer:" + options.stream, options.instance,
                                    options.lease)),
        options_(options),
        place_("stream:" + options.stream),
        intake_(clock, options.delivery, std::move(consumer), database) {}

  const Intake& intake() const { return intake_; }
  /// What the server has for it, and what has come and is not taken in yet.
  std::int64_t pending() const {
    return pending_ + std::max<std::int64_t>(0, arrived_ - intake_.at(place_));
  }
  /// Before start(): sources in this process, so that what is known of them is known at once.
  void expect(const std::string& source) { known_.push_back(place_of(source)); }

 private:
  void work(const std::stop_token& stop) override {
    NatsSession session(options_, intake_.consumer().name);
    load(session);
    pending_ = session.bind(intake_.consumer().name, at_);
    connected();
    verify_at_ = Steady::now() + k_verify_every;
    while (!stop.stop_requested() && still_mine()) {
      if (!take_batch(session, stop)) {
        intake_.save();
        session.check_connection();
        if (Steady::now() >= verify_at_) {
          session.verify_consumer();
          verify_at_ = Steady::now() + k_verify_every;
        }
      }
    }
    if (stop.stop_requested()) {
      intake_.save();
    }
  }

  /// Where to go on: what the database says, if the stream is the one that it was.
  void load(NatsSession& session) {
    const auto stream = session.stream();
    auto names = known_;
    names.push_back(place_);
    names.push_back(place_ + "#created");
    intake_.load(names);
    const auto wanted = intake_.at(place_);
    auto possible = wanted;
    if (intake_.at(place_ + "#created") != stream.created || !is_what_was_read(session, stream)) {
      possible = 0;
      intake_.reset(place_ + "#created", stream.created);
    }
    possible = std::max({possible, stream.first - 1, std::int64_t{0}});
    if (possible != wanted) {
      intake_.reset(place_, possible);
    }
    if (possible > wanted && wanted > 0) {
      telemetry::log_error(
          intake_.consumer().name, "the stream no longer has all events",
          {{"stream", options_.stream}, {"lost", std::to_string(possible - wanted)}});
    }
    at_ = possible;
    arrived_ = possible;
  }

  /// False if the stream lost events and others stand in their places now: then what stands before
  /// ours is not what this consumer knows.
  bool is_what_was_read(NatsSession& session, const StreamState& stream) {
    const auto place = intake_.at(place_);
    if (place > stream.last) {
      return false;
    }
    for (auto at = place; at > place - k_compare && at >= stream.first; --at) {
      const auto event = from_cloud_event(session.message(at).value_or(""));
      const bool ours = event && intake_.consumer().find(event->type) != nullptr;
      if (ours && !intake_.knows(event->id)) {
        return false;
      }
    }
    return true;
  }

  /// False if nothing came for a while.
  bool take_batch(NatsSession& session, const std::stop_token& stop) {
    std::vector<Delivered> batch;
    std::optional<Arrival> last;
    const auto before = at_;
    while (batch.size() < static_cast<std::size_t>(options_.delivery.batch)) {
      auto arrival = session.next(last ? 0ms : std::chrono::milliseconds(k_listen));
      if (!arrival) {
        break;
      }
      if (arrival->place > at_) {  // else it came before
        at_ = arrival->place;
        add(*arrival, batch);
      }
      last = std::move(arrival);
    }
    if (!last) {
      return false;
    }
    arrived_ = at_;
    pending_ = last->pending;
    if (!intake_.take(batch, stop)) {
      at_ = before;
      return true;
    }
    if (intake_.at(place_) != at_) {
      intake_.reset(place_, at_);  // the last ones were no events
    }
    session.acknowledge(last->reply);
    return true;
  }

  void add(const Arrival& arrival, std::vector<Delivered>& batch) const {
    auto event = from_cloud_event(arrival.text);
    if (!event) {
      telemetry::log_error(
          intake_.consumer().name, "something in the stream is no event",
          {{"place", std::to_string(arrival.place)}, {"error", event.error().detail}});
      return;
    }
    std::vector<Place> places{{place_, arrival.place}};
    if (arrival.outbox > 0) {
      places.push_back({place_of(event->source), arrival.outbox});
    }
    batch.push_back({std::move(*event), std::move(places)});
  }

  const NatsOptions& options_;
  const std::string place_;  // the name of its place in the stream
  Intake intake_;
  std::vector<std::string> known_;
  std::int64_t at_ = 0;  // what has come of the stream, taken in or about to be
  std::atomic<std::int64_t> arrived_ = 0;
  std::atomic<std::int64_t> pending_ = 0;
  Steady::time_point verify_at_;
};

class NatsLog final : public EventLog {
 public:
  NatsLog(const Clock& clock, NatsOptions options) : clock_(clock), options_(std::move(options)) {
    if (options_.instance.empty()) {
      options_.instance = random_hex(8);
    }
    NatsSession::check(options_);
  }
  ~NatsLog() override { stop(); }

  void add_source(const std::string& source, db::Database& database) override {
    relays_.push_back(std::make_unique<Relay>(clock_, options_, source, database));
    news_.push_back(database.on_events([relay = relays_.back().get()] { relay->wake(); }));
  }

  void add_consumer(Consumer consumer, db::Database& database) override {
    readers_.push_back(std::make_unique<Reader>(clock_, options_, std::move(consumer), database));
  }

  void start() override {
    for (const auto& reader : readers_) {
      for (const auto& relay : relays_) {
        reader->expect(relay->source());
      }
      reader->start();
    }
    for (const auto& relay : relays_) {
      relay->start();
    }
    started_ = true;
  }

  void stop() override {
    started_ = false;
    const auto each = [&](auto what) {
      std::for_each(relays_.begin(), relays_.end(), what);
      std::for_each(readers_.begin(), readers_.end(), what);
    };
    each([](const auto& worker) { worker->ask_to_stop(); });
    each([](const auto& worker) { worker->join(); });
  }

  /// Waits for the consumers in this process, where they and the relay are at work.
  bool settle(const std::string& source, std::chrono::milliseconds wait) override {
    const Relay* relay = find(source);
    if (!started_ || (relay != nullptr && !at_work(*relay))) {
      return false;
    }
    const auto deadline = Steady::now() + wait;
    const std::int64_t seq = relay == nullptr ? 0 : relay->last();
    return std::all_of(readers_.begin(), readers_.end(), [&](const auto& reader) {
      return at_work(*reader) && reader->intake().wait_for(place_of(source), seq, deadline);
    });
  }

  std::int64_t delivered(const std::string& source) const override {
    const Relay* relay = find(source);
    return relay == nullptr ? 0 : relay->relayed();
  }

  /// Exact for sources in this process; of others it knows what the server has told.
  std::int64_t lag(const std::string& name) const override {
    std::int64_t behind = 0;
    for (const auto& reader : readers_) {
      if (reader->intake().consumer().name != name || reader->stands_by()) {
        continue;  // whoever does the work in another process tells
      }
      for (const auto& relay : relays_) {
        behind += relay->after(reader->intake().at(place_of(relay->source())));
      }
      behind = std::max(behind, reader->pending());
    }
    return behind;
  }

  std::int64_t unrelayed(const std::string& source) const override {
    const Relay* relay = find(source);
    return relay == nullptr ? 0 : relay->unrelayed();
  }

  const Consumer* consumer(const std::string& name) const override {
    for (const auto& reader : readers_) {
      if (reader->intake().consumer().name == name) {
        return &reader->intake().consumer();
      }
    }
    return nullptr;
  }

 private:
  static bool at_work(const Worker& worker) { return !worker.in_trouble() && !worker.stands_by(); }

  const Relay* find(const std::string& source) const {
    const auto found = std::find_if(relays_.begin(), relays_.end(),
                                    [&](const auto& relay) { return relay->source() == source; });
    return found == relays_.end() ? nullptr : found->get();
  }

  const Clock& clock_;
  NatsOptions options_;
  std::vector<std::unique_ptr<Relay>> relays_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::vector<db::Subscription> news_;
  std::atomic<bool> started_ = false;
};

}  // namespace

std::unique_ptr<EventLog> make_nats_log(const Clock& clock, NatsOptions options) {
  return std::make_unique<NatsLog>(clock, std::move(options));
}

std::optional<std::string> find_nats_trouble(const NatsOptions& options) {
  try {
    NatsSession(options, "microflow doctor").stream();
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace mf::events
