#include "services/workorders/live.hpp"

#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"

namespace mf::workorders {
namespace {

using namespace std::chrono_literals;

constexpr auto k_look = 1s;         // at the outbox and the clock, if no commit tells of itself
constexpr auto k_look_again = 5ms;  // units that commit side by side become visible in their order
constexpr auto k_inbox_look = 1s;   // at each inbox that somebody listens to
constexpr int k_news_page = 500;
constexpr std::size_t k_workers = 4;
constexpr std::ptrdiff_t k_streams = 2'000;
constexpr std::ptrdiff_t k_streams_per_person = 10;

bool is_of_order(const events::Event& event) {
  return event.type.starts_with("order.");
}

}  // namespace

LiveHub::LiveHub(db::Database& database, service::Peers& peers, const Clock& clock)
    : database_(database),
      peers_(peers),
      clock_(clock),
      workers_(k_workers, static_cast<std::size_t>(k_streams)),
      commits_(database.on_events([this] { wake(); })) {}

LiveHub::~LiveHub() {
  stop();
}

LiveHub::Token LiveHub::listen(Listener listener) {
  // Read before the listener is known: whatever is committed from here on stands behind it.
  const auto place = database_.read(events::last_seq);
  const std::lock_guard lock(mutex_);
  if (listeners_.empty()) {
    at_ = std::max(at_, place);
  }
  listeners_.emplace(++last_token_, std::make_shared<const Listener>(std::move(listener)));
  start();
  return last_token_;
}

LiveHub::Token LiveHub::listen_to_inbox(http::Request request, InboxListener listener) {
  auto inbox =
      std::make_shared<Inbox>(std::move(request), std::move(listener), Uuid::make().to_string());
  const std::lock_guard lock(mutex_);
  inboxes_.emplace(++last_token_, std::move(inbox));
  start();
  return last_token_;
}

void LiveHub::forget(Token token) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(token);
  inboxes_.erase(token);
}

Result<void> LiveHub::admit(const std::optional<UserId>& person) const {
  const std::lock_guard lock(mutex_);
  Error error{ErrorKind::unavailable, "no_stream", "There is no room for another stream now."};
  error.retry_after_seconds = 5;
  if (stopped_ || std::ssize(streams_) >= k_streams) {
    return fail(std::move(error));
  }
  if (person && count(*person) >= k_streams_per_person) {
    error.kind = ErrorKind::too_many_requests;
    error.code = "too_many_streams";
    error.detail = fmt::format("One person may have {} streams at a time.", k_streams_per_person);
    return fail(std::move(error));
  }
  return {};
}

bool LiveHub::claim(const LiveStream& stream, UserId person) {
  const std::lock_guard lock(mutex_);
  if (count(person) >= k_streams_per_person) {
    return false;
  }
  for (auto& open : streams_) {
    if (open.stream.get() == &stream) {
      open.person = person;
    }
  }
  return true;
}

/// Called with the mutex held.
std::ptrdiff_t LiveHub::count(UserId person) const {
  return std::count_if(streams_.begin(), streams_.end(),
                       [&](const Open& open) { return open.person == person; });
}

void LiveHub::add(const std::optional<UserId>& person, std::shared_ptr<LiveStream> stream) {
  const std::lock_guard lock(mutex_);
  streams_.push_back({person, std::move(stream)});
  start();
  woken_ = true;
  changed_.notify_all();
}

void LiveHub::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

void LiveHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  commits_ = {};
  for (auto* thread : {&thread_, &inbox_thread_}) {
    if (thread->joinable()) {
      thread->request_stop();
      thread->join();
    }
  }
  workers_.stop();
  std::list<Open> ending;
  {
    const std::lock_guard lock(mutex_);
    ending.swap(streams_);
  }
  for (const auto& open : ending) {
    open.stream->end();
  }
}

/// Called with the mutex held.
void LiveHub::start() {
  if (!thread_.joinable() && !stopped_) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    inbox_thread_ = std::jthread([this](const std::stop_token& stop) { run_inboxes(stop); });
  }
  changed_.notify_all();
}

