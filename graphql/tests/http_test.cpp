#include "graphql/transport/http.hpp"

#include "graphql/programs/example_schema.hpp"

#include <gmock/gmock.h>

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

TEST_F(Http, a_get_that_any_page_could_cause_is_refused) {
  HttpRequest request{"GET", "query=%7Bhello%7D", {}, {}, {}};
  const auto status = [&] { return answer(engine_, request).status; };
  EXPECT_EQ(status(), 400);
  request.content_type = "text/plain; charset=utf-8";
  EXPECT_EQ(status(), 400);
  request.content_type = "application/json";
  EXPECT_EQ(status(), 200);
  request.content_type = {};
  request.preflighted = true;
  EXPECT_EQ(status(), 200);
  request.preflighted = false;
  EXPECT_EQ(answer(engine_, request, {.csrf_prevention = false}).status, 200);
}

TEST_F(Http, who_may_introspect_and_get_suggestions_is_said_with_the_request) {
  HttpRequest request{"POST", {}, "application/json", {}, R"({"query":"{ helo }"})"};
  EXPECT_THAT(answer(engine_, request).body, testing::HasSubstr("Did you mean"));
  request.suggestions = false;
  EXPECT_THAT(answer(engine_, request).body,
              testing::AllOf(testing::HasSubstr("Cannot query field"),
                             testing::Not(testing::HasSubstr("Did you mean"))));
  request.body = R"({"query":"{ __type(name: \"Query\") { name } }"})";
  EXPECT_EQ(answer(engine_, request).body, R"({"data":{"__type":{"name":"Query"}}})");
  request.introspection = false;
  EXPECT_THAT(answer(engine_, request).body, testing::HasSubstr("introspection has been disabled"));
  request.body = R"({"query":"{ __typename }"})";
  EXPECT_EQ(answer(engine_, request).body, R"({"data":{"__typename":"Query"}})");
}

TEST_F(Http, a_response_can_be_used_again) {
  HttpResponse response;
  const HttpRequest good{"POST", {}, "application/json", {}, R"({"query":"{ hello }"})"};
  const HttpRequest bad{"PUT", {}, {}, {}, {}};
  for (int i = 0; i < 2; ++i) {
    answer(engine_, bad, {}, response);
    EXPECT_EQ(response.status, 405);
    answer(engine_, good, {}, response);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.allow, "");
    EXPECT_EQ(response.body, R"({"data":{"hello":"world"}})");
  }
}

class Trusted : public testing::Test {
 protected:
  Engine make(bool only) {
    EngineOptions options;
    options.trusted = std::make_shared<TrustedDocuments>(
        TrustedDocuments::from_json(R"({"sha256:ab12":"{ hello }","v1/one":"{ __typename }"})")
            .value());
    options.trusted_only = only;
    return Engine(example::make_schema(read_file("data.json"), timers_), std::move(options));
  }

  std::string post(std::string_view body) {
    return answer(engine_, {"POST", {}, "application/json", {}, body}).body;
  }

  example::Timers timers_;
  Engine engine_ = make(true);
};

TEST_F(Trusted, documents_are_found_by_their_id_in_every_form) {
  constexpr std::string_view k_hello = R"({"data":{"hello":"world"}})";
  EXPECT_EQ(post(R"({"documentId":"sha256:ab12"})"), k_hello);
  EXPECT_EQ(post(R"({"documentId":"ab12"})"), k_hello);
  EXPECT_EQ(post(R"({"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab12"}}})"),
            k_hello);
  EXPECT_EQ(post(R"({"documentId":"v1/one"})"), R"({"data":{"__typename":"Query"}})");
  HttpRequest get{"GET", "documentId=ab12", {}, {}, {}};
  get.preflighted = true;
  EXPECT_EQ(answer(engine_, get).body, k_hello);
}

TEST_F(Trusted, nothing_else_is_executed) {
  EXPECT_THAT(post(R"({"query":"{ a: hello }"})"), testing::HasSubstr("UNTRUSTED_DOCUMENT"));
  EXPECT_THAT(post(R"({"documentId":"none"})"), testing::HasSubstr("PERSISTED_QUERY_NOT_FOUND"));
  EXPECT_THAT(post(R"({"documentId":"ab12","query":"{ a: hello }"})"),
              testing::HasSubstr("UNTRUSTED_DOCUMENT"));
  EXPECT_EQ(post(R"({"query":"{ hello }"})"), R"({"data":{"hello":"world"}})");
  EXPECT_THAT(post(R"({"documentId":7})"), testing::HasSubstr("must be a string"));
}

TEST_F(Trusted, other_documents_may_be_allowed_beside_them) {
  auto engine = make(false);
  const HttpRequest request{"POST", {}, "application/json", {}, R"({"query":"{ a: hello }"})"};
  EXPECT_EQ(answer(engine, request).body, R"({"data":{"a":"world"}})");
}

TEST(TrustedManifest, is_checked) {
  EXPECT_FALSE(TrustedDocuments::from_json("[]"));
  EXPECT_FALSE(TrustedDocuments::from_json("{"));
  EXPECT_FALSE(TrustedDocuments::from_json(R"({"a":1})"));
  EXPECT_EQ(TrustedDocuments::from_json("{}")->size(), 0U);
}

}  // namespace
}  // namespace graphql
