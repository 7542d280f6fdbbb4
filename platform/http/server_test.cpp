#include "platform/http/server_for_tests.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <latch>

namespace mf::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST_F(HttpServer, answers_one_request_after_another_on_the_same_connection) {
  start();
  Peer peer(port());
  for (int i = 0; i < 3; ++i) {
    peer.send(post("/echo", "hello"));
    const auto answer = peer.receive_answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("POST /echo [hello]"));
    EXPECT_THAT(answer, HasSubstr("\r\ndate: "));
    EXPECT_THAT(answer, Not(HasSubstr("connection:")));
  }
  EXPECT_EQ(application.finished, 0);
}

TEST_F(HttpServer, answers_pipelined_requests_in_their_order) {
  start();
  Peer peer(port());
  peer.send(get("/1") + post("/2", "two") + get("/3"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /1 []"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /2 [two]"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /3 []"));
}

TEST_F(HttpServer, reads_a_request_that_comes_byte_by_byte) {
  start();
  Peer peer(port());
  for (const char c : post("/slowly", "abc")) {
    peer.send({&c, 1});
  }
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /slowly [abc]"));
}

TEST_F(HttpServer, decodes_the_path_and_refuses_one_that_climbs) {
  start();
  Peer peer(port());
  peer.send(get("/caf%C3%A9?x=1"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /caf\xc3\xa9 []"));
  peer.send(get("/a/%2e%2e/b"));
  EXPECT_THAT(peer.receive_all(), HasSubstr("bad_path"));
}

TEST_F(HttpServer, puts_a_chunked_body_together) {
  start();
  Peer peer(port());
  peer.send("POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  peer.send("5\r\nhello\r\n6;note=x\r\n world\r\n0\r\nTrailer: ignored\r\n\r\n" + get("/next"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /c [hello world]"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /next []"));
}

TEST_F(HttpServer, refuses_a_body_that_is_not_well_chunked) {
  start();
  for (const std::string body :
       {"5\r\nhelloX\r\n0\r\n\r\n", "x\r\n", "5\nhello", "-1\r\n", "fffffffffffffffff\r\n"}) {
    Peer peer(port());
    peer.send("POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    const auto answer = peer.receive_all();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << body;
    EXPECT_THAT(answer, HasSubstr("bad_chunk")) << body;
  }
  EXPECT_EQ(application.handled, 0);
}

TEST_F(HttpServer, puts_a_large_body_into_a_file) {
  options.spool_above = 1000;
  start();
  Peer peer(port());
  const std::string body(200'000, 'b');
  peer.send(post("/large", body));
  const auto answer = peer.receive_answer();
  EXPECT_THAT(answer, HasSubstr("x-spooled: yes"));
  EXPECT_THAT(answer, HasSubstr("[" + body + "]"));
  peer.send(post("/small", std::string(1000, 's')));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("x-spooled: no"));
}

TEST_F(HttpServer, invites_the_body_that_a_client_waits_to_send) {
  start();
  Peer peer(port());
  peer.send("POST /e HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  peer.send("abc");
  EXPECT_THAT(peer.receive_answer(), HasSubstr("POST /e [abc]"));
}

TEST_F(HttpServer, refuses_a_body_above_the_limit_and_keeps_the_connection_if_little_is_left) {
  application.body_limit = 100;
  start();
  Peer peer(port());
  peer.send(post("/large", std::string(5000, 'x')) + get("/next"));
  const auto answer = peer.receive_answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer, HasSubstr("x-finished: yes"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /next []"));
}

TEST_F(HttpServer, lets_the_client_read_the_refusal_of_a_huge_body) {
  start();
  Peer peer(port());
  const std::string body(3'000'000, 'x');
  peer.send(post("/forbidden", body));
  const auto answer = peer.receive_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(answer, HasSubstr("connection: close"));
  EXPECT_EQ(application.handled, 0);
}

TEST_F(HttpServer, refuses_a_chunked_body_as_soon_as_it_passes_the_limit) {
  application.body_limit = 10;
  start();
  Peer peer(port());
  peer.send(
      "POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: "
      "chunked\r\n\r\n14\r\n01234567890123456789\r\n");
  EXPECT_THAT(peer.receive_all(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServer, reads_and_drops_the_body_of_a_refused_request) {
  start();
  Peer peer(port());
  peer.send(post("/forbidden", "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n") + get("/next"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /next []"));
  EXPECT_EQ(application.handled, 1);
}

TEST_F(HttpServer, refuses_the_shapes_that_smuggle_requests) {
  start();
  const std::map<std::string, std::string> shapes{
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "501"},
      {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"GET / HTTP/1.1\nHost: a\n\n", "400"},
      {"GET / HTTP/1.1\r\nHost: a\r\n b: folded\r\n\r\n", "400"},
      {"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: caf\xe9\r\n\r\n", "400"},
      {"\x16\x03\x01\x02\x00\x01\r\n\r\n", "400"},
  };
  for (const auto& [shape, status] : shapes) {
    Peer peer(port());
    peer.send(shape + get("/smuggled"));
    const auto answer = peer.receive_all();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << shape;
    EXPECT_THAT(answer, HasSubstr("application/problem+json")) << shape;
    EXPECT_THAT(answer, HasSubstr("connection: close")) << shape;
  }
  EXPECT_EQ(application.handled, 0);
}

TEST_F(HttpServer, refuses_a_head_that_is_too_long) {
  start();
  Peer peer(port());
  peer.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x'));
  const auto answer = peer.receive_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer, HasSubstr("x-finished: yes"));
}

TEST_F(HttpServer, gives_up_on_a_slow_head) {
  options.head_time = milliseconds(100);
  start();
  Peer peer(port());
  peer.send("GET / HTTP/1.1\r\nHo");
  EXPECT_THAT(peer.receive_all(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(HttpServer, gives_up_on_a_slow_body) {
  options.body_time = milliseconds(100);
  start();
  Peer peer(port());
  peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_THAT(peer.receive_all(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(HttpServer, closes_a_connection_that_nobody_uses) {
  options.idle_time = milliseconds(100);
  start();
  Peer peer(port());
  peer.send(get("/1"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("GET /1 []"));
  EXPECT_TRUE(peer.ended());
}

TEST_F(HttpServer, a_client_that_does_not_read_is_cut_off) {
  options.write_time = milliseconds(100);
  application.answer = [](Request&) { return json_response(200, std::string(64 << 20, 'x')); };
  start();
  Peer peer(port());
  peer.send(get("/huge"));
  EXPECT_TRUE(eventually([&] { return application.handled == 1; }));
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
}

TEST_F(HttpServer, closes_where_the_client_asks_for_it_or_speaks_http_1_0) {
  start();
  Peer closing(port());
  closing.send(get("/1", "Connection: close\r\n"));
  EXPECT_THAT(closing.receive_all(), HasSubstr("connection: close"));
  Peer old(port());
  old.send("GET /old HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.receive_all(), HasSubstr("GET /old []"));
  Peer keeping(port());
  keeping.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(keeping.receive_answer(), HasSubstr("connection: keep-alive"));
  keeping.send(get("/next"));
  EXPECT_THAT(keeping.receive_answer(), HasSubstr("GET /next []"));
}

TEST_F(HttpServer, head_has_the_length_but_no_body) {
  start();
  Peer peer(port());
  peer.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), HasSubstr("content-length: 10\r\n"));
  peer.send(get("/next"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(HttpServer, no_content_has_no_length) {
  application.answer = [](Request&) { return Response{.status = 204}; };
  start();
  Peer peer(port());
  peer.send(get("/gone") + get("/gone"));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), Not(HasSubstr("content-length")));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 204 No Content\r\n"));
}

TEST_F(HttpServer, a_header_value_cannot_end_its_line) {
  application.answer = [](Request&) {
    return Response{}.with("location", "/a\r\nset-cookie: x=1");
  };
  start();
  Peer peer(port());
  peer.send(get("/"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("location: /a  set-cookie: x=1\r\n"));
}

TEST_F(HttpServer, sends_a_file_in_pieces_and_says_so_if_there_is_none) {
  const auto path =
      std::filesystem::temp_directory_path() / fmt::format("microflow-http-{}", ::getpid());
  const std::string content(300'000, 'f');
  std::ofstream(path) << content;
  application.answer = [&](Request& request) {
    const bool there = request.path == "/file";
    return Response{.file =
                        FileBody{there ? path.string() : path.string() + ".none", content.size()}};
  };
  start();
  Peer peer(port());
  peer.send(get("/file"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("\r\n\r\n" + content));
  peer.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), HasSubstr("content-length: 300000\r\n"));
  peer.send(get("/none"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 500 "));
  std::filesystem::remove(path);
}

TEST_F(HttpServer, sends_what_reads_like_a_file_and_hangs_up_where_it_breaks_off) {
  const std::string content(300'000, 'c');
  application.answer = [&](Request& request) {
    const bool breaks = request.path == "/breaks";
    return Response{
        .file = FileBody{.path = {},
                         .size = content.size(),
                         .read = [&content, breaks](std::size_t at, std::span<char> out) {
                           if (breaks && at > 200'000) {
                             throw std::runtime_error("the store is gone");
                           }
                           const auto given =
                               std::min<std::size_t>({out.size(), 999, content.size() - at});
                           std::copy_n(content.data() + at, given, out.begin());
                           return given;
                         }}};
  };
  start();
  Peer peer(port());
  peer.send(get("/whole"));
  EXPECT_THAT(peer.receive_answer(), HasSubstr("\r\n\r\n" + content));
  peer.send(get("/breaks"));
  const auto part = peer.receive_all();
  EXPECT_THAT(part, StartsWith("HTTP/1.1 200 OK"));
  EXPECT_LT(part.size(), content.size());
}

TEST_F(HttpServer, a_live_body_is_sent_as_it_comes) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) { return Response{.live = live}; };
  live->push("data: 0\n\n");
  start();
  Peer peer(port());
  peer.send(get("/stream"));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), HasSubstr("transfer-encoding: chunked\r\n"));
  EXPECT_EQ(peer.receive_until("0\n\n\r\n"), "9\r\ndata: 0\n\n\r\n");
  live->push("data: 1\n\n");
  EXPECT_EQ(peer.receive_until("1\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
  live->close();
  EXPECT_EQ(peer.receive_all(), "0\r\n\r\n");
}

TEST_F(HttpServer, a_live_body_ends_when_its_reader_goes) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) { return Response{.live = live}; };
  start();
  Peer peer(port());
  peer.send(get("/stream"));
  EXPECT_THAT(peer.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  peer.close();
  EXPECT_TRUE(eventually([&] { return live->closed(); }));
  EXPECT_FALSE(live->push("nobody listens"));
}

TEST_F(HttpServer, a_live_body_may_be_fed_after_the_server_is_gone) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) { return Response{.live = live}; };
  start();
  Peer peer(port());
  peer.send(get("/stream"));
  peer.receive_until("\r\n\r\n");
  std::atomic<bool> stop = false;
  std::thread feeder([&] {
    while (!stop) {
      live->push("x");
    }
  });
  server.reset();
  stop = true;
  feeder.join();
  EXPECT_FALSE(live->push("x"));
}

TEST_F(HttpServer, says_that_it_is_overloaded_when_no_worker_takes_a_request) {
  workers.stop();
  start();
  Peer peer(port());
  peer.send(get("/"));
  const auto answer = peer.receive_answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("retry-after: 1"));
  EXPECT_THAT(answer, HasSubstr("x-finished: yes"));
}

TEST_F(HttpServer, turns_surplus_connections_away) {
  options.connections = 1;
  start();
  Peer first(port());
  first.send(get("/1"));
  EXPECT_THAT(first.receive_answer(), StartsWith("HTTP/1.1 200 "));
  Peer second(port());
  EXPECT_THAT(second.receive_all(), StartsWith("HTTP/1.1 503 "));
  first.send(get("/1"));
  EXPECT_THAT(first.receive_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServer, stop_lets_a_running_request_end_and_closes_the_idle_ones) {
  std::latch running(1);
  std::latch go_on(1);
  application.answer = [&](Request&) {
    running.count_down();
    go_on.wait();
    return json_response(200, "\"late\"");
  };
  start();
  Peer idle(port());
  Peer busy(port());
  ASSERT_TRUE(eventually([&] { return server->connections() == 2; }));
  busy.send(get("/late"));
  running.wait();
  std::thread stopper([&] { server->stop(std::chrono::seconds(10)); });
  EXPECT_TRUE(idle.ended());
  go_on.count_down();
  const auto answer = busy.receive_all();
  EXPECT_THAT(answer, HasSubstr("\"late\""));
  EXPECT_THAT(answer, HasSubstr("connection: close"));
  stopper.join();
  EXPECT_FALSE(Peer(port()).connected());
}

TEST_F(HttpServer, stop_ends_live_bodies_and_cuts_what_is_not_done_by_the_deadline) {
  const auto live = std::make_shared<LiveBody>();
  application.answer = [&](Request&) { return Response{.live = live}; };
  start();
  Peer stream(port());
  stream.send(get("/stream"));
  stream.receive_until("\r\n\r\n");
  Peer half(port());
  half.send("GET / HT");
  ASSERT_TRUE(eventually([&] { return server->connections() == 2; }));
  std::thread stopper([&] { server->stop(milliseconds(100)); });
  EXPECT_EQ(stream.receive_all(), "0\r\n\r\n");
  stream.close();
  EXPECT_TRUE(half.ended());
  stopper.join();
  EXPECT_TRUE(live->closed());
  EXPECT_EQ(server->connections(), 0U);
}

TEST_F(HttpServer, refuses_an_address_that_is_taken) {
  start();
  ServerOptions same;
  same.port = port();
  EXPECT_ANY_THROW(Server(same, application, workers));
}

TEST_F(HttpServer, serves_many_clients_at_once) {
  start();
  std::atomic<int> good = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      Peer peer(port());
      for (int i = 0; i < 50; ++i) {
        const auto body = fmt::format("{}-{}", client, i);
        peer.send(post("/echo", body));
        good += peer.receive_answer().ends_with("POST /echo [" + body + "]");
      }
    });
  }
  for (auto& client : clients) {
    client.join();
  }
  EXPECT_EQ(good, 400);
}

}  // namespace
}  // namespace mf::http
