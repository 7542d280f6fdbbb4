#include "platform/db/pg_bell.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <system_error>

namespace mf::db::pg {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

// A notification is a small commit, which nobody waits for: not one for each of ours.
constexpr auto k_between = 2ms;
constexpr auto k_answer_time = 5s;
constexpr auto k_retry = std::chrono::milliseconds(500ms);
constexpr auto k_idle = std::chrono::milliseconds(30s);
constexpr const char* k_begin = "SET synchronous_commit = off; LISTEN microflow_news";
constexpr const char* k_ring = "NOTIFY microflow_news";

}  // namespace

Bell::Bell(std::string url, std::function<void()> heard)
    : url_(std::move(url)), heard_(std::move(heard)), awake_(::eventfd(0, EFD_CLOEXEC)) {
  if (awake_ < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Bell::~Bell() {
  thread_.request_stop();
  wake();
  thread_.join();
  ::close(awake_);
}

void Bell::ring() {
  if (!wanted_.exchange(true)) {
    wake();
  }
}

void Bell::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(awake_, &one, sizeof one);
}

void Bell::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const char* const keys[] = {"dbname", "application_name", "connect_timeout", nullptr};
    const char* const values[] = {url_.c_str(), "microflow bell", "5", nullptr};
    const Handle handle(PQconnectdbParams(keys, values, 1));
    if (handle && PQstatus(handle.get()) == CONNECTION_OK) {
      PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);
      serve(handle.get(), stop);
    }
    if (!stop.stop_requested()) {
      wait(-1, k_retry);
    }
  }
}

/// Returns when it is to stop or the connection is lost.
void Bell::serve(PGconn* handle, const std::stop_token& stop) {
  PQsetnonblocking(handle, 1);
  bool begun = false;
  bool busy = PQsendQuery(handle, k_begin) == 1;
  Time sent = Steady::now();
  while (!stop.stop_requested() && PQstatus(handle) == CONNECTION_OK) {
    const auto now = Steady::now();
    if (busy && now - sent > k_answer_time) {
      return;
    }
    if (!busy && now >= sent + k_between && wanted_.exchange(false)) {
      busy = PQsendQuery(handle, k_ring) == 1;
      sent = now;
    }
    if (PQflush(handle) < 0) {
      return;
    }
    std::chrono::milliseconds time = busy ? std::chrono::milliseconds(k_answer_time) : k_idle;
    if (!busy && wanted_) {
      time = k_between;
    }
    wait(PQsocket(handle), time);
    if (PQconsumeInput(handle) != 1) {
      return;
    }
    while (busy && PQisBusy(handle) == 0) {
      PGresult* answer = PQgetResult(handle);
      busy = answer != nullptr;
      PQclear(answer);
    }
    // What was told before we listened was not heard.
    const bool first = !begun && !busy;
    begun = begun || first;
    if (take_notices(handle) || first) {
      heard_();
    }
  }
}

bool Bell::take_notices(PGconn* handle) const {
  bool others = false;
  while (PGnotify* notice = PQnotifies(handle)) {
    others = others || notice->be_pid != PQbackendPID(handle);
    PQfreemem(notice);
  }
  return others;
}

void Bell::wait(int socket, std::chrono::milliseconds time) const {
  std::array<pollfd, 2> files{{{awake_, POLLIN, 0}, {socket, POLLIN, 0}}};
  ::poll(files.data(), files.size(), static_cast<int>(time.count()));
  if (files[0].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(awake_, &count, sizeof count);
  }
}

}  // namespace mf::db::pg
