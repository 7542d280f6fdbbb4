#include "services/notifications/stream.hpp"

#include "platform/json/writer.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::notifications {
namespace {

using namespace std::chrono_literals;

constexpr int k_news_page = 500;
constexpr int k_past_page = 200;
// Bytes in a body: a listener who has not taken this much is left behind until it has taken most of
// it. Well below the body's own limit, so that a burst never cuts a healthy listener.
constexpr std::size_t k_full = 384 * 1024;
constexpr std::size_t k_nearly_empty = 96 * 1024;
constexpr auto k_drain_retry = 20ms;
constexpr auto k_no_listener = 1h;

std::string reset_text(std::int64_t position) {
  return fmt::format("id: {}\nevent: reset\ndata: {{\"type\":\"reset\"}}\n\n", position);
}

/// An id alone moves the place that a browser resumes from, and shows nothing.
std::string head_text(std::int64_t position) {
  return fmt::format("retry: 1000\nid: {}\n\n", position);
}

}  // namespace

std::string stream_text(const StreamRow& row) {
  std::string data = row.data;
  std::replace_if(data.begin(), data.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return fmt::format(
      "id: {}\nevent: {}\ndata: {{\"type\":{},\"subject\":\"{}\",\"time\":\"{}\",\"data\":{}}}\n\n",
      row.seq, row.type, json::quote(row.type), row.subject.to_string(), to_rfc3339(row.time),
      data);
}

StreamHub::StreamHub(db::Database& database, const Clock& clock, Settings settings)
    : database_(database),
      clock_(clock),
      settings_(std::move(settings)),
      news_(database.on_events([this] { wake(); })) {}

StreamHub::~StreamHub() {
  stop();
}

Result<std::shared_ptr<http::LiveBody>> StreamHub::open(Viewer viewer, Timestamp expires,
                                                        std::optional<std::int64_t> after) {
  // Read before the listener is known to the hub: whatever is committed from here on has a later
  // place.
  const auto position =
      database_.read([](db::Session& session) { return stream_position(session); });
  const bool reset = after && (*after < position.pruned || *after > position.last);
  const std::int64_t from = after && !reset ? *after : position.last;

  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [](const auto& one) { return one.second->closed(); });
  if (stopping_ || std::ssize(open_) >= settings_.streams) {
    Error error{ErrorKind::unavailable, "no_stream", "There is no room for another stream now."};
    error.retry_after_seconds = 5;
    return fail(std::move(error));
  }
  const auto mine = std::count_if(open_.begin(), open_.end(),
                                  [&](const auto& one) { return one.first == viewer.user; });
  if (mine >= settings_.streams_per_person) {
    Error error{ErrorKind::too_many_requests, "too_many_streams",
                fmt::format("One person may listen to {} streams at a time.",
                            settings_.streams_per_person)};
    error.retry_after_seconds = 5;
    return fail(std::move(error));
  }
  auto body = std::make_shared<http::LiveBody>();
  body->push(head_text(from));
  if (reset) {
    body->push(reset_text(from));
  }
  open_.emplace_back(viewer.user, body);
  arrivals_.push_back({std::move(viewer), expires, body, from, false, Steady::now()});
  if (!thread_.joinable()) {
    thread_ = std::thread([this] { run(); });
  }
  changed_.notify_one();
  return body;
}

void StreamHub::wake() {
  const std::lock_guard lock(mutex_);
  if (!open_.empty()) {
    woken_ = true;
    changed_.notify_one();
  }
}

void StreamHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [_, body] : open_) {
    body->close();
  }
  open_.clear();
}

std::size_t StreamHub::listeners() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

void StreamHub::run() {
  for (;;) {
    bool more = false;
    try {
      take_arrivals();
      more = push_news();
      catch_up();
    } catch (const std::exception& error) {
      telemetry::log_error("notifications", "the stream could not be read",
                           {{"error", error.what()}});
      std::this_thread::sleep_for(100ms);
    }
    if (Steady::now() - tended_at_ >= settings_.stream_tick) {
      tend();
    }
    rest(more || behind_);
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return;
    }
  }
}

