// The event stream: reads new rows of the table `stream` after their commit and hands them to
// everybody who listens and may see them. One thread of its own does all reading and pushing, so a
// listener who resumes passes from the past to the present without a gap or a repeat. open()
// and stop() from any thread.
#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/http/message.hpp"
#include "services/notifications/settings.hpp"
#include "services/notifications/store.hpp"

namespace mf::notifications {

class StreamHub {
 public:
  StreamHub(db::Database& database, const Clock& clock, Settings settings);
  ~StreamHub();

  /// A body that begins after place `after`, or with what is new; a place that is gone, or never
  /// was, begins with the event `reset`. Ends when `expires` has come. 429 for one stream too many,
  /// 503 when full or stopping.
  Result<std::shared_ptr<http::LiveBody>> open(Viewer viewer, Timestamp expires,
                                               std::optional<std::int64_t> after);
  /// Ends every stream and the thread.
  void stop();
  std::size_t listeners() const;

 private:
  using Steady = std::chrono::steady_clock;

  struct Listener {
    Viewer viewer;
    Timestamp expires;
    std::shared_ptr<http::LiveBody> body;
    std::int64_t at = 0;           // everything up to here was pushed, or may not be seen
    bool live = false;             // has come to where the hub is
    Steady::time_point spoken_at;  // for the heartbeat
  };

  void wake();
  void run();
  void take_arrivals();
  /// Pushes what was committed since the last time. True if there may be more.
  bool push_news();
  /// One page for each listener who is behind.
  void catch_up();
  void catch_up(Listener& listener);
  /// False where the listener's body is full for now.
  bool feed(Listener& listener, const StreamRow& row, const std::string& text);
  void tend();
  void rest(bool more);

  db::Database& database_;
  const Clock& clock_;
  const Settings settings_;

  // The thread's own.
  std::vector<Listener> listeners_;
  std::int64_t live_at_ = 0;  // the hub has read everything up to here
  bool behind_ = false;       // somebody can take more at once
  bool waiting_ = false;      // somebody is behind and full
  Steady::time_point tended_at_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Listener> arrivals_;
  std::vector<std::pair<UserId, std::shared_ptr<http::LiveBody>>> open_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;     // from the first open() on
  db::Subscription news_;  // of commits, also of other replicas
};

/// One event as the stream's bytes.
std::string stream_text(const StreamRow& row);

}  // namespace mf::notifications
