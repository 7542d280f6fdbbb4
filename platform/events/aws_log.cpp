#include "platform/events/aws_log.hpp"

#include "platform/core/random.hpp"
#include "platform/events/aws_session.hpp"
#include "platform/events/event_span.hpp"
#include "platform/events/outbox.hpp"
#include "platform/events/outbox_progress.hpp"
#include "platform/events/worker.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int k_window = 500;         // events that the relay looks at ahead
constexpr auto k_safety_poll = 1s;    // commits wake the relay; this is for what they miss
constexpr auto k_save_every = 200ms;  // a place that is not written down yet costs only repetition
constexpr auto k_last_relay = 2s;     // how long stopping may go on relaying
constexpr auto k_count_every = 10s;   // between two questions of how much waits in a queue
constexpr auto k_look_again = 20ms;   // settling: another process may have taken the event in

std::string with_topic(const AwsOptions& options, const std::string& what) {
  return what + ":" + options.topic_arn;
}

/// Tells who waits that a consumer took something in.
class Signal {
 public:
  void raise() {
    const std::lock_guard lock(mutex_);
    ++count_;
    raised_.notify_all();
  }
  void wait(Steady::time_point until) {
    std::unique_lock lock(mutex_);
    raised_.wait_until(lock, until, [&, before = count_] { return count_ != before; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable raised_;
  std::uint64_t count_ = 0;
};

/// Brings the events of one outbox to the topic, each subject's in their order.
class Relay final : public Worker {
 public:
  Relay(const Clock& clock, const AwsOptions& options, std::string source, db::Database& database)
      : Worker(source, Lease(clock, database, with_topic(options, "relay"), options.instance,
                             options.lease)),
        options_(options),
        source_(std::move(source)),
        database_(database) {}

  const std::string& source() const { return source_; }
  db::Database& database() const { return database_; }

  std::int64_t last() const {
    return database_.read([](db::Session& session) { return last_seq(session); });
  }
  std::int64_t unrelayed() const {
    return database_.read([&](db::Session& session) {
      return count_after(session, std::max<std::int64_t>(place_, cursor_of(session, key())));
    });
  }
  /// What the topic has: the outbox may forget it.
  std::int64_t relayed() const {
    return stands_by()
               ? database_.read([&](db::Session& session) { return cursor_of(session, key()); })
               : place_.load();
  }

 private:
  void work(const std::stop_token& stop) override {
    SnsTopic topic(options_);
    topic.check();
    place_ = database_.read([&](db::Session& session) { return cursor_of(session, key()); });
    std::optional<Steady::time_point> end;
    while (still_mine()) {
      const auto relayed = relay_window(topic);
      connected();
      if (stop.stop_requested()) {
        end = end.value_or(Steady::now() + k_last_relay);
        if (relayed == 0 || Steady::now() > *end) {
          break;
        }
      } else if (relayed < k_window) {
        // An event that waits for units before it comes with no call of its own.
        const std::chrono::milliseconds quiet = unsaved_ ? k_save_every : k_safety_poll;
        pause(unsettled_ ? std::chrono::milliseconds(2) : quiet, stop);
      }
    }
    if (stop.stop_requested()) {
      save();
    }
  }

  std::string key() const { return with_topic(options_, "relay"); }

  /// How many events there were; fewer than a window: it was the last.
  std::size_t relay_window(SnsTopic& topic) {
    const auto window = database_.read([&](db::Session& session) {
      return read_outbox(session, source_, place_, k_window, &unsettled_);
    });
    std::vector<const Stored*> left;
    std::transform(window.begin(), window.end(), std::back_inserter(left),
                   [](const Stored& stored) { return &stored; });
    try {
      while (!left.empty()) {
        relay_some(topic, left);
        connected();
        place_ = left.empty() ? window.back().seq : left.front()->seq - 1;
        unsaved_ = true;
        save_when_due();
      }
    } catch (...) {
      save();  // what was refused once may be refused for long
      throw;
    }
    save_when_due();
    return window.size();
  }

  /// The first of those that are left and, as far as a request takes them, the first of each other
  /// subject.
  void relay_some(SnsTopic& topic, std::vector<const Stored*>& left) {
    std::vector<SnsTopic::Message> messages;
    std::vector<telemetry::Span> spans;
    std::set<Uuid> met;
    std::size_t size = 0;
    std::erase_if(left, [&](const Stored* stored) {
      const bool first = met.insert(stored->event.subject).second;
      if (!first || messages.size() == k_aws_batch) {
        return false;
      }
      auto text = portable(to_cloud_event(stored->event));
      if (size + text.size() > options_.message_limit) {
        refuse_if(messages.empty(), stored->event, text.size());
        return false;
      }
      size += text.size();
      spans.push_back(send_span(stored->event, "aws_sns"));
      messages.push_back({.id = stored->event.id.to_string(),
                          .group = stored->event.subject.to_string(),
                          .text = std::move(text)});
      return true;
    });
    topic.publish(messages);
    confirm(spans);
  }

  /// One that the topic can't take stops the relay: what follows of its subject must not pass it,
  /// and it must not be lost.
  void refuse_if(bool alone, const Event& event, std::size_t size) const {
    if (alone) {
      throw std::runtime_error(fmt::format(
          "the event {} ({}) has {} bytes and the topic takes {}: raise the topic's and the "
          "queues' limit, and events.sns_message_bytes",
          event.id.to_string(), event.type, size, options_.message_limit));
    }
  }

  void save_when_due() {
    if (unsaved_ && Steady::now() >= save_at_) {
      save();
    }
  }

  void save() {
    if (!unsaved_) {
      return;
    }
    const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
      move_cursor(unit, key(), place_);
      return {};
    });
    unsaved_ = !done;
    save_at_ = Steady::now() + k_save_every;
  }

  const AwsOptions& options_;
  const std::string source_;
  db::Database& database_;
  std::atomic<std::int64_t> place_ = 0;
  bool unsaved_ = false;
  bool unsettled_ = false;  // there are events that may not be read yet
  Steady::time_point save_at_;
};

/// Takes what comes to one consumer's queue in. Several replicas may do so side by side: the queue
/// gives no two of them messages of one subject.
class Reader final : public Worker {
 public:
  Reader(const Clock& clock, const AwsOptions& options, Consumer consumer, db::Database& database,
         Signal& signal)
      : Worker(consumer.name, Lease(clock, database, "", "", 0ms)),
        options_(options),
        database_(database),
        intake_(clock, options.delivery, std::move(consumer), database),
        signal_(signal) {}

