// A connection that goes on in another protocol after a 101 (a WebSocket, say): bytes in both
// directions, here to a handler's object or, passed on, to a replica. What they mean is not looked
// into.
#include "platform/http/session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace mf::http {

using boost::system::error_code;

/// Tells by `readable_` that the client has sent something, or has gone.
void Session::watch_client() {
  readable_ = false;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    self->readable_ = !error;
    self->peer_gone_ = self->peer_gone_ || error;
    self->wake();
  });
}

void Session::watch_link() {
  link_readable_ = false;
  link_->socket.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    self->link_readable_ = true;  // with an error the read that follows fails
    self->wake();
  });
}

/// Sends the 101 and serves the handler's object until one side ends.
Task<bool> Session::go_over(Response& response) {
  const auto upgrade = std::move(response.upgrade);
  live_ = upgrade->out();
  out_.clear();
  append_head(out_, response, {.upgrade = true, .date = date_line()});
  const std::array first{bytes(out_)};
  if (co_await send(first)) {
    live_->on_ready([weak = weak_from_this(), loop = shared_.loop] {
      asio::post(*loop, [weak] {
        if (const auto self = weak.lock()) {
          self->wake();
        }
      });
    });
    if (shared_.stopping) {
      live_->close();
    }
    no_limit();
    lingers_ = co_await serve_upgrade(*upgrade);
  }
  live_->on_ready({});
  live_->close();
  live_.reset();
  upgrade->gone();
  co_return false;
}

/// True where this side has ended it, and the client has got all that there was to say.
Task<bool> Session::serve_upgrade(Upgrade& upgrade) {
  bool reads = received().empty() || take_in(upgrade);
  watch_client();
  while (!peer_gone_) {
    woken_ = false;
    if (readable_ && reads) {
      limit(shared_.options.write_time);
      if (!co_await receive_more(Inbox::k_piece)) {
        co_return false;
      }
      no_limit();
      reads = take_in(upgrade);
      watch_client();
    }
    const bool closed = live_->closed();  // asked first: what was pushed before the end is sent
    const std::string data = live_->take();
    if (!data.empty()) {
      const std::array part{bytes(data)};
      if (!co_await send(part)) {
        co_return false;
      }
    } else if (closed) {
      co_return true;
    } else if (!woken_) {
      co_await pause(std::chrono::hours(24));
    }
  }
  co_return false;
}

/// False where it takes no more.
bool Session::take_in(Upgrade& upgrade) {
  const bool more = upgrade.receive(received());
  consume(received().size());
  return more;
}

/// Passes on what comes from either side until one of them ends.
Task<void> Session::relay_both_ways() {
  both_ways_ = true;
  no_limit();
  const std::array head{bytes(out_)};
  bool good = co_await send(head);
  watch_client();
  watch_link();
  while (good && !peer_gone_ && !shared_.stopping) {
    woken_ = false;
    if (!link_->in.empty()) {
      const std::array part{bytes(link_->in.bytes())};
      good = co_await send(part);
      link_->in.drop();
    } else if (!received().empty()) {
      const std::array part{bytes(received())};
      good = co_await send_to_link(part);
      consume(received().size());
    } else if (link_readable_) {
      good = co_await receive_from_link(Inbox::k_piece);
      watch_link();
    } else if (readable_) {
      limit(shared_.options.write_time);
      good = co_await receive_more(Inbox::k_piece);
      no_limit();
      watch_client();
    } else if (!woken_) {
      co_await pause(std::chrono::hours(24));
    }
  }
  both_ways_ = false;
  lingers_ = good && !peer_gone_;
}

}  // namespace mf::http
