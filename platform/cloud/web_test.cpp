#include "platform/cloud/web.hpp"

#include "platform/cloud/peers_for_tests.hpp"
#include "platform/testing/comes_true.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::cloud {
namespace {

using namespace testing;
using std::chrono::steady_clock;
using ::testing::HasSubstr;
using ::testing::Not;

WebAnswer get(Web& web, const std::string& url) {
  return web.call("GET it", [&] { return WebRequest{"GET", url, {}, {}}; });
}

TEST(Web, what_may_pass_is_tried_again) {
  ScriptedServer server({ScriptedServer::answer(503, ""), ScriptedServer::answer(500, ""),
                         ScriptedServer::answer(200, "at last", "X-Said: Yes\r\n")});
  Web web("the store", hasty());
  const auto answer = get(web, server.url());
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "at last");
  EXPECT_EQ(answer.header("x-said"), "Yes");
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(Web, what_lasts_is_not_tried_again) {
  ScriptedServer server({ScriptedServer::answer(403, "no")});
  Web web("the store", hasty());
  EXPECT_EQ(get(web, server.url()).status, 403);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Web, after_the_last_try_the_answer_is_the_answer) {
  ScriptedServer server({ScriptedServer::answer(503, "")});
  Web web("the store", hasty());
  EXPECT_EQ(get(web, server.url()).status, 503);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(Web, each_try_is_made_anew_and_sends_the_whole_body) {
  ScriptedServer server({ScriptedServer::answer(500, ""), ScriptedServer::answer(201, "")});
  Web web("the store", hasty());
  int made = 0;
  const auto answer = web.call("PUT it", [&] {
    return WebRequest{"PUT", server.url() + "/a", {{"x-try", std::to_string(++made)}}, "content"};
  });
  EXPECT_EQ(answer.status, 201);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(requests[0], HasSubstr("x-try: 1"));
  EXPECT_THAT(requests[1], HasSubstr("x-try: 2"));
  EXPECT_TRUE(requests[1].ends_with("\r\n\r\ncontent"));
}

TEST(Web, a_head_has_no_body_and_the_next_request_is_one_of_its_own) {
  ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n",
                         ScriptedServer::answer(200, "hello"), ScriptedServer::answer(204, "")});
  Web web("the store", hasty());
  const auto head = web.call("HEAD", [&] { return WebRequest{"HEAD", server.url(), {}, {}}; });
  EXPECT_EQ(head.header("content-length"), "7");
  EXPECT_EQ(get(web, server.url()).body, "hello");
  web.call("DELETE", [&] { return WebRequest{"DELETE", server.url(), {}, {}}; });
  const auto requests = server.requests();
  EXPECT_TRUE(requests[0].starts_with("HEAD / "));
  EXPECT_TRUE(requests[1].starts_with("GET / "));
  EXPECT_TRUE(requests[2].starts_with("DELETE / "));
}

TEST(Web, waits_as_long_as_the_server_asks_but_not_beyond_the_deadline) {
  ScriptedServer server(
      {ScriptedServer::answer(503, "", "Retry-After: 1\r\n"), ScriptedServer::answer(200, "")});
  Web web("the store", hasty());
  const auto begun = steady_clock::now();
  EXPECT_EQ(get(web, server.url()).status, 200);
  EXPECT_GE(steady_clock::now() - begun, std::chrono::milliseconds{1000});

  ScriptedServer closed({ScriptedServer::answer(503, "", "Retry-After: 3600\r\n")});
  EXPECT_EQ(get(web, closed.url()).status, 503);
  EXPECT_EQ(closed.requests().size(), 1U);
}

TEST(Web, a_server_that_says_nothing_ends_by_the_deadline) {
  ScriptedServer server({""});
  auto patience = hasty();
  patience.deadline = std::chrono::milliseconds{300};
  Web web("the store", patience);
  const auto begun = steady_clock::now();
  EXPECT_THROW(get(web, server.url()), CloudError);
  EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds{3});
}

TEST(Web, a_stop_ends_a_call_that_waits) {
  ScriptedServer server({""});
  Web web("the store", {});
  std::stop_source stop;
  std::jthread stopper([&] {
    EXPECT_TRUE(mf::testing::comes_true([&] { return !server.requests().empty(); }));
    stop.request_stop();
  });
  const auto begun = steady_clock::now();
  EXPECT_THROW(
      web.call(
          "GET it", [&] { return WebRequest{"GET", server.url(), {}, {}}; }, stop.get_token()),
      CloudError);
  EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds{5});
}

TEST(Web, an_error_names_the_store_and_the_object_but_no_query) {
  ScriptedServer gone({});
  Web web("the store", hasty());
  try {
    get(web, "http://127.0.0.1:1/object?sig=secret");
    FAIL() << "nobody listens there";
  } catch (const CloudError& error) {
    EXPECT_THAT(error.what(), HasSubstr("the store: GET it: no answer"));
    EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
  }
}

TEST(Web, a_reason_is_one_word_or_none) {
  EXPECT_EQ(reason_of({.status = 404, .headers = {{"x-ms-error-code", "BlobNotFound"}}}),
            "BlobNotFound");
  EXPECT_EQ(reason_of({.status = 403, .headers = {}, .body = "<Error><Code>Denied</Code></Error>"}),
            "Denied");
  EXPECT_EQ(reason_of({.status = 400,
                       .headers = {},
                       .body = R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist"})"}),
            "QueueDoesNotExist");
  EXPECT_EQ(reason_of({.status = 403, .headers = {}, .body = "<Code>the key abc+/=</Code>"}), "");
}

TEST(Web, an_endpoint_is_scheme_host_and_path) {
  const auto endpoint = parse_endpoint("https://files.example.com:443/account/");
  EXPECT_EQ(endpoint.scheme, "https");
  EXPECT_EQ(endpoint.authority, "files.example.com");
  EXPECT_EQ(endpoint.path, "/account");
  EXPECT_EQ(parse_endpoint("http://127.0.0.1:10000").authority, "127.0.0.1:10000");
  for (const auto* wrong : {"", "files.example.com", "ftp://a", "https://", "https://u:p@a/",
                            "https://a/?x=1", "https://a\r\nb"}) {
    EXPECT_THROW(parse_endpoint(wrong), CloudError) << wrong;
  }
}

TEST(Web, xml_is_read_by_its_tags) {
  const std::string page =
      "<R><B><Name>a&amp;b &lt;c&gt;</Name></B><B><Name>2</Name></B><Next/></R>";
  ASSERT_EQ(xml_each(page, "B").size(), 2U);
  EXPECT_EQ(xml_text(xml_each(page, "B")[0], "Name"), "a&b <c>");
  EXPECT_EQ(xml_text(page, "Next"), std::nullopt);
  EXPECT_TRUE(xml_each("<B>cut off", "B").empty());
}

TEST(Web, queries_are_encoded) {
  EXPECT_EQ(query_of({{"a", "1"}, {"b c", "/=+&ñ"}}), "a=1&b%20c=%2F%3D%2B%26%C3%B1");
}

}  // namespace
}  // namespace mf::cloud
