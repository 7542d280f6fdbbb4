// TLS between a socket and a session, with the client or a replica.
#include "platform/http/session.hpp"

#include <boost/asio/redirect_error.hpp>

namespace mf::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

}  // namespace

Task<bool> Session::shake_hands(Socket& socket, Tls& tls, milliseconds time) {
  limit(time);
  for (;;) {
    const auto step = tls.shake_hands();
    if (step == Tls::Step::done) {
      co_return co_await flush_cipher(socket, tls);
    }
    if (step == Tls::Step::failed) {
      co_await flush_cipher(socket, tls);  // the alert
      co_return false;
    }
    if (!co_await receive_cipher(socket, tls)) {
      co_return false;
    }
  }
}

Task<bool> Session::receive_sealed(Socket& socket, Tls& tls, Inbox& in, std::size_t room) {
  for (;;) {
    std::size_t size = 0;
    const auto step = tls.read(in.room(room), size);
    in.filled(size);
    if (size > 0 || step == Tls::Step::failed) {
      co_return size > 0;
    }
    if (!co_await receive_cipher(socket, tls)) {
      co_return false;
    }
  }
}

Task<bool> Session::receive_cipher(Socket& socket, Tls& tls) {
  if (!co_await flush_cipher(socket, tls)) {
    co_return false;
  }
  std::array<char, 8 * 1024> piece;
  error_code error;
  const auto got = co_await socket.async_read_some(asio::buffer(piece),
                                                   asio::redirect_error(k_awaitable, error));
  tls.feed({piece.data(), got});
  co_return !error;
}

Task<bool> Session::send_sealed(Socket& socket, Tls& tls,
                                std::span<const asio::const_buffer> parts) {
  for (const auto& part : parts) {
    if (!tls.write({static_cast<const char*>(part.data()), part.size()})) {
      co_return false;
    }
  }
  co_return co_await flush_cipher(socket, tls);
}

/// Within the limit that stands already.
Task<bool> Session::flush_cipher(Socket& socket, Tls& tls) {
  const auto until = deadline_;
  const std::array parts{bytes(tls.outgoing())};
  const bool sent = asio::buffer_size(parts) == 0 || co_await send_to(socket, parts);
  tls.sent();
  deadline_ = until;
  co_return sent;
}

/// Tells the peer that the end is meant; no wait for it.
void Session::end_tls() {
  if (tls_) {
    tls_->close();
    error_code ignored;
    socket_.write_some(std::array{bytes(tls_->outgoing())}, ignored);
    tls_->sent();
  }
}

}  // namespace mf::http