  const Intake& intake() const { return intake_; }
  /// Roughly what waits in the queue.
  std::int64_t pending() const { return std::max<std::int64_t>(0, pending_); }

  /// Before start(): a source in this process.
  void expect(const Relay& relay) {
    progress_.emplace(relay.source(), std::make_unique<OutboxProgress>(
                                          intake_, database_, relay.source(), relay.database(),
                                          with_topic(options_, "taken from " + relay.source())));
  }
  std::int64_t behind(const std::string& source, std::int64_t upto) const {
    const auto found = progress_.find(source);
    return found == progress_.end() ? 0 : found->second->behind(upto);
  }
  std::int64_t behind() const {
    std::int64_t all = 0;
    for (const auto& [source, progress] : progress_) {
      all += progress->behind();
    }
    return all;
  }

 private:
  void work(const std::stop_token& stop) override {
    // While the database is away nothing is received: what was comes again by itself, and Amazon
    // counts how often it was received.
    database_.read(count_dead_letters);
    SqsQueue queue(options_, intake_.consumer().name);
    count(queue);
    auto wait = 0s;  // at first only to see that it answers
    while (!stop.stop_requested()) {
      take_some(queue, wait, stop);
      connected();
      wait = options_.poll;
      if (Steady::now() >= count_at_) {
        count(queue);
      }
    }
  }

