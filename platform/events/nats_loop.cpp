#include "platform/events/nats_loop.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace mf::events {

NatsLoop::NatsLoop() : signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

NatsLoop::~NatsLoop() {
  stop();
  ::close(signal_);
}

natsStatus NatsLoop::serve(natsOptions* options) {
  return natsOptions_SetEventLoop(options, this, attach, want_read, want_write, detach);
}

void NatsLoop::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    wake();
    thread_.join();
  }
}

/// On the connecting thread.
natsStatus NatsLoop::attach(void** user, void* loop, natsConnection* connection, natsSock socket) {
  auto* self = static_cast<NatsLoop*>(loop);
  *user = self;
  self->connection_ = connection;
  self->socket_ = socket;
  self->reads_ = true;
  self->thread_ = std::jthread([self](const std::stop_token& stop) { self->run(stop); });
  return NATS_OK;
}

natsStatus NatsLoop::want_read(void* user, bool on) {
  auto* self = static_cast<NatsLoop*>(user);
  self->reads_ = on;
  self->wake();
  return NATS_OK;
}

natsStatus NatsLoop::want_write(void* user, bool on) {
  auto* self = static_cast<NatsLoop*>(user);
  self->writes_ = on;
  self->wake();
  return NATS_OK;
}

natsStatus NatsLoop::detach(void* user) {
  auto* self = static_cast<NatsLoop*>(user);
  self->socket_ = -1;
  self->wake();
  return NATS_OK;
}

void NatsLoop::run(const std::stop_token& stop) {
  while (!stop.stop_requested() && socket_ >= 0) {
    const auto wanted = (reads_ ? POLLIN : 0) | (writes_ ? POLLOUT : 0);
    std::array<pollfd, 2> files{{{signal_, POLLIN, 0}, {socket_, static_cast<short>(wanted), 0}}};
    if (::poll(files.data(), files.size(), -1) <= 0) {
      continue;
    }
    if (files[0].revents != 0) {
      std::uint64_t count = 0;
      (void)!::read(signal_, &count, sizeof count);
    }
    if (stop.stop_requested() || socket_ < 0) {
      return;
    }
    if ((files[1].revents & POLLOUT) != 0) {
      natsConnection_ProcessWriteEvent(connection_);
    }
    // A hang-up is found by reading.
    if ((files[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      natsConnection_ProcessReadEvent(connection_);
    }
  }
}

void NatsLoop::wake() const {
  const std::uint64_t one = 1;
  (void)!::write(signal_, &one, sizeof one);
}

}  // namespace mf::events
