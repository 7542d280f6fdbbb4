#include "platform/http/peers_for_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Sends everything on.
class Forwarder : public Application {
 public:
  Admission admit(Request& head) override {
    head.id = "id-1";
    Admission admission{.body_limit = body_limit};
    admission.forward = Forward{.upstream = upstream,
                                .repeatable = head.method == "GET",
                                .headers = "x-microflow-peer: ours\r\n",
                                .answer_time = answer_time};
    return admission;
  }
  Response handle(Request&) override { return {.status = 500}; }
  void finish(const Request&, Response& response) override { response.with("x-gateway", "own"); }
  void forwarded(const Request&, Response& answer) override { answer.with("x-gateway", "passed"); }

  std::size_t body_limit = 64 << 20;
  milliseconds answer_time{0};
  std::shared_ptr<Upstream> upstream;
};

class Forwarding : public testing::Test {
 protected:
  ~Forwarding() override {
    gateway.reset();
    service.reset();
  }

  void start_service() {
    service.emplace(ServerOptions{}, application, workers);
    service->start();
  }
  void start(const std::vector<int>& ports) {
    std::vector<std::shared_ptr<Replica>> replicas;
    for (const int port : ports) {
      replicas.push_back(std::make_shared<Replica>(UpstreamAddress{"127.0.0.1", port}, upstream));
    }
    forwarder.upstream = std::make_shared<Upstream>("echo", replicas, upstream);
    gateway.emplace(options, forwarder, workers);
    gateway->start();
  }
  void start() {
    start_service();
    start({service->port()});
  }

  int port() const { return gateway->port(); }
  static int closed_port() {
    const RawServer gone([](int, int) {});
    return gone.port();
  }
  static bool eventually(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) {
        return false;
      }
      std::this_thread::sleep_for(milliseconds(2));  // polls
    }
    return true;
  }

  ServerOptions options{.write_time = milliseconds(2'000)};
  UpstreamOptions upstream{.answer_time = milliseconds(10'000)};
  EchoApplication application;
  Forwarder forwarder;
  async::WorkerPool workers{2, 64};
  std::optional<Server> service;
  std::optional<Server> gateway;
};

std::string get(std::string_view path, std::string_view more = "") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", path, more);
}

std::string post(std::string_view path, std::string_view body) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{}", path,
                     body.size(), body);
}

TEST_F(Forwarding, passes_requests_and_answers_on_over_connections_that_stay) {
  start();
  Peer peer(port());
  for (int i = 0; i < 3; ++i) {
    peer.send(post("/echo", "hello"));
    const auto answer = peer.receive_answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("POST /echo [hello]"));
    EXPECT_THAT(answer, HasSubstr("x-gateway: passed"));
    EXPECT_THAT(answer, Not(HasSubstr("connection:")));
  }
  EXPECT_EQ(service->connections(), 1U);
  EXPECT_TRUE(eventually([&] { return forwarder.upstream->replicas()[0]->outstanding() == 0; }));
}