void StreamHub::take_arrivals() {
  std::vector<Listener> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(arrivals_);
  }
  if (arrived.empty()) {
    return;
  }
  if (listeners_.empty()) {
    // Nobody listened, so nothing was read: go on from now, and let them catch up to here.
    live_at_ = database_.read([](db::Session& session) { return stream_position(session); }).last;
  }
  std::move(arrived.begin(), arrived.end(), std::back_inserter(listeners_));
}

bool StreamHub::push_news() {
  if (listeners_.empty()) {
    return false;
  }
  const auto rows = database_.read(
      [&](db::Session& session) { return stream_after(session, live_at_, k_news_page); });
  if (rows.empty()) {
    return false;
  }
  for (const auto& row : rows) {
    std::string text;
    for (auto& listener : listeners_) {
      if (!listener.live || row.seq <= listener.at) {
        continue;
      }
      if (!may_see(listener.viewer, row.seen_by)) {
        listener.at = row.seq;
        continue;
      }
      if (text.empty()) {
        text = stream_text(row);
      }
      listener.live = feed(listener, row, text);
    }
  }
  live_at_ = rows.back().seq;
  return std::ssize(rows) == k_news_page;
}

bool StreamHub::feed(Listener& listener, const StreamRow& row, const std::string& text) {
  if (listener.body->waiting() >= k_full || !listener.body->push(text)) {
    return false;
  }
  listener.at = row.seq;
  listener.spoken_at = Steady::now();
  return true;
}

void StreamHub::catch_up() {
  behind_ = false;
  waiting_ = false;
  for (auto& listener : listeners_) {
    if (!listener.live && !listener.body->closed()) {
      catch_up(listener);
    }
  }
}

void StreamHub::catch_up(Listener& listener) {
  if (listener.at >= live_at_) {
    listener.live = true;
    return;
  }
  if (listener.body->waiting() > k_nearly_empty) {
    waiting_ = true;
    return;
  }
  const auto rows = database_.read([&](db::Session& session) {
    return stream_for(session, listener.viewer, listener.at, live_at_, k_past_page);
  });
  for (const auto& row : rows) {
    if (!may_see(listener.viewer, row.seen_by)) {
      listener.at = row.seq;
    } else if (!feed(listener, row, stream_text(row))) {
      waiting_ = true;
      return;
    }
  }
  if (std::ssize(rows) < k_past_page) {
    listener.at = live_at_;
    listener.live = true;
  } else {
    behind_ = true;
  }
}

/// Heartbeats, ends, and forgetting who is gone.
void StreamHub::tend() {
  const auto steady_now = Steady::now();
  const auto now = clock_.now();
  tended_at_ = steady_now;
  for (auto& listener : listeners_) {
    if (now >= listener.expires) {
      listener.body->push("event: expired\ndata: {\"type\":\"expired\"}\n\n");
      listener.body->close();
    } else if (steady_now - listener.spoken_at >= settings_.heartbeat &&
               listener.body->waiting() < k_full) {
      listener.body->push(": still here\n\n");
      listener.spoken_at = steady_now;
    }
  }
  std::erase_if(listeners_, [](const Listener& listener) { return listener.body->closed(); });
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [](const auto& one) { return one.second->closed(); });
}

/// Until there is something to do.
void StreamHub::rest(bool more) {
  std::unique_lock lock(mutex_);
  if (more || stopping_) {
    return;
  }
  std::chrono::milliseconds wait = settings_.stream_tick;
  if (listeners_.empty()) {
    wait = k_no_listener;
  } else if (waiting_) {
    wait = k_drain_retry;
  }
  changed_.wait_for(lock, wait, [&] { return woken_ || stopping_ || !arrivals_.empty(); });
  woken_ = false;
}

}  // namespace mf::notifications
