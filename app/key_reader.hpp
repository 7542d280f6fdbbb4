// Keeps a verifier's keys up to date, on a thread of its own: reads them now and then, and sooner
// when a token names a key that nobody knows. Made and stopped from one thread.
#pragma once

#include "platform/auth/token.hpp"

#include <functional>
#include <thread>

namespace mf::app {

class KeyReader {
 public:
  /// The raw public keys, or nothing where they can't be read now. May block.
  using Read = std::function<std::optional<std::vector<std::string>>()>;

  /// The verifier outlives this.
  KeyReader(auth::TokenVerifier& verifier, Read read, std::chrono::milliseconds every);
  ~KeyReader();

  void start();
  void stop();
  bool has_read() const { return has_read_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  void run(const std::stop_token& stop);
  bool ask(const std::string& id);

  auth::TokenVerifier& verifier_;
  const Read read_;
  const std::chrono::milliseconds every_;
  std::atomic<bool> has_read_ = false;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wanted_ = false;
  Time begun_{};                                   // the last reading that has ended
  std::unordered_map<std::string, Time> missing_;  // ids of unknown keys, since when
  std::jthread thread_;
};

}  // namespace mf::app
