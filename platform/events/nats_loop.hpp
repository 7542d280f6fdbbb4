// Reads and writes one connection's socket on one thread, in place of libnats' own threads: in
// Debian's version those use one TLS session at the same time, which OpenSSL forbids
// (https://github.com/nats-io/nats.c/pull/913). Made before its connection; stop() before the
// connection is destroyed.
#pragma once

#include <nats/nats.h>

#include <atomic>
#include <thread>

namespace mf::events {

class NatsLoop {
 public:
  NatsLoop();
  ~NatsLoop();
  NatsLoop(const NatsLoop&) = delete;
  NatsLoop& operator=(const NatsLoop&) = delete;

  /// Connections that are made with these options are served by this loop: one.
  natsStatus serve(natsOptions* options);
  void stop();

 private:
  static natsStatus attach(void** user, void* loop, natsConnection* connection, natsSock socket);
  static natsStatus want_read(void* user, bool on);
  static natsStatus want_write(void* user, bool on);
  static natsStatus detach(void* user);

  void run(const std::stop_token& stop);
  void wake() const;

  const int signal_;
  std::atomic<natsConnection*> connection_ = nullptr;
  std::atomic<int> socket_ = -1;
  std::atomic<bool> reads_ = false;
  std::atomic<bool> writes_ = false;
  std::jthread thread_;
};

}  // namespace mf::events