  void count(SqsQueue& queue) {
    pending_ = queue.check();
    count_at_ = Steady::now() + k_count_every;
  }

  void take_some(SqsQueue& queue, std::chrono::seconds wait, const std::stop_token& stop) {
    std::vector<std::string> handles;
    std::vector<Delivered> batch;
    gather(queue, wait, stop, handles, batch);
    if (handles.empty()) {
      return;
    }
    if (!take(queue, handles, batch, stop)) {
      queue.hide(handles, 0s);  // for the replica or the next start; what was done is known
      return;
    }
    signal_.raise();
    queue.remove(handles);
    pending_ -= static_cast<std::int64_t>(handles.size());
  }

  /// One unit's worth: what is there without waiting, as long as that comes quickly.
  void gather(SqsQueue& queue, std::chrono::seconds wait, const std::stop_token& stop,
              std::vector<std::string>& handles, std::vector<Delivered>& batch) const {
    const auto most = static_cast<std::size_t>(std::max(1, options_.delivery.batch));
    const auto end = Steady::now() + wait + options_.visibility / 4;
    for (std::size_t came = k_aws_batch;
         came == k_aws_batch && handles.size() < most && Steady::now() < end;) {
      auto messages = receive(queue, most - handles.size(), wait, !handles.empty(), stop);
      came = messages.size();
      for (auto& message : messages) {
        add(message.text, batch);
        handles.push_back(std::move(message.handle));
      }
    }
  }

  /// With `more` there is something already, which a failure must not keep waiting.
  static std::vector<SqsQueue::Message> receive(SqsQueue& queue, std::size_t most,
                                                std::chrono::seconds wait, bool more,
                                                const std::stop_token& stop) {
    try {
      return queue.receive(most, more ? 0s : wait, stop);
    } catch (const cloud::CloudError&) {
      if (more) {
        return {};
      }
      throw;
    }
  }

  void add(const std::string& text, std::vector<Delivered>& batch) const {
    auto event = event_in(text);
    if (event) {
      batch.push_back({std::move(*event), {}});
      return;
    }
    telemetry::log_error(intake_.consumer().name, "something in the queue is no event",
                         {{"error", event.error().detail}});
  }

  /// Takes them in and keeps them ours as long as that takes.
  bool take(SqsQueue& queue, const std::vector<std::string>& handles,
            const std::vector<Delivered>& batch, const std::stop_token& stop) {
    const std::jthread keeper([&](const std::stop_token& over) {
      std::mutex mutex;
      std::condition_variable_any never;
      std::unique_lock lock(mutex);
      while (!never.wait_for(lock, over, options_.visibility / 2,
                             [&] { return over.stop_requested(); })) {
        if (over.stop_requested()) {
          return;
        }
        keep(queue, handles);
      }
    });
    return intake_.take(batch, stop);
  }

  void keep(SqsQueue& queue, const std::vector<std::string>& handles) const {
    try {
      queue.hide(handles, options_.visibility);
    } catch (const std::exception& error) {
      // Then they come again, and are known.
      telemetry::log_warning(intake_.consumer().name, "messages may be delivered again",
                             {{"reason", error.what()}});
    }
  }