TEST_F(Forwarding, answers_pipelined_requests_in_their_order) {
  start();
  Peer peer(port());
  peer.send(get("/1") + post("/2", "two") + get("/3"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /1 []"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /2 [two]"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /3 []"));
}

TEST_F(Forwarding, tells_the_replica_who_asks_and_not_what_the_client_made_up) {
  std::mutex mutex;
  Headers seen;
  application.answer = [&](Request& request) {
    const std::lock_guard lock(mutex);
    seen = request.headers;
    return json_response(200, "{}");
  };
  start();
  Peer peer(port());
  peer.send(get("/", "X-Microflow-Peer: forged\r\nX-Request-Id: forged\r\n"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 200 "));
  const auto count = [&](const std::string& name, const std::string& value) {
    const std::lock_guard lock(mutex);
    return std::count(seen.begin(), seen.end(), std::pair(name, value));
  };
  EXPECT_EQ(count("x-request-id", "id-1"), 1);
  EXPECT_EQ(count("x-forwarded-for", "127.0.0.1"), 1);
  EXPECT_EQ(count("x-microflow-peer", "ours"), 1);
  EXPECT_EQ(count("x-microflow-peer", "forged"), 0);
}

TEST_F(Forwarding, streams_large_bodies_both_ways) {
  application.body_limit = 64 << 20;
  start();
  Peer peer(port());
  std::string body(8 << 20, 'a');
  for (std::size_t i = 0; i < body.size(); i += 1000) {
    body[i] = static_cast<char>('b' + i / 1000 % 20);
  }
  std::thread sender([&] { peer.send(post("/large", body)); });
  const auto answer = peer.receive_answer();
  sender.join();
  EXPECT_TRUE(answer.ends_with("POST /large [" + body + "]"));
}

TEST_F(Forwarding, streams_a_chunked_body) {
  start();
  Peer peer(port());
  peer.send("POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  peer.send("5\r\nhello\r\n6;note=x\r\n world\r\n0\r\nTrailer: ignored\r\n\r\n" + get("/next"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /c [hello world]"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /next []"));
}

TEST_F(Forwarding, invites_a_body_that_a_client_waits_to_send) {
  options.spool_above = 2;
  start();
  Peer peer(port());
  peer.send("POST /e HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  peer.send("abc");
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /e [abc]"));
}

TEST_F(Forwarding, refuses_bodies_above_the_limit_or_not_well_chunked) {
  forwarder.body_limit = 10;
  start();
  Peer known(port());
  known.send(post("/large", std::string(100, 'x')));
  EXPECT_THAT(known.receive_answer(), StartsWith("HTTP/1.1 413 "));
  Peer unknown(port());
  unknown.send("POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" +
               std::string(32, 'x'));
  EXPECT_THAT(unknown.receive_all(), StartsWith("HTTP/1.1 413 "));
  Peer malformed(port());
  malformed.send("POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
  EXPECT_THAT(malformed.receive_all(), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(application.handled, 0);
}

TEST_F(Forwarding, passes_on_a_refusal_that_comes_before_the_body_is_whole) {
  application.body_limit = 1000;
  start();
  Peer peer(port());
  std::thread sender([&] { peer.send(post("/large", std::string(6 << 20, 'x'))); });
  const auto answer = peer.receive_all();
  sender.join();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer, HasSubstr("x-gateway: passed"));
}

TEST_F(Forwarding, passes_answers_without_a_body) {
  application.answer = [](Request& request) {
    return request.path == "/none" ? Response{.status = 204} : json_response(200, "\"text\"");
  };
  start();
  Peer peer(port());
  peer.send(get("/none") + "HEAD /head HTTP/1.1\r\nHost: test\r\n\r\n" + get("/text"));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 204 "));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), HasSubstr("content-length: 6"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("\"text\""));
}

TEST_F(Forwarding, passes_events_on_as_they_come_until_the_client_leaves) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) {
    Response response{.live = live};
    response.with("content-type", "text/event-stream");
    return response;
  };
  upstream.at_once = 1;
  upstream.answer_time = milliseconds(50);
  start();
  std::optional<Peer> peer(port());
  peer->send(get("/stream"));
  EXPECT_THAT(peer->receive_until("\r\n\r\n"), HasSubstr("transfer-encoding: chunked"));
  std::this_thread::sleep_for(milliseconds(600));  // longer than any answer may be silent
  live->push("data: 1\n\n");
  EXPECT_EQ(peer->receive_until("data: 1\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
  live->push("data: 2\n\n");
  EXPECT_EQ(peer->receive_until("data: 2\n\n\r\n"), "9\r\ndata: 2\n\n\r\n");
  EXPECT_TRUE(forwarder.upstream->enter()) << "a stream takes nobody's place";
  forwarder.upstream->leave();
  peer.reset();
  EXPECT_TRUE(eventually([&] { return !live->push(""); }));
}

TEST_F(Forwarding, ends_event_streams_in_order_when_either_side_stops) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) {
    Response response{.live = live};
    response.with("content-type", "text/event-stream");
    return response;
  };
  start();
  Peer peer(port());
  peer.send(get("/stream"));
  live->push("data: 1\n\n");
  peer.receive_until("data: 1\n\n\r\n");
  std::thread stopper([&] { gateway->stop(std::chrono::seconds(5)); });
  EXPECT_EQ(peer.receive_until("0\r\n\r\n"), "0\r\n\r\n");
  peer.close();
  stopper.join();
  EXPECT_TRUE(eventually([&] { return !live->push(""); }));
}

TEST_F(Forwarding, gives_an_old_client_no_chunks) {
  const RawServer raw([](int socket, int) {
    RawServer::read_head(socket);
    RawServer::write(socket, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
    RawServer::write(socket, "2\r\nde\r\n0\r\n\r\n");
  });
  start({raw.port()});
  Peer peer(port());
  peer.send("GET / HTTP/1.0\r\nHost: test\r\n\r\n");
  const auto answer = peer.receive_all();
  EXPECT_TRUE(answer.ends_with("\r\n\r\nabcde")) << answer;
  EXPECT_THAT(answer, Not(HasSubstr("chunked")));
}

TEST_F(Forwarding, passes_an_answer_that_ends_with_its_connection) {
  const RawServer raw([](int socket, int) {
    RawServer::read_head(socket);
    RawServer::write(socket, "HTTP/1.0 200 OK\r\n\r\nabc");
  });
  start({raw.port()});
  Peer peer(port());
  peer.send(get("/"));
  EXPECT_THAT(peer.receive_until("0\r\n\r\n"), HasSubstr("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
}

TEST_F(Forwarding, cuts_the_client_off_where_the_replica_dies_in_the_middle) {
  const RawServer raw([](int socket, int) {
    RawServer::read_head(socket);
    RawServer::write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
  });
  start({raw.port()});
  Peer peer(port());
  peer.send(get("/"));
  const auto answer = peer.receive_all();
  EXPECT_TRUE(answer.ends_with("half"));
  EXPECT_TRUE(peer.ended());
}

TEST_F(Forwarding, says_504_of_a_replica_that_does_not_answer_in_time) {
  upstream.answer_time = milliseconds(100);
  options.write_time = milliseconds(200);
  std::atomic<bool> done = false;
  const RawServer raw([&](int socket, int) {
    RawServer::read_head(socket);
    while (!done) {
      std::this_thread::sleep_for(milliseconds(5));  // is slow, on purpose
    }
  });
  start({raw.port()});
  Peer peer(port());
  peer.send(get("/"));
  const auto answer = peer.receive_answer();
  done = true;
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 504 "));
  EXPECT_THAT(answer, HasSubstr("upstream_slow"));
  EXPECT_THAT(answer, HasSubstr("x-gateway: own"));
  EXPECT_EQ(raw.connections(), 1) << "a slow replica is not asked again";
}

TEST_F(Forwarding, waits_longer_for_an_answer_that_may_take_longer) {
  upstream.answer_time = milliseconds(100);
  forwarder.answer_time = milliseconds(10'000);
  const RawServer raw([&](int socket, int) {
    RawServer::read_head(socket);
    std::this_thread::sleep_for(milliseconds(500));  // longer than others may take
    RawServer::write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone");
  });
  start({raw.port()});
  Peer peer(port());
  peer.send(get("/"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("done"));
}

TEST_F(Forwarding, uses_the_other_replica_where_one_is_down) {
  start_service();
  start({closed_port(), service->port()});
  Peer peer(port());
  for (int i = 0; i < 4; ++i) {
    peer.send(post("/echo", "x"));
    EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /echo [x]"));
  }
}

TEST_F(Forwarding, says_503_where_no_replica_is_there) {
  start({closed_port()});
  Peer peer(port());
  peer.send(get("/"));
  const auto answer = peer.receive_answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("retry-after"));
}

TEST_F(Forwarding, repeats_what_may_be_repeated_and_nothing_else) {
  const RawServer dying([](int socket, int) { RawServer::read_head(socket); });
  start_service();
  start({dying.port(), service->port()});
  for (int i = 0; i < 4; ++i) {
    Peer peer(port());
    peer.send(get("/again"));
    EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /again []"));
  }
  std::multiset<std::string> statuses;
  for (int i = 0; i < 4; ++i) {
    Peer peer(port());
    peer.send(post("/once", "x"));
    statuses.insert(peer.receive_answer().substr(9, 3));
  }
  EXPECT_GT(statuses.count("502"), 0U);
  EXPECT_GT(statuses.count("200"), 0U);
  EXPECT_EQ(application.handled, 4 + static_cast<int>(statuses.count("200")));
}

TEST_F(Forwarding, sees_that_a_kept_connection_has_ended_and_opens_another) {
  const RawServer once([](int socket, int) {
    RawServer::read_head(socket);
    RawServer::write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
  });
  start({once.port()});
  Peer peer(port());
  for (int i = 0; i < 3; ++i) {
    peer.send(i == 1 ? post("/", "") : get("/"));
    EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 200 "));
    std::this_thread::sleep_for(milliseconds(20));  // the end of the connection arrives
  }
  EXPECT_EQ(once.connections(), 3);
}

TEST_F(Forwarding, says_502_of_what_is_no_answer) {
  const RawServer raw([](int socket, int) {
    RawServer::read_head(socket);
    RawServer::write(socket, "SSH-2.0-hello\r\n\r\n");
  });
  start({raw.port()});
  Peer peer(port());
  peer.send(post("/", "x") + get("/next"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 502 "));
}

TEST_F(Forwarding, refuses_more_at_once_than_the_service_may_have) {
  upstream.at_once = 1;
  start();
  ASSERT_TRUE(forwarder.upstream->enter());
  Peer peer(port());
  peer.send(post("/full", "x"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("\"code\":\"overloaded\""));
  forwarder.upstream->leave();
  peer.send(post("/room", "x"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /room [x]"));
}

}  // namespace
}  // namespace mf::http
