// Calls the suite's own API in this process, as some person, at a time of the demo's own clock.
#pragma once

#include "app/suite.hpp"

#include <atomic>

namespace mf::app::demo {

/// A clock that the story turns.
class StoryClock final : public Clock {
 public:
  Timestamp now() const override { return from_micros(micros_.load()); }
  void set(Timestamp time) { micros_ = to_micros(time); }

 private:
  std::atomic<std::int64_t> micros_ = 0;
};

class Client {
 public:
  explicit Client(Suite& suite) : suite_(suite) {}

  /// The answer's document. Throws if the answer is an error: the story must hold.
  json::Dom post(const auth::Principal& who, const std::string& path, const std::string& json);
  json::Dom get(const auth::Principal& who, const std::string& path);
  void upload(const auth::Principal& who, const std::string& path, const std::string& media_type,
              std::string body);
  /// Waits until every service has heard of everything.
  void settle();

 private:
  json::Dom call(const std::string& method, const auth::Principal& who, const std::string& path,
                 const std::string& media_type, std::string body);

  Suite& suite_;
};

/// The text at `name` of an object; throws if there is none.
std::string text_of(const json::Dom& object, std::string_view name);

}  // namespace mf::app::demo