  const AwsOptions& options_;
  db::Database& database_;
  Intake intake_;
  Signal& signal_;
  std::map<std::string, std::unique_ptr<OutboxProgress>> progress_;
  std::atomic<std::int64_t> pending_ = 0;
  Steady::time_point count_at_;
};

void check(const AwsOptions& options) {
  if (!parse_topic(options.topic_arn)) {
    throw std::runtime_error(
        "events.sns_topic_arn must be a FIFO topic's: arn:aws:sns:REGION:ACCOUNT:NAME.fifo");
  }
  const auto queue = options.queue_of("x");
  if (queue == options.queue_url || !queue.ends_with(".fifo")) {
    throw std::runtime_error(
        "events.sqs_queue_url must be FIFO queues', with {service} for the service's name: "
        "https://sqs.REGION.amazonaws.com/ACCOUNT/NAME-{service}.fifo");
  }
  cloud::parse_endpoint(queue);
  if (options.keys.empty()) {
    throw std::runtime_error(
        "SNS and SQS need aws.access_key_id and aws.secret_access_key, or a container's role");
  }
}

class AwsLog final : public EventLog {
 public:
  AwsLog(const Clock& clock, AwsOptions options) : clock_(clock), options_(std::move(options)) {
    if (options_.instance.empty()) {
      options_.instance = random_hex(8);
    }
    check(options_);
  }
  ~AwsLog() override { stop(); }

  void add_source(const std::string& source, db::Database& database) override {
    relays_.push_back(std::make_unique<Relay>(clock_, options_, source, database));
    news_.push_back(database.on_events([relay = relays_.back().get()] { relay->wake(); }));
  }

  void add_consumer(Consumer consumer, db::Database& database) override {
    readers_.push_back(
        std::make_unique<Reader>(clock_, options_, std::move(consumer), database, signal_));
  }

  void start() override {
    for (const auto& reader : readers_) {
      for (const auto& relay : relays_) {
        reader->expect(*relay);
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

  /// Waits for the consumers of this process, where the brokers can be reached.
  bool settle(const std::string& source, std::chrono::milliseconds wait) override {
    const auto deadline = Steady::now() + wait;
    const Relay* relay = find(source);
    const std::int64_t seq = relay == nullptr ? 0 : relay->last();
    for (;;) {
      const bool working = started_ && (relay == nullptr || !relay->in_trouble()) &&
                           std::none_of(readers_.begin(), readers_.end(),
                                        [](const auto& reader) { return reader->in_trouble(); });
      if (!working) {
        return false;
      }
      if (std::all_of(readers_.begin(), readers_.end(),
                      [&](const auto& reader) { return reader->behind(source, seq) == 0; })) {
        return true;
      }
      const auto now = Steady::now();
      if (now >= deadline) {
        return false;
      }
      signal_.wait(std::min(deadline, now + k_look_again));
    }
  }

  std::int64_t delivered(const std::string& source) const override {
    const Relay* relay = find(source);
    return relay == nullptr ? 0 : relay->relayed();
  }

  /// Exact for sources in this process; of others it knows roughly what waits in the queue.
  std::int64_t lag(const std::string& name) const override {
    for (const auto& reader : readers_) {
      if (reader->intake().consumer().name == name) {
        return std::max(reader->behind(), reader->pending());
      }
    }
    return 0;
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
  const Relay* find(const std::string& source) const {
    const auto found = std::find_if(relays_.begin(), relays_.end(),
                                    [&](const auto& relay) { return relay->source() == source; });
    return found == relays_.end() ? nullptr : found->get();
  }

  const Clock& clock_;
  AwsOptions options_;
  Signal signal_;
  std::vector<std::unique_ptr<Relay>> relays_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::vector<db::Subscription> news_;
  std::atomic<bool> started_ = false;
};

}  // namespace

std::string AwsOptions::queue_of(const std::string& consumer) const {
  constexpr std::string_view k_mark = "{service}";
  auto url = queue_url;
  const auto at = url.find(k_mark);
  return at == std::string::npos ? url : url.replace(at, k_mark.size(), consumer);
}

std::unique_ptr<EventLog> make_aws_log(const Clock& clock, AwsOptions options) {
  return std::make_unique<AwsLog>(clock, std::move(options));
}

std::optional<std::string> find_aws_trouble(const AwsOptions& options,
                                            std::span<const std::string> consumers) {
  try {
    check(options);
    SnsTopic(options).check();
    for (const auto& consumer : consumers) {
      SqsQueue(options, consumer).check();
    }
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace mf::events
