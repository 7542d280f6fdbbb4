// How a process is told to end. Made by the main thread before any other thread.
#pragma once

#include <csignal>

namespace mf::app {

/// Blocks SIGTERM and SIGINT for all threads made from now on, so that wait() alone takes them.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

}  // namespace mf::app
