// Who sends an answer: the worker that has it, or the loop.
#include "platform/http/server_for_tests.hpp"

#include <gmock/gmock.h>

#include <latch>

namespace mf::http {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;

using HttpSession = HttpServer;

TEST_F(HttpSession, keeps_the_order_whether_a_worker_or_the_loop_sends_an_answer) {
  application.answer = [](const Request& request) {
    const std::size_t size = request.path == "/large" ? 500'000 : 2;
    return json_response(200, std::string(size, request.path.back()));
  };
  start();
  Peer peer(port());
  peer.send(get("/1") + get("/large") + get("/2") + get("/large") + get("/3"));
  EXPECT_THAT(peer.receive_answer(), EndsWith("\r\n\r\n11"));
  EXPECT_THAT(peer.receive_answer(), EndsWith(std::string(500'000, 'e')));
  EXPECT_THAT(peer.receive_answer(), EndsWith("\r\n\r\n22"));
  EXPECT_THAT(peer.receive_answer(), EndsWith(std::string(500'000, 'e')));
  EXPECT_THAT(peer.receive_answer(), EndsWith("\r\n\r\n33"));
}

TEST_F(HttpSession, finishes_the_answers_that_the_socket_does_not_take_at_once) {
  constexpr int k_requests = 300;
  application.answer = [](const Request& request) {
    return json_response(200, std::string(60'000, request.path.back()));
  };
  start();
  Peer peer(port());
  std::string requests;
  for (int i = 0; i < k_requests; ++i) {
    requests += get(fmt::format("/{}", i));
  }
  peer.send(requests);
  // More than the buffers of the connection hold: some answer was sent in part only.
  EXPECT_TRUE(eventually([&] { return application.handled > 2; }));
  for (int i = 0; i < k_requests; ++i) {
    const auto last = static_cast<char>('0' + i % 10);
    ASSERT_THAT(peer.receive_answer(), EndsWith("\r\n\r\n" + std::string(60'000, last))) << i;
  }
}

TEST_F(HttpSession, a_client_that_will_send_nothing_more_gets_its_answer) {
  std::latch go_on(1);
  application.answer = [&](Request&) {
    go_on.wait();
    return json_response(200, "\"late\"");
  };
  start();
  Peer peer(port());
  peer.send(get("/"));
  peer.finish_sending();
  ASSERT_TRUE(eventually([&] { return application.handled == 1; }));
  go_on.count_down();
  EXPECT_THAT(peer.receive_all(), EndsWith("\"late\""));
}

TEST_F(HttpSession, the_time_without_requests_begins_with_the_answer) {
  options.idle_time = milliseconds(200);
  application.answer = [](Request&) {
    std::this_thread::sleep_for(milliseconds(600));  // as a slow handler
    return json_response(200, "{}");
  };
  start();
  Peer peer(port());
  for (int i = 0; i < 2; ++i) {
    peer.send(get("/"));
    EXPECT_THAT(peer.receive_answer(), EndsWith("{}"));
  }
  EXPECT_TRUE(peer.ended());
}

TEST_F(HttpSession, a_handler_that_throws_ends_its_connection_alone) {
  application.answer = [](const Request& request) -> Response {
    if (request.path == "/bug") {
      throw std::logic_error("a bug");
    }
    return json_response(200, "{}");
  };
  start();
  Peer other(port());
  Peer peer(port());
  peer.send(get("/bug"));
  EXPECT_TRUE(peer.ended());
  other.send(get("/"));
  EXPECT_THAT(other.receive_answer(), EndsWith("{}"));
}

}  // namespace
}  // namespace mf::http
