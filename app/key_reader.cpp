#include "app/key_reader.hpp"

#include "platform/telemetry/log.hpp"

namespace mf::app {
namespace {

using namespace std::chrono_literals;

/// Unknown keys can be made up: they don't make the keys be read more often than this.
constexpr auto k_pause = 2s;
constexpr auto k_first_pause = 100ms;
constexpr std::size_t k_most_missing = 64;

}  // namespace

KeyReader::KeyReader(auth::TokenVerifier& verifier, Read read, std::chrono::milliseconds every)
    : verifier_(verifier), read_(std::move(read)), every_(every) {
  verifier_.on_unknown_key([this](const std::string& id) { return ask(id); });
}

KeyReader::~KeyReader() {
  stop();
}

void KeyReader::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void KeyReader::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void KeyReader::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto begun = std::chrono::steady_clock::now();
    try {
      if (const auto keys = read_()) {
        verifier_.set_keys(*keys);
        has_read_ = true;
      }
    } catch (const std::exception& error) {
      telemetry::log_error("keys", "the keys can't be read", {{"error", error.what()}});
    }
    std::unique_lock lock(mutex_);
    begun_ = begun;
    wanted_ = false;
    if (!has_read_) {
      changed_.wait_for(lock, stop, k_first_pause, [] { return false; });
      continue;
    }
    changed_.wait_for(lock, stop, k_pause, [] { return false; });
    changed_.wait_for(lock, stop, every_ - std::min<std::chrono::milliseconds>(every_, k_pause),
                      [this] { return wanted_; });
  }
}

/// True until the keys were read once more after the id was first seen: no reading from before can
/// tell that there is no such key.
bool KeyReader::ask(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (missing_.size() >= k_most_missing && !missing_.contains(id)) {
    missing_.clear();
  }
  const auto since = missing_.try_emplace(id, std::chrono::steady_clock::now()).first->second;
  if (begun_ > since) {
    return false;
  }
  wanted_ = true;
  changed_.notify_all();
  return true;
}

}  // namespace mf::app
