// A small SMTP server for tests: a thread, a socket, and what it was sent. It answers as it is told
// to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mf::mail::testing {

struct ReceivedMail {
  std::string from;  // as in MAIL FROM:<…>
  std::vector<std::string> to;
  std::string data;  // without the closing dot, dots unstuffed
};

class SmtpServer {
 public:
  SmtpServer() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener_ < 0 ||
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 16) != 0) {
      throw std::runtime_error("the test's SMTP server cannot listen");
    }
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  ~SmtpServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }

  int port() const { return port_; }
  /// The answer to the next RCPT commands, such as "450 later"; empty: they are taken.
  void answer_rcpt(std::string answer) {
    const std::lock_guard lock(mutex_);
    rcpt_answer_ = std::move(answer);
  }
  /// Hangs up after each message.
  void hang_up_after_each(bool yes) { hang_up_ = yes; }
  int connections() const { return connections_; }

  std::vector<ReceivedMail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  /// What has come once there are `count`, or whatever there is when the time is over.
  std::vector<ReceivedMail> wait_for(std::size_t count, std::chrono::milliseconds time) const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, time, [&] { return mails_.size() >= count; });
    return mails_;
  }

 private:
  bool readable(int handle) const {
    while (!stopping_) {
      pollfd one{handle, POLLIN, 0};
      if (::poll(&one, 1, 20) > 0) {
        return true;
      }
    }
    return false;
  }

  void run() {
    while (readable(listener_)) {
      const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer >= 0) {
        ++connections_;
        talk(peer);
        ::close(peer);
      }
    }
  }

  bool read_line(int peer, std::string& buffer, std::string& line) {
    for (;;) {
      if (const auto end = buffer.find("\r\n"); end != std::string::npos) {
        line = buffer.substr(0, end);
        buffer.erase(0, end + 2);
        return true;
      }
      char bytes[4096];
      const ssize_t got = readable(peer) ? ::recv(peer, bytes, sizeof bytes, 0) : 0;
      if (got <= 0) {
        return false;
      }
      buffer.append(bytes, static_cast<std::size_t>(got));
    }
  }

  static void say(int peer, const std::string& line) {
    const std::string bytes = line + "\r\n";
    [[maybe_unused]] const auto sent = ::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  static std::string inside_brackets(const std::string& line) {
    const auto open = line.find('<');
    const auto close = line.find('>', open);
    return open == std::string::npos || close == std::string::npos
               ? ""
               : line.substr(open + 1, close - open - 1);
  }

  void talk(int peer) {
    std::string buffer;
    std::string line;
    ReceivedMail mail;
    say(peer, "220 test ESMTP");
    while (read_line(peer, buffer, line)) {
      const std::string verb = line.substr(0, 4);
      if (verb == "EHLO" || verb == "HELO") {
        say(peer, "250 test");
      } else if (verb == "MAIL") {
        mail = {inside_brackets(line), {}, {}};
        say(peer, "250 ok");
      } else if (verb == "RCPT") {
        take_receiver(peer, mail, line);
      } else if (verb == "DATA") {
        say(peer, "354 go on");
        if (!take_data(peer, buffer, mail)) {
          return;
        }
      } else if (verb == "QUIT") {
        say(peer, "221 bye");
        return;
      } else {
        say(peer, verb == "RSET" || verb == "NOOP" ? "250 ok" : "502 not here");
      }
    }
  }

  void take_receiver(int peer, ReceivedMail& mail, const std::string& line) {
    std::string answer;
    {
      const std::lock_guard lock(mutex_);
      answer = rcpt_answer_;
    }
    if (answer.empty()) {
      mail.to.push_back(inside_brackets(line));
    }
    say(peer, answer.empty() ? "250 ok" : answer);
  }

  /// False: the connection ends here.
  bool take_data(int peer, std::string& buffer, ReceivedMail& mail) {
    std::string line;
    while (read_line(peer, buffer, line)) {
      if (line == ".") {
        {
          const std::lock_guard lock(mutex_);
          mails_.push_back(mail);
        }
        say(peer, "250 taken");
        changed_.notify_all();
        return !hang_up_;
      }
      mail.data += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
    }
    return false;
  }

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> hang_up_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::string rcpt_answer_;
  std::vector<ReceivedMail> mails_;
  std::thread thread_;
};

}  // namespace mf::mail::testing