bool LiveHub::idle() const {
  return listeners_.empty() && streams_.empty();
}

void LiveHub::run(const std::stop_token& stop) {
  bool more = false;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !idle(); });
      changed_.wait_for(lock, stop, more ? k_look_again : k_look, [this] { return woken_; });
      woken_ = false;
    }
    try {
      more = tell_news();
      serve_streams();
    } catch (const std::exception& error) {
      telemetry::log_error("workorders", "live streams failed", {{"error", error.what()}});
    }
  }
}

bool LiveHub::tell_news() {
  std::map<Token, std::shared_ptr<const Listener>> listeners;
  std::int64_t from = 0;
  {
    const std::lock_guard lock(mutex_);
    listeners = listeners_;
    from = at_;
  }
  if (listeners.empty()) {
    return false;
  }
  bool unsettled = false;
  const auto news = database_.read([&](db::Session& session) {
    return events::read_outbox(session, "workorders", from, k_news_page, &unsettled);
  });
  for (const auto& stored : news) {
    const OrderNews told{OrderId{stored.event.subject}, stored.event.type, stored.event.time};
    for (const auto& [_, listener] : listeners) {
      if (is_of_order(stored.event)) {
        (*listener)(told);
      }
    }
    from = stored.seq;
  }
  const std::lock_guard lock(mutex_);
  at_ = std::max(at_, from);
  return unsettled || std::ssize(news) == k_news_page;
}

/// Gives the streams that are ready to the workers; now and then all, for what only time brings.
void LiveHub::serve_streams() {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  const bool all = now - tended_at_ >= k_look;
  tended_at_ = all ? now : tended_at_;
  for (auto& open : streams_) {
    if (open.busy || (!open.stream->take_ready() && !all)) {
      continue;
    }
    open.busy = workers_.submit([this, stream = open.stream] { serve(stream); });
  }
}

void LiveHub::serve(const std::shared_ptr<LiveStream>& stream) {
  bool goes_on = false;
  try {
    goes_on = stream->pump(clock_.now());
  } catch (const std::exception& error) {
    telemetry::log_error("workorders", "a live stream failed", {{"error", error.what()}});
  }
  if (!goes_on) {
    stream->end();
  }
  const std::lock_guard lock(mutex_);
  const auto open = std::find_if(streams_.begin(), streams_.end(),
                                 [&](const Open& one) { return one.stream == stream; });
  if (open == streams_.end()) {
    return;
  }
  open->busy = false;
  if (!goes_on) {
    streams_.erase(open);
  }
  woken_ = true;  // its flag may have been raised meanwhile
  changed_.notify_all();
}

void LiveHub::run_inboxes(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::vector<std::shared_ptr<Inbox>> inboxes;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !inboxes_.empty(); });
      changed_.wait_for(lock, stop, k_inbox_look, [] { return false; });
      for (const auto& [_, inbox] : inboxes_) {
        inboxes.push_back(inbox);
      }
    }
    for (const auto& inbox : inboxes) {
      if (!stop.stop_requested()) {
        look_into(*inbox);
      }
    }
  }
}

/// Tells what is newer than the last time, the oldest first.
void LiveHub::look_into(Inbox& inbox) {
  const auto answer =
      peers_.call(inbox.request, {.method = "GET", .target = "/api/v1/notifications?limit=50"});
  const auto dom = json::Dom::parse(answer.body);
  const auto* items = dom && answer.status == 200 ? dom->find("items") : nullptr;
  for (auto i = items != nullptr && items->is_array() ? items->size() : 0; i > 0; --i) {
    const auto* id = items->at(i - 1).find("id");
    if (id != nullptr && id->is_string() && id->string() > inbox.last) {
      inbox.last = std::string(id->string());
      inbox.listener(items->at(i - 1));
    }
  }
}

}  // namespace mf::workorders
