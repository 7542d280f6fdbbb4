#include "graphql/transport/http.hpp"

#include "graphql/programs/example_schema.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace graphql {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + "/example/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr std::string_view k_modern = "application/graphql-response+json";

class Http : public testing::Test {
 protected:
  HttpResponse post(std::string_view body, std::string_view accept = {},
                    std::string_view content_type = "application/json") {
    return answer(engine_, {"POST", {}, content_type, accept, body});
  }
  HttpResponse get(std::string_view query, std::string_view accept = {}) {
    HttpRequest request{"GET", query, {}, accept, {}};
    request.preflighted = true;
    return answer(engine_, request);
  }

  example::Timers timers_;
  Engine engine_{example::make_schema(read_file("data.json"), timers_)};
};

TEST_F(Http, the_example_request_gives_the_example_response) {
  auto expected = read_file("list.response.json");
  while (expected.ends_with('\n')) {
    expected.pop_back();
  }
  EXPECT_EQ(post(read_file("list.request.json")).body, expected);
}

TEST_F(Http, the_media_type_follows_what_is_accepted) {
  const std::string_view body = R"({"query":"{ hello }"})";
  EXPECT_EQ(post(body).content_type, "application/json; charset=utf-8");
  EXPECT_EQ(post(body, "*/*").content_type, "application/json; charset=utf-8");
  EXPECT_EQ(post(body, k_modern).content_type, "application/graphql-response+json; charset=utf-8");
  EXPECT_EQ(post(body, "application/json;q=0.5, application/graphql-response+json").content_type,
            "application/graphql-response+json; charset=utf-8");
  EXPECT_EQ(post(body, "text/html").status, 406);
}

TEST_F(Http, get_answers_queries_and_no_mutations) {
  EXPECT_EQ(get("query=%7B+hello%20%7D").body, R"({"data":{"hello":"world"}})");
  EXPECT_EQ(get("query=query($i:ID!){workOrder(id:$i){id}}&variables=%7B%22i%22%3A%223%22%7D").body,
            R"({"data":{"workOrder":{"id":"3"}}})");
  const auto refused = get("query=mutation%7Becho(s:%22x%22)%7D");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.allow, "POST");
}

TEST_F(Http, a_body_that_is_no_json_in_utf8_is_refused) {
  const std::string_view body = R"({"query":"{ hello }"})";
  EXPECT_EQ(post(body, {}, "text/plain").status, 415);
  EXPECT_EQ(post(body, {}, "").status, 415);
  EXPECT_EQ(post(body, {}, "application/json; charset=iso-8859-1").status, 415);
  EXPECT_EQ(post(body, {}, "application/json; charset=\"UTF-8\"").status, 200);
  EXPECT_EQ(post("{").status, 400);
  EXPECT_EQ(post("[]").status, 400);
}

TEST_F(Http, parameters_of_a_wrong_type_are_refused_and_null_is_like_missing) {
  for (const auto* body :
       {R"({})", R"({"query":1})", R"({"query":"{hello}","operationName":{}})",
        R"({"query":"{hello}","variables":[]})", R"({"query":"{hello}","extensions":"x"})"}) {
    EXPECT_EQ(post(body).status, 400) << body;
  }
  EXPECT_EQ(
      post(R"({"query":"{hello}","operationName":null,"variables":null,"extensions":null})").body,
      R"({"data":{"hello":"world"}})");
}

TEST_F(Http, a_refused_document_is_a_400_only_for_clients_that_know_the_new_media_type) {
  for (const auto* body : {R"({"query":"{"})", R"({"query":"{ unknown }"})",
                           R"({"query":"query($i: ID!) { workOrder(id: $i) { id } }"})"}) {
    EXPECT_EQ(post(body, "application/json").status, 200) << body;
    EXPECT_EQ(post(body, k_modern).status, 400) << body;
    EXPECT_EQ(post(body, k_modern).body.find("\"data\""), std::string::npos);
  }
}

}  // namespace
}  // namespace graphql
