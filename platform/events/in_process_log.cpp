#include "platform/events/intake.hpp"
#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::events {
namespace {

using namespace std::chrono_literals;

struct Source {
  std::string name;
  db::Database* database;
};

/// One consuming service: its thread, and how far it has come in each source.
class Reader {
 public:
  Reader(const Clock& clock, DeliveryOptions options, Consumer consumer, db::Database& database)
      : intake_(clock, options, std::move(consumer), database) {}

  void start(const std::vector<Source>& sources) {
    sources_ = sources;
    std::vector<std::string> names;
    for (const auto& source : sources_) {
      names.push_back(source.name);
    }
    intake_.load(names);
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
  }

  void stop() {
    thread_.request_stop();
    wake();
    if (thread_.joinable()) {
      thread_.join();
    }
  }

  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    wake_.notify_all();
  }

  const Intake& intake() const { return intake_; }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      bool more = false;
      unsettled_ = false;
      for (const auto& source : sources_) {
        more = drain(source, stop) || more;
      }
      std::unique_lock lock(mutex_);
      if (!more) {
        // The second is a safety net; commits wake the thread. An event that waits for units before
        // it comes with no call of its own.
        wake_.wait_for(lock, unsettled_ ? std::chrono::milliseconds(1) : 1s,
                       [&] { return woken_ || stop.stop_requested(); });
      }
      woken_ = false;
    }
  }

  /// Takes in one batch of `source`. True if there may be more.
  bool drain(const Source& source, const std::stop_token& stop) {
    try {
      bool unsettled = false;
      auto stored = source.database->read([&](db::Session& session) {
        return read_outbox(session, source.name, intake_.at(source.name), intake_.options().batch,
                           &unsettled);
      });
      unsettled_ = unsettled_ || unsettled;
      std::vector<Delivered> batch;
      for (auto& one : stored) {
        batch.push_back({std::move(one.event), {{source.name, one.seq}}});
      }
      intake_.take(batch, stop);
      return !batch.empty();
    } catch (const std::exception& error) {
      telemetry::log_error(intake_.consumer().name, "events could not be read",
                           {{"source", source.name}, {"error", error.what()}});
      std::this_thread::sleep_for(100ms);
      return true;
    }
  }

  Intake intake_;
  std::vector<Source> sources_;
  bool unsettled_ = false;  // there are events that may not be read yet

  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;

  std::jthread thread_;
};

class InProcessLog final : public EventLog {
 public:
  InProcessLog(const Clock& clock, DeliveryOptions options) : clock_(clock), options_(options) {}
  ~InProcessLog() override { stop(); }

  void add_source(const std::string& source, db::Database& database) override {
    sources_.push_back({source, &database});
  }

  void add_consumer(Consumer consumer, db::Database& database) override {
    readers_.push_back(std::make_unique<Reader>(clock_, options_, std::move(consumer), database));
  }

  void start() override {
    for (const auto& source : sources_) {
      news_.push_back(source.database->on_events([this] { wake_all(); }));
    }
    for (const auto& reader : readers_) {
      reader->start(sources_);
    }
    started_ = true;
  }

  void stop() override {
    started_ = false;
    news_.clear();
    for (const auto& reader : readers_) {
      reader->stop();
    }
  }

  bool settle(const std::string& source, std::chrono::milliseconds wait) override {
    if (!started_) {
      return false;
    }
    const auto deadline = std::chrono::steady_clock::now() + wait;
    const std::int64_t seq = last_of(source);
    return std::all_of(readers_.begin(), readers_.end(), [&](const auto& reader) {
      return reader->intake().wait_for(source, seq, deadline);
    });
  }

  std::int64_t delivered(const std::string& source) const override {
    std::int64_t place = last_of(source);
    for (const auto& reader : readers_) {
      place = std::min(place, reader->intake().at(source));
    }
    return place;
  }

  std::int64_t lag(const std::string& name) const override {
    std::int64_t behind = 0;
    for (const auto& reader : readers_) {
      if (reader->intake().consumer().name != name) {
        continue;
      }
      for (const auto& source : sources_) {
        behind += source.database->read([&](db::Session& session) {
          return count_after(session, reader->intake().at(source.name));
        });
      }
    }
    return behind;
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
  std::int64_t last_of(const std::string& name) const {
    for (const auto& source : sources_) {
      if (source.name == name) {
        return source.database->read([](db::Session& session) { return last_seq(session); });
      }
    }
    return 0;
  }

  void wake_all() {
    for (const auto& reader : readers_) {
      reader->wake();
    }
  }

  const Clock& clock_;
  const DeliveryOptions options_;
  std::vector<Source> sources_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::vector<db::Subscription> news_;
  std::atomic<bool> started_ = false;
};

}  // namespace

std::unique_ptr<EventLog> make_in_process_log(const Clock& clock, DeliveryOptions options) {
  return std::make_unique<InProcessLog>(clock, options);
}

}  // namespace mf::events
