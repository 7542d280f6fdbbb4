// What can be set about notifications; the composition root fills it from the configuration. Plain
// values.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace mf::notifications {

struct Settings {
  std::string sender = "MicroFlow <no-reply@microflow.example>";
  int attempts = 3;  // to send one mail
  std::vector<std::chrono::milliseconds> retry_delays{std::chrono::seconds(5),
                                                      std::chrono::seconds(30)};
  std::chrono::milliseconds mail_every{300};  // how often the queue is looked at
  int mail_batch = 20;                        // mails taken from it at a time
  std::chrono::hours notifications_kept{24 * 365};
  std::chrono::hours stream_kept{24 * 7};
  int streams_per_person = 10;
  int streams = 2'000;                           // of everybody together
  std::chrono::milliseconds heartbeat{15'000};   // after so much silence
  std::chrono::milliseconds stream_tick{1'000};  // how often heartbeats and ends are looked at
};

}  // namespace mf::notifications
